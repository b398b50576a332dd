"""The lock is what ``sql/`` makes, whatever the order of its files; and what it makes is the same after a dump."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from ai_engine_db.cli import catalogs, scratch_server
from ai_engine_db.cli.build_lock import RECORDER, apply, build, create_database, run, take_snapshot
from ai_engine_db.cli.sql_files import SourceError, statements
from ai_engine_db.schema import lock
from ai_engine_db.schema.plan import plan

EXTENSIONS = [source.text for source in statements(lock.ROOT)[0]]

LOYALTY = """CREATE TABLE loyalty (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    level varchar(10) NOT NULL CHECK (level IN ('gold', 'silver'))
);
CREATE INDEX idx_loyalty_tenant_id ON loyalty (tenant_id);
COMMENT ON TABLE loyalty IS 'Who is loyal.';
"""


@pytest.fixture(scope="module")
def server(image: str) -> Iterator[scratch_server.Server]:
    with scratch_server.server(image) as running:
        yield running


@pytest.fixture(scope="module")
def committed() -> lock.Lock:
    return lock.read()


def files(root: Path, **texts: str) -> Path:
    """A project with these files below ``sql/``: ``core__things`` is ``core/things.sql``."""
    for name, text in texts.items():
        path = root / "sql" / f"{name.replace('__', '/')}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


def test_the_committed_lock_is_what_sql_makes(server: scratch_server.Server, committed: lock.Lock) -> None:
    built = build(server)
    assert built.files == committed.files
    assert built.extensions == committed.extensions
    assert built.objects == committed.objects


def test_the_committed_lock_is_byte_by_byte_what_make_lock_writes(committed: lock.Lock, tmp_path: Path) -> None:
    lock.write(committed, tmp_path / "lock.json")
    assert (tmp_path / "lock.json").read_text() == lock.PATH.read_text()


def test_statements_make_the_same_in_any_order(server: scratch_server.Server, committed: lock.Lock) -> None:
    sources = statements(lock.ROOT)[1]
    with create_database(server, "backwards", EXTENSIONS) as connection:
        connection.execute(RECORDER.encode())
        run(connection, sources[::-1])
        connection.execute("DROP EVENT TRIGGER record")
        assert plan(committed.objects, take_snapshot(connection)).changes == ()


def test_a_dump_of_a_dump_of_a_database_needs_no_change(server: scratch_server.Server, committed: lock.Lock) -> None:
    with create_database(server, "made", EXTENSIONS) as connection:
        apply(connection, dict(committed.objects))
    for old, new in (("made", "restored"), ("restored", "restored_again")):
        with server.connect() as admin:
            admin.execute(f"CREATE DATABASE {new}")
        code, output = server.container.exec_run(
            ["sh", "-c", f"pg_dump -d {old} | psql -XAtq -v ON_ERROR_STOP=1 -d {new}"], user="postgres"
        )
        assert code == 0, output.decode()
        with server.connect(new) as connection:
            assert plan(committed.objects, take_snapshot(connection)).changes == ()


def test_a_new_file_and_other_file_names_change_nothing_else(
    server: scratch_server.Server, committed: lock.Lock, tmp_path: Path
) -> None:
    shutil.copytree(lock.SQL, tmp_path / "sql")
    files(tmp_path, auth__loyalty=LOYALTY)
    for number, path in enumerate(sorted((tmp_path / "sql" / "functions").iterdir())):
        path.rename(path.with_name(f"{99 - number}.sql"))
    built = build(server, tmp_path)
    added = built.objects.keys() - committed.objects.keys()
    assert added == {
        "table loyalty",
        "column loyalty.id",
        "column loyalty.tenant_id",
        "column loyalty.level",
        "constraint loyalty.loyalty_pkey",
        "constraint loyalty.loyalty_tenant_id_fkey",
        "constraint loyalty.loyalty_level_check",
        "index idx_loyalty_tenant_id",
    }
    assert {built.objects[key].domain for key in added} == {"auth"}
    assert {key: item for key, item in built.objects.items() if key not in added} == committed.objects


THINGS = "CREATE TABLE things (id integer, name text);\n"

REFUSED = {
    "a statement that does not parse": (
        {"core__things": "CREATE TABLE things (\n    id integer,\n    name txt txt\n);"},
        "sql/core/things.sql:3: syntax error",
    ),
    "a statement after many letters of two bytes": (
        {"core__things": "-- éééééééééééééééééééé\nCREATE TABLE things (\n    id txt txt,\n\n    b integer);"},
        "sql/core/things.sql:3: syntax error",
    ),
    "an unfinished statement": ({"core__things": "CREATE TABLE things (id integer"}, "sql/core/things.sql:1: "),
    "a column of a type that is not there": (
        {"core__things": "-- things\n\nCREATE TABLE things (\n    id integer,\n    name txt\n);"},
        'sql/core/things.sql:5: type "txt" does not exist',
    ),
    "a foreign key to a table that is not there": (
        {"core__things": "CREATE TABLE things (id integer REFERENCES nothing (id));"},
        'sql/core/things.sql:1: relation "nothing" does not exist',
    ),
    "a view of a column that is not there": (
        {"core__things": "CREATE TABLE things (id integer);", "views__v": "CREATE VIEW v AS\nSELECT nam\nFROM things;"},
        'sql/views/v.sql:2: column "nam" does not exist',
    ),
    "an index that cannot be": (
        {"core__things": "CREATE TABLE things (t timestamptz);\n\nCREATE INDEX i ON things (t) WHERE t > now();"},
        "sql/core/things.sql:3: functions in index predicate must be marked IMMUTABLE",
    ),
    "rows": (
        {"core__things": "CREATE TABLE things (id integer);\nINSERT INTO things VALUES (1);"},
        "sql/core/things.sql:2: Insert: sql/ holds definitions only",
    ),
    "something that is dropped": (
        {"core__things": "CREATE TABLE things (id integer);\n-- é\nDROP TABLE things;"},
        "sql/core/things.sql:3: DROP: sql/ says what there is",
    ),
    "a table in the file of another": (
        {"core__things": "CREATE TABLE things (id integer);\nCREATE TABLE others (id integer);"},
        "sql/core/things.sql:2: table others belongs in sql/core/others.sql",
    ),
    "a statement that changes nothing": (
        {"core__things": f"{THINGS}-- é\nALTER TABLE things ALTER COLUMN id DROP NOT NULL;"},
        "sql/core/things.sql:3: this statement changes nothing: leave it out",
    ),
    "an index that goes with an extension": (
        {"core__things": f"{THINGS}CREATE INDEX i ON things (name); ALTER INDEX i DEPENDS ON EXTENSION plpgsql;"},
        "sql/core/things.sql:2: AlterObjectDepends: sql/ holds definitions only",
    ),
    "a table that begins to inherit by hand": (
        {"core__things": THINGS, "core__other": "CREATE TABLE other (more text);\nALTER TABLE other INHERIT things;"},
        "sql/core/other.sql:2: INHERIT (write INHERITS in CREATE TABLE)",
    ),
    "a partition in the file of neither": (
        {
            "core__things": "CREATE TABLE things (id integer) PARTITION BY LIST (id);",
            "core__other": "CREATE TABLE part PARTITION OF things DEFAULT;",
        },
        "sql/core/other.sql:1: table part belongs in sql/core/part.sql",
    ),
    "a marker of another word": (
        {"core__things": "-- partitions: whatever\nCREATE TABLE things (id integer) PARTITION BY LIST (id);"},
        "sql/core/things.sql:1: -- partitions: whatever: only 'unmanaged' can be said of them",
    ),
    "a marker without a partitioned table": (
        {"core__things": f"{THINGS}-- partitions: unmanaged\n"},
        "sql/core/things.sql:2: -- partitions: no table of this file is partitioned",
    ),
    "a function twice": (
        {
            "functions__f": "CREATE OR REPLACE FUNCTION f() RETURNS integer RETURN 1;",
            "functions__g": "-- é\nCREATE OR REPLACE FUNCTION f() RETURNS integer RETURN 2;",
        },
        "sql/functions/g.sql:2: sql/functions/f.sql:1 defines it too",
    ),
    "a view twice": (
        {
            "views__v": "CREATE OR REPLACE VIEW v AS SELECT 1 AS a;",
            "views__w": "CREATE OR REPLACE VIEW v AS SELECT 2 AS a;",
        },
        "sql/views/w.sql:1: sql/views/v.sql:1 defines it too",
    ),
    "a type twice": (
        {"types__a": "CREATE TYPE mood AS ENUM ('calm');", "types__b": "CREATE TYPE mood AS ENUM ('sad');"},
        'sql/types/b.sql:1: type "mood" already exists (sql/types/a.sql:1)',
    ),
    "an index twice": (
        {"core__things": f"{THINGS}CREATE INDEX i ON things (id);\nCREATE INDEX i ON things (name);"},
        'sql/core/things.sql:3: relation "i" already exists (sql/core/things.sql:2)',
    ),
    "a comment twice": (
        {"core__things": f"{THINGS}COMMENT ON TABLE things IS 'a';\nCOMMENT ON TABLE public.things IS 'b';"},
        "sql/core/things.sql:3: sql/core/things.sql:2 defines it too",
    ),
    "what only a superuser may make": (
        {"functions__f": "-- é\n\nCREATE FUNCTION f() RETURNS integer LEAKPROOF LANGUAGE sql RETURN 1;"},
        "sql/functions/f.sql:3: only superuser can define a leakproof function",
    ),
    "a language that only a superuser may use": (
        {"functions__f": "CREATE FUNCTION f() RETURNS integer LANGUAGE internal AS 'now';"},
        "sql/functions/f.sql:1: permission denied for language internal",
    ),
    "a setting that only a superuser may give": (
        {"functions__f": "CREATE FUNCTION f() RETURNS integer SET log_statement = 'none' LANGUAGE sql RETURN 1;"},
        'sql/functions/f.sql:1: permission denied to set parameter "log_statement"',
    ),
    "a table on another disk": (
        {"core__things": f"{THINGS}ALTER TABLE things SET TABLESPACE pg_default;"},
        "sql/core/things.sql:2: TABLESPACE: ",
    ),
    "an index of a method that is not there": (
        {"core__things": f"{THINGS}CREATE INDEX i ON things USING columnar (id);"},
        'sql/core/things.sql:2: access method "columnar" does not exist',
    ),
    "an identity's sequence of another name": (
        {"core__things": "CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME numbers));"},
        "sql/core/things.sql:1: sequence numbers cannot be represented in the lock file as it is written:\n",
    ),
    "a domain over the row type of a table": (
        {
            "core__things": THINGS,
            "types__a_thing": "-- é\nCREATE DOMAIN a_thing AS things CHECK ((VALUE).id > 0);",
        },
        "sql/types/a_thing.sql:2: domain a_thing cannot be created from the definition that PostgreSQL prints:"
        ' type "things" does not exist'
        " (types and domains are created before tables)",
    ),
    "a domain over a function that needs a table": (
        {
            "core__things": THINGS,
            "functions__known": "CREATE FUNCTION known(n integer) RETURNS boolean LANGUAGE sql STABLE"
            " BEGIN ATOMIC SELECT EXISTS (SELECT FROM things WHERE id = n); END;",
            "types__a_known": "CREATE DOMAIN a_known AS integer CHECK (known(VALUE));",
        },
        "sql/types/a_known.sql:1: domain a_known cannot be created from the definition that PostgreSQL prints:"
        " function known(integer) does not exist"
        " (types and domains are created before tables)",
    ),
    "objects that need each other in a circle": (
        {
            "core__things": THINGS + "ALTER TABLE things ALTER COLUMN id SET DEFAULT following();",
            "functions__following": "CREATE FUNCTION following() RETURNS integer LANGUAGE sql STABLE"
            " BEGIN ATOMIC SELECT max(id) + 1 FROM things; END;",
        },
        "sql/functions/following.sql:1: these objects depend on each other in a circle: function following(),"
        " column things",
    ),
    "a rename of what is still there": (
        {"core__things": f"{THINGS}-- renames: table things to stuff"},
        "sql/core/things.sql:2: there is no table stuff in sql/",
    ),
    "a rename that is no line of its own form": (
        {"core__things": f"-- renamed: stuff\n{THINGS}"},
        "sql/core/things.sql:1: it is not clear what this renames",
    ),
    "violations of a key that are to be kept": (
        {
            "core__things": "CREATE TABLE things (id integer PRIMARY KEY);"
            "\n-- violations=keep: constraint things.things_pkey"
        },
        "sql/core/things.sql:2: constraint things.things_pkey is a primary key: only a check or a foreign key",
    ),
    "a table twice": (
        {"core__things": "CREATE TABLE things (id integer);", "ai__things": "CREATE TABLE things (id integer);"},
        'sql/core/things.sql:1: relation "things" already exists (sql/ai/things.sql:1)',
    ),
}

# Made in another order, by a plan, and kept by a dump.
WORKED_OUT = {
    "an array of an enum": {
        "core__things": "CREATE TABLE things (moods mood[] DEFAULT ARRAY['calm']::mood[]);",
        "types__mood": "CREATE TYPE mood AS ENUM ('calm');",
    },
    "letters of all alphabets": {
        "core__été": "-- Québec €\r\nCREATE TABLE été (\r\n    \"中 😀\" text DEFAULT 'é€😀' CHECK (\"中 😀\" <> ''));"
        '\r\nCOMMENT ON COLUMN été."中 😀" IS \'ß\r\n€\';\r\nCREATE INDEX "😀" ON été ("中 😀")',
        "functions__f": "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $é$SELECT '😀'; -- é\r\n$é$",
        "views__v": "-- 😀 Québec\nCREATE VIEW v AS SELECT 1 AS ж WHERE 1 < 1000000;",
    },
}


@pytest.mark.parametrize("texts", WORKED_OUT.values(), ids=WORKED_OUT.keys())
def test_what_is_right_in_sql_is_in_the_lock_as_it_is_written(
    server: scratch_server.Server, tmp_path: Path, texts: dict[str, str]
) -> None:
    built = build(server, files(tmp_path, **texts))
    assert {item.domain for item in built.objects.values()} == {name.split("__")[0] for name in texts}


def test_letters_of_two_bytes_before_a_statement_cut_nothing_off_it(
    server: scratch_server.Server, tmp_path: Path
) -> None:
    built = build(server, files(tmp_path, **WORKED_OUT["letters of all alphabets"]))
    assert built.objects["view v"]["definition"].endswith("WHERE (1 < 1000000)")
    assert "'é€😀'::text" in built.objects['column "été"."中 😀"'].attributes["default"]
    assert built.objects['column "été"."中 😀"']["comment"] == "ß\r\n€"


@pytest.mark.parametrize(("texts", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_wrong_in_sql_is_named_with_its_file_and_line(
    server: scratch_server.Server, tmp_path: Path, texts: dict[str, str], message: str
) -> None:
    with pytest.raises(SourceError) as refused:
        build(server, files(tmp_path, **texts))
    assert str(refused.value).startswith(message)


# Whatever the catalogs can have, by any name and in any version: here what a query of ours and a dump may pass over.
BESIDE = {
    "a grant by another": (
        "GRANT SELECT ON t TO ann WITH GRANT OPTION; SET ROLE ann; GRANT SELECT ON t TO bob; RESET ROLE",
        "pg_class of public.t",
    ),
    "default privileges": ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO bob", "pg_default_acl of "),
    "an event trigger": (
        "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        " CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION e()",
        "pg_event_trigger of e",
    ),
    "a publication": ("CREATE PUBLICATION p FOR TABLE t", "pg_publication of p"),
    "an operator": (
        "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)",
        "pg_operator of public.===",
    ),
    "a cast": (
        "CREATE TYPE c AS (a integer); CREATE FUNCTION f(c) RETURNS integer RETURN 1;"
        " CREATE CAST (c AS integer) WITH FUNCTION f(c)",
        "pg_cast of (public.c AS ",
    ),
    "a text search configuration": ("CREATE TEXT SEARCH CONFIGURATION w (COPY = simple)", "pg_ts_config of public.w"),
    "a foreign server": (
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w",
        "pg_foreign_server of s",
    ),
    "a language": ("CREATE LANGUAGE plagain HANDLER plpgsql_call_handler", "pg_language of plagain"),
    "an access method": ("CREATE ACCESS METHOD again TYPE INDEX HANDLER bthandler", "pg_am of again"),
    "a replica identity": ("ALTER TABLE t REPLICA IDENTITY FULL", "pg_class of public.t"),
    "a statistics target": ("ALTER TABLE t ALTER a SET STATISTICS 7", "pg_attribute of public.t.a"),
    "a clustered index": ("CREATE INDEX i ON t (a); CLUSTER t USING i", "pg_index of "),
    "a comment on a schema": ("COMMENT ON SCHEMA public IS 'mine'", "pg_description of public"),
    "a schema": ("CREATE SCHEMA more", "pg_namespace of more"),
    "a conversion": ("CREATE CONVERSION u FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1", "pg_conversion of public.u"),
    "an operator class": (
        "CREATE OPERATOR CLASS o FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer)",
        "pg_opclass of public.o USING btree",
    ),
}


@pytest.mark.parametrize(("statements_", "words"), BESIDE.values(), ids=BESIDE.keys())
def test_all_that_the_catalogs_can_have_is_compared(
    server: scratch_server.Server, statements_: str, words: str
) -> None:
    with server.connect() as admin, suppress(psycopg.errors.DuplicateObject):
        admin.execute("CREATE ROLE ann; CREATE ROLE bob")
    found = []
    for name, more in (("written", statements_), ("printed", "SELECT")):
        with create_database(server, name, []) as connection:
            since = catalogs.begin(connection)
            connection.execute("CREATE TABLE t (id integer PRIMARY KEY, a text)")
            connection.execute(more.encode())
            found.append(catalogs.rows(connection, since))
    written, printed = found
    assert not list(catalogs.differences(printed, printed))
    assert any(words in said for _, said in catalogs.differences(written, printed))
    assert any(words.split(" of ")[0] in said for _, said in catalogs.differences(printed, written))


def test_what_is_renamed_and_what_may_be_broken_is_in_the_lock(server: scratch_server.Server, tmp_path: Path) -> None:
    things = (
        "-- renames: table stuff, junk to things\n-- violations=keep: constraint things.positive\n"
        "CREATE TABLE things (id integer CONSTRAINT positive CHECK (id > 0));"
    )
    built = build(server, files(tmp_path, core__things=things))
    assert [(each.before, each.after) for each in built.renames] == [
        ("table stuff", "table things"),
        ("table junk", "table things"),
    ]
    assert built.objects["constraint things.positive"]["keeps"] is True
    lock.write(built, tmp_path / "schema.lock.json")
    assert lock.read(tmp_path / "schema.lock.json") == built


def test_files_need_each_other_in_any_direction(server: scratch_server.Server, tmp_path: Path) -> None:
    texts = {
        "a__first": "CREATE TABLE first (id serial PRIMARY KEY, other integer REFERENCES second (id), mood mood);",
        "b__second": "CREATE TABLE second (id serial PRIMARY KEY, CHECK (twice(id) > 0));"
        " ALTER TABLE second ADD CONSTRAINT mutual FOREIGN KEY (id) REFERENCES first (id) DEFERRABLE;",
        "functions__twice": "CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n * 2;",
        "functions__first_of": "CREATE FUNCTION first_of(s second) RETURNS SETOF first LANGUAGE sql STABLE"
        " BEGIN ATOMIC SELECT * FROM first WHERE other = s.id; END;",
        "types__mood": "CREATE TYPE mood AS ENUM ('calm', 'it''s');",
        "views__a": "CREATE VIEW a AS SELECT b.id, f.mood FROM b JOIN second s USING (id), first_of(s) AS f;",
        "views__b": "CREATE VIEW b AS SELECT * FROM second;",
    }
    built = build(server, files(tmp_path, **texts))
    made = {key for key in built.objects if not key.startswith(("column ", "sequence "))}
    assert made == {
        "table first",
        "constraint first.first_other_fkey",
        "constraint first.first_pkey",
        "table second",
        "constraint second.mutual",
        "constraint second.second_id_check",
        "constraint second.second_pkey",
        "function twice(integer)",
        "function first_of(second)",
        "type mood",
        "view a",
        "view b",
    }


def test_each_object_has_the_domain_of_its_file(server: scratch_server.Server, tmp_path: Path) -> None:
    texts = {
        "a__Things": 'CREATE TABLE "Things" (id serial PRIMARY KEY);',
        "views__v": 'CREATE VIEW v AS SELECT id FROM "Things";',
        "views__keep": "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        " CREATE TRIGGER keeps INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION keep();",
        "types__mood": "CREATE TYPE mood AS ENUM ('calm');",
        "types__a_pair": "CREATE TYPE a_pair AS (first mood, second integer); CREATE DOMAIN count AS integer;",
    }
    built = build(server, files(tmp_path, **texts))
    assert {key: item.domain for key, item in built.objects.items()} == {
        'table "Things"': "a",
        'column "Things".id': "a",
        'constraint "Things"."Things_pkey"': "a",
        'sequence "Things_id_seq"': "a",
        "type mood": "types",
        "type a_pair": "types",
        "domain count": "types",
        "function keep()": "views",
        "trigger v.keeps": "views",
        "view v": "views",
    }
