"""A database as it was, SQL as it is to be: what a plan does about it on a real server, and that nothing is left then.

By two databases: one is made by the old SQL and brought to the new by a plan, the other is made by the new SQL.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

from ai_engine_db.cli import scratch_server
from ai_engine_db.facts.answers import RAISED, Answers, questions
from ai_engine_db.operations.preflight import RAISING_KEYS, raising
from ai_engine_db.schema.model import Snapshot
from ai_engine_db.schema.plan import Plan, plan
from ai_engine_db.schema.statements import Raised
from ai_engine_db.transport import psql
from tests.support.schemas import OWNER, Database, in_domains

# What a superuser can do to a database by hand, and what a dry run says of it.
DRIFT = {
    "CREATE POLICY mine ON items USING (id > 1)": "! policy items.mine is not in sql/",
    "CREATE RULE quiet AS ON INSERT TO items DO INSTEAD NOTHING": "! rule items.quiet is not in sql/",
    "ALTER TABLE items REPLICA IDENTITY FULL": "! table items: REPLICA IDENTITY FULL is not in sql/",
    "ALTER TABLE items REPLICA IDENTITY USING INDEX items_pkey": (
        "! table items: REPLICA IDENTITY USING INDEX is not in sql/"
    ),
    "ALTER TABLE items CLUSTER ON items_pkey": "! table items: CLUSTER ON items_pkey is not in sql/",
    "ALTER TABLE items SET (toast.autovacuum_enabled = off)": (
        "! table items: toast.autovacuum_enabled=off is not in sql/"
    ),
    "CREATE TABLE items_child () INHERITS (items)": "! table items_child is not in sql/",
    "ALTER TABLE items ALTER COLUMN name SET STORAGE EXTERNAL": "! column items.name: STORAGE EXTERNAL is not in sql/",
    "ALTER TABLE items ALTER COLUMN name SET COMPRESSION lz4": "! column items.name: COMPRESSION lz4 is not in sql/",
    "ALTER TABLE items ALTER COLUMN name SET STATISTICS 7": "! column items.name: STATISTICS 7 is not in sql/",
    "ALTER TABLE items ALTER COLUMN name SET (n_distinct = 3)": "! column items.name: n_distinct=3 is not in sql/",
    "ALTER INDEX items_lower ALTER COLUMN 1 SET STATISTICS 7": (
        "! index items_lower: STATISTICS 7 of column lower is not in sql/"
    ),
    "CREATE STATISTICS numbers ON id, parent FROM items": "! statistics numbers is not in sql/",
    "GRANT SELECT (name) ON items TO stranger": "! column items.name: grant stranger SELECT is not in sql/",
    "GRANT SELECT ON items TO stranger WITH GRANT OPTION": (
        "! table items: grant stranger SELECT WITH GRANT OPTION is not in sql/"
    ),
    "REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC": (
        "! function twice(integer): revoke PUBLIC EXECUTE is not in sql/"
    ),
    "ALTER SEQUENCE items_id_seq AS bigint": "! column items.id: a sequence AS bigint is not in sql/",
    "GRANT USAGE ON SEQUENCE items_id_seq TO stranger": "! column items.id: privileges on its sequence is not in sql/",
    "COMMENT ON INDEX items_pkey IS 'mine'": "! constraint items.items_pkey: a comment on its index is not in sql/",
    "COMMENT ON COLUMN names.name IS 'mine'": "! view names: a comment of column name is not in sql/",
    "COMMENT ON COLUMN pair.a IS 'mine'": "! type pair: a comment on a is not in sql/",
    "COMMENT ON CONSTRAINT short ON DOMAIN code IS 'mine'": (
        "! domain code: a comment on constraint short is not in sql/"
    ),
    "ALTER VIEW names ALTER COLUMN name SET DEFAULT 'x'": (
        "! view names: DEFAULT 'x'::text of column name is not in sql/"
    ),
    "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watch()": "! event trigger watch is not in sql/",
    "CREATE PUBLICATION everything FOR ALL TABLES": "! publication everything is not in sql/",
    "CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer)": "! aggregate total(integer) is not in sql/",
    "CREATE OPERATOR === (leftarg = integer, rightarg = integer, function = int4eq)": (
        "! operator ===(integer,integer) is not in sql/"
    ),
    "CREATE TYPE span AS RANGE (subtype = integer)": "! type span is not in sql/",
    'CREATE COLLATION plain FROM "C"': "! collation plain is not in sql/",
    "CREATE TEXT SEARCH CONFIGURATION words (copy = simple)": "! text search configuration words is not in sql/",
}

# What a plan sets right.
MENDED = {
    "ALTER TABLE items ENABLE ROW LEVEL SECURITY": "table items",
    "ALTER TABLE items FORCE ROW LEVEL SECURITY": "table items",
    "ALTER TABLE items DISABLE TRIGGER ALL": "constraint items.items_parent_fkey",
    "ALTER TABLE parents DISABLE TRIGGER ALL": "constraint items.items_parent_fkey",
    "ALTER TABLE items DISABLE TRIGGER touched": "trigger items.touched",
    "ALTER TABLE items ENABLE ALWAYS TRIGGER touched": "trigger items.touched",
    f"REVOKE UPDATE, DELETE ON items FROM {OWNER}": "table items",
    f"REVOKE USAGE ON SEQUENCE parents_id_seq FROM {OWNER}": "sequence parents_id_seq",
    "COMMENT ON TABLE items IS 'mine'": "table items",
    "COMMENT ON CONSTRAINT items_pkey ON items IS 'mine'": "constraint items.items_pkey",
    "COMMENT ON FUNCTION twice(integer) IS 'mine'": "function twice(integer)",
    "ALTER TABLE items OWNER TO stranger": "table items",
    "ALTER TYPE pair OWNER TO stranger": "type pair",
    "ALTER TABLE items SET (fillfactor = 50)": "table items",
    "ALTER TABLE items SET UNLOGGED": "table items",
    "ALTER FUNCTION twice(integer) COST 7": "function twice(integer)",
    "ALTER INDEX items_lower SET (fillfactor = 50)": "index items_lower",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'items_lower'::regclass": "index items_lower",
    "ALTER VIEW names SET (security_barrier = true)": "view names",
    "ALTER MATERIALIZED VIEW stored SET (fillfactor = 50)": "materialized view stored",
    "ALTER TABLE items ALTER COLUMN id SET GENERATED BY DEFAULT": "column items.id",
}

WHOLE = """
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN code AS text CONSTRAINT short CHECK (length(VALUE) < 9);
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE TABLE parents (id serial PRIMARY KEY);
CREATE TABLE items (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent integer REFERENCES parents, name text
);
CREATE INDEX items_lower ON items (lower(name));
CREATE TRIGGER touched BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW names AS SELECT name FROM items;
CREATE MATERIALIZED VIEW stored AS SELECT 1 AS one;
"""

CLEAN = """
DROP PUBLICATION IF EXISTS everything; DROP EVENT TRIGGER IF EXISTS watch;
"""


@dataclass
class Place:
    """A database to be changed, and one that has what it is to become."""

    there: Database
    source: Database

    def have(self, text: str, rows: str = "") -> None:
        """Makes the one to be changed anew."""
        self.there.as_superuser(CLEAN)
        self.there.reset()
        self.there.run([text, rows])

    def want(self, text: str) -> Snapshot:
        """What SQL means."""
        self.source.reset()
        self.source.run([text])
        return in_domains(self.source.snapshot())

    def deploy(self, text: str) -> Plan:
        """Brings a database to what SQL says; nothing may be left to do."""
        desired = self.want(text)
        made = self.there.plan(desired)
        for statement in made.owners:
            self.there.as_superuser(statement.sql)
        self.there.apply(made, desired)
        again = self.there.plan(desired)
        assert again.statements == ()
        assert [str(each) for each in again.changes if each.sign != "!"] == []
        return made

    def left(self, text: str) -> list[str]:
        """The lines that a plan has when nothing is left to do."""
        return [str(each) for each in self.there.plan(self.want(text)).changes]

    def value(self, query: str) -> object:
        return self.there.value(query)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with scratch_server.server() as server:
        with server.connect() as admin:
            admin.execute(f"CREATE ROLE {OWNER}; CREATE ROLE stranger; CREATE ROLE other")
            for name in ("there", "source"):
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER keeper").format(sql.Identifier(name)))
        databases = [Database(server, name, server.connect(name)) for name in ("there", "source")]
        for each in databases:
            each.connection.execute(f"SET ROLE {OWNER}")
        yield Place(*databases)
        for each in databases:
            each.connection.close()


# Drift


@pytest.mark.parametrize("by_hand", DRIFT)
def test_what_was_done_by_hand_and_sql_never_says_is_named_and_left(place: Place, by_hand: str) -> None:
    place.have(WHOLE)
    place.there.as_superuser(by_hand)
    found = place.deploy(WHOLE)
    assert found.statements == ()
    assert DRIFT[by_hand] in place.left(WHOLE)
    place.there.as_superuser(CLEAN)


@pytest.mark.parametrize("by_hand", MENDED)
def test_what_was_done_by_hand_against_sql_is_set_right(place: Place, by_hand: str) -> None:
    place.have(WHOLE, "INSERT INTO parents DEFAULT VALUES; INSERT INTO items (parent) VALUES (1)")
    place.there.as_superuser(by_hand)
    assert MENDED[by_hand] in {each.object for each in place.deploy(WHOLE).changes}
    assert place.left(WHOLE) == []


def test_orphans_that_came_while_a_foreign_key_was_disabled_are_found_before_it_is_enabled(place: Place) -> None:
    place.have(WHOLE)
    place.there.as_superuser("ALTER TABLE items DISABLE TRIGGER ALL; INSERT INTO items (parent) VALUES (7)")
    made = place.there.plan(place.want(WHOLE))
    assert [(each.object, each.rows) for each in made.refusals] == [("constraint items.items_parent_fkey", 1)]
    place.there.run(["DELETE FROM items"])
    place.deploy(WHOLE)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        place.there.run(["INSERT INTO items (parent) VALUES (7)"])


@pytest.mark.parametrize("privilege", ["SELECT ON {}", "UPDATE (name) ON {}"])
def test_a_grant_option_given_or_taken_away_in_sql_is_planned_once(place: Place, privilege: str) -> None:
    grant = f"{WHOLE}; GRANT {privilege.format('items')} TO stranger"
    option = f"{grant} WITH GRANT OPTION"
    place.have(grant)
    assert len(place.deploy(option).statements) == 1
    assert len(place.deploy(grant).statements) == 1
    assert place.left(grant) == []


# Sequences


def item(column: str, more: str = "", name: str = "items") -> str:
    return f"CREATE TABLE {name} (id {column} PRIMARY KEY, name text); {more}"


SERIAL, IDENTITY = item("serial"), item("integer GENERATED ALWAYS AS IDENTITY")
OTHER = item(
    "integer", "CREATE SEQUENCE numbers OWNED BY items.id; ALTER TABLE items ALTER id SET DEFAULT nextval('numbers')"
)
SWAPS = [
    (SERIAL, IDENTITY),
    (IDENTITY, SERIAL),
    (SERIAL, item("bigint GENERATED BY DEFAULT AS IDENTITY")),
    (item("bigint GENERATED BY DEFAULT AS IDENTITY"), item("bigserial")),
    (SERIAL, item("bigserial")),
    (IDENTITY, item("bigint GENERATED ALWAYS AS IDENTITY")),
    (SERIAL, OTHER),
    (OTHER, IDENTITY),
    (IDENTITY, OTHER),
    (item("serial", name='"Odd Items"'), item("integer GENERATED ALWAYS AS IDENTITY", name='"Odd Items"')),
]


@pytest.mark.parametrize("rows", [0, 3])
@pytest.mark.parametrize(("old", "new"), SWAPS)
def test_numbers_go_on_where_they_were_when_another_sequence_gives_them(
    place: Place, old: str, new: str, rows: int
) -> None:
    table = '"Odd Items"' if "Odd" in old else "items"
    insert = f"INSERT INTO {table} (name) SELECT 'x' FROM generate_series(1, 5)"
    # Numbers that were given do not come again, whether a row still has them or not.
    place.have(old, f"{insert}; DELETE FROM {table} WHERE id > {rows}")
    place.deploy(new)
    assert place.value(f"INSERT INTO {table} (name) VALUES ('y') RETURNING id") == 6


def test_a_sequence_that_has_given_nothing_goes_on_from_its_start(place: Place) -> None:
    place.have(SERIAL)
    place.deploy(IDENTITY)
    assert place.value("INSERT INTO items (name) VALUES ('y') RETURNING id") == 1
    place.have(SERIAL, "SELECT setval('items_id_seq', 1000, false)")
    place.deploy(IDENTITY)
    assert place.value("INSERT INTO items (name) VALUES ('y') RETURNING id") == 1000


def test_a_default_that_takes_its_numbers_from_a_sequence_that_lags_behind_the_rows(place: Place) -> None:
    place.have(item("integer", "CREATE SEQUENCE numbers OWNED BY items.id"), "INSERT INTO items VALUES (7)")
    place.deploy(OTHER)
    assert place.value("INSERT INTO items (name) VALUES ('y') RETURNING id") == 8


@pytest.mark.parametrize("rows", [0, 3])
def test_an_identity_gets_other_bounds_unless_it_has_given_a_number_beyond_them(place: Place, rows: int) -> None:
    new = item("integer GENERATED ALWAYS AS IDENTITY (START 100 MINVALUE 100)")
    place.have(IDENTITY, f"INSERT INTO items (name) SELECT 'x' FROM generate_series(1, {rows})")
    if not rows:
        place.deploy(new)
        assert place.value("INSERT INTO items (name) VALUES ('y') RETURNING id") == 100
    else:
        desired = place.want(new)
        made = place.there.plan(desired)
        assert made.statements == ()
        assert [str(each) for each in made.changes] == [
            "! column items.id: its last value is outside its bounds: write a transition"
            " (a data migration in sql/transitions)"
        ]


# Enums

MOOD = "CREATE TYPE mood AS ENUM ('sad'{});"
USERS = {
    "a default of a domain": "CREATE DOMAIN feeling AS mood DEFAULT 'glad'; CREATE TABLE t (a feeling);",
    "a check of a domain": "CREATE DOMAIN feeling AS mood CHECK (VALUE = 'glad'); CREATE TABLE t (a feeling);",
    "a default": "CREATE TABLE t (a mood DEFAULT 'glad', b mood[] DEFAULT '{glad}');",
    "a check": "CREATE TABLE t (a mood CHECK (a = 'glad'));",
    "an index": "CREATE TABLE t (a mood); CREATE INDEX i ON t (a) WHERE a = 'glad';",
    "a view": "CREATE TABLE t (a mood); CREATE VIEW v AS SELECT a FROM t WHERE a = 'glad';",
    "a generated column": "CREATE TABLE t (a mood, b boolean GENERATED ALWAYS AS (a = 'glad') STORED);",
    "a trigger": "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    " CREATE TABLE t (a mood); CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.a = 'glad')"
    " EXECUTE FUNCTION touch();",
    "a function that a domain needs": (
        "CREATE FUNCTION glad(m mood DEFAULT 'glad') RETURNS boolean LANGUAGE sql IMMUTABLE RETURN m = 'glad';"
        " CREATE DOMAIN feeling AS mood CHECK (glad(VALUE)); CREATE TABLE t (a feeling);"
    ),
}


ROWS = "CREATE TABLE t (a mood); INSERT INTO t VALUES ({});"


@pytest.mark.parametrize("user", USERS)
def test_a_new_label_can_be_used_in_the_same_run(place: Place, user: str) -> None:
    place.have(MOOD.format(""))
    place.deploy(MOOD.format(", 'glad'") + USERS[user])


@pytest.mark.parametrize("user", [user for user in USERS if "domain" not in user])
def test_a_new_label_can_be_used_beside_the_rows_that_are_there(place: Place, user: str) -> None:
    place.have(MOOD.format("") + ROWS.format("NULL" if user == "a check" else "'sad'"))
    place.deploy(MOOD.format(", 'glad'") + USERS[user])


def test_a_domain_that_is_there_can_use_a_new_label_in_the_same_run(place: Place) -> None:
    tables = "CREATE DOMAIN feeling AS mood{}; CREATE TABLE t (a feeling);"
    place.have(MOOD.format("") + tables.format(" DEFAULT 'sad'"))
    place.deploy(MOOD.format(", 'glad', 'mad'") + tables.format(" DEFAULT 'mad' CHECK (VALUE <> 'glad')"))


# Rows that PostgreSQL cannot tell of

RATIO = "CREATE TABLE items (id integer PRIMARY KEY, part integer, whole integer, place geometry{}); {}"
RAISING = {
    "constraint items.half": (", CONSTRAINT half CHECK (part / whole > 0)", "", "division by zero"),
    "constraint items.near": (
        ", CONSTRAINT near CHECK (ST_Distance(place, ST_SetSRID(ST_MakePoint(0, 0), 4326)) < 9)", "",
        "ST_Distance: Operation on mixed SRID geometries (Point, 3857) != (Point, 4326)",
    ),
    "index once": ("", "CREATE UNIQUE INDEX once ON items ((part / whole))", "division by zero"),
    "index often": ("", "CREATE INDEX often ON items ((part / whole)) WHERE part > 0", "division by zero"),
    "index few": ("", "CREATE INDEX few ON items (part) WHERE part / whole > 0", "division by zero"),
    "column items.ratio": (", ratio integer GENERATED ALWAYS AS (part / whole) STORED", "", "division by zero"),
    "constraint items.number": (
        ", CONSTRAINT number CHECK (('x' || whole)::text::integer > 0)", "",
        'invalid input syntax for type integer: "x',
    ),
}  # fmt: skip
VALUES = "INSERT INTO items SELECT n, n, CASE WHEN n % 20 = 7 THEN 0 ELSE n END, {} FROM generate_series(1, 150) AS n"
POINT = "ST_SetSRID(ST_MakePoint(n, n), CASE WHEN n % 20 = 7 THEN 3857 ELSE 4326 END)"


@pytest.fixture
def spatial(place: Place) -> Place:
    for each in (place.there, place.source):
        each.as_superuser("CREATE SCHEMA IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS postgis SCHEMA postgis")
        each.as_superuser(f"GRANT USAGE ON SCHEMA postgis TO {OWNER}")
        each.connection.execute("SET search_path = public, postgis")
    return place


def ask(database: Database, queries: dict[str, str], first: dict[str, str] | None = None) -> dict[str, Any]:
    """What a deploy is told: by psql, in its own read-only session."""
    name = str(database.server.container.name)
    command = psql.reading_command(name, "postgres", rows=True)
    text = questions(database.name, "postgres", queries, first)
    done = subprocess.run(["sh", "-c", command], input=text, capture_output=True, text=True, check=True)
    return Answers().process(done.stdout.splitlines())


@pytest.mark.parametrize("key", RAISING)
def test_a_row_that_an_expression_raises_an_error_for_is_found_with_its_key_and_the_words(
    spatial: Place, key: str
) -> None:
    inside, behind, words = RAISING[key]
    spatial.have(RATIO.format("", ""), VALUES.format(POINT))
    desired = spatial.want(RATIO.format(inside, behind))
    sizes = {"items": 8192}
    asked = plan(desired, spatial.there.snapshot(), {}, OWNER, sizes).checks
    (name,) = [name for name in asked if name.startswith(key)]
    # What was asked before and after it is answered all the same.
    found = ask(spatial.there, {"one": "SELECT 1", name: asked[name].count, "two": "SELECT 2"})
    assert (found["one"], found["two"]) == (1, 2)
    mark, _, said = found[name]
    assert mark == RAISED
    assert said.startswith(words)
    made = plan(desired, spatial.there.snapshot(), {name: Raised(said)}, OWNER, sizes)
    (refusal,) = made.refusals
    assert (refusal.object, refusal.table, refusal.error) == (key, "items", said)
    assert any(f"a row of table items raises {said!r}" in str(each) for each in made.changes)
    keys = ask(spatial.there, {name: RAISING_KEYS}, {name: raising(refusal)})[name]
    # One more than is shown.
    assert keys == (["1", "2", "3", "4", "5", "6"] if "syntax" in words else ["7", "27", "47", "67", "87", "107"])


def test_a_row_that_an_index_leaves_out_may_be_such_that_its_expression_raises_an_error(place: Place) -> None:
    table = "CREATE TABLE items (id integer PRIMARY KEY, part integer, whole integer);"
    place.have(table, "INSERT INTO items VALUES (1, 1, 0), (2, 2, 2)")
    indexes = "CREATE UNIQUE INDEX once ON items ((part / whole)) WHERE whole > 0;"
    place.deploy(f"{table} {indexes} CREATE INDEX often ON items ((part / whole)) WHERE whole <> 0")


# Functions

F = "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a';"
F_MORE = "CREATE FUNCTION f(a integer, b integer DEFAULT 0) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';"
CODE = "CREATE FUNCTION code() RETURNS text LANGUAGE sql AS 'SELECT 1';"
CODE_MORE = "CREATE FUNCTION code(n integer DEFAULT 8) RETURNS text LANGUAGE sql AS 'SELECT n';"
USERS_OF_F = """
CREATE TABLE items (id integer PRIMARY KEY CHECK (f(id) > 0), name text DEFAULT code());
CREATE INDEX often ON items (f(id));
CREATE UNIQUE INDEX once ON items (f(id));
CREATE VIEW v AS SELECT f(id) AS f FROM items;
CREATE VIEW w AS SELECT f FROM v;
CREATE FUNCTION g(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN f(a);
"""
FILL = "INSERT INTO items SELECT n FROM generate_series(1, 9) AS n"


@pytest.mark.parametrize("rows", ["", FILL])
@pytest.mark.parametrize("more", [True, False])
def test_a_function_that_gets_or_loses_an_argument_with_a_default_takes_the_place_of_the_old_one(
    place: Place, more: bool, rows: str
) -> None:
    with_less, with_more = F + CODE + USERS_OF_F, F_MORE + CODE_MORE + USERS_OF_F
    old, new = (with_less, with_more) if more else (with_more, with_less)
    place.have(old, rows)
    made = place.deploy(new)
    assert place.left(new) == []
    took = "function f(integer, integer)" if more else "function f(integer)"
    assert any(str(each).startswith(f"+ {took}: replaces ") for each in made.changes)
    assert place.value("SELECT f(1)") == 1
    place.there.run(["INSERT INTO items (id) VALUES (77)"])
    assert place.value("SELECT name FROM items WHERE id = 77") == ("8" if more else "1")


def test_an_overload_that_an_earlier_deploy_left_goes_and_nothing_asks_by_its_name(place: Place) -> None:
    table = "CREATE TABLE items (id integer PRIMARY KEY);"
    place.have(F + F_MORE + table, FILL)
    place.deploy(f"{F_MORE} {table} ALTER TABLE items ADD CONSTRAINT above CHECK (f(id) > 0)")
    assert place.value("SELECT f(1)") == 1


def test_an_overload_stays_as_long_as_something_that_sql_does_not_know_uses_it(place: Place) -> None:
    place.have(F + "CREATE VIEW mine AS SELECT f(1) AS one")
    desired = place.want(F_MORE)
    made = place.there.plan(desired)
    assert made.statements == ()
    assert "function f(integer), which is not in sql/, must be dropped first, and view mine depends on it" in str(
        made.changes[0]
    )


def test_an_overload_that_no_call_confuses_is_left(place: Place) -> None:
    other = "CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 1';"
    place.have(F + other)
    place.deploy(F_MORE)
    assert place.left(F_MORE) == ["! function f(text) is not in sql/"]


# Domains

TYPES = """
CREATE TYPE pair AS (a code, b text);
CREATE DOMAIN strict AS code CHECK (VALUE <> 'x');
CREATE DOMAIN all_of AS code[];
"""
HOLDERS = {
    "code": "'long enough'",
    "strict": "'long enough'",
    "code[]": "ARRAY[['ok', 'long enough']]",
    "pair": "ROW('long enough', 'b')",
    "pair[]": "ARRAY[ROW('ok', 'b'), ROW('long enough', 'b')]::pair[]",
    "all_of": "ARRAY['ok', 'long enough']",
}
SHORT = "CREATE DOMAIN code AS text CONSTRAINT short CHECK (length(VALUE) < 9);"


@pytest.mark.parametrize("type_", HOLDERS)
def test_a_value_that_breaks_a_tightened_domain_is_found_wherever_it_stands(place: Place, type_: str) -> None:
    table = f"CREATE TABLE items (id integer PRIMARY KEY, value {type_});"
    good, bad = HOLDERS[type_].replace("long enough", "short"), HOLDERS[type_]
    rows = f"INSERT INTO items VALUES (1, {good}), (2, {bad}), (3, NULL)"
    place.have(f"CREATE DOMAIN code AS text; {TYPES} {table}", rows)
    desired = place.want(f"{SHORT} {TYPES} {table}")
    made = place.there.plan(desired)
    (refusal,) = made.refusals
    assert (refusal.object, refusal.table, refusal.rows, refusal.key) == ("domain code", "items", 1, ("id",))
    assert place.value(f"SELECT id FROM ({refusal.find}) AS found") == 2
    assert made.statements == ()

    place.there.run(["DELETE FROM items WHERE id = 2"])
    if type_ in ("code", "strict"):
        place.deploy(f"{SHORT} {TYPES} {table}")
        return
    mended = place.there.plan(desired)
    assert (mended.refusals, mended.statements) == ((), ())
    assert f"column items.value uses it inside {type_}, where PostgreSQL accepts no stricter domain" in str(
        mended.changes
    )


def test_a_domain_that_may_not_be_null_any_more_names_the_rows_that_are(place: Place) -> None:
    table = "CREATE TABLE items (id integer PRIMARY KEY, a code);"
    place.have(f"CREATE DOMAIN code AS text; {table}", "INSERT INTO items VALUES (1, 'a'), (2, NULL)")
    wanted = f"CREATE DOMAIN code AS text NOT NULL; {table}"
    made = place.there.plan(place.want(wanted))
    assert [(each.object, each.rows) for each in made.refusals] == [("domain code", 1)]
    place.there.run(["DELETE FROM items WHERE a IS NULL"])
    place.deploy(wanted)


@pytest.mark.parametrize(("old", "good", "bad"), [("text", "'a'", "'long enough'"), ("bigint", "1", "1234567890")])
def test_a_column_that_becomes_one_of_a_domain_is_looked_at_by_its_checks(
    place: Place, old: str, good: str, bad: str
) -> None:
    place.have(
        f"CREATE TABLE items (id integer PRIMARY KEY, a {old})", f"INSERT INTO items VALUES (1, {good}), (2, {bad})"
    )
    wanted = f"{SHORT} CREATE TABLE items (id integer PRIMARY KEY, a code)"
    made = place.there.plan(place.want(wanted))
    assert [(each.object, each.rows) for each in made.refusals] == [("column items.a", 1)]
    place.there.run(["DELETE FROM items WHERE id = 2"])
    place.deploy(wanted)


def test_a_new_column_of_a_domain_that_may_not_be_null_needs_a_value_for_the_rows(place: Place) -> None:
    place.have("CREATE TABLE items (id integer PRIMARY KEY)", "INSERT INTO items VALUES (1)")
    wanted = "CREATE DOMAIN code AS text NOT NULL; CREATE TABLE items (id integer PRIMARY KEY, a code)"
    made = place.there.plan(place.want(wanted))
    assert [(each.object, each.rows) for each in made.refusals] == [("column items.a", 1)]


# What is stored and was reckoned by a function

ROUND = """
CREATE FUNCTION round_up(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN {}; END';
CREATE FUNCTION rounded(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN round_up(n);
CREATE DOMAIN few AS integer CONSTRAINT few_check CHECK (round_up(VALUE) < 1000);
CREATE TABLE items (
    id integer PRIMARY KEY, n integer, a few[], sum integer GENERATED ALWAYS AS (round_up(n)) STORED,
    CONSTRAINT below CHECK (round_up(n) < 1000)
);
CREATE INDEX often ON items (round_up(n));
CREATE INDEX indirect ON items (rounded(n)) WHERE round_up(id) > 5;
CREATE UNIQUE INDEX once ON items (round_up(n));
"""
# By hand, in the database alone.
MINE = "CREATE INDEX mine ON items (round_up(n))"


def test_what_is_stored_follows_the_function_that_it_was_reckoned_by(place: Place) -> None:
    place.have(
        ROUND.format("n + 10"), "INSERT INTO items SELECT n, n, ARRAY[n] FROM generate_series(1, 50) AS n; " + MINE
    )
    made = place.deploy(ROUND.format("n + 20"))
    (change,) = [each for each in made.changes if each.object == "function round_up(integer)"]
    for key in ("index often", "index indirect", "index once", "index mine", "column items.sum", "domain few"):
        assert key in change.detail
    assert "constraint items.below" in change.detail
    place.there.connection.execute("SET enable_seqscan = off")
    for expression in ("round_up(n)", "rounded(n)"):
        more = " AND round_up(id) > 5" if expression == "rounded(n)" else ""
        assert place.value(f"SELECT id FROM items WHERE {expression} = 45{more}") == 25
    place.there.connection.execute("RESET enable_seqscan")
    assert place.value("SELECT sum FROM items WHERE id = 25") == 45


@pytest.mark.parametrize(
    ("body", "sqlstate", "words"),
    [
        (
            "n * 100",
            psycopg.errors.RaiseException,
            "constraint items.below: rows of table items would violate it with the new",
        ),
        ("100 / (n - 25)", psycopg.errors.DivisionByZero, "division by zero"),
        ("n / 2", psycopg.errors.UniqueViolation, "could not create unique index"),
    ],
)
def test_a_function_stays_as_it_was_when_a_row_is_against_what_it_is_to_be(
    place: Place, body: str, sqlstate: type[psycopg.Error], words: str
) -> None:
    place.have(ROUND.format("n + 10"), "INSERT INTO items SELECT n, n, ARRAY[n] FROM generate_series(1, 50) AS n")
    desired = place.want(ROUND.format(body))
    with pytest.raises(sqlstate, match=words):
        place.there.apply(place.there.plan(desired), desired)
    assert place.value("SELECT round_up(5)") == 15


def test_a_function_that_only_costs_something_else_touches_nothing_that_is_stored(place: Place) -> None:
    place.have(ROUND.format("n + 10"), "INSERT INTO items SELECT 1, 1")
    made = place.deploy(ROUND.format("n + 10").replace("IMMUTABLE AS", "IMMUTABLE COST 7 PARALLEL SAFE AS"))
    assert len(made.statements) == 1
