"""Where the bench deploys to: one throwaway container, brought back to a known state before each measurement.

Touches its own container and volume, and a folder for deploy files; both are gone afterwards.
"""

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ai_engine_db.execution import deploy_schema, session
from ai_engine_db.transport import psql
from bench.deployment import PYINFRA, Deployment, clean_environment, docker
from bench.docker_log import Call, docker_log

DATABASES = ("ai_engine", "ai_engine_test")
OWNER = "weedgo"

_ONE_BY_ONE = """
from pyinfra.api import StringCommand, operation

@operation()
def run(statement):
    yield StringCommand({command!r}, _stdin=statement)

for statement in {statements!r}:
    run(name="one statement", statement=statement)
"""

Scripts = Mapping[str, str]
"""SQL by the database that it is for."""


@dataclass
class Place:
    """A deployment and what the bench does to it.

    Attributes:
        deployment: container, volume and port.
        folder: for deploy files of the bench's own.
    """

    deployment: Deployment
    folder: Path

    def deploy(self, *arguments: str) -> None:
        """The project's deploy; fails loudly, for a failed deploy has no time."""
        self.deployment.deploy(*arguments)

    def dry(self) -> None:
        self.deployment.dry()

    def pyinfra(self, file: str, text: str) -> None:
        """A deploy of the bench's own, by the same pyinfra and with the same ``-y``."""
        (self.folder / file).write_text(text)
        subprocess.run(
            [str(PYINFRA), "@local", file, "-y"],
            cwd=self.folder,
            env=clean_environment(),
            capture_output=True,
            check=True,
        )

    def watched(self) -> list[Call]:
        """Deploys, and tells what the deploy asked of Docker."""
        with docker_log() as log:
            self.deployment.deploy(PATH=log.path(os.environ["PATH"]))
            return log.calls()

    def psql_at_once(self, scripts: Scripts) -> None:
        """One ``psql -1`` a database, one after the other."""
        for name, script in scripts.items():
            docker(*self._psql(name), "-1", stdin=script)

    def empty_server(self) -> None:
        """Takes away what deploys made: databases and role. The container stays."""
        drops = "".join(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);\n" for name in DATABASES)
        self.deployment.psql(f"{drops}DROP ROLE IF EXISTS {OWNER}, {OWNER}_readonly;\nCHECKPOINT;", "postgres")

    def databases(self, script: str) -> None:
        """An empty server, and then role and databases with nothing in them, by what a deploy ran outside of them."""
        self.empty_server()
        self.deployment.psql(script, "postgres")

    def keep_extensions(self) -> None:
        """Makes role, databases and extensions by the steps of a deploy, and keeps the databases as templates."""
        self.empty_server()
        for step in ("roles", "databases", "extensions"):
            done = self.deployment.pyinfra(f"tasks/{step}.py", "-y")
            assert done.returncode == 0, done.stdout + done.stderr
        for name in DATABASES:
            self.deployment.psql(
                f"DROP DATABASE IF EXISTS kept_{name}; CREATE DATABASE kept_{name} TEMPLATE {name}", "postgres"
            )

    def databases_with_extensions(self) -> None:
        """Brings back the databases that were kept."""
        for name in DATABASES:
            self.deployment.psql(
                f"DROP DATABASE IF EXISTS {name} WITH (FORCE);"
                f"CREATE DATABASE {name} TEMPLATE kept_{name} OWNER {OWNER};"
                f"{deploy_schema.set_search_path(name)} CHECKPOINT;",
                "postgres",
            )

    def one_by_one(self, name: str, statements: Sequence[str]) -> None:
        """A pyinfra deploy with an operation, and so a ``docker exec``, for each statement."""
        command = shlex.join(["docker", *self._psql(name)])
        self.pyinfra("one_by_one.py", _ONE_BY_ONE.format(command=command, statements=list(statements)))

    def _psql(self, database: str) -> list[str]:
        command = ["exec", "-i", "-u", "postgres", "-e", "PGOPTIONS=-c check_function_bodies=off", self.deployment.name]
        return [*command, "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"]


def scripts(calls: list[Call]) -> dict[str, str]:
    """What a deploy wrote, by database, without its transactions: the input of ``psql -1``.

    What is for no database of ours (the role, CREATE DATABASE, which no transaction may hold) is under ``postgres``.
    """
    found: dict[str, list[str]] = {name: [] for name in ("postgres", *DATABASES)}
    connects = {psql.connect(name): name for name in found}
    for call in calls:
        if call.writes:
            now, working = "postgres", False
            for line in call.stdin.split("\n"):
                now = connects.get(line, now)
                if line in (session.OPENED, session.CLOSING):
                    working = line == session.OPENED
                elif working and line not in ("BEGIN;", "COMMIT;"):
                    found[now].append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}


@contextmanager
def place() -> Iterator[Place]:
    """A running, empty server, until the block ends."""
    deployment = Deployment()
    try:
        with TemporaryDirectory() as folder:
            done = deployment.pyinfra("tasks/container.py", "-y")
            assert done.returncode == 0, done.stderr
            yield Place(deployment, Path(folder))
    finally:
        deployment.remove()
