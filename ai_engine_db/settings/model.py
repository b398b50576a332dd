"""The settings: their names, types, defaults and rules. Pure; where they come from is the business of ``sources``."""

import re
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from ai_engine_db import hazards
from ai_engine_db.settings import checks, sizing

# Those that nobody may see.
SECRETS = ("db_password", "db_readonly_password", "db_tls_key", "legacy_password")


class Environment(StrEnum):
    """Which rules hold: dev has a default password, the others have none."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


DEV_PASSWORD = "weedgo123"  # noqa: S105 - known to all, and refused outside dev


class Given(BaseSettings):
    """Settings that are what they are given, by the names of their variables: ``sources`` reads those.

    Attributes:
        prefix: of the variables.
    """

    prefix: ClassVar[str]
    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", case_sensitive=False, coerce_numbers_to_str=True, env_file_encoding="utf-8"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """None but what is given."""
        return (init_settings,)


class Settings(Given):
    """The settings of one host.

    DB_* may come, in this order, from ``--data name=value``, the environment, ``.env`` (dev only), a file of that name
    in the folder of secrets, a file of SOPS, the inventory, or the default here; the others from ``--data`` or the
    inventory.
    """

    prefix = "db_"

    environment: Environment = Field(description="dev, staging or prod; set by the inventory")

    db_host: str = Field(
        "", description="address at which clients reach the server; by default it follows from DB_BIND_ADDRESS"
    )
    db_port: int = Field(5434, ge=1, le=65535, description="TCP port on the host")
    db_name: checks.Database = Field("ai_engine", description="the database")
    db_test_name: checks.Database = Field("ai_engine_test", description="the tests' database")
    db_user: checks.Role = Field("weedgo", description="the application's role")
    db_password: checks.Password = Field(description="the role's password")

    db_container: checks.DockerName = Field("ai-engine-db-postgis", description="name of the container")
    db_volume: checks.DockerName = Field("ai-engine-db-postgis-data", description="name of the data volume")
    db_image: checks.Image = Field("ai-engine-postgis:17-3.5", description="image; others are used as they are")
    db_bind_address: checks.Address = Field("127.0.0.1", description="address the port is bound to")
    db_memory: checks.Memory = Field(
        "2g", description="memory limit of the container, 2g, or a share of the host's, 75%"
    )
    db_shm_size: checks.Size = Field("256m", description="size of /dev/shm in the container")
    db_restart: Literal["no", "always", "unless-stopped", "on-failure"] = Field(
        "unless-stopped", description="restart policy"
    )
    db_read_only_root: bool | None = Field(
        None, description="container that cannot write to its image's files; by default with the project's own image"
    )

    db_readonly_user: checks.Role | None = Field(
        None, description="role that may only read; by default DB_USER and _readonly"
    )
    db_readonly_password: checks.Password | None = Field(
        None, description="the read-only role's password; without one it cannot log in"
    )
    db_connection_limit: int | None = Field(
        None, ge=1, le=10000, description="connections of the application's role; 4/5 of DB_MAX_CONNECTIONS"
    )
    db_role_statement_timeout: checks.Limit | None = Field(
        None, description="longest statement of the roles, 60s; 10min in dev"
    )
    db_role_lock_timeout: checks.Limit | None = Field(None, description="longest wait for a lock, 10s; 30s in dev")
    db_role_idle_timeout: checks.Limit | None = Field(
        None, description="longest pause within a transaction, 60s; 1h in dev"
    )
    db_admins: checks.Roles = Field(
        "", description="roles besides the deploy's own that may have superuser privileges, separated by blanks"
    )
    db_roles: checks.PlaceholderRoles = Field(
        "", description="roles that sql/ grants to, by what it calls them: app=weedgo_app; :app is else DB_USER"
    )
    db_allow: checks.Networks = Field(
        "", description="networks of clients, CIDRs; by default all in dev, and samenet, the container's own, elsewhere"
    )
    db_tls: Literal["", "off", "optional", "required"] = Field(
        "", description="off, optional or required; by default off in dev, and required elsewhere"
    )
    db_tls_cert: str = Field("", description="the server's certificate and its chain: a local path, or PEM")
    db_tls_key: SecretStr | None = Field(None, description="its key: a local path, or PEM")
    db_tls_ca: checks.Folder = Field(
        "",
        description="local folder of the project's own certificate authority; by default one below ~ for"
        " each environment",
    )

    db_max_connections: int = Field(100, ge=10, le=10000, description="sessions at the same time, at most")
    db_shared_buffers: checks.SizeOrNone = Field("", description="shared_buffers; a quarter of DB_MEMORY")
    db_effective_cache_size: checks.SizeOrNone = Field("", description="effective_cache_size; 3/4 of DB_MEMORY")
    db_work_mem: checks.SizeOrNone = Field("", description="work_mem; from DB_MEMORY and DB_MAX_CONNECTIONS")
    db_maintenance_work_mem: checks.SizeOrNone = Field("", description="maintenance_work_mem; 1/16 of DB_MEMORY")

    db_backup_dir: checks.Folder = Field(
        "", description="folder of backups on the target, /... or ~/...; by default one below ~ for each container"
    )
    db_backup_keep: int = Field(7, ge=1, description="backups of a database that stay, at most")
    db_backup_keep_days: int = Field(30, ge=1, le=36500, description="days that a backup stays, at most")

    db_lock_wait: int = Field(600, ge=0, le=86400, description="seconds to wait for another deploy, or for locks")
    db_ssh_timeout: int = Field(
        60, ge=3, le=3600, description="seconds without an answer over SSH, after which the connection is given up"
    )
    db_lock_timeout: checks.Duration = Field(
        "1s",
        description="lock_timeout of a deploy's statements: how long one waits for a lock, and others wait behind it",
    )
    db_batch_lag: checks.Duration = Field("10s", description="replay lag of a replica that a backfill waits for")
    db_batch_pause: checks.Duration = Field("10ms", description="how long a backfill rests between two batches")

    recreate: bool = Field(False, description="recreate a container whose definition changed, keeping its volume")
    restart: bool = Field(False, description="restart the server where a parameter waits for that")
    rehearse: bool | None = Field(
        None, description="run the plan on a restored copy first; by default everywhere but in dev"
    )
    prove: bool = Field(False, description="compare every value of every column before and after")
    adopt: bool = Field(False, description="use a running container that this project did not make, as it is")
    older: bool = Field(False, description="deploy an older checkout over what a newer one has done")
    reference: Literal["keep", "overwrite"] = Field(
        "keep", description="keep reference rows that an operator changed, or overwrite them"
    )
    allow: checks.Hazards = Field(
        "",
        description="hazards that a plan may have, REWRITE,INDEX_BUILD; in dev all but DATA_LOSS without it, and"
        " DATA_LOSS by --data only",
    )
    sample: bool = Field(False, description="load example data, in dev only")

    backup: str = Field("", description="backup to verify or restore, a name or `latest`; by --data only")
    plan_out: str = Field("", description="file that a dry run writes its plan to; by --data only")
    limit: int = Field(20, ge=1, description="deploys that the history shows; by --data only")
    format: Literal["text", "json"] = Field("text", description="what the history is printed as; by --data only")
    plan: str = Field("", description="file with the plan to apply, that and nothing else; by --data only")

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        problems = []
        if self.db_name == self.db_test_name:
            problems.append(f"DB_NAME and DB_TEST_NAME are both {self.db_name}")
        if self.readonly_user == self.db_user:
            problems.append(f"DB_USER and DB_READONLY_USER are both {self.db_user}")
        if self.readonly_user in self.own_users:
            problems.append(f"DB_READONLY_USER is {self.readonly_user}, a role that the deploy uses itself")
        problems += self._taken
        if self.db_connection_limit is not None and self.db_connection_limit > self.db_max_connections:
            problems.append(f"DB_CONNECTION_LIMIT is more than DB_MAX_CONNECTIONS, {self.db_max_connections}")
        if self.db_container == self.db_volume:
            problems.append(f"DB_CONTAINER and DB_VOLUME are both {self.db_container}")
        if not sizing.is_share(self.db_memory):
            problems += self.oversized
        if self.environment is not Environment.DEV:
            problems += self._unsafe()
        if problems:
            raise ValueError("\n  ".join(problems))
        return self

    @property
    def _taken(self) -> list[str]:
        """Roles of a deploy's own that others would have."""
        theirs = checks.placeholders(self.db_roles).values()
        return [
            f"DB_ROLES has {name}, a role that the deploy looks after itself"
            for name in theirs
            if name in (self.readonly_user, *self.own_users)
        ]

    def _unsafe(self) -> list[str]:
        """What is good enough for dev alone."""
        problems = []
        if why := checks.guessable(self.db_password, self.db_user, DEV_PASSWORD):
            problems.append(f"DB_PASSWORD: {why}; this is {self.environment}")
        if self.db_readonly_password and (why := checks.guessable(self.db_readonly_password, self.readonly_user)):
            problems.append(f"DB_READONLY_PASSWORD: {why}; this is {self.environment}")
        if self.tls != "required":
            problems.append(f"DB_TLS is {self.db_tls}; in {self.environment} TLS is required")
        if why := checks.unpinned(self.db_image, self.builds_image):
            problems.append(f"DB_IMAGE: {why}; this is {self.environment}")
        if self.sample:
            problems.append(f"sample: example data is for dev, this is {self.environment}")
        return problems

    @property
    def databases(self) -> tuple[str, str]:
        return self.db_name, self.db_test_name

    @property
    def allowed(self) -> tuple[hazards.Code, ...]:
        """The hazards that ``allow`` names."""
        return hazards.codes(self.allow)

    @property
    def sizes_given(self) -> dict[str, int]:
        """The sizes that settings name, in bytes, by the names of the server's parameters."""
        given = {name: getattr(self, f"db_{name}") for name in sizing.PARAMETERS}
        return {name: sizing.size(text) for name, text in given.items() if text}

    @property
    def oversized(self) -> list[str]:
        """Which sizes make no sense in the container's memory."""
        return sizing.problems(sizing.size(self.db_memory), sizing.size(self.db_shm_size), self.sizes_given)

    @property
    def parameters(self) -> dict[str, str]:
        """The server's parameters, with their values as ``SHOW`` prints them."""
        sized = sizing.sizes(sizing.size(self.db_memory), self.db_max_connections) | self.sizes_given
        return {"max_connections": str(self.db_max_connections)} | {
            name: sizing.written(amount) for name, amount in sized.items()
        }

    @property
    def read_only_root(self) -> bool:
        """Whether the image's files are read-only in the container, which one of another name may not bear."""
        own = re.search(r"(^|/)ai-engine-postgis([:@]|$)", self.db_image) is not None
        return own if self.db_read_only_root is None else self.db_read_only_root

    @property
    def readonly_user(self) -> str:
        """The read-only role."""
        return self.db_readonly_user or self._role("_readonly")

    @property
    def catalog_user(self) -> str:
        """The role that a deploy reads catalogs as: it comes over the socket alone, and may nothing else."""
        return self._role("_catalog")

    @property
    def backup_user(self) -> str:
        """The role that backups are dumped as: it comes over the socket alone, and may read all rows."""
        return self._role("_backup")

    @property
    def admins(self) -> tuple[str, ...]:
        """The roles that may have a superuser's powers."""
        return checks.listed(self.db_admins)

    @property
    def placeholders(self) -> dict[str, str]:
        """The role of each placeholder that ``sql/`` may grant to."""
        return {"app": self.db_user, **checks.placeholders(self.db_roles), "readonly": self.readonly_user}

    @property
    def granted_roles(self) -> tuple[str, ...]:
        """The roles that a deploy makes for the grants of ``sql/`` where they are missing, and leaves as they are."""
        own = (self.db_user, self.readonly_user)
        return tuple(dict.fromkeys(each for each in self.placeholders.values() if each not in own))

    @property
    def own_users(self) -> tuple[str, str]:
        """The roles that only a deploy itself logs in as: first the one that reads catalogs, then that of backups."""
        return self.catalog_user, self.backup_user

    @property
    def socket_users(self) -> tuple[str, ...]:
        """The roles that a deploy logs in as, besides the superuser: the owner, and its own two."""
        return self.db_user, *self.own_users

    def _role(self, suffix: str) -> str:
        # A name has 63 bytes at most.
        return self.db_user.encode()[: 63 - len(suffix)].decode(errors="ignore") + suffix

    @property
    def tls(self) -> str:
        """Whether clients use TLS: ``off``, ``optional`` or ``required``."""
        return self.db_tls or ("off" if self.environment is Environment.DEV else "required")

    @property
    def connection_limit(self) -> int:
        """Connections of the application's role; the rest is for whom it must not keep out."""
        return self.db_connection_limit or self.db_max_connections * 4 // 5

    @property
    def rehearses(self) -> bool:
        """Whether a plan is first run on a restored copy."""
        return self.environment is not Environment.DEV if self.rehearse is None else self.rehearse

    @property
    def backup_dir(self) -> str:
        """The folder of backups; containers of the same databases do not share one, so that none takes another's."""
        return self.db_backup_dir or f"~/.local/share/ai-engine-db/backups/{self.db_container}"

    @property
    def builds_image(self) -> bool:
        """Whether the image is built on the host, or one that is used as it is."""
        return re.fullmatch(r"ai-engine-postgis(:[^@]*)?", self.db_image) is not None
