"""What is dropped on purpose, on a real server: in the right order, never with CASCADE, and nothing is left then."""

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest
from psycopg import sql

from ai_engine_db.cli import scratch_server
from ai_engine_db.schema import drop_questions, dropping, drops, renames
from ai_engine_db.schema.entries import Entry
from ai_engine_db.schema.plan import Plan, plan
from ai_engine_db.schema.rename import Rename
from ai_engine_db.schema.statements import Raised
from tests.integration.test_changes import Place
from tests.support.schemas import OWNER, Database, sizes_of

HAS = """
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
CREATE TABLE carts (id integer PRIMARY KEY, note text, feels mood DEFAULT 'sad');
INSERT INTO carts SELECT i, CASE WHEN i <= 20 THEN 'x' END FROM generate_series(1, 50) AS i;
"""
WANTS = """
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
CREATE TABLE carts (id integer PRIMARY KEY, note text, feels mood DEFAULT 'sad');
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with scratch_server.server() as server:
        with server.connect() as admin:
            admin.execute(f"CREATE ROLE {OWNER}; CREATE ROLE stranger")
            for name in ("there", "source"):
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER keeper").format(sql.Identifier(name)))
        databases = [Database(server, name, server.connect(name)) for name in ("there", "source")]
        databases[0].connection.execute("CREATE SCHEMA elsewhere AUTHORIZATION keeper")
        for each in databases:
            each.connection.execute(f"SET ROLE {OWNER}")
        yield Place(*databases)
        for each in databases:
            each.connection.close()


@pytest.fixture(autouse=True)
def nothing_elsewhere(place: Place) -> Iterator[None]:
    yield
    place.there.as_superuser("DROP SCHEMA elsewhere CASCADE; CREATE SCHEMA elsewhere AUTHORIZATION keeper")


def answers(place: Place, asked: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, query in asked.items():
        try:
            with place.there.connection.transaction():
                found[key] = place.value(query)
        except psycopg.Error as error:
            found[key] = Raised(str(error.diag.message_primary))
    return found


def planned(place: Place, wants: str, *entries: str) -> Plan:
    """A plan for SQL, with entries such as ``table carts``."""
    desired, actual = place.want(wants), place.there.snapshot()
    known = [Entry(f"sql/drops.toml:{at}", *_split(each), "why") for at, each in enumerate(entries, 1)]
    sizes = sizes_of(place.there.connection)
    wanted = drops.due(known, actual)
    asked = answers(place, drop_questions.asked(wanted, actual, sizes))
    return dropping.ended(place.there.plan(desired), desired, actual, wanted, asked, OWNER, sizes)


def _split(entry: str) -> tuple[str, str]:
    kind = next(each for each in sorted(drops.KINDS, key=len, reverse=True) if entry.startswith(f"{each} "))
    return kind, entry.removeprefix(f"{kind} ")


def dropped(place: Place, wants: str, *entries: str) -> Plan:
    """Brings a database to what SQL says without what entries say; nothing may be left to do."""
    made = planned(place, wants, *entries)
    assert [str(each) for each in made.changes if each.sign == "!"] == []
    for statement in made.owners:
        place.there.as_superuser(statement.sql)
    place.there.apply(made, place.want(wants))
    again = planned(place, wants, *entries)
    assert (again.statements, again.changes) == ((), ())
    assert place.there.dump() == place.source.dump()
    return made


def lines(found: Plan) -> list[str]:
    return [str(each) for each in found.changes]


SIMPLE = {
    "column carts.old": "ALTER TABLE carts ADD old integer",
    "index by_note": "CREATE INDEX by_note ON carts (note)",
    "constraint carts.short": "ALTER TABLE carts ADD CONSTRAINT short CHECK (length(note) < 9)",
    "trigger carts.touched": "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    " CREATE TRIGGER touched BEFORE UPDATE ON carts FOR EACH ROW EXECUTE FUNCTION touch()",
    "policy carts.mine": "CREATE POLICY mine ON carts USING (true)",
    "rule carts.quiet": "CREATE RULE quiet AS ON DELETE TO carts DO INSTEAD NOTHING",
    "view notes": "CREATE VIEW notes AS SELECT note FROM carts",
    "materialized view notes": "CREATE MATERIALIZED VIEW notes AS SELECT note FROM carts",
    "sequence numbers": "CREATE SEQUENCE numbers",
    "function twice(integer)": "CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2'",
    "procedure go(text, integer[])": "CREATE PROCEDURE go(a text, b integer[]) LANGUAGE sql AS 'SELECT 1'",
    "aggregate total(integer)": "CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer)",
    "aggregate how_many(*)": "CREATE AGGREGATE how_many(*) (sfunc = int8inc, stype = bigint, initcond = '0')",
    "aggregate all_of(VARIADIC integer[])": "CREATE FUNCTION more(n bigint, VARIADIC a integer[]) RETURNS bigint"
    " LANGUAGE sql AS 'SELECT n'; CREATE AGGREGATE all_of(VARIADIC integer[]) (sfunc = more, stype = bigint)",
    "type pair": "CREATE TYPE pair AS (a integer, b text)",
    "type span": "CREATE TYPE span AS RANGE (subtype = integer)",
    "domain code": "CREATE DOMAIN code AS text",
    "collation plain": 'CREATE COLLATION plain FROM "C"',
    "statistics pairs": "CREATE STATISTICS pairs ON id, note FROM carts",
    'table "Odd Carts"': 'CREATE TABLE "Odd Carts" (id serial PRIMARY KEY, a text UNIQUE)',
}


@pytest.mark.parametrize("entry", SIMPLE)
def test_what_is_named_goes_and_the_rest_stays_as_it_is(place: Place, entry: str) -> None:
    place.have(HAS, SIMPLE[entry])
    along = {"touched": "function touch()", "all_of": "function more(bigint, integer[])"}
    entries = [entry, *(other for word, other in along.items() if word in entry)]
    made = dropped(place, WANTS, *entries)
    assert {each.object for each in made.changes if each.sign == "-"} == set(entries)
    codes = {"DATA_LOSS", "AUTHZ"} if "policy" in entry else {"DATA_LOSS"}
    assert {hazard.code for each in made.changes for hazard in each.hazards} == codes
    assert not any("CASCADE" in each.sql for each in made.statements)
    assert place.value("SELECT count(*) FROM carts") == 50


def test_a_table_goes_with_what_belongs_to_it_and_says_how_much_that_is(place: Place) -> None:
    place.have(HAS, "CREATE INDEX by_note ON carts (note)")
    made = dropped(place, "CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad')", "table carts")
    (line,) = lines(made)
    assert line.startswith("- table carts: 50 rows, ")
    assert line.endswith(" KB, with constraint carts.carts_pkey, index by_note")
    assert place.value("SELECT to_regclass('carts')") is None


def test_a_column_says_how_many_rows_have_a_value(place: Place) -> None:
    place.have(HAS)
    made = dropped(place, WANTS.replace(" note text,", ""), "column carts.note")
    assert lines(made) == ["- column carts.note: 20 rows with a value, 40 bytes"]


def test_a_column_of_a_table_that_is_renamed_goes_in_the_same_deploy(place: Place) -> None:
    place.have(HAS, "ALTER TABLE carts ADD old integer; UPDATE carts SET old = 1; ALTER TABLE carts RENAME TO basket")
    desired, before = place.want(WANTS), place.there.snapshot()
    moves = renames.due(desired, before, [Rename("table", "basket", "carts")])
    sizes = renames.sizes(sizes_of(place.there.connection), moves.renames)
    were = renames.were(before, moves.renames)
    wanted = drops.due([Entry("sql/drops.toml:1", "column", "carts.old", "why")], moves.actual)
    asked = answers(place, drop_questions.asked(wanted, moves.actual, sizes, were))
    made = renames.begun(plan(desired, moves.actual, owner=OWNER, sizes=sizes), moves, desired)
    made = dropping.ended(made, desired, moves.actual, wanted, asked, OWNER, sizes, were)
    assert "- column carts.old: 50 rows with a value, 200 bytes" in lines(made)
    place.there.apply(made, desired)
    again = planned(place, WANTS, "column carts.old")
    assert (again.statements, again.changes) == ((), ())
    assert place.there.dump() == place.source.dump()


def test_what_is_there_no_more_is_no_reason_for_anything(place: Place) -> None:
    place.have(HAS)
    made = planned(place, WANTS, "table gone", "column carts.gone", "label mood.gone", "label gone.x", "view gone")
    assert made == Plan()
    assert made.used == ()


# What depends on it


def test_what_depends_on_it_and_is_not_named_keeps_it(place: Place) -> None:
    more = "CREATE VIEW notes AS SELECT note FROM carts; CREATE INDEX by_note ON carts (note)"
    place.have(HAS, more)
    wants = WANTS.replace(" note text,", "")
    made = planned(place, wants, "column carts.note")
    assert made.statements == ()
    assert "! column carts.note is not dropped: index by_note, view notes depend on it: list what goes along" in str(
        lines(made)
    )
    made = planned(place, wants, "column carts.note", "index by_note")
    assert [each.sql for each in made.statements] == ["DROP INDEX CONCURRENTLY IF EXISTS by_note"]
    assert (
        "! column carts.note is not dropped: view notes depends on it: list what goes along in sql/drops.toml"
        in str(lines(made))
    )
    made = dropped(place, wants, "column carts.note", "index by_note", "view notes")
    assert made.statements[-1].object == "column carts.note"


def test_a_view_of_sql_that_no_longer_uses_it_is_changed_before(place: Place) -> None:
    place.have(HAS, "CREATE VIEW seen AS SELECT id, note FROM carts")
    wants = WANTS.replace(" note text,", "") + "CREATE VIEW seen AS SELECT id FROM carts;"
    made = dropped(place, wants, "column carts.note")
    assert [each.object for each in made.statements][-1] == "column carts.note"


def test_tables_that_refer_to_each_other_go_in_order_with_their_views(place: Place) -> None:
    place.have(
        HAS,
        "CREATE TABLE a (id integer PRIMARY KEY, b integer); CREATE TABLE b (id integer PRIMARY KEY, a integer"
        " REFERENCES a); CREATE VIEW ab AS SELECT a.id FROM a, b; CREATE VIEW abc AS SELECT id FROM ab;"
        " CREATE FUNCTION f(x a) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    )
    assert "! table a is not dropped: constraint b.b_a_fkey, function f(a), view ab depend on it" in str(
        lines(planned(place, WANTS, "table a"))
    )
    assert [each.object for each in planned(place, WANTS, "table a", "table b", "function f(a)").statements] == [
        "function f(a)"
    ]
    made = dropped(place, WANTS, "table a", "view ab", "table b", "view abc", "function f(a)")
    order = [each.object for each in made.statements]
    assert order.index("view abc") < order.index("view ab") < order.index("table b") < order.index("table a")


def test_tables_with_a_circle_of_foreign_keys_go_together(place: Place) -> None:
    place.have(
        HAS,
        "CREATE TABLE a (id integer PRIMARY KEY, b integer); CREATE TABLE b (id integer PRIMARY KEY, a integer"
        " REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
    )
    made = dropped(place, WANTS, "table a", "table b")
    assert [each.object for each in made.statements] == [
        "constraint a.a_b_fkey",
        "constraint b.b_a_fkey",
        "table b",
        "table a",
    ]


def test_what_another_schema_has_of_it_keeps_it(place: Place) -> None:
    place.have(HAS, "CREATE VIEW elsewhere.notes AS SELECT note FROM carts")
    made = planned(place, WANTS.replace(" note text,", ""), "column carts.note")
    assert made.statements == ()
    assert lines(made) == [
        "! column carts.note is not dropped: rule _RETURN on view elsewhere.notes in another schema depends on it,"
        " which a deploy never drops"
    ]


def test_partitions_that_are_not_named_keep_their_parent(place: Place) -> None:
    parts = "CREATE TABLE p (id integer) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
    place.have(HAS, f"{parts} INSERT INTO p VALUES (1), (1)")
    made = planned(place, WANTS, "table p")
    assert made.statements == ()
    assert "! table p is not dropped: table p1 depends on it" in str(lines(made))
    place.there.run(["CREATE TABLE elsewhere.p2 PARTITION OF p FOR VALUES IN (2)"])
    made = planned(place, WANTS, "table p", "table p1")
    assert "elsewhere.p2 in another schema depends on it" in str(lines(made))
    place.there.run(["DROP TABLE elsewhere.p2"])
    made = dropped(place, WANTS, "table p", "table p1")
    assert "- table p: 2 rows, " in str(lines(made))


PARTED = """
CREATE TABLE events (id integer PRIMARY KEY, note text, feels mood DEFAULT 'sad') PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF events FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF events FOR VALUES IN (2);
CREATE TABLE refers (id integer REFERENCES events);
"""


def test_a_partition_goes_with_its_rows_and_its_table_stays_referred_to(place: Place) -> None:
    place.have(HAS, f"{PARTED} INSERT INTO events (id) VALUES (1), (2); INSERT INTO refers VALUES (2)")
    wants = WANTS + PARTED.replace("CREATE TABLE p1 PARTITION OF events FOR VALUES IN (1);", "")
    made = dropped(place, wants, "table p1")
    (line,) = lines(made)
    assert line.startswith("- table p1: 1 row, ")
    assert place.value("SELECT array_agg(id) FROM events") == [2]


def test_a_partition_whose_rows_are_referred_to_stays_and_all_of_it_is_rolled_back(place: Place) -> None:
    place.have(HAS, f"{PARTED} INSERT INTO events (id) VALUES (1); INSERT INTO refers VALUES (1)")
    wants = WANTS + PARTED.replace("CREATE TABLE p1 PARTITION OF events FOR VALUES IN (1);", "")
    made = planned(place, wants, "table p1")
    before = place.there.dump()
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        place.there.apply(made, place.want(wants))
    place.there.connection.execute(f"RESET ALL; SET ROLE {OWNER}")
    assert place.there.dump() == before


def test_a_partitioned_table_says_what_all_of_its_partitions_hold(place: Place) -> None:
    place.have(HAS, f"{PARTED} INSERT INTO events (id) VALUES (1), (2)")
    made = dropped(place, WANTS, "table refers", "table events", "table p1", "table p2")
    (line,) = (each for each in lines(made) if each.startswith("- table events: "))
    assert line.startswith("- table events: 2 rows, ")
    assert ", 0 bytes" not in line


@pytest.mark.parametrize("entry", ["column events.note", "index by_note", "constraint events.short"])
def test_what_partitions_have_from_their_table_goes_with_it(place: Place, entry: str) -> None:
    more = "CREATE INDEX by_note ON events (note); ALTER TABLE events ADD CONSTRAINT short CHECK (length(note) < 9);"
    parted = {"column": "", "index": more.partition(";")[2], "constraint": more.partition(";")[0] + ";"}[
        entry.split()[0]
    ]
    rest = PARTED.replace(" note text,", "") if entry.startswith("column") else PARTED
    has = PARTED if entry.startswith("column") else PARTED + more
    place.have(HAS, has + "INSERT INTO events (id) VALUES (1), (2)")
    made = dropped(place, WANTS + rest + parted, entry)
    assert [each.object for each in made.statements] == [entry]
    assert place.value("SELECT count(*) FROM events") == 2


def test_an_attribute_of_a_composite_type_goes_unless_a_view_reads_it(place: Place) -> None:
    has = "CREATE TYPE pair AS (a integer, b text); CREATE TABLE pairs (p pair);"
    place.have(HAS, f"{has} CREATE VIEW bs AS SELECT (p).b FROM pairs; INSERT INTO pairs VALUES ('(1,x)')")
    wants = WANTS + has.replace(", b text", "")
    made = planned(place, wants, "attribute pair.b")
    assert "! attribute pair.b is not dropped: rule _RETURN on view bs depends on it" in lines(made)
    place.there.run(["DROP VIEW bs"])
    dropped(place, wants, "attribute pair.b")
    assert place.value("SELECT p::text FROM pairs") == "(1)"


def test_statistics_go_with_their_column_and_that_is_said(place: Place) -> None:
    place.have(HAS, "CREATE STATISTICS pairs ON id, note FROM carts")
    made = dropped(place, WANTS.replace(" note text,", ""), "column carts.note")
    assert lines(made) == ["- column carts.note: 20 rows with a value, 40 bytes, with statistics pairs"]


def test_what_belongs_to_somebody_else_is_given_to_the_owner_first(place: Place) -> None:
    place.have(HAS)
    place.there.as_superuser("CREATE TABLE theirs (); ALTER TABLE theirs OWNER TO stranger")
    made = dropped(place, WANTS, "table theirs")
    assert [each.sql for each in made.statements] == [f"ALTER TABLE theirs OWNER TO {OWNER}", "DROP TABLE theirs"]
    assert {hazard.code for each in made.statements for hazard in each.hazards} == {"AUTHZ", "DATA_LOSS"}


# Labels

AROUND = """
CREATE FUNCTION second(a mood, b mood) RETURNS mood LANGUAGE sql IMMUTABLE RETURN b;
CREATE FUNCTION likes(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN m = 'sad';
CREATE TABLE others (feels mood[] DEFAULT '{sad}', one mood NOT NULL);
CREATE INDEX gladly ON carts (id) WHERE feels = 'glad';
CREATE INDEX plainly ON carts (feels);
ALTER TABLE carts ADD CONSTRAINT known CHECK (feels <> 'glad' OR id > 0);
CREATE VIEW glad AS SELECT id FROM carts WHERE feels = 'glad';
COMMENT ON VIEW glad IS 'Who is glad.';
COMMENT ON TYPE mood IS 'How one feels.';
COMMENT ON COLUMN glad.id IS 'Whose.';
CREATE POLICY gladly ON carts FOR SELECT USING (feels <> 'sad');
CREATE RULE never AS ON DELETE TO carts WHERE OLD.feels = 'glad' DO INSTEAD NOTHING;
ALTER TABLE carts DISABLE RULE never;
CREATE STATISTICS moods ON (feels = 'glad'), id FROM carts;
ALTER STATISTICS moods SET STATISTICS 7;
CREATE AGGREGATE last(mood) (sfunc = second, stype = mood);
CREATE TABLE events (id integer, feels mood DEFAULT 'sad') PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF events FOR VALUES IN (1);
ALTER TABLE p1 ALTER COLUMN feels SET DEFAULT 'glad';
CREATE INDEX glad_events ON events (id) WHERE feels = 'glad';
ALTER TABLE events ADD CONSTRAINT known CHECK (feels <> 'glad' OR id > 0);
"""


def less(text: str) -> str:
    return text.replace(", 'mad')", ")")


def test_a_label_goes_by_making_the_type_again_with_all_that_uses_it(place: Place) -> None:
    place.have(HAS, f"{AROUND} INSERT INTO others VALUES ('{{sad,glad}}', 'glad')")
    made = dropped(place, less(WANTS) + AROUND, "label mood.mad")
    assert place.value("SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum") == ["sad", "glad"]
    assert place.value("SELECT feels::text FROM others") == "{sad,glad}"
    assert place.value("INSERT INTO carts (id) VALUES (99) RETURNING feels::text") == "sad"
    assert place.value("SELECT likes('sad')") is True
    assert "- label mood.mad: the type is recreated" in lines(made)
    codes = {hazard.code for each in made.statements for hazard in each.hazards}
    assert codes == {"DATA_LOSS", "REWRITE"}


def test_what_goes_for_a_moment_keeps_what_a_person_granted_by_hand(place: Place) -> None:
    place.have(HAS, AROUND)
    by_hand = (
        "GRANT SELECT ON glad TO stranger; GRANT EXECUTE ON FUNCTION likes(mood) TO stranger;"
        " REVOKE EXECUTE ON FUNCTION likes(mood) FROM PUBLIC; GRANT USAGE ON TYPE mood TO stranger WITH GRANT OPTION"
    )
    place.there.run([by_hand])
    acls = """SELECT (SELECT relacl::text FROM pg_class WHERE oid = 'glad'::regclass)
        || (SELECT proacl::text FROM pg_proc WHERE proname = 'likes')
        || (SELECT typacl::text FROM pg_type WHERE typname = 'mood')"""
    before = place.value(acls)
    made = planned(place, less(WANTS) + AROUND, "label mood.mad")
    place.there.apply(made, place.want(less(WANTS) + AROUND))
    assert place.value("SELECT count(*) FROM pg_enum") == 2
    assert place.value(acls) == before


def test_a_column_of_a_table_that_belongs_to_somebody_else_stays(place: Place) -> None:
    place.have(HAS)
    place.there.as_superuser("CREATE TABLE theirs (a integer); ALTER TABLE theirs OWNER TO stranger")
    made = planned(place, WANTS, "column theirs.a")
    assert made.statements == ()
    assert "! column theirs.a is not dropped: table theirs belongs to stranger" in lines(made)


def test_several_labels_go_at_once(place: Place) -> None:
    place.have(HAS)
    made = dropped(place, WANTS.replace(", 'glad', 'mad'", ""), "label mood.mad", "label mood.glad")
    assert sum(each.sql.startswith("CREATE TYPE") for each in made.statements) == 1


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("UPDATE carts SET feels = 'mad' WHERE id < 3", "2 rows of column carts.feels have label mad"),
        (
            "CREATE TABLE more (many mood[]); INSERT INTO more VALUES ('{sad,mad}')",
            "1 row of column more.many has label mad",
        ),
        ("CREATE DOMAIN feeling AS mood", "domain feeling depends on type mood: write a transition"),
        (
            "CREATE MATERIALIZED VIEW m AS SELECT feels FROM carts",
            "materialized view m depends on type mood: write a transition",
        ),
    ],
)
def test_a_label_that_rows_have_stays(place: Place, rows: str, says: str) -> None:
    place.have(HAS, rows)
    made = planned(place, less(WANTS), "label mood.mad")
    assert made.statements == ()
    assert f"! label mood.mad is not dropped: {says}" in str(lines(made))


def test_a_row_that_gets_the_label_meanwhile_rolls_all_of_it_back(place: Place) -> None:
    place.have(HAS)
    made = planned(place, less(WANTS), "label mood.mad")
    place.there.run(["UPDATE carts SET feels = 'mad' WHERE id = 1"])
    before = place.there.dump()
    with pytest.raises(psycopg.errors.InvalidTextRepresentation, match='invalid input value for enum mood: "mad"'):
        place.there.apply(made, place.want(less(WANTS)))
    place.there.connection.execute(f"RESET ALL; SET ROLE {OWNER}")
    assert place.there.dump() == before


def test_a_constraint_of_a_domain_goes(place: Place) -> None:
    place.have(HAS, "CREATE DOMAIN code AS text CONSTRAINT short CHECK (length(VALUE) < 9)")
    dropped(place, f"{WANTS} CREATE DOMAIN code AS text;", "constraint code.short")


def test_a_function_that_another_takes_the_place_of_goes_once(place: Place) -> None:
    place.have(HAS, "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'")
    wants = f"{WANTS} CREATE FUNCTION f(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';"
    made = dropped(place, wants, "function f(integer)")
    assert sum(each.sql.startswith("DROP FUNCTION") for each in made.statements) == 1
