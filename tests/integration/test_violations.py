"""Rows that break a new constraint, and may: by the example that the page on changes shows, on a real server."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from ai_engine_db.cli import scratch_server
from ai_engine_db.schema import transitions, violations
from ai_engine_db.schema.model import Snapshot
from ai_engine_db.schema.plan import Plan, plan
from tests.support.deployment import ROOT
from tests.support.schemas import OWNER, Database, in_domains, sizes_of

PAGE = (ROOT / "docs" / "changing-the-schema.md").read_text()
(EXAMPLE,) = [block for block in re.findall(r"```sql\n(.*?)```", PAGE, re.S) if "violations=keep" in block]
BEFORE = "CREATE TABLE orders (id integer PRIMARY KEY, total integer)"
VALID = "SELECT convalidated FROM pg_constraint WHERE conname = 'orders_total'"
KEPT = "2 rows violating it, which sql/ keeps (violations=keep)"


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with scratch_server.server() as server, server.connect() as connection:
        connection.execute(f"CREATE ROLE {OWNER}; GRANT CREATE ON DATABASE postgres TO {OWNER}; SET ROLE {OWNER}")
        connection.execute("RESET ROLE")
        yield Database(server, "postgres", connection)


def desired(database: Database) -> Snapshot:
    database.reset()
    database.connection.execute(f"SET ROLE {OWNER}")
    database.run([BEFORE, EXAMPLE])
    found = violations.marked(in_domains(database.snapshot()), violations.read("sql/core/orders.sql", EXAMPLE))
    database.connection.execute("RESET ROLE")
    database.reset()
    database.connection.execute(f"SET ROLE {OWNER}")
    return found


def test_it_is_not_valid_until_the_rows_are_mended_and_says_so_each_time(database: Database) -> None:
    wanted = desired(database)
    database.run([BEFORE, "INSERT INTO orders VALUES (1, -1), (2, -2), (3, 3)"])
    made = database.plan(wanted)
    assert [str(each) for each in made.changes] == [f"+ constraint orders.orders_total: NOT VALID: {KEPT}"]
    assert made.refusals == ()
    database.apply(made, wanted)
    assert database.value(VALID) is False
    again = database.plan(wanted)
    assert again.statements == ()
    assert [str(each) for each in again.changes] == [f"! constraint orders.orders_total: not validated: {KEPT}"]
    assert not again.changes[0].falls_short
    database.run(["UPDATE orders SET total = 0 WHERE total < 0"])
    last = database.plan(wanted)
    assert [str(each) for each in last.changes] == ["~ constraint orders.orders_total: validate"]
    database.apply(last, wanted)
    assert database.value(VALID) is True
    assert database.plan(wanted) == Plan()


def test_where_no_row_breaks_it_it_is_valid_at_once(database: Database) -> None:
    wanted = desired(database)
    database.run([BEFORE, "INSERT INTO orders VALUES (3, 3)"])
    database.apply(database.plan(wanted), wanted)
    assert database.value(VALID) is True
    assert database.plan(wanted) == Plan()


def test_without_the_line_nothing_is_added(database: Database) -> None:
    wanted = dict(desired(database))
    key = "constraint orders.orders_total"
    attributes = {name: value for name, value in wanted[key].attributes.items() if name != violations.KEEPS}
    wanted[key] = type(wanted[key])("constraint", "orders_total", "orders", attributes, domain=wanted[key].domain)
    database.run([BEFORE, "INSERT INTO orders VALUES (1, -1)"])
    assert [each.found for each in database.plan(wanted).refusals] == ["1 row violating it"]


HEAD = "-- x.\n-- has: table orders\n-- step: types\n"
LATER = f"! constraint orders.orders_total: not validated: {KEPT}"


def begun(database: Database, wanted: Snapshot, sql: str) -> Plan:
    """A plan behind a transition, made as runtime.schema_plans makes it."""
    chosen = [transitions.parse("a.sql", f"{HEAD}{sql}")]
    actual, sizes = database.snapshot(), sizes_of(database.connection)
    checks = plan(wanted, actual, owner=OWNER, sizes=sizes).checks
    asked = transitions.asked_before(checks, chosen)
    counts: Mapping[str, int] = {name: int(str(database.value(each.count))) for name, each in asked.items()}
    made = plan(wanted, actual, counts, OWNER, sizes)
    made = replace(made, checks=transitions.asked_before(made.checks, chosen))
    return transitions.begun(made, chosen, (), checks)


@pytest.fixture
def kept(database: Database) -> Snapshot:
    """Two rows break a constraint that is there, NOT VALID."""
    wanted = desired(database)
    record = "name text, digest text, applied_at timestamptz"
    database.run(
        [
            BEFORE,
            "INSERT INTO orders VALUES (1, -1), (2, -2), (3, 3)",
            "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID",
        ]
    )
    database.as_superuser(
        f"CREATE SCHEMA IF NOT EXISTS deploy; CREATE TABLE IF NOT EXISTS deploy.transitions ({record});"
        f" GRANT USAGE ON SCHEMA deploy TO {OWNER}; GRANT ALL ON deploy.transitions TO {OWNER}"
    )
    return wanted


def test_rows_that_may_stay_roll_no_transition_back(database: Database, kept: Snapshot) -> None:
    made = begun(database, kept, "UPDATE orders SET total = 4 WHERE id = 3;")
    assert [str(each) for each in made.changes] == ["~ transition a.sql: x", LATER]
    assert made.refusals == ()
    database.apply(made, kept)
    assert database.value("SELECT array_agg(total ORDER BY id)::text FROM orders") == "{-1,-2,4}"
    assert database.value(VALID) is False


def test_a_transition_that_mends_the_rows_has_the_constraint_validated(database: Database, kept: Snapshot) -> None:
    database.apply(begun(database, kept, "UPDATE orders SET total = 0 WHERE total < 0;"), kept)
    assert database.value(VALID) is True
    assert database.plan(kept) == Plan()


def test_rows_that_a_transition_breaks_it_with_may_stay_too(database: Database, kept: Snapshot) -> None:
    database.run(["ALTER TABLE orders DROP CONSTRAINT orders_total", "UPDATE orders SET total = 1"])
    database.apply(begun(database, kept, "UPDATE orders SET total = -1 WHERE id < 3;"), kept)
    assert database.value(VALID) is False
    assert [str(each) for each in database.plan(kept).changes] == [LATER]
