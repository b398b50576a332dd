"""A restore gives the database back row for row, and one that does not get there leaves everything as it was."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support import backups
from tests.support.deployment import Deployment, docker
from tests.support.waiting import LIMIT, until

DAMAGE = """
DROP TABLE side."Odd ""kinds";
DROP VIEW active_promotions;
ALTER TABLE users ADD COLUMN after_the_backup text;
DELETE FROM role_permissions;
INSERT INTO users (email) VALUES ('after.the.backup@example.com');
ALTER DATABASE ai_engine RESET ALL;
ALTER ROLE weedgo IN DATABASE ai_engine RESET ALL;
COMMENT ON DATABASE ai_engine IS 'wrong';
REVOKE ALL ON DATABASE ai_engine FROM "an alyst";
REVOKE ALL ON users FROM "an alyst";
DROP ROLE "an alyst";
DROP ROLE readers;
"""


@pytest.fixture(scope="module")
def place(provisioned: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment with rows of all kinds."""
    backups.provision(provisioned, tmp_path_factory.mktemp("backups"))
    return provisioned


@pytest.fixture(scope="module")
def rows(place: Deployment) -> str:
    """Every row that it has, as text."""
    return place.psql(backups.EVERY_ROW)


@pytest.fixture(scope="module")
def taken(place: Deployment, rows: str) -> Path:
    """A backup of these rows."""
    return backups.backup(place)


