"""Transitions in batches, and how transitions end, on a real server: by the example that the page on changes shows."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from ai_engine_db.cli import scratch_server
from ai_engine_db.execution.activity import _SESSIONS
from ai_engine_db.execution.deploy_schema import RECORD
from ai_engine_db.schema import backfills, transitions
from ai_engine_db.schema.plan import Plan
from tests.support.deployment import ROOT

PAGE = (ROOT / "docs" / "changing-the-schema.md").read_text()
(EXAMPLE,) = [block for block in re.findall(r"```sql\n(.*?)```", PAGE, re.S) if ":batch" in block]
# Each row is counted, so that one that was done twice is seen.
COUNTED = EXAMPLE.replace("10000 rows", "10 rows").replace("SET currency = 'CAD'", "SET currency = 'CAD', n = n + 1")
ROWS = "SELECT count(*), min(n), max(n), count(*) FILTER (WHERE currency = 'CAD') FROM orders"

Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture(scope="module")
def server() -> Iterator[scratch_server.Server]:
    with scratch_server.server() as server:
        with server.connect() as connection:
            connection.execute(RECORD.encode())
        yield server


@pytest.fixture
def connection(server: scratch_server.Server) -> Iterator[Connection]:
    with server.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS orders, deploy.backfills; TRUNCATE deploy.transitions")
        connection.execute("CREATE TABLE orders (id bigint PRIMARY KEY, currency text, n integer DEFAULT 0)")
        connection.execute("INSERT INTO orders SELECT g * 3 FROM generate_series(1, 205) AS g; ANALYZE orders")
        connection.execute("SET lock_timeout = '100ms'")
        yield connection


def run(connection: Connection, text: str) -> None:
    for statement in transitions.begun(Plan(), [transitions.parse("a.sql", text, {"core"})]).statements:
        if statement.alone:
            connection.execute(statement.sql.encode())
        else:
            with connection.transaction():
                connection.execute(statement.sql.encode())


def recorded(connection: Connection) -> int:
    return len(connection.execute("SELECT FROM deploy.transitions").fetchall())


def test_it_goes_through_the_table_in_transactions_of_its_own(connection: Connection) -> None:
    run(connection, COUNTED)
    assert connection.execute(ROWS).fetchone() == (205, 1, 1, 205)
    assert connection.execute("SELECT reached, rows, batches FROM deploy.backfills").fetchone() == ("615", 205, 21)
    assert recorded(connection) == 1
    # Rows that were written together have the same xmin.
    assert connection.execute("SELECT count(DISTINCT xmin::text) FROM orders").fetchone() == (21,)


def test_one_that_was_interrupted_goes_on_behind_its_last_batch(
    server: scratch_server.Server, connection: Connection
) -> None:
    """Its session is ended between batches and within one; others see how far it is meanwhile."""
    connection.execute(
        "CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END'; CREATE TRIGGER slow BEFORE UPDATE ON orders"
        " FOR EACH ROW EXECUTE FUNCTION slow()"
    )
    seen: set[str] = set()
    for _ in range(3):
        with server.connect() as working:
            pid = working.info.backend_pid
            thread = threading.Thread(target=lambda at=working: _quietly(at))
            thread.start()
            end = time.monotonic() + 0.4
            while time.monotonic() < end and thread.is_alive():
                looked = connection.execute(_SESSIONS.format(which=f"a.pid = {pid}").encode())
                while looked.nextset():
                    pass
                for (line,) in looked.fetchall():
                    assert isinstance(line, list)
                    seen.add(str(line[2]))
                time.sleep(0.01)
            connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
            thread.join()
    assert recorded(connection) == 0
    done = connection.execute("SELECT rows FROM deploy.backfills").fetchone()
    assert done is not None
    assert 0 < int(str(done[0])) < 205
    assert "batch 2 of about 21" in seen
    run(connection, COUNTED)
    assert connection.execute(ROWS).fetchone() == (205, 1, 1, 205)
    assert connection.execute("SELECT rows FROM deploy.backfills").fetchone() == (205,)
    assert recorded(connection) == 1


def _quietly(connection: Connection) -> None:
    with suppress(psycopg.OperationalError):
        run(connection, COUNTED)


def test_a_batch_that_gets_no_lock_waits_and_is_done_once(
    server: scratch_server.Server, connection: Connection
) -> None:
    with server.connect() as other:
        with other.transaction():
            other.execute("SELECT FROM orders WHERE id = 300 FOR UPDATE")
            thread = threading.Thread(target=run, args=(connection, COUNTED))
            thread.start()
            thread.join(1)
            assert thread.is_alive()
        thread.join(60)
    assert not thread.is_alive()
    assert connection.execute(ROWS).fetchone() == (205, 1, 1, 205)


def test_one_of_which_a_batch_was_committed_may_not_change(connection: Connection) -> None:
    connection.execute("ALTER TABLE orders ADD CONSTRAINT few CHECK (currency IS NULL OR id < 60)")
    with pytest.raises(psycopg.errors.CheckViolation):
        run(connection, COUNTED)
    assert connection.execute("SELECT reached, rows, batches FROM deploy.backfills").fetchone() == ("30", 10, 1)
    connection.execute("ALTER TABLE orders DROP CONSTRAINT few")
    with pytest.raises(psycopg.errors.RaiseException, match="was begun here, and has been edited since"):
        run(connection, COUNTED.replace("'CAD'", "'USD'"))
    assert connection.execute(ROWS).fetchone() == (205, 0, 1, 10)
    run(connection, COUNTED)
    assert connection.execute(ROWS).fetchone() == (205, 1, 1, 205)


def test_one_whose_first_batch_failed_may_be_mended(connection: Connection) -> None:
    wrong = COUNTED.replace("'CAD'", "'CAD'::integer::text")
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        run(connection, wrong)
    assert connection.execute("SELECT reached, rows, batches FROM deploy.backfills").fetchone() == (None, 0, 0)
    run(connection, COUNTED)
    assert connection.execute(ROWS).fetchone() == (205, 1, 1, 205)
    assert connection.execute("SELECT rows, batches, digest FROM deploy.backfills").fetchone() == (
        205, 21, transitions.parse("a.sql", COUNTED).digest
    )  # fmt: skip
    assert recorded(connection) == 1


def test_one_that_still_runs_does_not_go_on_as_it_was_before_it_was_edited(connection: Connection) -> None:
    """The session of a deploy that was killed may be within its first batch while the edited file begins."""
    connection.execute(
        "CREATE OR REPLACE FUNCTION edited() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN UPDATE deploy.backfills SET digest = $$another$$; RETURN NEW; END'; CREATE TRIGGER edited"
        " BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION edited()"
    )
    with pytest.raises(psycopg.errors.RaiseException, match="was begun here, and has been edited since"):
        run(connection, COUNTED)
    assert connection.execute(ROWS).fetchone() == (205, 0, 0, 0)


def test_between_two_batches_it_rests_as_long_as_it_is_told(connection: Connection) -> None:
    connection.execute(backfills.settings("10s", "20ms").encode())
    began = time.monotonic()
    run(connection, COUNTED)
    assert time.monotonic() - began > 21 * 0.02


ENDLESS = """-- Every order has a currency.
-- has: column orders.currency
-- has: rows SELECT FROM orders WHERE currency IS NULL
-- step: core
UPDATE orders SET currency = NULL;
"""


def test_one_that_would_never_come_to_an_end_is_refused_by_name_and_changes_nothing(connection: Connection) -> None:
    with pytest.raises(
        psycopg.errors.RaiseException,
        match=r"sql/transitions/a\.sql: its condition still holds after it ran, so it would never come to an end",
    ):
        run(connection, ENDLESS)
    assert recorded(connection) == 0
    run(connection, ENDLESS.replace("SET currency = NULL", "SET currency = 'CAD'"))
    assert recorded(connection) == 1


def test_a_condition_about_what_it_takes_away_is_at_an_end_with_it(connection: Connection) -> None:
    run(connection, ENDLESS.replace("UPDATE orders SET currency = NULL", "ALTER TABLE orders DROP COLUMN currency"))
    assert recorded(connection) == 1


def test_batch_in_a_literal_is_written_as_it_stands(connection: Connection) -> None:
    run(connection, COUNTED.replace("'CAD'", "'state:batch'"))
    assert connection.execute("SELECT DISTINCT currency FROM orders").fetchall() == [("state:batch",)]
    assert connection.execute(ROWS).fetchone() == (205, 1, 1, 0)


@pytest.mark.parametrize("end", [" -- done", "; -- done", "; /* done */", ";\n-- done\n;"])
def test_a_comment_at_the_end_of_its_statement_is_no_part_of_the_loop(connection: Connection, end: str) -> None:
    run(connection, COUNTED.replace(":batch;", f":batch{end}"))
    assert connection.execute(ROWS).fetchone() == (205, 1, 1, 205)
