"""Throwaway deployments: each has its own container, volume, port and databases' password, and is gone afterwards.

What a deploy did is checked by plain psql inside the container, never by the project's own facts.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
PYINFRA = Path(sys.executable).with_name("pyinfra")


def clean_environment() -> dict[str, str]:
    """The environment without the settings of whoever runs the tests."""
    return {key: value for key, value in os.environ.items() if not key.upper().startswith("DB_")}


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def docker(*arguments: str, stdin: str | None = None, check: bool = True) -> str:
    """Runs the client of the engine, which has to succeed unless told otherwise; gives its output."""
    done = subprocess.run(["docker", *arguments], input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout.strip()


@dataclass
class Deployment:
    """A place to deploy to.

    Attributes:
        name: of the container; the volume has it with ``-data`` behind.
        port: on 127.0.0.1. password: of the role.
        environment: settings besides those, as variables.
        root: the checkout that is deployed; the tests' own, or a copy of it that a test changes.
        inventory: of it.
        backups: the folder of its backups.
    """

    name: str = field(default_factory=lambda: f"ai-engine-test-{secrets.token_hex(4)}")
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    environment: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT
    inventory: str = "inventories/dev.py"
    backups: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ai-engine-test-backups-")))

    @property
    def settings(self) -> dict[str, str]:
        """Its settings, as variables."""
        return {
            "DB_CONTAINER": self.name,
            "DB_VOLUME": f"{self.name}-data",
            "DB_PORT": str(self.port),
            "DB_PASSWORD": self.password,
            "DB_BACKUP_DIR": str(self.backups),
            **self.environment,
        }

    def run(self, *words: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of the checkout; whatever comes of it is for the test to judge."""
        return subprocess.run(
            words,
            cwd=self.root,
            env=clean_environment() | self.settings | variables,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def pyinfra(self, *arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs pyinfra with the dev inventory; whatever comes of it is for the test to judge."""
        return self.run(str(PYINFRA), self.inventory, *arguments, stdin=stdin, **variables)

    def deploy(self, *arguments: str, **variables: str) -> str:
        """A deploy that has to work; gives its output."""
        done = self.pyinfra("deploy.py", "-y", *arguments, **variables)
        output = done.stdout + done.stderr
        assert done.returncode == 0, output[-4000:]
        return output

    def dry(self, *arguments: str, **variables: str) -> list[str]:
        """The lines of a dry run that are about this host, without the host's name."""
        done = self.pyinfra("deploy.py", "--dry", *arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        lines = (done.stdout + done.stderr).splitlines()
        return [line.split("[@local]", 1)[1].strip() for line in lines if "[@local]" in line]

    def psql(self, sql: str, database: str = "ai_engine") -> str:
        """Plain psql as the superuser: rows on lines, columns separated by ``|``."""
        return docker(
            "exec", "-i", "-u", "postgres", self.name, "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database,
            stdin=sql,
        )  # fmt: skip

    def dsn(self, database: str = "ai_engine") -> str:
        """How the application connects: over TCP, with the role's password."""
        return psycopg.conninfo.make_conninfo(
            host="127.0.0.1", port=self.port, user="weedgo", password=self.password, dbname=database
        )

    def remove(self) -> None:
        """Takes away all that it made: container, volume, backups."""
        self.remove_container()
        subprocess.run(["docker", "volume", "rm", "-f", f"{self.name}-data"], capture_output=True, check=False)

    def remove_container(self) -> None:
        """Takes away all but the volume."""
        subprocess.run(["docker", "rm", "-f", "-v", self.name], capture_output=True, check=False)
        shutil.rmtree(self.backups, ignore_errors=True)
