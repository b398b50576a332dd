"""A restore and deploys at the same time: each waits its turn, and nobody is cut in half or writes beside the other."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.support import backups
from tests.support.deployment import Deployment, read_until, the_rest
from tests.support.others import somebody, wait_for
from tests.support.waiting import until

RESTORE = ("tasks/restore.py", "--data", "backup=latest")
INDEX = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('idx_stores_tenant')"
BUILDING = "SELECT pid FROM pg_stat_progress_create_index WHERE phase ~ 'waiting for writers'"
LOCKED = "SELECT pid FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND classid = 'pg_database'::regclass"
KEPT_OUT = "SELECT pid FROM pg_locks WHERE NOT granted AND classid = 'pg_database'::regclass"
KEPT = "SELECT datname FROM pg_database WHERE datname ~ '^ai_engine_before_restore_' ORDER BY 1"


@pytest.fixture(scope="module")
def place(provisioned: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment with the example data, and a backup of it."""
    provisioned.environment["DB_BACKUP_DIR"] = str(tmp_path_factory.mktemp("backups"))
    provisioned.deploy("--data", "sample=true")
    return provisioned


@pytest.fixture(scope="module")
def rows(place: Deployment) -> str:
    """Every row of the application that it has, as text; what deploys note of themselves changes."""
    return tables(place)


@pytest.fixture(scope="module", autouse=True)
def taken(place: Deployment, rows: str) -> Path:
    return backups.backup(place)


@pytest.fixture(autouse=True)
def nothing_left(place: Deployment) -> Iterator[None]:
    """Whatever happened, the database is whole, and there is nothing beside it but what is kept."""
    yield
    assert backups.left_over(place) == []
    assert place.changes() == []


def tables(place: Deployment) -> str:
    return place.psql(backups.EVERY_ROW.replace("('public', 'side', 'deploy', 'search')", "('public')"))


def new(place: Deployment, before: str) -> list[str]:
    """The databases that were put aside since."""
    return [name for name in place.psql(KEPT).splitlines() if name not in before.splitlines()]


def look_into(place: Deployment, kept: str, sql: str) -> str:
    place.psql(f"ALTER DATABASE {kept} ALLOW_CONNECTIONS true", "postgres")
    return place.psql(sql, kept)


@contextmanager
def deploy_at_work(place: Deployment) -> "Iterator[tuple[subprocess.Popen[str], psycopg.Connection]]":
    """A deploy in the middle of an index, which waits for somebody's transaction."""
    place.psql("DROP INDEX idx_stores_tenant")
    with psycopg.connect(place.dsn()) as writer:
        writer.execute("UPDATE stores SET name = name")
        deploy = place.begin("tasks/domains.py")
        wait_for(place, BUILDING)
        yield deploy, writer


def test_a_restore_waits_for_a_deploy_that_works_and_both_end_well(place: Deployment, rows: str) -> None:
    before = place.psql(KEPT)
    place.psql("DELETE FROM review_votes")
    with deploy_at_work(place) as (deploy, writer):
        restore = place.begin(*RESTORE)
        output = read_until(restore, "waiting for")
        assert "waiting for ai-engine-db deploy by " in output
        assert "in database ai_engine" in output
        assert deploy.poll() is None
        writer.rollback()
        the_rest(deploy)
        the_rest(restore)
    assert tables(place) == rows
    assert place.psql(INDEX) == "t"
    (kept,) = new(place, before)
    # What the deploy made, it made whole, in the database that was there then.
    assert look_into(place, kept, INDEX) == "t"
    assert look_into(place, kept, "SELECT count(*) FROM review_votes") == "0"


def test_a_restore_gives_up_after_its_time_and_has_changed_nothing(place: Deployment) -> None:
    databases, content = place.psql(backups.DATABASES), place.psql(backups.EVERY_ROW)
    with psycopg.connect(place.dsn()) as session, somebody(place):
        output = backups.refused(place, "restore", "--data", "backup=latest", DB_LOCK_WAIT="2")
        # Sessions were not ended, and new ones are let in.
        session.execute("SELECT 1")
        psycopg.connect(place.dsn()).close()
    assert "gave up after 2 s (DB_LOCK_WAIT): the night shift (role postgres, server process " in output
    assert "is still working in database ai_engine" in output
    assert "Not restored. Database ai_engine is unchanged." in output
    assert place.psql(backups.DATABASES) == databases
    assert place.psql(backups.EVERY_ROW) == content


def test_a_deploy_that_starts_during_the_swap_goes_into_the_restored_database(place: Deployment, rows: str) -> None:
    before = place.psql(KEPT)
    place.psql("DROP INDEX idx_stores_tenant")
    # A deploy's session is not ended, so that the swap waits for this one, with the database locked against new ones.
    with psycopg.connect(place.dsn(), application_name="ai-engine-db deploy by nobody") as idle:
        restore = place.begin(*RESTORE)
        wait_for(place, LOCKED)
        deploy = place.begin("tasks/domains.py")
        wait_for(place, KEPT_OUT)
        idle.close()
        the_rest(restore)
        the_rest(deploy)
    assert tables(place) == rows
    assert place.psql(INDEX) == "t"
    (kept,) = new(place, before)
    assert look_into(place, kept, INDEX) == ""


def test_of_two_restores_at_once_one_follows_the_other(place: Deployment, rows: str) -> None:
    before = place.psql(KEPT)
    first = place.begin(*RESTORE)
    read_until(first, "ai_engine_before_restore_")
    # The names of what is kept are of the second.
    named = int(time.time())
    until(lambda: int(time.time()) > named, "the next second")
    second = place.begin(*RESTORE)
    the_rest(first)
    the_rest(second)
    assert tables(place) == rows
    assert len(new(place, before)) == 2
