"""Throwaway deployments as tests use them: started and disturbed, refused, looked at, and put back as they were.

What a deploy did is checked by plain psql and pg_dump inside the container, never by the project's own facts.
"""

import json
import re
import subprocess
from typing import IO

from bench import deployment
from bench.deployment import PYINFRA, ROOT, clean_environment, docker, free_port
from tests.support import forked
from tests.support.waiting import until

__all__ = [
    "HEARS",
    "IMAGE",
    "PYINFRA",
    "ROOT",
    "Deployment",
    "clean_environment",
    "docker",
    "free_port",
    "read_until",
    "the_rest",
]

IMAGE = "ai-engine-postgis:17-3.5"

# Starts a program that hears each signal, also where whoever runs the tests does not (nohup, a shell's &).
HEARS = ("env", "--default-signal=HUP,INT,TERM")

PUT_BACK = """
DROP DATABASE ai_engine;
CREATE DATABASE ai_engine TEMPLATE pristine OWNER weedgo;
ALTER DATABASE ai_engine SET search_path = "$user", public, postgis, topology, extensions, deploy;
REVOKE ALL ON DATABASE ai_engine FROM PUBLIC;
GRANT CONNECT ON DATABASE ai_engine TO weedgo_readonly, weedgo_catalog, weedgo_backup;
"""


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


class Deployment(deployment.Deployment):
    """A place to deploy to, and what a test does to it."""

    def run(self, *words: str, stdin: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
        """As that of every deployment; pyinfra itself is a fork where it can be."""
        given = self.environment | variables
        if words[0] != str(PYINFRA) or not forked.able(self.root, given):
            return super().run(*words, stdin=stdin, **variables)
        return forked.run(words, self.root, clean_environment() | self.settings | variables, stdin)

    def begin(self, *arguments: str, output: IO[str] | int = subprocess.PIPE) -> "subprocess.Popen[str]":
        """Starts a deploy, for a test to disturb; both streams go to a pipe that the test reads, or to a file."""
        return subprocess.Popen(
            [*HEARS, str(PYINFRA), self.inventory, *(arguments or ("deploy.py",)), "-y"],
            cwd=self.root,
            env=clean_environment() | self.settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

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

    def changes(self) -> list[str]:
        """The lines of the plan that a dry run shows: what would be made, changed, or is skipped."""
        return [line for line in self.dry() if line[:2] in ("+ ", "~ ", "! ", "? ")]

    def start(self) -> None:
        """Starts the container by hand, and waits until its server answers."""
        docker("start", self.name)
        answers = ["docker", "exec", self.name, "pg_isready", "-q", "-h", "127.0.0.1"]
        until(lambda: not subprocess.run(answers, check=False).returncode, f"an answer of {self.name}")

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
