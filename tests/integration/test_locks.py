"""Somebody has a lock on what a deploy has to change: it waits its turn, says so, and keeps nobody waiting for long."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from ai_engine_db.facts import obstacles
from ai_engine_db.facts.answers import questions
from ai_engine_db.transport import psql
from tests.support.deployment import PYINFRA, Deployment, read_until, the_rest
from tests.support.others import wait_for
from tests.support.waiting import until

WHO = re.compile(r"\(the night shift \(role weedgo, server process \d+\) holds locks on users\)")
DAMAGE = "ALTER TABLE users ALTER COLUMN active SET DEFAULT false"
DEFAULT = """SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d
JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE d.adrelid = 'users'::regclass AND a.attname = 'active'"""


def superuser(place: Deployment) -> psycopg.Connection:
    """A plain session of somebody else; over TCP, so of the application's role, which owns the tables."""
    return psycopg.connect(place.dsn(), application_name="the night shift")


@contextmanager
def transaction(place: Deployment, sql: str) -> Iterator[psycopg.Connection]:
    with superuser(place) as connection:
        connection.execute(sql)
        yield connection


@pytest.fixture(scope="module")
def backed_up(provisioned: Deployment) -> Deployment:
    assert provisioned.pyinfra("tasks/backup.py", "-y").returncode == 0
    return provisioned


@pytest.fixture
def damaged(provisioned: Deployment) -> Deployment:
    assert provisioned.psql(DEFAULT) == "true"
    provisioned.psql(DAMAGE)
    return provisioned


def test_a_deploy_waits_for_a_table_that_is_locked_and_names_who_has_it(damaged: Deployment) -> None:
    with transaction(damaged, "LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE") as connection:
        deploy = damaged.begin("tasks/domains.py")
        output = read_until(deploy, "waiting for a lock")
        # It tries again all the while.
        wait_for(damaged, "SELECT pid FROM pg_locks WHERE NOT granted")
        connection.rollback()
    output += the_rest(deploy)
    assert (
        "waiting for a lock: column users.active in ai_engine: ERROR:  canceling statement due to lock timeout"
        in output
    )
    assert "the night shift (role weedgo, server process " in output
    assert "holds locks on users" in output
    assert damaged.psql(DEFAULT) == "true"


