"""Where the legacy database is, and what of it to bring over: checked before anything else runs.

Touches the environment, ``.env`` (dev only), the folder of secrets and ``--data``. Changes nothing.
"""

import difflib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pyinfra.api.exceptions import DeployError

from tasks.legacy.options import Options

ROOT = Path(__file__).resolve().parents[2]
SslMode = Literal["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]


class Legacy(BaseSettings):
    """Where the legacy database is, and whether to ask both ends for TLS."""

    model_config = SettingsConfigDict(env_prefix="legacy_", frozen=True, extra="ignore", coerce_numbers_to_str=True)

    host: str = Field(min_length=1, description="where the legacy server is")
    port: int = Field(5432, ge=1, le=65535, description="its TCP port")
    name: str = Field("ai_engine", min_length=1, description="the legacy database")
    user: str = Field("weedgo", min_length=1, description="a role that may read it")
    password: SecretStr = Field(min_length=1, description="that role's password")
    sslmode: SslMode = Field("prefer", description="TLS to the legacy server, as libpq takes it")
    sslrootcert: str = Field("", description="the certificate authority of the legacy server")
    target_sslmode: SslMode | Literal[""] = Field(
        "", description="TLS to the server that is imported into; by default what DB_TLS asks for"
    )
    target_sslrootcert: str = Field("", description="its certificate authority; by default the own one")


def split(overrides: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of ``--data`` is for the import, and what is for everything else."""
    ours = {key: value for key, value in overrides.items() if key in Options.model_fields or key.startswith("legacy_")}
    return ours, {key: value for key, value in overrides.items() if key not in ours}


def read(overrides: Mapping[str, Any], *, dev: bool) -> tuple[Legacy, Options]:
    """Reads both.

    Args:
        overrides: what ``--data`` gave for the import.
        dev: whether ``.env`` counts.

    Raises:
        DeployError: one is unknown, missing or wrong; the message names each.
    """
    env_file = ROOT / ".env" if dev else None
    secrets = Path(os.environ.get("SECRETS_DIR", "/run/secrets/ai-engine-db"))
    given = {key.removeprefix("legacy_"): value for key, value in overrides.items() if key.startswith("legacy_")}
    problems = list(_unknown({**(dotenv_values(env_file) if env_file else {}), **os.environ, **overrides}))
    if "password" in given:
        problems.append(
            "legacy_password: not by --data, which every user of this machine can read: set LEGACY_PASSWORD"
        )
    found: list[Any] = []

    class Source(Legacy):
        model_config = SettingsConfigDict(env_file=env_file, secrets_dir=secrets if secrets.is_dir() else None)

    try:
        found.append(Source(**{key: value for key, value in given.items() if key in Legacy.model_fields}))
    except ValidationError as error:
        problems += _lines(error, Legacy, "LEGACY_")
    try:
        found.append(Options(**{key: value for key, value in overrides.items() if not key.startswith("legacy_")}))
    except ValidationError as error:
        problems += _lines(error, Options, "")
    if problems:
        raise DeployError("Settings refused, nothing was changed:\n  " + "\n  ".join(problems))
    return found[0], found[1]


def _lines(error: ValidationError, model: type[BaseModel], prefix: str) -> Iterator[str]:
    for each in error.errors(include_input=False, include_url=False):
        name = str(each["loc"][0])
        shown = f"{prefix}{name.upper()}" if prefix else name
        message = "is not set" if each["type"] == "missing" else each["msg"].removeprefix("Value error, ")
        yield f"{shown}: {message} ({model.model_fields[name].description})"


def _unknown(variables: Mapping[str, Any]) -> Iterator[str]:
    names = [f"LEGACY_{name.upper()}" for name in Legacy.model_fields]
    for key in variables:
        if key.upper().startswith("LEGACY_") and key.upper() not in names:
            near = difflib.get_close_matches(key.upper(), names, n=1)
            yield f"{key} is not a setting: " + (f"did you mean {near[0]}?" if near else f"they are {', '.join(names)}")
