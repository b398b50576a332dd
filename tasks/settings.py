"""Everything that differs between environments: typed, with its source, checked before anything else runs.

Touches the environment, ``.env`` (dev only), a folder of secrets and pyinfra's data of the host. Changes nothing.
"""

import difflib
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from weakref import WeakKeyDictionary

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

ROOT = Path(__file__).resolve().parents[1]
DEV_PASSWORD = "weedgo123"  # noqa: S105 - known to all, and refused outside dev
# Data of a host that is pyinfra's own, not ours.
PYINFRA_DATA = ("ssh_", "_", "docker_", "vagrant_", "terraform_")


class Environment(StrEnum):
    """Which rules hold: dev has a default password, the others have none."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


def _name(value: str) -> str:
    """A name as PostgreSQL takes it, quoted (manual, 4.1.1): any characters but NUL, at most 63 bytes."""
    if not value:
        raise ValueError("is empty")
    if "\0" in value or "\n" in value or "\r" in value:
        raise ValueError("holds a line break or a NUL")
    if len(value.encode()) > 63:
        raise ValueError(f"is {len(value.encode())} bytes long; PostgreSQL's names have 63 at most")
    return value


def _database(value: str) -> str:
    if value in ("postgres", "template0", "template1"):
        raise ValueError(f"is {value}, which is PostgreSQL's own database")
    return _name(value)


def _role(value: str) -> str:
    if value in ("postgres", "public", "none") or value.startswith("pg_"):
        raise ValueError(f"is {value}, which PostgreSQL keeps for itself")
    return _name(value)


def _folder(value: str) -> str:
    if value and not value.startswith(("/", "~/")):
        raise ValueError("is neither absolute nor below ~/")
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise ValueError("holds control characters")
    return value.rstrip("/") or value


def _password(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not text:
        raise ValueError("is empty")
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("holds control characters")
    return value


DOCKER_NAME = r"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"
SIZE = r"^[1-9][0-9]*[kmg]$"


class Settings(BaseSettings):
    """The settings of one host.

    Each may come, in this order, from ``--data name=value``, the environment (``DB_PORT``), ``.env`` (dev only), a file
    of that name in the folder of secrets, the inventory, or the default here.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", case_sensitive=False, coerce_numbers_to_str=True, env_file_encoding="utf-8"
    )

    environment: Environment = Field(description="dev, staging or prod; set by the inventory")

    db_host: str = Field("localhost", min_length=1, description="where clients reach the server")
    db_port: int = Field(5434, ge=1, le=65535, description="TCP port on the host")
    db_name: Annotated[str, AfterValidator(_database)] = Field("ai_engine", description="the database")
    db_test_name: Annotated[str, AfterValidator(_database)] = Field("ai_engine_test", description="the tests' database")
    db_user: Annotated[str, AfterValidator(_role)] = Field("weedgo", description="the application's role")
    db_password: Annotated[SecretStr, AfterValidator(_password)] = Field(description="the role's password")

    db_container: str = Field("ai-engine-db-postgis", pattern=DOCKER_NAME, description="name of the container")
    db_volume: str = Field("ai-engine-db-postgis-data", pattern=DOCKER_NAME, description="name of the data volume")
    db_image: str = Field("ai-engine-postgis:17-3.5", min_length=1, description="image; others are used as they are")
    db_bind_address: str = Field("127.0.0.1", pattern=r"^[0-9a-fA-F.:]+$", description="address the port is bound to")
    db_memory: str = Field("2g", pattern=SIZE, description="memory limit of the container")
    db_shm_size: str = Field("256m", pattern=SIZE, description="size of /dev/shm in the container")
    db_restart: str = Field(
        "unless-stopped", pattern=r"^(no|always|unless-stopped|on-failure)$", description="restart policy"
    )

    db_backup_dir: Annotated[str, AfterValidator(_folder)] = Field(
        "", description="folder of backups on the target, /... or ~/...; by default one below ~ for each container"
    )
    db_backup_keep: int = Field(7, ge=1, description="backups of a database that stay, at most")
    db_backup_keep_days: int = Field(30, ge=1, le=36500, description="days that a backup stays, at most")

    recreate: bool = Field(False, description="recreate a container whose definition changed, keeping its volume")
    reference: Literal["keep", "overwrite"] = Field(
        "keep", description="keep reference rows that an operator changed, or overwrite them"
    )
    sample: bool = Field(False, description="load example data, in dev only")

    backup: str = Field("", description="backup to verify or restore, a name or `latest`; by --data only")

    @model_validator(mode="after")
    def _distinct(self) -> "Settings":
        if self.db_name == self.db_test_name:
            raise ValueError(f"DB_NAME and DB_TEST_NAME are both {self.db_name}")
        if self.db_container == self.db_volume:
            raise ValueError(f"DB_CONTAINER and DB_VOLUME are both {self.db_container}")
        if self.sample and self.environment is not Environment.DEV:
            raise ValueError(f"sample: example data is for dev, this is {self.environment}")
        return self

    @property
    def databases(self) -> tuple[str, str]:
        return self.db_name, self.db_test_name

    @property
    def backup_dir(self) -> str:
        """The folder of backups; containers of the same databases do not share one, so that none takes another's."""
        return self.db_backup_dir or f"~/.local/share/ai-engine-db/backups/{self.db_container}"

    @property
    def builds_image(self) -> bool:
        """Whether the image is the project's own, or one that is used as it is."""
        return self.db_image.split(":")[0] == "ai-engine-postgis"


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


_settings: WeakKeyDictionary[Host, Settings] = WeakKeyDictionary()


def of(host: Host) -> Settings:
    """The settings of a pyinfra host, read once a run. Raises as :func:`read` does."""
    if host not in _settings:
        overrides = host.inventory.get_override_data()
        inventory = {**host.inventory.get_data(), **host.group_data, **host.host_data}
        _settings[host] = read(inventory, overrides)
    return _settings[host]
