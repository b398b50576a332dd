"""What is written for psql, as the real one of a server reads it."""

import subprocess
from collections.abc import Iterator

import pytest

from ai_engine_db.backup_format import scratch_database
from ai_engine_db.schema.render import identifier, literal
from ai_engine_db.transport import psql
from tests.support.deployment import Deployment

# What would be SQL to a psql that takes the end of a line for the end of a name.
EVIL = "x\nCREATE ROLE evil SUPERUSER;\n--"
NAMES = ["host=evil", 'it\'s "me"\\', "a\nb", "a\r\nb", "tab\tx", "a\\nb", " x ", "`id`", ":x", "$HOME", "é\n;", EVIL]


@pytest.fixture(scope="module")
def server(deployment: Deployment) -> Deployment:
    """A server with nothing in it."""
    done = deployment.pyinfra("tasks/container.py", "-y")
    assert done.returncode == 0, done.stdout + done.stderr
    return deployment


@pytest.fixture(autouse=True)
def nobody_evil(server: Deployment) -> Iterator[None]:
    yield
    assert server.psql("SELECT count(*) FROM pg_roles WHERE rolname = 'evil'", "postgres").strip() == "0"


@pytest.mark.parametrize("name", NAMES)
def test_it_connects_to_a_database_of_any_name(server: Deployment, name: str) -> None:
    server.psql(f"CREATE DATABASE {identifier(name)}", "postgres")
    asked = f"{psql.connect(name)}\nSELECT current_database() = {literal(name)};\n{psql.connect('postgres')}"
    assert server.psql(asked, "postgres").strip() == "t"
    server.psql(f"DROP DATABASE {identifier(name)}", "postgres")


@pytest.mark.parametrize("name", NAMES)
def test_who_logs_in_is_named_and_nothing_of_the_name_runs(server: Deployment, name: str) -> None:
    with pytest.raises(AssertionError, match="authentication failed for user"):
        server.psql(f"{psql.connect('postgres', name)}\nSELECT 1;", "postgres")


@pytest.mark.parametrize("name", NAMES)
def test_a_variable_gets_any_text(server: Deployment, name: str) -> None:
    asked = f"\\set key {psql.argument(name)}\nSELECT :'key' = {literal(name)};"
    assert server.psql(asked, "postgres").strip() == "t"


def test_a_setting_of_a_backup_that_only_a_superuser_may_set_is_told_and_nothing_of_its_name_runs(
    server: Deployment,
) -> None:
    told = server.psql("\n".join(scratch_database.setting_of("ALTER DATABASE postgres", f"{EVIL}=1")), "postgres")
    assert told.startswith(f"{scratch_database.LEFT_OUT}setting x")


def test_two_scripts_have_a_session_each_whatever_looks_like_the_end_of_one(server: Deployment) -> None:
    first = f"SELECT 'first {psql.SEPARATOR}\n{psql.SEPARATOR}\n{psql.SEPARATOR}other\n{psql.EXIT}other 0';"
    second = "SELECT 'second';\nSELECT 1 / 0;"
    done = subprocess.run(
        ["sh", "-c", psql.writing_command(server.name, "postgres", "test", "f00d")],
        input=f"{first}\n{psql.SEPARATOR}f00d\n{second}", capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, _, rest = done.stdout.partition(f"{psql.EXIT}f00d 0\n")
    assert said.splitlines() == [
        f"first {psql.SEPARATOR}", psql.SEPARATOR, f"{psql.SEPARATOR}other", f"{psql.EXIT}other 0",
    ]  # fmt: skip
    assert rest.startswith("second\n")
    assert "division by zero" in rest
    assert rest.endswith(f"{psql.EXIT}f00d 3\n")
