"""Throwaway deployments: each has its own container, volume, port and databases' password, and is gone afterwards.

What a deploy did is checked by plain psql and pg_dump inside the container, never by the project's own facts.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
PYINFRA = Path(sys.executable).with_name("pyinfra")
IMAGE = "ai-engine-postgis:17-3.5"


PUT_BACK = """
DROP DATABASE ai_engine;
CREATE DATABASE ai_engine TEMPLATE pristine OWNER weedgo;
ALTER DATABASE ai_engine SET search_path = "$user", public, postgis, topology, extensions, deploy;
REVOKE ALL ON DATABASE ai_engine FROM PUBLIC;
GRANT CONNECT ON DATABASE ai_engine TO weedgo_readonly, weedgo_catalog, weedgo_backup;
"""


def clean_environment() -> dict[str, str]:
    """The environment without the settings of whoever runs the tests."""
    return {key: value for key, value in os.environ.items() if not key.upper().startswith("DB_")}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def docker(*arguments: str, stdin: str | None = None, check: bool = True) -> str:
    done = subprocess.run(["docker", *arguments], input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout.strip()


def read_until(deploy: subprocess.Popen[str], text: str) -> str:
    """The output of a deploy up to a text; all of it when that never comes."""
    assert deploy.stdout is not None
    output = ""
    while text not in output and (line := deploy.stdout.readline()):
        output += line
    return output


def the_rest(deploy: subprocess.Popen[str]) -> str:
    """What a deploy that has to work says until it ends."""
    assert deploy.stdout is not None
    output = deploy.stdout.read()
    assert deploy.wait() == 0, output
    return output


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

    def begin(self, *arguments: str, output: IO[str] | int = subprocess.PIPE) -> "subprocess.Popen[str]":
        """Starts a deploy, for a test to disturb; both streams go to a pipe that the test reads, or to a file."""
        return subprocess.Popen(
            [str(PYINFRA), self.inventory, *(arguments or ("deploy.py",)), "-y"],
            cwd=self.root,
            env=clean_environment() | self.settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

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

    def refused(self, *arguments: str, **variables: str) -> str:
        """A deploy that has to fail by a message, not by a traceback; gives its output."""
        done = self.pyinfra("deploy.py", "-y", *arguments, **variables)
        output = done.stdout + done.stderr
        assert done.returncode != 0, output
        assert "Traceback" not in output, output
        return output

    def pending(self) -> list[str]:
        """The operations that a dry run says have something to do, by pyinfra's own account."""
        done = self.pyinfra("deploy.py", "--dry", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return [operation["name"] for operation in json.loads(done.stdout)["plan"] if operation["hosts_with_change"]]

    def exists(self) -> list[str]:
        """Which of the container and the volume there are."""
        containers = docker("ps", "-a", "--filter", f"name={self.name}", "--format", "container {{.Names}}")
        volumes = docker("volume", "ls", "--filter", f"name={self.name}", "--format", "volume {{.Name}}")
        return [*containers.splitlines(), *volumes.splitlines()]

    def dry(self, *arguments: str, **variables: str) -> list[str]:
        """The lines of a dry run that are about this host, without the host's name."""
        done = self.pyinfra("deploy.py", "--dry", *arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        lines = (done.stdout + done.stderr).splitlines()
        return [line.split("[@local]", 1)[1].strip() for line in lines if "[@local]" in line]

    def changes(self) -> list[str]:
        """The lines of the plan that a dry run shows: what would be made, changed, or is left alone."""
        return [line for line in self.dry() if line[:2] in ("+ ", "~ ", "! ", "? ")]

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

    def start(self) -> None:
        """Starts the container by hand, and waits until its server answers."""
        docker("start", self.name)
        for _ in range(300):
            if not subprocess.run(["docker", "exec", self.name, "pg_isready", "-q", "-h", "127.0.0.1"]).returncode:
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.name} does not answer")

    def keep(self) -> None:
        """Keeps a copy of the database, to be put back; and lets no vacuum write."""
        self.psql("ALTER SYSTEM SET autovacuum = off")
        self.psql("SELECT pg_reload_conf()")
        self.psql("CREATE DATABASE pristine TEMPLATE ai_engine", "postgres")

    def put_back(self) -> None:
        """Makes the database what it was when it was kept, without the project."""
        self.psql(PUT_BACK, "postgres")

    def dump(self, database: str = "ai_engine") -> str:
        """The schema by pg_dump, without what differs by nature: versions, restrict keys, the note of being in step."""
        text = docker("exec", "-u", "postgres", self.name, "pg_dump", "--schema-only", "-d", database)
        text = re.sub(r" Last found in step: [0-9a-f]+ [0-9a-f]+", "", text)
        return "\n".join(line for line in text.splitlines() if not line.startswith(("--", "\\")))

    def remove(self) -> None:
        subprocess.run(["docker", "rm", "-f", "-v", self.name], capture_output=True, check=False)
        subprocess.run(["docker", "volume", "rm", "-f", f"{self.name}-data"], capture_output=True, check=False)
        shutil.rmtree(self.backups, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def image(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The engine and the project's image, made by the project's own steps where they are missing."""
    # Workers that run at the same time share the folder above: one of them makes it, the others find it there.
    with (tmp_path_factory.getbasetemp().parent / "image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(
            [str(PYINFRA), "inventories/dev.py", "tasks/image.py", "-y"],
            cwd=ROOT,
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return IMAGE


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """An empty place to deploy to, one a module."""
    place = Deployment()
    yield place
    place.remove()


@pytest.fixture(scope="module")
def provisioned(deployment: Deployment) -> Deployment:
    """A finished deployment, one a module."""
    deployment.deploy()
    return deployment


@pytest.fixture
def fresh() -> Iterator[Deployment]:
    """An empty place to deploy to, one a test."""
    place = Deployment()
    yield place
    place.remove()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, for a test to change."""
    copy = tmp_path_factory.mktemp("checkout") / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return copy
