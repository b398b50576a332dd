"""A step that takes long says what it is at: by a bar at a terminal, by lines in a log; and nothing of it is left."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.support import backups
from tests.support.deployment import Deployment, read_until
from tests.support.others import held
from tests.support.terminal import plain, seen, terminal

ROWS = """
INSERT INTO tenants (name, code, subscription_tier) VALUES ('Tenant', 'T', 'enterprise');
INSERT INTO stores (tenant_id, store_code, name) SELECT id, 'S', 'Store' FROM tenants;
"""
VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('idx_stores_tenant')"
STATEMENT = "ai_engine: CREATE INDEX CONCURRENTLY idx_stores_tenant ON "
SPINNER = re.compile(r"^ *[-/|\\] \{@local\}", re.MULTILINE)

SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


@pytest.fixture(scope="module")
def used(provisioned: Deployment) -> Deployment:
    """A finished deployment with a row in a table."""
    provisioned.psql(ROWS)
    return provisioned


@pytest.fixture
def lacking(used: Deployment) -> Deployment:
    """The same without an index of that table."""
    used.psql("DROP INDEX idx_stores_tenant")
    return used


@contextmanager
def writer(place: Deployment) -> Iterator[None]:
    """Somebody in the middle of a transaction, whose end an index of the table has to wait for."""
    with psycopg.connect(place.dsn(), application_name="the night shift") as connection:
        connection.execute("UPDATE stores SET name = name")
        yield
        connection.rollback()


def test_a_log_has_a_line_every_ten_seconds_with_the_statement_how_far_it_is_and_whom_it_waits_for(
    lacking: Deployment,
) -> None:
    with writer(lacking):
        deploy = lacking.begin("tasks/domains.py")
        line = read_until(deploy, "so far").splitlines()[-1]
    assert deploy.stdout is not None
    output = deploy.stdout.read()
    assert deploy.wait() == 0, output
    assert re.search(r"writing the schema: [1-9]\d+ s so far, [1-9]\d%: " + re.escape(STATEMENT), line), line
    assert "waiting for writers before build, waits for the night shift (role weedgo, server process " in line
    assert lacking.psql(VALID) == "t"


def test_a_terminal_has_a_bar_that_the_spinner_does_not_draw_over_and_that_goes(lacking: Deployment) -> None:
    with terminal(lacking, "tasks/domains.py") as screen:
        with writer(lacking):
            screen.read_until("waits for the night shift")
            assert STATEMENT in plain(screen.written)
        assert screen.leave() == 0, screen.written
    before, bar, after = re.split(re.escape(HIDE_CURSOR) + "|" + re.escape(SHOW_CURSOR), screen.written)
    assert SPINNER.search(plain(before)), "there is no spinner that could have been in the way"
    assert re.search(r"━+ +[1-9]\d% 0:00:\d\d", plain(bar))
    assert not SPINNER.search(plain(bar))
    assert "━" not in plain(after)
    lines = seen(screen.written)
    assert not any("━" in line or "writing the schema" in line for line in lines)
    assert any(re.search(r"^    \[@local\]     ai_engine: 1 index \(\d+\.\d\d s\)$", line) for line in lines), lines
    assert lacking.psql(VALID) == "t"


def test_a_backup_says_what_it_reads_and_whom_it_waits_for(used: Deployment) -> None:
    with held(used) as connection, terminal(used, "tasks/backup.py") as screen:
        screen.read_until("waits for the night shift")
        assert re.search(r"LOCK TABLE .*, waits for the night shift \(role weedgo", plain(screen.written))
        connection.rollback()
        assert screen.leave() == 0, screen.written


def test_a_restore_says_what_it_writes_and_how_much_is_there(used: Deployment) -> None:
    backups.slow_to_restore(used)
    bar = r"\[@local\] COPY public.slow \(seconds\) FROM stdin +[━╸]+ +(?:[1-9]\d|100)% "
    with terminal(used, "tasks/verify_backup.py", "--data", "backup=latest") as screen:
        screen.read_until_match(bar)
        with backups.let_restore(used):
            assert screen.leave() == 0, screen.written
    assert re.search(bar, plain(screen.written)), screen.written


def test_ctrl_c_leaves_a_clean_terminal(lacking: Deployment) -> None:
    with writer(lacking), terminal(lacking, "tasks/domains.py") as screen:
        screen.read_until("waits for the night shift")
        screen.interrupt()
        assert screen.leave() == 130
    assert screen.written.rindex(SHOW_CURSOR) > screen.written.rindex(HIDE_CURSOR)
    lines = seen(screen.written)
    assert not any("━" in line for line in lines)
    assert "Interrupted. Completed steps are committed" in "\n".join(lines)
    lacking.deploy()
    assert lacking.psql(VALID) == "t"
