"""No password is to be seen but where it was given: canaries are looked for in every place that others can read."""

import json
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest

from tests.support.deployment import Deployment, docker
from tests.support.processes import Watch

FIRST = "canary-first-7f3a"
CHANGED = "canary-changed-91bc"
QUOTED = "canary-'quo\"ted\\-$HOME-%s-`id`-é"
FAILING = "canary-failing-52de"
CANARIES = (FIRST, CHANGED, QUOTED, FAILING)

# What PostgreSQL stores for a password: enough to guess at it, and to pose as the server.
VERIFIER = "SCRAM-SHA-256$"

LOUD = """
ALTER SYSTEM SET log_statement = 'all';
ALTER SYSTEM SET log_min_duration_statement = 0;
ALTER SYSTEM SET log_min_error_statement = error;
ALTER SYSTEM SET log_connections = on;
"""

# Makes the statement about the role fail, which gives up after a second: the server logs the text of what fails.
REFUSE = "LOCK TABLE pg_authid IN SHARE MODE"


@dataclass
class Scene:
    """A place that was deployed to with several passwords, and what there was to see meanwhile.

    Attributes:
        outputs: of pyinfra, by what was done.
        processes: command lines of all processes.
    """

    place: Deployment
    outputs: dict[str, str] = field(default_factory=dict)
    processes: str = ""

    def run(self, name: str, *arguments: str, password: str, stdin: str = "", works: bool = True) -> None:
        self.place.password = password
        done = self.place.pyinfra(*arguments, stdin=stdin)
        output = done.stdout + done.stderr
        assert (done.returncode == 0) == works, output[-4000:]
        self.outputs[name] = output


@pytest.fixture(scope="module")
def scene(deployment: Deployment) -> Scene:
    found = Scene(deployment)
    with Watch() as watch:
        found.run("first", "deploy.py", "-y", "-vvv", "--debug", password=FIRST)
        configure(deployment, LOUD)
        found.run("changed", "tasks/roles.py", "-vvv", "--debug", password=CHANGED, stdin="\n")
        found.run("quoted", "deploy.py", "-y", "-vvv", "--debug-all", password=QUOTED)
        found.run("operations", "deploy.py", "-vvv", "--debug-operations", "--debug-facts", password=FAILING)
        found.run("inventory", "debug-inventory", "-vvv", "--debug", password=FAILING)
        with superuser(deployment) as connection:
            connection.execute(REFUSE)
            deployment.environment["DB_LOCK_WAIT"] = "1"
            found.run("failing", "tasks/roles.py", "-y", "-vvv", "--debug", password=FAILING, works=False)
            del deployment.environment["DB_LOCK_WAIT"]
    found.processes = watch.text
    deployment.password = QUOTED
    return found


@contextmanager
def superuser(place: Deployment) -> Iterator[psycopg.Connection]:
    """A session of a superuser's, who is there for as long as it."""
    place.psql("CREATE ROLE visitor SUPERUSER LOGIN PASSWORD 'visitor'", "postgres")
    try:
        with psycopg.connect(place.dsn(), user="visitor", password="visitor") as connection:
            yield connection
    finally:
        place.psql("DROP ROLE visitor", "postgres")


def configure(place: Deployment, statements: str) -> None:
    place.psql(statements, "postgres")
    place.psql("SELECT pg_reload_conf()", "postgres")


def found_in(text: str) -> list[str]:
    """The secrets that a text holds, as they are or as JSON, Python and shells write them."""
    spellings = {
        secret: {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], shlex.quote(secret)} for secret in CANARIES
    }
    shown = [secret for secret, written in spellings.items() if any(each in text for each in written)]
    return shown + [VERIFIER] * (VERIFIER in text)


def server_log(place: Deployment) -> str:
    done = subprocess.run(["docker", "logs", place.name], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_the_search_finds_a_secret_in_any_spelling() -> None:
    assert found_in(f"x {QUOTED} y") == [QUOTED]
    assert found_in(json.dumps({"env": [f"A={QUOTED}"]})) == [QUOTED]
    assert found_in(f"sh -c {shlex.quote(QUOTED)}") == [QUOTED]
    assert found_in("PASSWORD 'SCRAM-SHA-256$4096:salt$key:key'") == [VERIFIER]


def test_every_password_was_in_use(scene: Scene) -> None:
    with psycopg.connect(scene.place.dsn()) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("weedgo",)
    for name in ("changed", "quoted"):
        assert "role weedgo: password" in scene.outputs[name]


@pytest.mark.parametrize("name", ["first", "changed", "quoted", "operations", "inventory", "failing"])
def test_pyinfra_prints_no_password_however_loud(scene: Scene, name: str) -> None:
    assert found_in(scene.outputs[name]) == []


def test_a_failing_statement_is_explained_without_its_text(scene: Scene) -> None:
    output = scene.outputs["failing"]
    assert "role weedgo: ERROR:  canceling statement due to lock timeout" in output


def test_the_server_logs_no_password_even_when_it_logs_every_statement(scene: Scene) -> None:
    log = server_log(scene.place)
    assert "statement: SELECT" in log, "the server logs no statements, so the test shows nothing"
    assert "canceling statement due to lock timeout" in log
    assert found_in(log) == []


def test_no_process_has_a_password_among_its_arguments(scene: Scene) -> None:
    assert f"{scene.place.name} psql" in scene.processes, "the processes of a deploy were not seen"
    assert "create --name" in scene.processes
    assert found_in(scene.processes) == []


def test_the_container_shows_no_password_to_inspection(scene: Scene) -> None:
    assert found_in(docker("inspect", scene.place.name)) == []
    assert found_in(docker("volume", "inspect", f"{scene.place.name}-data")) == []
    variables = docker("inspect", "-f", "{{range .Config.Env}}{{println .}}{{end}}", scene.place.name).splitlines()
    assert [each for each in variables if "PASSWORD" in each] == []


def test_no_process_in_the_container_has_a_password_in_its_environment(scene: Scene) -> None:
    everything = docker("exec", "-u", "root", scene.place.name, "sh", "-c", "cat /proc/[0-9]*/environ | tr '\\0' '\\n'")
    assert "PGDATA=" in everything
    assert found_in(everything) == []
    assert "POSTGRES_PASSWORD=" not in everything


def test_the_superuser_has_no_password_and_cannot_come_over_tcp(scene: Scene) -> None:
    assert scene.place.psql("SELECT count(*) FROM pg_authid WHERE rolsuper AND rolpassword IS NOT NULL") == "0"
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects connection"):
        psycopg.connect(scene.place.dsn(), user="postgres")


def test_a_run_leaves_no_password_in_a_file_of_the_project(scene: Scene) -> None:
    found = subprocess.run(
        ["grep", "-rlF", "canary-", "--include=*.log", "--include=*.json", "--include=.env", str(scene.place.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
