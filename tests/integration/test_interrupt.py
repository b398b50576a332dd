"""Ctrl-C, SIGTERM and SIGHUP in the middle of work: a clear word, an exit code, nothing left; the next run goes on."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import psycopg
import pytest

from ai_engine_db.cli import scratch_server
from tests.support import backups
from tests.support.deployment import ROOT, Deployment, docker
from tests.support.others import DUMP_WAITS, held, wait_for
from tests.support.terminal import terminal
from tests.support.waiting import LIMIT, until

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
each_signal = pytest.mark.parametrize("number", CODES)

OURS = "SELECT pid, query FROM pg_stat_activity WHERE application_name LIKE 'ai-engine-db%'"
LOCK = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 1634288706"
BUILDING = "SELECT pid FROM pg_stat_progress_create_index WHERE phase ~ 'waiting for writers'"
RESTORING = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY night.slow%' AND wait_event = 'PgSleep'"
# A CHECK that is quick where it is made, and without an end in any copy of the database.
SLOW = """CREATE SCHEMA night AUTHORIZATION weedgo;
SET ROLE weedgo;
CREATE FUNCTION night.slow() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
    IF pg_catalog.current_database() <> 'ai_engine' THEN PERFORM pg_catalog.pg_sleep(3600); END IF; RETURN true;
END $$;
CREATE TABLE night.slow (n integer CHECK (night.slow()));
INSERT INTO night.slow VALUES (1);"""


@pytest.fixture(scope="module")
def interrupted(deployment: Deployment) -> tuple[Deployment, int, str]:
    """A first deploy that was interrupted while it made the extensions: exit code and output."""
    process = deployment.begin()
    assert process.stdout is not None
    guard = threading.Timer(LIMIT, process.kill)
    guard.start()
    output = []
    for line in process.stdout:
        output.append(line)
        if "Starting operation: Extensions" in line:
            process.send_signal(signal.SIGINT)
    guard.cancel()
    return deployment, process.wait(), "".join(output)


def test_it_says_what_happened_and_what_to_do_without_a_traceback(interrupted: tuple[Deployment, int, str]) -> None:
    _, code, output = interrupted
    assert code == 130
    assert "Run the same command again to continue" in output
    assert "Traceback" not in output


def test_the_next_run_goes_on_and_the_one_after_has_nothing_to_do(interrupted: tuple[Deployment, int, str]) -> None:
    place, _, _ = interrupted
    assert place.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"
    place.deploy()
    assert place.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "118"
    assert place.psql("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0"
    assert place.changes() == []


@pytest.fixture(scope="module")
def filled(interrupted: tuple[Deployment, int, str]) -> Deployment:
    """The deployment with the example data."""
    found, _, _ = interrupted
    found.environment["DB_BACKUP_DIR"] = str(found.backups)
    found.deploy("--data", "sample=true")
    return found


@pytest.fixture
def place(filled: Deployment) -> Iterator[Deployment]:
    """The deployment, in which nothing of ours is left, whatever was interrupted."""
    yield filled
    until(lambda: filled.psql(OURS, "postgres") == "", "the end of our sessions")
    assert filled.psql(LOCK, "postgres") == ""
    assert backups.left_over(filled) == []


def ended(run: "subprocess.Popen[str]", number: signal.Signals) -> None:
    """Reads what an interrupted run says to its end, which has to be that of the signal."""
    output, _ = run.communicate(timeout=LIMIT)
    assert run.returncode == CODES[number], output
    assert "Run the same command again to continue" in output
    assert "Traceback" not in output
    assert "Cleanup did not finish" not in output


@each_signal
def test_a_backup_that_waits_for_a_table_ends_in_the_container_too(place: Deployment, number: signal.Signals) -> None:
    with held(place):
        run = place.begin("tasks/backup.py")
        wait_for(place, DUMP_WAITS)
        run.send_signal(number)
        ended(run, number)
        # While somebody still holds the table.
        until(lambda: place.psql(OURS, "postgres") == "", "the end of our sessions")


@each_signal
def test_an_index_that_waits_for_a_writer_is_not_built_on(place: Deployment, number: signal.Signals) -> None:
    place.psql("DROP INDEX IF EXISTS idx_stores_tenant")
    with psycopg.connect(place.dsn()) as writer:
        writer.execute("UPDATE stores SET name = name")
        run = place.begin("tasks/domains.py")
        wait_for(place, BUILDING)
        run.send_signal(number)
        ended(run, number)
        until(lambda: place.psql(OURS, "postgres") == "", "the end of our sessions")
    place.deploy()
    assert place.psql("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('idx_stores_tenant')") == "t"


def test_a_restore_its_proof_and_a_rehearsal_end_and_drop_their_copies(place: Deployment) -> None:
    place.psql("DROP INDEX IF EXISTS idx_stores_tenant")
    place.psql(SLOW)
    backups.backup(place)
    before = place.psql(backups.DATABASES, "postgres")
    for words in (
        ("tasks/verify_backup.py", "--data", "backup=latest"),
        ("tasks/restore.py", "--data", "backup=latest"),
        ("deploy.py", "--data", "rehearse=true"),
    ):
        for number in CODES:
            run = place.begin(*words)
            wait_for(place, RESTORING)
            run.send_signal(number)
            ended(run, number)
            assert place.psql(backups.DATABASES, "postgres") == before
    place.psql("DROP SCHEMA night CASCADE")
    place.deploy()


def test_a_cancelled_job_ends_whether_its_group_is_told_or_itself_twice(place: Deployment) -> None:
    with held(place):
        run = place.begin("tasks/backup.py")
        wait_for(place, DUMP_WAITS)
        os.killpg(run.pid, signal.SIGTERM)
        ended(run, signal.SIGTERM)
        run = place.begin("tasks/backup.py")
        wait_for(place, DUMP_WAITS)
        # As `timeout` and make do: themselves, and then all of the group.
        run.send_signal(signal.SIGTERM)
        os.killpg(run.pid, signal.SIGTERM)
        ended(run, signal.SIGTERM)


def test_a_terminal_that_is_closed_ends_what_is_at_work_there(place: Deployment) -> None:
    with held(place), terminal(place, "tasks/backup.py") as at:
        wait_for(place, DUMP_WAITS)
        assert at.close() == CODES[signal.SIGHUP]


def test_a_terminal_that_is_closed_at_the_question_ends_it(place: Deployment) -> None:
    place.psql("DROP INDEX IF EXISTS idx_stores_tenant")
    with terminal(place, "tasks/domains.py", asks=True) as at:
        at.read_until("Detected changes")
        assert at.close() == CODES[signal.SIGHUP]
    assert place.psql("SELECT to_regclass('idx_stores_tenant')") == ""
    place.deploy()


@each_signal
def test_a_scratch_server_goes_with_make_lock(number: signal.Signals) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "ai_engine_db.cli.build_lock"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    label = f"label={scratch_server.LABEL}={run.pid}"
    while not docker("ps", "-q", "--filter", label):
        assert run.poll() is None
    run.send_signal(number)
    output, _ = run.communicate(timeout=LIMIT)
    assert run.returncode == CODES[number], output
    assert "Traceback" not in output
    assert docker("ps", "-aq", "--filter", label) == ""
