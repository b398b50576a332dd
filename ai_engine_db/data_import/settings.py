"""Where the legacy database is, and what of it to bring over: checked before anything else runs.

LEGACY_* come from where DB_* do, the rest from ``--data``. Changes nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError

from ai_engine_db.data_import.options import Options
from ai_engine_db.settings import sources
from ai_engine_db.settings.model import Given

SslMode = Literal["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]


class Legacy(Given):
    """Where the legacy database is, and whether to ask both ends for TLS."""

    prefix = sources.LEGACY

    legacy_host: str = Field(min_length=1, description="address of the legacy server")
    legacy_port: int = Field(5432, ge=1, le=65535, description="its TCP port")
    legacy_name: str = Field("ai_engine", min_length=1, description="the legacy database")
    legacy_user: str = Field("weedgo", min_length=1, description="a role that may read it")
    legacy_password: SecretStr = Field(min_length=1, description="that role's password")
    legacy_sslmode: SslMode = Field("prefer", description="TLS to the legacy server, as libpq takes it")
    legacy_sslrootcert: str = Field("", description="the certificate authority of the legacy server")
    legacy_target_sslmode: SslMode | Literal[""] = Field(
        "", description="TLS to the server that is imported into; by default what DB_TLS asks for"
    )
    legacy_target_sslrootcert: str = Field("", description="its certificate authority; by default the project's own")


def split(overrides: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of ``--data`` is for the import, and what is for everything else."""
    ours = {
        key: value for key, value in overrides.items() if key in Options.model_fields or key.startswith(sources.LEGACY)
    }
    return ours, {key: value for key, value in overrides.items() if key not in ours}


def read(inventory: Mapping[str, Any], overrides: Mapping[str, Any]) -> tuple[Legacy, Options]:
    """Reads both.

    Args:
        inventory: the data of the host and its groups.
        overrides: what ``--data`` gave for the import.

    Raises:
        DeployError: one is unknown, missing or wrong; the message names each.
    """
    where = {key: value for key, value in overrides.items() if key.startswith(sources.LEGACY)}
    legacy, problems = sources.tried(sources.layers(inventory, where, Legacy), Legacy)
    try:
        options = Options(**{key: value for key, value in overrides.items() if key not in where})
    except ValidationError as error:
        raise sources.refusal([*problems, *_lines(error)]) from None
    if legacy is None:
        raise sources.refusal(problems)
    return legacy, options


def _lines(error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_input=False, include_url=False):
        name = str(each["loc"][0])
        yield f"{name}: {each['msg'].removeprefix('Value error, ')} ({Options.model_fields[name].description})"
