"""The statements of sql/ are cut out of the files by letters: whatever alphabet a file has, nothing gets lost."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pglast import parse_sql

from ai_engine_db.cli.sql_files import SourceError, check_scripts, parse, statements
from ai_engine_db.schema import texts
from ai_engine_db.schema.lock import ROOT

# Letters of one to four bytes, and what ends lines, strings and statements.
LETTERS = st.text(st.sampled_from("a1 éßЖ€中𝒳😀\u00a0\u2028\u0085\ufeff;'\"$\\-/*\r\n"), max_size=12)
ENDS = st.sampled_from(["\n", "\r\n", "\r\n\r\n", " "])


@st.composite
def pieces(draw: st.DrawFn) -> tuple[str, str]:
    """A statement, and what stands before it."""
    text = draw(LETTERS)
    before = draw(
        st.sampled_from(
            [
                "",
                f"-- {text.translate(str.maketrans('', '', chr(13) + chr(10)))}\n",
                f"/* {text.replace('*', '').replace('/', '')} */",
            ]
        )
    )
    within = draw(LETTERS)
    string = "'" + within.replace("'", "''") + "'"
    name = '"x' + within.replace('"', '""') + '"'
    statement = draw(
        st.sampled_from(
            [
                f"CREATE VIEW {name} AS SELECT {string} AS a WHERE 1 < 1000000",
                f"CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $é${within.replace('$', '')}$é$",
                f"COMMENT ON TABLE {name} IS {string}",
                f"CREATE TABLE t (été text DEFAULT {string}, CHECK (été <> {string} /* {within.replace('*', '')} */))",
            ]
        )
    )
    return before, statement


@given(st.lists(st.tuples(pieces(), ENDS), min_size=1, max_size=4), st.booleans())
@example([(("-- Québec\n", "CREATE VIEW v AS SELECT 1 WHERE 1 < 1000000"), "\n")], True)
def test_the_statements_put_together_are_the_file(parts: list[tuple[tuple[str, str], str]], last: bool) -> None:
    text = "".join(f"{before}{statement};{end}" for (before, statement), end in parts)
    # The last one of a file needs no end.
    text = text if last else text.rstrip()[:-1]
    found = parse("a.sql", text)
    assert [source.text for source in found] == [statement for (_, statement), _ in parts]
    rest, lines = text, []
    for source in found:
        before, _, rest = rest.partition(source.text)
        assert parse_sql(before) == ()
        lines.append(text[: len(text) - len(rest) - len(source.text)].count("\n") + 1)
    assert parse_sql(rest) == ()
    assert [source.line for source in found] == lines


@pytest.mark.parametrize("letter", ["e", "é", "€", "😀"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_error_is_on_its_line_whatever_letters_stand_before_it(letter: str, end: str) -> None:
    before = f"-- {letter * 50}{end}SELECT '{letter * 50}';{end}"
    with pytest.raises(SourceError, match=r"^a\.sql:4: syntax error"):
        parse("a.sql", f'{before}CREATE TABLE "{letter}" ({end}  a a a,{end}  b text{end});')
    source = parse("a.sql", f"{before}CREATE TABLE t ({end}  a text,{end}  b nope{end});")[1]
    assert source.at() == "a.sql:3"
    assert source.at(source.text.index("nope")) == "a.sql:5"


def test_a_statement_without_an_end_is_missed_on_the_last_line() -> None:
    with pytest.raises(SourceError, match=r"^a\.sql:3: syntax error at end of input"):
        parse("a.sql", "SELECT 'é';\nCREATE TABLE t (\n  a text\n\n")


def written(folder: Path, data: bytes) -> Path:
    path = folder / "a.sql"
    path.write_bytes(data)
    return path


def test_a_text_is_read_with_its_own_line_ends(tmp_path: Path) -> None:
    assert texts.read(written(tmp_path, "SELECT 'é\r\n\u2028';\r".encode())) == "SELECT 'é\r\n\u2028';\r"


def test_the_mark_that_an_editor_begins_a_file_with_is_no_part_of_it(tmp_path: Path) -> None:
    text = texts.read(written(tmp_path, "\ufeff-- é\nCREATE TABLE t ();".encode()))
    assert [(source.text, source.line) for source in parse("a.sql", text)] == [("CREATE TABLE t ()", 2)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            "-- ok é\n-- Québec\n".encode().replace("Québec".encode(), "Québec".encode("latin-1")),
            "2: not UTF-8 (byte 0xE9)",
        ),
        (b"\xef\xbb\xbf-- a\n\n-- Qu\xe9bec\n", "3: not UTF-8 (byte 0xE9)"),
        ("-- é\n".encode("utf-16"), "1: not UTF-8"),
        (b"SELECT 1;\nSELECT 2\0;\nDROP", "2: contains a zero byte"),
    ],
    ids=["Latin-1", "Latin-1 behind a mark", "UTF-16", "a zero byte"],
)
def test_what_is_no_text_of_utf_8_is_refused_by_file_and_line(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(SourceError) as refused:
        texts.read(written(tmp_path, data), "sql/core/a.sql")
    assert str(refused.value).startswith(f"sql/core/a.sql:{says}")


MISPLACED = {
    "a file of no domain": (
        "things.sql",
        "CREATE TABLE things ();",
        "sql/things.sql:1: a file belongs in the folder",
    ),
    "a folder with the name of a step": (
        "validation/t.sql",
        "CREATE TABLE t ();",
        "sql/validation/t.sql:1: sql/validation has",
    ),
    "a folder with a step's name of two words": (
        "foreign keys/t.sql",
        "",
        "sql/foreign keys/t.sql:1: sql/foreign keys has",
    ),
    "a table among the views": ("views/t.sql", "\nCREATE TABLE t ();", "sql/views/t.sql:2: a table belongs in"),
    "a definition among the rows": (
        "reference/t.sql",
        "CREATE TABLE t ();",
        "sql/reference/t.sql:1: sql/reference holds rows",
    ),
    "a table among the extensions": (
        "extensions.sql",
        "CREATE TABLE t ();",
        "sql/extensions.sql:1: sql/extensions.sql holds",
    ),
    "an extension among the tables": (
        "core/t.sql",
        "CREATE EXTENSION citext;",
        "sql/core/t.sql:1: CreateExtension: sql/ holds",
    ),
}


@pytest.mark.parametrize(("name", "text", "says"), MISPLACED.values(), ids=MISPLACED.keys())
def test_what_is_not_where_it_belongs_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    path = tmp_path / "sql" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    with pytest.raises(SourceError) as refused:
        statements(tmp_path)
    assert str(refused.value).startswith(says)


UNHELD = {
    "SET": "SET search_path = x",
    "RESET": "RESET ALL",
    "a transaction": "BEGIN",
    "ALTER DATABASE": "ALTER DATABASE ai_engine SET work_mem = '1GB'",
    "ALTER SYSTEM": "ALTER SYSTEM SET work_mem = '1GB'",
    "ALTER ROLE": "ALTER ROLE weedgo SUPERUSER",
    "a role": "CREATE ROLE bob",
    "DO": "DO 'BEGIN END'",
    "CALL": "CALL p()",
    "SELECT": "SELECT 1",
    "a cast": "CREATE CAST (a AS b) WITH FUNCTION f(a)",
    "an operator": "CREATE OPERATOR === (FUNCTION = f, LEFTARG = a, RIGHTARG = b)",
    "an operator class": "CREATE OPERATOR CLASS c FOR TYPE t USING btree AS STORAGE t",
    "a security label": "SECURITY LABEL ON TABLE t IS 'x'",
    "a publication": "CREATE PUBLICATION p FOR ALL TABLES",
    "a subscription": "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
    "an event trigger": "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
    "a schema": "CREATE SCHEMA s",
    "a foreign table": "CREATE FOREIGN TABLE t (a integer) SERVER s",
    "a table of a query": "CREATE TABLE t AS SELECT 1",
    "a transform": "CREATE TRANSFORM FOR t LANGUAGE sql (FROM SQL WITH FUNCTION f(internal))",
    "a materialized view without rows": "CREATE MATERIALIZED VIEW v AS SELECT 1 WITH NO DATA",
    "a materialized view of another schema": "CREATE MATERIALIZED VIEW s.v AS SELECT 1",
    "a materialized view that may be there": "CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1",
    "statistics of another schema": "CREATE STATISTICS s.s ON a, b FROM t",
    "an aggregate of another schema": "CREATE AGGREGATE s.total(integer) (SFUNC = int4pl, STYPE = integer)",
    "a policy of another schema": "CREATE POLICY p ON s.t",
    "a shell type": "CREATE TYPE shell",
    "a policy changed": "ALTER POLICY p ON t USING (true)",
    "statistics that may be there": "ALTER STATISTICS IF EXISTS s SET STATISTICS 7",
    "a text search configuration": "CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)",
    "a language": "CREATE LANGUAGE plsh",
    "another owner": "ALTER VIEW v OWNER TO bob",
    "another name": "ALTER TABLE t RENAME TO u",
    "another schema": "ALTER TABLE t SET SCHEMA s",
    "a label of an enum": "ALTER TYPE t ADD VALUE 'x'",
    "TRUNCATE": "TRUNCATE t",
    "REINDEX": "REINDEX TABLE t",
    "LOAD": "LOAD 'x'",
    "COPY": "COPY t FROM STDIN",
    "INHERIT": "ALTER TABLE t INHERIT p",
    "NO INHERIT": "ALTER TABLE t NO INHERIT p",
    "ATTACH PARTITION": "ALTER TABLE t ATTACH PARTITION p DEFAULT",
    "DETACH PARTITION": "ALTER TABLE t DETACH PARTITION p",
    "a table of a type": "CREATE TABLE t OF c",
    "a temporary table": "CREATE TEMPORARY TABLE t (a integer)",
    "a temporary table by its schema": "CREATE TABLE pg_temp.t (a integer)",
    "a temporary view": "CREATE TEMPORARY VIEW v AS SELECT 1",
    "a temporary sequence": "CREATE TEMPORARY SEQUENCE s",
    "a table of another schema": "CREATE TABLE s.t (a integer)",
    "a view of another schema": "CREATE VIEW s.v AS SELECT 1",
    "a function of another schema": "CREATE FUNCTION s.f() RETURNS integer RETURN 1",
    "an enum of another schema": "CREATE TYPE s.e AS ENUM ()",
    "a type of another schema": "CREATE TYPE s.e AS (a integer)",
    "a domain of another schema": "CREATE DOMAIN s.d AS integer",
    "a sequence of another schema": "CREATE SEQUENCE s.q",
    "an index in another schema": "CREATE INDEX ON s.t (a)",
    "a change of another schema": "ALTER TABLE s.t ADD COLUMN a integer",
    "a sequence changed in another schema": "ALTER SEQUENCE s.q INCREMENT 2",
    "IF NOT EXISTS of a table": "CREATE TABLE IF NOT EXISTS t (a integer)",
    "IF NOT EXISTS of an index": "CREATE INDEX IF NOT EXISTS i ON t (a)",
    "IF NOT EXISTS of a sequence": "CREATE SEQUENCE IF NOT EXISTS s",
    "IF NOT EXISTS of a column": "ALTER TABLE t ADD COLUMN IF NOT EXISTS a integer",
    "IF EXISTS of a table": "ALTER TABLE IF EXISTS t ADD COLUMN a integer",
    "IF EXISTS of a sequence": "ALTER SEQUENCE IF EXISTS s INCREMENT 2",
    "the next value of a sequence": "ALTER SEQUENCE s RESTART WITH 100",
    "the next value of an identity": "ALTER TABLE t ALTER COLUMN a RESTART WITH 100",
    "all triggers": "ALTER TABLE t DISABLE TRIGGER ALL",
    "the user's triggers": "ALTER TABLE t DISABLE TRIGGER USER",
    "the tablespace of a table": "CREATE TABLE u (a integer) TABLESPACE fast",
    "the tablespace of an index": "CREATE INDEX i ON t (a) TABLESPACE fast",
    "the tablespace of a key": "ALTER TABLE t ADD PRIMARY KEY (a) USING INDEX TABLESPACE fast",
    "the tablespace of a column's key": "CREATE TABLE u (a integer UNIQUE USING INDEX TABLESPACE fast)",
    "another tablespace": "ALTER TABLE t SET TABLESPACE fast",
    "a comment on a schema": "COMMENT ON SCHEMA public IS 'x'",
    "a comment on the database": "COMMENT ON DATABASE ai_engine IS 'x'",
    "a comment on a role": "COMMENT ON ROLE weedgo IS 'x'",
    "a comment on an extension": "COMMENT ON EXTENSION postgis IS 'x'",
    "a grant to all": "GRANT SELECT ON t TO PUBLIC",
    "a grant to all and others": "GRANT EXECUTE ON FUNCTION f() TO bob, PUBLIC",
    "a grant on all tables": "GRANT SELECT ON ALL TABLES IN SCHEMA public TO bob",
    "a policy for a role by its name": "CREATE POLICY p ON t TO bob",
    "a grant to a role by its name": "GRANT SELECT ON t TO bob",
    "a grant to who asks": "GRANT SELECT ON t TO CURRENT_USER",
    "a grant by another": 'GRANT SELECT ON t TO ":app" GRANTED BY CURRENT_USER',
    "a grant on another schema": 'GRANT USAGE ON SCHEMA s TO ":app"',
    "a grant to create objects": 'GRANT CREATE ON SCHEMA public TO ":app"',
    "default privileges for all": "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
    "default privileges of another": 'ALTER DEFAULT PRIVILEGES FOR ROLE bob GRANT SELECT ON TABLES TO ":app"',
    "default privileges elsewhere": 'ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO ":app"',
    "a revocation of a grant option": "REVOKE GRANT OPTION FOR SELECT ON t FROM PUBLIC",
    "a grant on the database": "GRANT CONNECT ON DATABASE ai_engine TO bob",
    "a grant of a role": "GRANT pg_monitor TO bob",
    "a revocation from a role": "REVOKE SELECT ON t FROM bob",
}


@pytest.mark.parametrize("statement", UNHELD.values(), ids=UNHELD.keys())
def test_a_statement_that_the_lock_cannot_hold_is_refused_by_file_and_line(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "sql" / "core" / "t.sql"
    path.parent.mkdir(parents=True)
    path.write_text(f"-- é\nCREATE TABLE t (a integer);\n\n{statement};\n")
    with pytest.raises(SourceError, match=r"^sql/core/t\.sql:4: "):
        statements(tmp_path)


HELD = [
    "CREATE TABLE public.t (a integer PRIMARY KEY, b text DEFAULT 'é' CHECK (b <> ''))",
    "CREATE UNLOGGED TABLE t (a integer GENERATED ALWAYS AS IDENTITY (START 5)) WITH (fillfactor = 70)",
    "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (a) NOT VALID",
    "ALTER TABLE t DISABLE TRIGGER g",
    "CREATE TABLE t (a integer) PARTITION BY RANGE (a)",
    "CREATE TABLE t PARTITION OF p DEFAULT",
    "CREATE TABLE t (a integer) INHERITS (p)",
    "ALTER TABLE t REPLICA IDENTITY FULL",
    "ALTER TABLE t CLUSTER ON i",
    "ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 100",
    "ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5), ALTER COLUMN a SET STORAGE EXTERNAL",
    "ALTER SEQUENCE s OWNED BY t.a",
    "CREATE OR REPLACE VIEW v AS SELECT 1",
    "CREATE OR REPLACE FUNCTION f() RETURNS integer RETURN 1",
    "CREATE UNIQUE INDEX i ON t (a) WHERE a > 0",
    "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f()",
    "COMMENT ON COLUMN t.a IS 'é'",
    "COMMENT ON CONSTRAINT c ON t IS 'é'",
    'GRANT SELECT, INSERT ON t TO ":bob", ":ann" WITH GRANT OPTION',
    'GRANT INSERT, SELECT (a) ON t TO ":bob"',
    'GRANT USAGE ON SCHEMA public TO ":bob"',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ":bob"',
    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "REVOKE ALL ON FUNCTION f() FROM PUBLIC",
    "ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    'CREATE POLICY p ON t AS RESTRICTIVE FOR SELECT TO ":bob", CURRENT_USER USING (a > 0)',
    "CREATE RULE r AS ON INSERT TO t DO NOTHING",
    "CREATE STATISTICS s ON a, b FROM t",
    "ALTER STATISTICS s SET STATISTICS 7",
    "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer)",
    'CREATE COLLATION c FROM "C"',
    "CREATE TYPE span AS RANGE (SUBTYPE = integer)",
    "COMMENT ON POLICY p ON t IS 'é'",
    "COMMENT ON MATERIALIZED VIEW v IS 'é'",
]


@pytest.mark.parametrize("statement", HELD)
def test_a_definition_is_taken(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "sql" / "core" / "t.sql"
    path.parent.mkdir(parents=True)
    path.write_text(f"{statement};\n")
    assert [source.text for source in statements(tmp_path)[1]] == [statement]


# What a transition may hold


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("UPDATE t SET a = 1;\nCOMMIT;\nSELECT 1;", "a.sql:6: the file runs in one transaction"),
        ("ROLLBACK", "a.sql:5: the file runs in one transaction"),
        ("SELECT 1;\n\\! touch /tmp/x", 'a.sql:6: syntax error at or near "\\"'),
        ("UPDAT t SET a = 1", 'a.sql:5: syntax error at or near "UPDAT"'),
    ],
)
def test_a_transition_that_is_not_one_transaction_of_sql_is_refused(tmp_path: Path, body: str, words: str) -> None:
    folder = tmp_path / "sql" / "transitions"
    folder.mkdir(parents=True)
    (folder / "a.sql").write_text(f"-- É.\n-- has: table t\n-- step: core\n-- when: true\n{body}")
    with pytest.raises(SourceError, match=re.escape(words)):
        check_scripts(tmp_path)


def test_the_transitions_of_the_project_are_one_transaction_each() -> None:
    check_scripts(ROOT)


@pytest.mark.parametrize("name", ["core/orders.SQL", "transitions/rename.Sql", "sample/01_core.SQL"])
def test_a_file_whose_suffix_is_spelled_otherwise_is_not_passed_over(tmp_path: Path, name: str) -> None:
    path = tmp_path / "sql" / name
    path.parent.mkdir(parents=True)
    path.write_text("SELECT 1;\n")
    with pytest.raises(SourceError, match=rf"sql/{name}:1: only files named \*\.sql are read"):
        statements(tmp_path)
