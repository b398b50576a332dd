"""Where settings come from, in which order; and what no source may give.

Touches the environment, ``.env`` (dev only) and a folder of secrets. Changes nothing.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pyinfra.api.exceptions import DeployError

from tasks.settings.model import Environment, Settings

ROOT = Path(__file__).resolve().parents[2]
DEV_PASSWORD = "weedgo123"  # noqa: S105 - known to all, and refused outside dev
# Data of a host that is pyinfra's own, not ours.
PYINFRA_DATA = ("ssh_", "_", "docker_", "vagrant_", "terraform_")


def read(inventory: Mapping[str, Any], overrides: Mapping[str, Any]) -> Settings:
    """Makes the settings of a host.

    Args:
        inventory: the data of the host and its groups.
        overrides: what ``--data`` gave.

    Raises:
        DeployError: one is unknown, missing or out of its range; the message names it and where it came from.
    """
    problems = list(_unknown(inventory, "the inventory")) + list(_unknown(overrides, "--data"))
    if "db_password" in overrides:
        problems.append("db_password: not by --data, which every user of this machine can read: set DB_PASSWORD")
    problems += _unknown_variables()
    if problems:
        raise DeployError("Settings refused, nothing was changed:\n  " + "\n  ".join(problems))
    dev = inventory.get("environment") == Environment.DEV
    inventory = {"db_password": DEV_PASSWORD, **inventory} if dev else inventory
    secrets = Path(os.environ.get("SECRETS_DIR", "/run/secrets/ai-engine-db"))

    class Source(Settings):
        model_config = SettingsConfigDict(
            env_file=ROOT / ".env" if dev else None, secrets_dir=secrets if secrets.is_dir() else None
        )

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            data = InitSettingsSource(settings_cls, {key: inventory[key] for key in _known(inventory)})
            return init_settings, env_settings, dotenv_settings, file_secret_settings, data

    try:
        # What is restored is said on the command line: a variable BACKUP means somebody else.
        return Source(**{"backup": "", **{key: overrides[key] for key in _known(overrides)}})
    except ValidationError as error:
        lines = (_line(each["loc"], each["msg"]) for each in error.errors(include_input=False, include_url=False))
        raise DeployError("Settings refused, nothing was changed:\n  " + "\n  ".join(lines)) from None


def _line(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not location:
        return message
    name = str(location[0])
    shown = name.upper() if name.startswith("db_") else name
    description = Settings.model_fields[name].description if name in Settings.model_fields else "unknown setting"
    return f"{shown}: {message} ({description})"


def _known(data: Mapping[str, Any]) -> list[str]:
    return [key for key in data if key in Settings.model_fields]


def _unknown(data: Mapping[str, Any], where: str) -> list[str]:
    unknown = [key for key in data if key not in Settings.model_fields and not key.startswith(PYINFRA_DATA)]
    return [_suggest(key, f"{key} in {where}", list(Settings.model_fields)) for key in unknown]


def _unknown_variables() -> list[str]:
    names = [name.upper() for name in Settings.model_fields if name.startswith("db_")]
    unknown = [key for key in os.environ if key.upper().startswith("DB_") and key.upper() not in names]
    return [_suggest(key.upper(), f"{key} in the environment", names) for key in unknown]


def _suggest(key: str, shown: str, names: list[str]) -> str:
    near = difflib.get_close_matches(key, names, n=1)
    return f"{shown} is not a setting" + (f": did you mean {near[0]}?" if near else "; they are: " + ", ".join(names))
