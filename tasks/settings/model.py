"""The settings: their names, types, defaults and rules. Pure; where they come from is the business of ``sources``."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tasks.settings import checks


class Environment(StrEnum):
    """Which rules hold: dev has a default password, the others have none."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


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
    db_name: checks.Database = Field("ai_engine", description="the database")
    db_test_name: checks.Database = Field("ai_engine_test", description="the tests' database")
    db_user: checks.Role = Field("weedgo", description="the application's role")
    db_password: checks.Password = Field(description="the role's password")

    db_container: checks.DockerName = Field("ai-engine-db-postgis", description="name of the container")
    db_volume: checks.DockerName = Field("ai-engine-db-postgis-data", description="name of the data volume")
    db_image: str = Field("ai-engine-postgis:17-3.5", min_length=1, description="image; others are used as they are")
    db_bind_address: checks.Address = Field("127.0.0.1", description="address the port is bound to")
    db_memory: checks.Size = Field("2g", description="memory limit of the container")
    db_shm_size: checks.Size = Field("256m", description="size of /dev/shm in the container")
    db_restart: Literal["no", "always", "unless-stopped", "on-failure"] = Field(
        "unless-stopped", description="restart policy"
    )

    db_backup_dir: checks.Folder = Field(
        "", description="folder of backups on the target, /... or ~/...; by default one below ~ for each container"
    )
    db_backup_keep: int = Field(7, ge=1, description="backups of a database that stay, at most")
    db_backup_keep_days: int = Field(30, ge=1, le=36500, description="days that a backup stays, at most")

    db_lock_wait: int = Field(600, ge=0, le=86400, description="seconds to wait for another deploy at most")

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
