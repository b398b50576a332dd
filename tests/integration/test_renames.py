"""Renames on a real server: nothing is dropped or created, all that depends on it follows, and a dump is the same.

By two databases: one is made by the old SQL and brought to the new by a plan, the other is made by the new SQL.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from ai_engine_db.cli import scratch_server
from ai_engine_db.schema import rename_lines, renames
from ai_engine_db.schema.model import Snapshot
from ai_engine_db.schema.plan import Plan, plan
from ai_engine_db.schema.rename import Rename
from tests.support.schemas import OWNER, Database, in_domains, sizes_of


@dataclass
class Place:
    """The database that is changed, and one that is made as it is to be."""

    actual: Database
    wanted: Database

    def desired(self, sql: str) -> Snapshot:
        self.wanted.reset()
        self.wanted.run([sql])
        return in_domains(self.wanted.snapshot())

    def plan(self, desired: Snapshot, lines: list[str]) -> Plan:
        found = [line for each in lines for line in rename_lines.read("x.sql", f"-- renames: {each}")]
        chosen: list[Rename] = rename_lines.checked(found, desired)
        moves = renames.due(desired, self.actual.snapshot(), chosen)
        sizes = renames.sizes(sizes_of(self.actual.connection), moves.renames)
        made = plan(desired, moves.actual, owner=OWNER, sizes=sizes)
        counts = {
            name: int(
                str(self.actual.value(f"SELECT count(*) FROM ({renames.before(check.find, moves.renames)}) AS f"))
            )
            for name, check in made.checks.items()
        }
        return renames.begun(plan(desired, moves.actual, counts, OWNER, sizes), moves, desired)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with scratch_server.server() as server:
        with server.connect() as admin:
            admin.execute(f"CREATE ROLE {OWNER}")
            for name in ("actual", "wanted"):
                admin.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        found = []
        for name in ("actual", "wanted"):
            connection: psycopg.Connection[tuple[object, ...]] = server.connect(name)
            connection.execute(f"SET ROLE {OWNER}")
            found.append(Database(server, name, connection))
        yield Place(*found)
        for each in found:
            each.connection.close()


SHOP = """
CREATE TYPE mood AS ENUM ('calm', 'so so');
CREATE DOMAIN code AS text CHECK (VALUE <> '');
CREATE SEQUENCE numbers;
CREATE TABLE users (user_id integer PRIMARY KEY, name text);
CREATE TABLE basket (
    id serial PRIMARY KEY,
    line bigint GENERATED ALWAYS AS IDENTITY,
    user_id integer REFERENCES users (user_id),
    number bigint DEFAULT nextval('numbers'),
    state mood NOT NULL DEFAULT 'calm',
    status text CHECK (status <> ''),
    code code,
    twice integer GENERATED ALWAYS AS (id * 2) STORED,
    UNIQUE (user_id, status)
);
CREATE INDEX by_status ON basket (lower(status)) WHERE status IS NOT NULL;
CREATE INDEX calm_ones ON basket (id) WHERE state = 'calm';
CREATE TABLE items (basket_id integer REFERENCES basket (id) ON DELETE CASCADE, price integer);
CREATE FUNCTION price(i integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT i * 2';
ALTER TABLE items ADD CHECK (price(price) > 0);
CREATE FUNCTION total() RETURNS bigint LANGUAGE plpgsql AS $$BEGIN RETURN (SELECT count(*) FROM basket); END$$;
CREATE FUNCTION first_of(b basket) RETURNS mood LANGUAGE sql STABLE RETURN b.state;
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.status := NEW.status; RETURN NEW; END$$;
CREATE TRIGGER touches BEFORE UPDATE OF status ON basket FOR EACH ROW WHEN (NEW.status <> OLD.status)
    EXECUTE FUNCTION touched();
CREATE VIEW open_ones AS SELECT basket.id, basket.status, price(basket.id) AS price FROM basket
    WHERE basket.state = 'calm';
CREATE VIEW above AS SELECT id, status FROM open_ones;
"""
ROWS = """
INSERT INTO users VALUES (1, 'a'), (2, 'b');
INSERT INTO basket (user_id, status, code) VALUES (1, 'x', 'c'), (2, 'y', 'd');
INSERT INTO items VALUES (1, 10), (2, 20);
"""

# What is renamed, how the text of the schema after it differs, and what the plan says beside the renames.
CASES: dict[str, tuple[list[str], dict[str, str], set[str]]] = {
    "a table": (
        ["table basket to carts"],
        {"basket": "carts"},
        {
            "~ table carts: renamed from basket",
            "~ sequence carts_id_seq: renamed from basket_id_seq",
            "~ constraint carts.carts_pkey: renamed from basket_pkey",
            "~ constraint carts.carts_status_check: renamed from basket_status_check",
            "~ constraint carts.carts_user_id_fkey: renamed from basket_user_id_fkey",
            "~ constraint carts.carts_user_id_status_key: renamed from basket_user_id_status_key",
            "~ column items.carts_id: renamed from basket_id",
            "~ constraint items.items_carts_id_fkey: renamed from items_basket_id_fkey",
            "~ function total(): definition",
        },
    ),
    "a column": (
        ["column basket.status to progress"],
        {"status": "progress"},
        {
            "~ column basket.progress: renamed from status",
            "~ index by_progress: renamed from by_status",
            "~ constraint basket.basket_progress_check: renamed from basket_status_check",
            "~ constraint basket.basket_user_id_progress_key: renamed from basket_user_id_status_key",
            "~ function touched(): definition",
            "~ view open_ones: columns",
            "~ view above: columns",
        },
    ),
    "a column that others are keyed by": (
        ["column users.user_id to id"],
        {"users (user_id integer": "users (id integer", "REFERENCES users (user_id)": "REFERENCES users (id)"},
        {"~ column users.id: renamed from user_id"},
    ),
    "a constraint": (
        ["constraint basket.basket_status_check to has_status"],
        {"status text CHECK": "status text CONSTRAINT has_status CHECK"},
        {"~ constraint basket.has_status: renamed from basket_status_check"},
    ),
    "an index": (
        ["index by_status to by_state"],
        {"by_status": "by_state"},
        {"~ index by_state: renamed from by_status"},
    ),
    "a label": (
        ["label mood.calm to quiet", "label mood.'so so' to 'it''s so'"],
        {"'calm'": "'quiet'", "'so so'": "'it''s so'"},
        {"~ type mood: label quiet renamed from calm", "~ type mood: label it's so renamed from so so"},
    ),
    "a function": (
        ["function price(integer) to cost"],
        {"FUNCTION price(": "FUNCTION cost(", "(price(price)": "(cost(price)", "price(basket.id)": "cost(basket.id)"},
        {"~ function cost(integer): renamed from price"},
    ),
    "a view": (
        ["view open_ones to opened"],
        {"open_ones": "opened"},
        {"~ view opened: renamed from open_ones"},
    ),
    "a sequence": (
        ["sequence numbers to counter"],
        {"numbers": "counter"},
        {"~ sequence counter: renamed from numbers"},
    ),
    "a type": (
        ["type mood to feeling"],
        {"mood": "feeling"},
        {"~ type feeling: renamed from mood"},
    ),
    "a domain": (
        ["domain code to short"],
        {"DOMAIN code": "DOMAIN short", "code code": "code short"},
        {"~ domain short: renamed from code"},
    ),
    "a trigger": (
        ["trigger basket.touches to notes"],
        {"TRIGGER touches": "TRIGGER notes"},
        {"~ trigger basket.notes: renamed from touches"},
    ),
    "a table and its column": (
        ["table basket to carts", "column carts.status to progress", "column items.basket_id to carts_id"],
        {"basket": "carts", "status": "progress"},
        set(),
    ),
}
CASES["a table"][0].append("column items.basket_id to carts_id")


def written(changes: dict[str, str]) -> str:
    sql = SHOP
    for old, new in changes.items():
        assert old in sql
        sql = sql.replace(old, new)
    return sql


@pytest.mark.parametrize(
    ("lines", "changes", "says", "rows"),
    [*((*case, True) for case in CASES.values()), (*CASES["a table"], False)],
    ids=[*CASES, "an empty table"],
)
def test_a_rename_loses_nothing_and_all_follows(
    place: Place, lines: list[str], changes: dict[str, str], says: set[str], rows: bool
) -> None:
    desired = place.desired(written(changes))
    place.actual.reset()
    place.actual.run([SHOP, *([ROWS] if rows else [])])
    tables = "SELECT oid FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace ORDER BY 1"
    before = place.actual.connection.execute(tables).fetchall()
    made = place.plan(desired, lines)
    shown = {str(each) for each in made.changes}
    assert not [line for line in shown if line.startswith(("+", "!"))], shown
    if says:
        assert shown == says
    place.actual.apply(made, desired)
    assert place.actual.connection.execute(tables).fetchall() == before
    assert place.actual.dump() == place.wanted.dump()
    assert place.plan(desired, lines) == Plan()
    if rows:
        assert place.actual.value("SELECT count(*) FROM items") == 2


def test_one_that_was_made_before_and_one_that_never_had_the_old_name_are_passed_over(place: Place) -> None:
    desired = place.desired("CREATE TABLE orders (id integer PRIMARY KEY)")
    place.actual.reset()
    lines = ["table trolley, basket to orders"]
    made = place.plan(desired, lines)
    assert "+ table orders" in {str(each) for each in made.changes}
    assert "RENAME" not in "".join(each.sql for each in made.statements)
    place.actual.apply(made, desired)
    assert place.plan(desired, lines) == Plan()


def test_a_database_that_has_both_is_refused_with_words(place: Place) -> None:
    desired = place.desired("CREATE TABLE carts (id integer)")
    place.actual.reset()
    place.actual.run(["CREATE TABLE carts (id integer); CREATE TABLE basket (id integer)"])
    with pytest.raises(renames.RenameError, match="it has both table basket and table carts"):
        place.plan(desired, ["table basket to carts"])


def test_what_follows_from_a_rename_is_in_its_transaction(place: Place) -> None:
    desired = place.desired(written({"basket": "carts"}))
    place.actual.reset()
    place.actual.run([SHOP, ROWS])
    made = place.plan(desired, ["table basket to carts", "column items.basket_id to carts_id"])
    (group,) = [each for each in made.transactions("types") if each[0].transaction == "renames"]
    assert {"table carts", "function total()"} <= {each.object for each in group}


def test_what_else_changes_in_a_renamed_table_is_planned_for_its_rows(place: Place) -> None:
    sql = "CREATE TABLE carts (id integer PRIMARY KEY, progress text NOT NULL CHECK (progress <> ''), more text)"
    desired = place.desired(sql)
    place.actual.reset()
    place.actual.run(["CREATE TABLE basket (id integer PRIMARY KEY, status text)", "INSERT INTO basket VALUES (1)"])
    lines = ["table basket to carts", "column carts.status to progress"]
    made = place.plan(desired, lines)
    assert [each.found for each in made.refusals] == ["1 row without a value"]
    place.actual.run(["UPDATE basket SET status = 'x'"])
    place.actual.apply(place.plan(desired, lines), desired)
    assert place.actual.value("SELECT progress FROM carts") == "x"
    assert place.plan(desired, lines) == Plan()


@pytest.mark.parametrize(
    ("old", "column", "lines"),
    [
        ("t1", "id", ["table t1 to tee"]),
        ("tee", '"a b"', ['column tee."a b" to id']),
        ("t1", '"a b"', ["table t1 to tee", 'column tee."a b" to id']),
    ],
)
def test_the_last_number_of_an_identity_is_asked_for_by_the_old_names(
    place: Place, old: str, column: str, lines: list[str]
) -> None:
    desired = place.desired("CREATE TABLE tee (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)")
    was = f"CREATE TABLE {old} ({column} integer GENERATED ALWAYS AS IDENTITY (START 40000) PRIMARY KEY)"
    place.actual.reset()
    place.actual.run([was, f"INSERT INTO {old} DEFAULT VALUES"])
    assert any("its last value is outside its bounds" in str(each) for each in place.plan(desired, lines).changes)
    desired = place.desired("CREATE TABLE tee (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)")
    place.actual.reset()
    place.actual.run([was.replace(" (START 40000)", ""), f"INSERT INTO {old} DEFAULT VALUES"])
    place.actual.apply(place.plan(desired, lines), desired)
    place.actual.run(["INSERT INTO tee DEFAULT VALUES"])
    assert place.actual.value("SELECT max(id) FROM tee") == 2
    assert place.plan(desired, lines) == Plan()


PARTED = """
CREATE TABLE events (id integer PRIMARY KEY, status text, n integer) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF events FOR VALUES FROM (0) TO (10);
CREATE INDEX own ON p1 (status);
CREATE INDEX by_status ON events (status);
CREATE STATISTICS ON status, n FROM events;
CREATE RULE quiet AS ON DELETE TO events DO INSTEAD NOTHING;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON events USING (status <> '');
CREATE TABLE above (a integer, note text);
CREATE TABLE child (b integer) INHERITS (above);
CREATE INDEX child_note ON child (note);
"""


@pytest.mark.parametrize(
    ("lines", "changes", "says"),
    [
        (
            ["table events to logs", "table above to top"],
            {" events": " logs", "above": "top"},
            {
                "~ table logs: renamed from events",
                "~ table top: renamed from above",
                "~ constraint logs.logs_pkey: renamed from events_pkey",
                "~ statistics logs_status_n_stat: renamed from events_status_n_stat",
            },
        ),
        (
            ["column events.status to state", "column above.note to remark", "policy events.mine to ours"],
            {"status text": "state text", "(status": "(state", "status,": "state,", "note text": "remark text"}
            | {"(note)": "(remark)", "mine": "ours"},
            {
                "~ column events.state: renamed from status",
                "~ statistics events_state_n_stat: renamed from events_status_n_stat",
                "~ column above.remark: renamed from note",
                "~ policy events.ours: renamed from mine",
            },
        ),
    ],
)
def test_partitions_and_those_that_inherit_follow(
    place: Place, lines: list[str], changes: dict[str, str], says: set[str]
) -> None:
    sql = PARTED
    for old, new in changes.items():
        assert old in sql
        sql = sql.replace(old, new)
    desired = place.desired(sql)
    place.actual.reset()
    place.actual.run([PARTED, "INSERT INTO events VALUES (1, 'x', 1); INSERT INTO child VALUES (1, 'y', 2)"])
    made = place.plan(desired, lines)
    assert {str(each) for each in made.changes} == says
    place.actual.apply(made, desired)
    assert place.actual.dump() == place.wanted.dump()
    assert place.plan(desired, lines) == Plan()