@pytest.fixture
def session(place: Deployment) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A session of the application, in the middle of a transaction."""
    with psycopg.connect(place.dsn()) as connection:
        connection.execute("SELECT count(*) FROM tenants")
        yield connection


def kept(place: Deployment) -> list[str]:
    return place.psql(
        "SELECT datname FROM pg_database WHERE datname ~ '^ai_engine_before_restore_\\d{8}_\\d{6}$' ORDER BY 1"
    ).splitlines()


def test_without_a_name_it_lists_the_backups_there_are(place: Deployment, taken: Path) -> None:
    output = backups.refused(place, "restore")
    assert "--data backup=NAME|latest" in output
    assert taken.name in output


@pytest.mark.parametrize("name", ["ai_engine_backup_20200101_000000", "..", "no such"])
def test_an_unknown_name_is_refused_with_those_there_are(place: Deployment, taken: Path, name: str) -> None:
    output = backups.refused(place, "restore", "--data", f"backup={name}")
    assert f"there is no backup {name}" in output
    assert taken.name in output


def test_a_variable_of_the_environment_names_no_backup(place: Deployment, taken: Path) -> None:
    assert "say which backup" in backups.refused(place, "restore", BACKUP=taken.name)


def test_a_dry_run_shows_what_would_be_done_and_does_nothing(
    place: Deployment, taken: Path, session: psycopg.Connection[tuple[object, ...]]
) -> None:
    before = place.psql(backups.DATABASES)
    done = place.pyinfra("tasks/restore.py", "--dry", "--data", "backup=latest")
    assert done.returncode == 0
    assert f"~ database ai_engine: restored from {taken.name}" in done.stderr
    assert "+ database ai_engine_before_restore_" in done.stderr
    assert "~ sessions of ai_engine: ended, 1 are open now" in done.stderr
    assert place.psql(backups.DATABASES) == before
    session.execute("SELECT 1")


def test_without_a_yes_it_does_nothing(place: Deployment, taken: Path) -> None:
    before = place.psql(backups.DATABASES)
    done = place.pyinfra("tasks/restore.py", "--data", "backup=latest", stdin="n\n")
    assert f"~ database ai_engine: restored from {taken.name}" in done.stderr
    assert place.psql(backups.DATABASES) == before


def test_a_damaged_backup_is_not_restored(place: Deployment, taken: Path) -> None:
    before = place.psql(backups.DATABASES)
    content = (taken / "toc.dat").read_bytes()
    os.truncate(taken / "toc.dat", 1000)
    output = backups.refused(place, "restore", "--data", "backup=latest")
    (taken / "toc.dat").write_bytes(content)
    assert f"toc.dat has 1000 bytes instead of {len(content)}" in output
    assert "Not restored. Database ai_engine is unchanged." in output
    assert place.psql(backups.DATABASES) == before


def test_a_copy_that_is_not_what_was_backed_up_does_not_take_the_place(
    place: Deployment, taken: Path, rows: str, session: psycopg.Connection[tuple[object, ...]]
) -> None:
    before = place.psql(backups.DATABASES)
    text = (taken / "manifest.json").read_text()
    backups.promise_a_row_more(taken, "public.users")
    output = backups.refused(place, "restore", "--data", "backup=latest")
    (taken / "manifest.json").write_text(text)
    assert "table public.users: " in output
    assert place.psql(backups.DATABASES) == before
    assert place.psql(backups.EVERY_ROW) == rows
    session.execute("SELECT 1")
    assert backups.left_over(place) == []


def test_a_restore_that_is_cut_off_leaves_everything_as_it_was(
    place: Deployment, taken: Path, rows: str, session: psycopg.Connection[tuple[object, ...]]
) -> None:
    before = place.psql(backups.DATABASES)
    ended: list[str] = []
    done = threading.Event()

    def end_restore() -> None:
        while not done.is_set() and not ended:
            ended.extend(
                place.psql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pg_restore'"
                ).splitlines()
            )

    thread = threading.Thread(target=end_restore)
    thread.start()
    output = backups.refused(place, "restore", "--data", "backup=latest")
    done.set()
    thread.join()
    assert ended
    assert "Not restored. Database ai_engine is unchanged." in output
    assert place.psql(backups.DATABASES) == before
    assert place.psql(backups.EVERY_ROW) == rows
    session.execute("SELECT 1")
    assert backups.left_over(place) == []


def test_a_session_that_cannot_be_ended_leaves_everything_as_it_was(place: Deployment, taken: Path, rows: str) -> None:
    # A prepared transaction has no session to end, and keeps a database from being renamed.
    place.psql("ALTER SYSTEM SET max_prepared_transactions = 5", "postgres")
    restart(place)
    place.psql("BEGIN; UPDATE users SET first_name = first_name; PREPARE TRANSACTION 'in doubt'")
    before = place.psql(backups.DATABASES)
    output = backups.refused(place, "restore", "--data", "backup=latest")
    place.psql("ROLLBACK PREPARED 'in doubt'")
    assert "prepared transaction" in output
    assert place.psql(backups.DATABASES) == before
    assert place.psql(backups.EVERY_ROW) == rows
    assert backups.left_over(place) == []


def restart(place: Deployment) -> None:
    docker("stop", "-t", "60", place.name)
    place.start()


def test_the_round_trip_gives_back_every_row_and_property_and_keeps_what_was_there(
    place: Deployment, taken: Path, rows: str, session: psycopg.Connection[tuple[object, ...]]
) -> None:
    properties, dump = place.psql(backups.PROPERTIES), place.dump()
    place.psql(DAMAGE)
    damaged = place.psql("SELECT email FROM users ORDER BY 1")
    assert place.psql(backups.EVERY_ROW) != rows

    # A pool that comes back the moment it is thrown out.
    done = threading.Event()
    turns = [0]

    def reconnect() -> None:
        while not done.is_set():
            try:
                with psycopg.connect(place.dsn(), autocommit=True) as connection:
                    while not done.is_set():
                        connection.execute("SELECT count(*) FROM users")
                        time.sleep(0.01)
            except psycopg.OperationalError:
                turns[0] += 1

    pool = [threading.Thread(target=reconnect) for _ in range(4)]
    for thread in pool:
        thread.start()
    output = backups.run(place, "restore", "--data", "backup=latest")
    done.set()
    for thread in pool:
        thread.join()

    assert place.psql(backups.EVERY_ROW) == rows
    assert place.psql(backups.PROPERTIES) == properties
    assert place.dump() == dump
    with pytest.raises(psycopg.OperationalError):
        session.execute("SELECT 1")
    assert turns[0] >= len(pool)
    (old,) = kept(place)
    assert f'kept as {old}: DROP DATABASE "{old}" when it is no longer needed' in output
    assert place.psql(f"SELECT datallowconn FROM pg_database WHERE datname = '{old}'") == "f"
    place.psql(f"ALTER DATABASE {old} ALLOW_CONNECTIONS true", "postgres")
    assert place.psql("SELECT email FROM users ORDER BY 1", old) == damaged
    assert backups.left_over(place) == []


def test_a_deploy_finds_nothing_to_do_after_a_restore(place: Deployment, taken: Path) -> None:
    assert place.changes() == []


def test_sequences_go_on_behind_the_last_row(place: Deployment) -> None:
    with psycopg.connect(place.dsn(), autocommit=True) as connection:
        row = connection.execute('INSERT INTO side."Odd ""kinds" (t) VALUES (\'next\') RETURNING id').fetchone()
    assert row == (backups.ROWS + 1,)


def test_a_role_that_came_back_has_no_password(place: Deployment) -> None:
    assert place.psql("SELECT rolcanlogin, rolpassword IS NULL FROM pg_authid WHERE rolname = 'an alyst'") == "t|t"


def test_a_database_that_is_gone_comes_back_by_the_name_of_its_backup(
    place: Deployment, taken: Path, rows: str
) -> None:
    before = kept(place)
    place.psql("DROP DATABASE ai_engine WITH (FORCE)", "postgres")
    assert "is kept as" not in backups.run(place, "restore", "--data", f"backup={taken.name}")
    assert place.psql(backups.EVERY_ROW) == rows
    assert kept(place) == before


def test_ctrl_c_leaves_nobody_at_work_and_the_database_as_it_was(place: Deployment) -> None:
    before = place.psql(backups.EVERY_ROW)
    backups.slow_to_restore(place)
    restore = place.begin("tasks/restore.py", "--data", "backup=latest")
    at_work = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pg_restore' AND query ~ 'COPY public.slow'"
    )
    until(lambda: place.psql(at_work) != "0", at_work)
    restore.send_signal(signal.SIGINT)
    assert restore.wait(timeout=LIMIT) == 130
    # The row would never be there.
    until(lambda: backups.left_over(place) == [], lambda: backups.left_over(place))
    assert place.psql(backups.EVERY_ROW) == before