def test_a_table_that_nobody_may_even_read_is_waited_for_too(damaged: Deployment) -> None:
    with transaction(damaged, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE") as connection:
        deploy = damaged.begin("tasks/domains.py")
        output = read_until(deploy, "waiting")
        connection.rollback()
    output += the_rest(deploy)
    assert "waiting to read: " in output
    assert WHO.search(output)
    assert damaged.psql(DEFAULT) == "true"


@pytest.mark.parametrize(
    "words",
    [
        [sys.executable, "-m", "ai_engine_db.cli.check", "inventories/dev.py"],
        [str(PYINFRA), "inventories/dev.py", "deploy.py", "-y"],
        [str(PYINFRA), "inventories/dev.py", "tasks/backup.py", "-y"],
        [str(PYINFRA), "inventories/dev.py", "tasks/restore.py", "-y", "--data", "backup=latest"],
        [str(PYINFRA), "inventories/dev.py", "tasks/hardening.py", "-y"],
        [str(PYINFRA), "inventories/dev.py", "tasks/history.py", "-y"],
    ],
    ids=lambda words: words[2],
)
def test_what_only_reads_gives_up_after_its_time_too_and_names_who_is_in_the_way(
    backed_up: Deployment, words: list[str]
) -> None:
    with transaction(backed_up, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE"):
        done = backed_up.run(*words, DB_LOCK_WAIT="2")
    output = done.stdout + done.stderr
    assert done.returncode != 0, output
    assert WHO.search(output), output
    assert "Gave up after 2 s (DB_LOCK_WAIT)" in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    "table", ["deploy.deploys", "deploy.transitions", "deploy.schema_migrations", "role_permissions"]
)
def test_rows_that_somebody_has_to_himself_are_not_read_as_none(provisioned: Deployment, table: str) -> None:
    with transaction(provisioned, f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"):
        done = provisioned.run(sys.executable, "-m", "ai_engine_db.cli.check", provisioned.inventory, DB_LOCK_WAIT="2")
    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    assert re.search(rf"the night shift .* holds locks on {table}\)", output), output


def test_rows_that_are_read_wait_for_a_table_no_longer_than_they_are_told(provisioned: Deployment) -> None:
    asked = questions("ai_engine", "weedgo", {"users": "SELECT count(*) FROM users"}, wait=1)
    ask = psql.reading_command(provisioned.name, "postgres", rows=True)
    with transaction(provisioned, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE"):
        done = provisioned.run("sh", "-c", ask, stdin=asked)
        assert "canceling statement due to lock timeout" in done.stdout
        waiting = subprocess.Popen(["sh", "-c", ask], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert waiting.stdin is not None
        waiting.stdin.write(questions("ai_engine", "weedgo", {"users": "SELECT count(*) FROM users"}))
        waiting.stdin.close()
        wait_for(provisioned, "SELECT pid FROM pg_locks WHERE NOT granted")
        done = provisioned.run("sh", "-c", obstacles.command(provisioned.name, "postgres"))
        assert re.fullmatch(r"waits for the night shift \(role weedgo, server process \d+\)\n", done.stdout)
    waiting.wait()


def test_readers_behind_the_deploy_wait_no_longer_than_one_lock_timeout(damaged: Deployment) -> None:
    waits: list[float] = []
    ended = threading.Event()

    def read() -> None:
        with psycopg.connect(damaged.dsn(), autocommit=True) as connection:
            while not ended.is_set():
                started = time.monotonic()
                connection.execute("SELECT count(*) FROM users")
                waits.append(time.monotonic() - started)
                time.sleep(0.02)

    # Who reads for long keeps the deploy waiting, and it, in the queue, all who want to read after it.
    with transaction(damaged, "SELECT count(*) FROM users") as connection:
        reader = threading.Thread(target=read)
        reader.start()
        damaged.environment["DB_LOCK_TIMEOUT"] = "400ms"
        deploy = damaged.begin("tasks/domains.py")
        read_until(deploy, "waiting for a lock")
        # While the table is still held: they wait, or this would show nothing, and go on after a lock timeout.
        until(lambda: len([wait for wait in waits if 0.2 < wait < 1.2]) >= 3, lambda: waits)
        connection.rollback()
    try:
        the_rest(deploy)
    finally:
        ended.set()
        reader.join()
        del damaged.environment["DB_LOCK_TIMEOUT"]
    assert damaged.psql(DEFAULT) == "true"


def test_a_deploy_gives_up_after_its_time_and_has_changed_nothing(damaged: Deployment) -> None:
    before = damaged.dump()
    with transaction(damaged, "LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"):
        done = damaged.pyinfra("tasks/domains.py", "-y", DB_LOCK_WAIT="3")
    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Gave up after 3 s (DB_LOCK_WAIT)" in output
    assert "Traceback" not in output
    assert damaged.dump() == before
    damaged.deploy()


def test_any_other_error_is_not_tried_again(provisioned: Deployment) -> None:
    # A column made again that has to be unique, while somebody's trigger forbids all definitions.
    provisioned.psql(DAMAGE)
    provisioned.psql("""
        CREATE FUNCTION public.forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'not on a Sunday'; END $$;
        CREATE EVENT TRIGGER forbid ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION public.forbid();
    """)
    done = provisioned.pyinfra("tasks/domains.py", "-y")
    provisioned.psql("DROP EVENT TRIGGER forbid; DROP FUNCTION public.forbid()")
    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert "column users.active in ai_engine: ERROR:  not on a Sunday" in output
    assert "waiting" not in output
    provisioned.deploy()
