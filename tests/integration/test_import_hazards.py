"""What an import could lose without anybody noticing: small databases on one real server, some of them odd.

They are imported by the process that pyinfra starts, so that a test has a second of it and can kill it at a given line.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest

from tests.support.deployment import ROOT, Deployment
from tests.support.others import wait_for

LEGACY, TARGET = "hazard_legacy", "hazard_target"
TEAMS = """
CREATE TABLE teams (id integer PRIMARY KEY, code text UNIQUE);
CREATE TABLE players (id integer PRIMARY KEY, team integer REFERENCES teams ON DELETE CASCADE);
CREATE TABLE goals (id integer PRIMARY KEY, player integer REFERENCES players ON DELETE CASCADE);
"""
TEAM_ROWS = (
    "INSERT INTO teams VALUES (1, 'X'), (2, 'Y'); INSERT INTO players VALUES (1, 1), (2, 2);"
    "INSERT INTO goals VALUES (1, 1)"
)
FLAGS = """
CREATE TABLE flags (id integer PRIMARY KEY, owner integer, chosen boolean);
CREATE UNIQUE INDEX flags_chosen ON flags (owner) WHERE chosen;
CREATE TABLE uses (id integer PRIMARY KEY, flag integer REFERENCES flags);
"""


@dataclass
class Small:
    """Two databases on one server.

    Attributes:
        between: SQL for the target, between the plan and the work.
    """

    server: Deployment
    between: str = ""

    def there(self, sql: str) -> str:
        return self.server.psql(f"SET ROLE weedgo; {sql}", LEGACY)

    def here(self, sql: str) -> str:
        return self.server.psql(f"SET ROLE weedgo; {sql}", TARGET)

    def both(self, sql: str) -> None:
        self.there(sql)
        self.here(sql)

    def same(self, table: str) -> bool:
        query = f"SELECT t::text FROM {table} AS t ORDER BY 1"
        return self.here(query) == self.there(query) != ""

    def _end(self, name: str) -> dict[str, object]:
        return {
            "host": "127.0.0.1", "port": self.server.port, "dbname": name, "user": "weedgo",
            "password": self.server.password,
        }  # fmt: skip

    def run(self, kill: str, **options: object) -> tuple[int, str]:
        """The exit code, and what it said; killed at the line that begins with a word."""
        process = subprocess.Popen(
            [sys.executable, "-m", "ai_engine_db.data_import"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin
        assert process.stdout
        settings = {"source": self._end(LEGACY), "target": self._end(TARGET), "options": options, "free": None}
        process.stdin.write(f"{json.dumps(settings)}\n")
        process.stdin.flush()
        said = []
        for line in process.stdout:
            message = json.loads(line)
            if "work" in message:
                if self.between:
                    self.here(self.between)
                process.stdin.write("go\n")
                process.stdin.flush()
            said += message.get("problems", [message.get("say", "")])
            if kill and said[-1].startswith(kill):
                process.kill()
        process.stdin.close()
        return process.wait(), "\n".join(said)

    def imports(self, **options: object) -> str:
        code, said = self.run("", **options)
        assert code == 0, said
        assert "DIFFERENT" not in said
        assert self.here("SELECT count(*) FROM pg_namespace WHERE nspname = 'legacy_import'") == "0"
        return said

    def refused(self, **options: object) -> str:
        code, said = self.run("", **options)
        assert code == 1, said
        return said

    def interrupted(self) -> None:
        """An import that is killed when all rows are there, and nothing else is done yet."""
        code, said = self.run("copied")
        assert code == -9, said


@pytest.fixture
def small(provisioned: Deployment) -> Iterator[Small]:
    for name in (LEGACY, TARGET):
        provisioned.psql(f"CREATE DATABASE {name} OWNER weedgo", "postgres")
    yield Small(provisioned)
    for name in (LEGACY, TARGET):
        provisioned.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", "postgres")


# What is not seen, or seen as something else


def test_rows_that_a_policy_hides_are_not_taken_for_missing_ones(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY)")
    small.there(
        "INSERT INTO a SELECT generate_series(1, 9); CREATE POLICY few ON a USING (id < 4);"
        "ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER TABLE a FORCE ROW LEVEL SECURITY;"
        "RESET ROLE; REVOKE ALL ON b FROM weedgo"
    )
    said = small.refused()
    assert "table a: the legacy role may not read it (GRANT SELECT, and no row security)" in said
    assert "table b: the legacy role may not read it" in said
    small.there("ALTER TABLE a NO FORCE ROW LEVEL SECURITY; RESET ROLE; GRANT SELECT ON b TO weedgo")
    small.imports()
    assert small.here("SELECT count(*) FROM a") == "9"


def test_what_is_no_table_of_schema_public_is_named_and_left_out(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY)")
    small.there(
        "INSERT INTO a VALUES (1); SELECT lo_from_bytea(0, 'x'), lo_from_bytea(0, 'y'); RESET ROLE;"
        "CREATE SCHEMA crm; CREATE TABLE crm.leads (id integer) PARTITION BY LIST (id);"
        "CREATE TABLE crm.first PARTITION OF crm.leads FOR VALUES IN (1); CREATE TABLE crm.calls ();"
        "CREATE FOREIGN DATA WRAPPER far; CREATE SERVER far FOREIGN DATA WRAPPER far;"
        "CREATE FOREIGN TABLE far (id integer) SERVER far"
    )
    said = small.imports()
    assert "! tables of schema crm: 2, which are left out" in said
    assert "! foreign tables: 1, which are left out" in said
    assert "! large objects: 2, which are left out" in said
    assert "left out" not in small.imports(tables=["a"])
    small.there("SELECT lo_unlink(oid) FROM pg_largeobject_metadata; RESET ROLE; DROP SCHEMA crm CASCADE")
    assert "crm" not in (said := small.imports())
    assert "large objects" not in said


def test_nulls_that_are_not_to_be_there_twice_are_found_by_the_checks(small: Small) -> None:
    small.there("CREATE TABLE a (id integer PRIMARY KEY, code text); INSERT INTO a VALUES (1, NULL), (2, NULL)")
    small.here("CREATE TABLE a (id integer PRIMARY KEY, code text UNIQUE NULLS NOT DISTINCT)")
    assert "unique index a_code_key of a: 1 keys occur more than once, for example ()" in small.refused()
    small.there("DELETE FROM a WHERE id = 2")
    small.here("INSERT INTO a VALUES (3, NULL)")
    assert "unique index a_code_key of a: 1 legacy rows have the key of another existing row" in small.refused()
    small.here("DELETE FROM a")
    small.imports()
    assert small.same("a")


def test_sequences_that_no_column_owns_end_past_the_largest_value_too(small: Small) -> None:
    small.both(
        "CREATE SEQUENCE s; CREATE TABLE a (id integer PRIMARY KEY DEFAULT nextval('s'));"
        "CREATE TABLE b (id integer PRIMARY KEY DEFAULT nextval('s'), code text DEFAULT 'N' || nextval('s'))"
    )
    small.there("INSERT INTO a VALUES (700); INSERT INTO b VALUES (3, 'N4'); SELECT setval('s', 5)")
    small.imports()
    assert small.here("SELECT nextval('s')") == "701"


def test_a_sequence_that_may_not_be_read_is_named(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY); CREATE SEQUENCE numbers")
    small.there("RESET ROLE; ALTER SEQUENCE numbers OWNER TO postgres")
    assert "sequence numbers: the legacy role may not read it (GRANT SELECT)" in small.refused()


def test_rows_of_tables_that_inherit_come_with_their_parent(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY, note text)")
    small.there(
        "CREATE TABLE more () INHERITS (a);"
        "INSERT INTO more SELECT n, repeat('x', 900) FROM generate_series(1, 20000) AS n"
    )
    small.imports(ignore_extra=True)
    assert small.here("SELECT count(*) FROM a") == "20000"


def test_what_a_server_knows_by_number_comes_over_by_name(small: Small) -> None:
    small.here("CREATE TABLE so (); CREATE TABLE that (); CREATE TABLE numbers_differ ()")
    small.both("CREATE TABLE named (id integer PRIMARY KEY); CREATE TABLE a (id integer PRIMARY KEY, which regclass)")
    small.there("INSERT INTO a VALUES (1, 'named')")
    small.imports()
    assert small.here("TABLE a") == "1|named"


def test_json_fits_jsonb_and_what_is_no_json_does_not(small: Small) -> None:
    small.there("CREATE TABLE a (id integer PRIMARY KEY, v json); CREATE TABLE b (id integer PRIMARY KEY, v text)")
    small.here("CREATE TABLE a (id integer PRIMARY KEY, v jsonb); CREATE TABLE b (id integer PRIMARY KEY, v jsonb)")
    small.there("""INSERT INTO a VALUES (1, '{"a":  1}'), (2, NULL); INSERT INTO b VALUES (1, '{')""")
    assert "column b.v: type text does not fit jsonb" in small.refused()
    small.imports(exclude=["b"])
    assert small.here("TABLE a") == '1|{"a": 1}\n2|'


def test_bytes_that_are_no_text_are_found_before_anything_is_written(small: Small) -> None:
    small.server.psql(
        f"DROP DATABASE {LEGACY}; CREATE DATABASE {LEGACY} OWNER weedgo"
        " TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'",
        "postgres",
    )
    small.both("CREATE TABLE a (id integer PRIMARY KEY, v text); CREATE TABLE b (id integer PRIMARY KEY, v text)")
    small.there(r"INSERT INTO a VALUES (1, 'café'); INSERT INTO b VALUES (1, E'caf\xe9')")
    assert 'table b: invalid byte sequence for encoding "UTF8": 0xe9' in small.refused()
    assert small.here("SELECT count(*) FROM a") == "0"
    small.there("UPDATE b SET v = 'café'")
    small.imports()
    assert small.same("a")


@pytest.mark.parametrize(
    ("encoding", "value", "says"),
    [
        ("SQL_ASCII", r"E'caf\xe9'", 'table b: invalid byte sequence for encoding "UTF8": 0xe9'),
        ("WIN1252", r"convert_from('\x81', 'WIN1252')", "table b: character with byte sequence 0x81"),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_table_where_that_has_rows_already(
    small: Small, encoding: str, value: str, says: str
) -> None:
    small.server.psql(
        f"DROP DATABASE {LEGACY}; CREATE DATABASE {LEGACY} OWNER weedgo"
        f" TEMPLATE template0 ENCODING '{encoding}' LOCALE_PROVIDER libc LOCALE 'C'",
        "postgres",
    )
    small.both("CREATE TABLE a (id integer PRIMARY KEY, v text); CREATE TABLE b (id integer PRIMARY KEY, v text)")
    small.both("INSERT INTO a VALUES (1, 'x'); INSERT INTO b VALUES (1, 'x')")
    small.there(f"INSERT INTO b VALUES (2, {value})")
    assert says in small.refused()
    small.imports(exclude=["b"])
    small.there("UPDATE b SET v = 'y' WHERE id = 2")
    small.imports()
    assert small.same("b")


def end_when_waited_for(server: Deployment, other: psycopg.Connection) -> None:
    wait_for(server, "SELECT pid FROM pg_locks WHERE NOT granted")
    other.commit()


def test_what_empties_a_table_waits_or_comes_before_all_of_it(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY)")
    small.there("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)")
    with psycopg.connect(small.server.dsn(LEGACY)) as other:
        other.execute("TRUNCATE a")
        with ThreadPoolExecutor() as threads:
            threads.submit(end_when_waited_for, small.server, other)
            small.imports()
    assert small.here("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)") == "0|1"
    with psycopg.connect(small.server.dsn(LEGACY)) as other:
        other.execute("LOCK TABLE b")
        assert "legacy database: a table there is locked" in small.refused()


def test_no_trigger_fires_not_of_a_partition_either(small: Small) -> None:
    small.both(
        "CREATE TABLE a (id integer PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE a_1 PARTITION OF a FOR VALUES FROM (0) TO (100);"
        "CREATE TABLE a_2 PARTITION OF a FOR VALUES FROM (100) TO (1000)"
    )
    small.here(
        "CREATE TABLE fired (name text);"
        "CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN INSERT INTO public.fired VALUES (TG_NAME); RETURN NULL; END';"
        "CREATE TRIGGER of_all AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION fire();"
        "CREATE TRIGGER of_one BEFORE INSERT ON a_1 FOR EACH ROW EXECUTE FUNCTION fire();"
        "ALTER TABLE a_1 ENABLE ALWAYS TRIGGER of_one"
    )
    small.there("INSERT INTO a SELECT generate_series(1, 150)")
    query = "SELECT tgname, tgrelid::regclass, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
    before = small.here(query)
    small.imports()
    assert small.here("SELECT count(*) FROM fired") == "0"
    assert small.here(query) == before
    assert small.same("a")


def test_rows_that_come_between_the_plan_and_the_work_stop_it(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY)")
    small.there("INSERT INTO a VALUES (1)")
    small.between = "INSERT INTO a VALUES (2)"
    assert "rows were added to a since the plan was made: run it again" in small.refused()
    assert small.here("SELECT count(*) FROM pg_namespace WHERE nspname = 'legacy_import'") == "0"
    small.between = ""
    small.imports()
    assert small.here("TABLE a ORDER BY 1") == "1\n2"


# Merged


def test_keys_and_columns_in_another_order_and_identities(small: Small) -> None:
    small.there(
        "CREATE TABLE a (x integer, y text, v text, n integer GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (y, x))"
    )
    small.here("CREATE TABLE a (n integer GENERATED ALWAYS AS IDENTITY, v text, y text, x integer, PRIMARY KEY (x, y))")
    small.there("INSERT INTO a (x, y, v) SELECT n, 'k' || n % 3, 'v' FROM generate_series(1, 30) AS n")
    small.here("INSERT INTO a (x, y, v) VALUES (99, 'z', 'own'), (30, 'k0', 'mine')")
    small.imports(conflict="replace")
    query = "SELECT x, y, v, n FROM a WHERE v <> 'own' ORDER BY 1"
    assert small.here(query) == small.there(query)
    assert small.here("SELECT attidentity FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname = 'n'") == "a"
    assert small.here("INSERT INTO a (x, y) VALUES (0, '') RETURNING n") == "31"


@pytest.mark.parametrize("first", [1, 2])
def test_a_unique_value_that_moved_to_another_row(small: Small, first: int) -> None:
    small.both(FLAGS)
    small.there(f"INSERT INTO flags VALUES (1, 1, {first == 2}), (2, 1, {first == 1}); INSERT INTO uses VALUES (1, 1)")
    small.here(f"INSERT INTO flags VALUES (1, 1, {first == 1}), (2, 1, {first == 2})")
    small.imports(conflict="replace")
    assert small.same("flags")


# Between an interrupted run and the next, the legacy database went on


@pytest.mark.parametrize("first", [1, 2])
def test_a_unique_value_that_moved_meanwhile(small: Small, first: int) -> None:
    small.both(FLAGS)
    small.there(f"INSERT INTO flags VALUES (1, 1, {first == 1}), (2, 1, {first == 2})")
    small.there("INSERT INTO uses VALUES (1, 1), (2, 2)")
    small.interrupted()
    small.there("UPDATE flags SET chosen = NULL")
    small.there(f"UPDATE flags SET chosen = id <> {first}")
    small.imports()
    assert small.same("flags")


def test_unique_values_that_changed_places_meanwhile(small: Small) -> None:
    small.both(TEAMS)
    small.there(TEAM_ROWS)
    small.here("INSERT INTO goals VALUES (77, NULL)")
    small.interrupted()
    small.there("UPDATE teams SET code = code || '?'; UPDATE teams SET code = CASE id WHEN 1 THEN 'Y' ELSE 'X' END")
    assert "removed again, to be imported anew: goals, players, teams" in small.imports()
    assert small.same("teams")
    assert small.same("players")
    assert small.here("TABLE goals ORDER BY 1") == "1|1\n77|"


def test_a_unique_value_of_a_row_that_is_gone_meanwhile_and_that_others_left(small: Small) -> None:
    small.both(TEAMS)
    small.there(TEAM_ROWS)
    small.interrupted()
    small.there("INSERT INTO teams VALUES (3, 'Z'); UPDATE players SET team = 3; DELETE FROM teams WHERE id < 3")
    small.there("UPDATE teams SET code = 'X'")
    small.imports()
    assert [small.same(table) for table in ("teams", "players", "goals")] == [True] * 3


def test_a_table_without_a_primary_key_that_changed_meanwhile(small: Small) -> None:
    small.both("CREATE TABLE a (v text)")
    small.there("INSERT INTO a SELECT 'row ' || n % 4 FROM generate_series(1, 10) AS n")
    small.interrupted()
    small.there("DELETE FROM a WHERE v = 'row 3'; INSERT INTO a VALUES ('new'), ('new')")
    small.imports()
    assert small.same("a")
    small.imports()
    small.here("INSERT INTO a VALUES ('mine')")
    assert "table a: already has other rows, and no primary key in both databases to merge by" in small.refused()


def test_no_row_of_the_targets_own_goes_with_one_that_is_gone(small: Small) -> None:
    small.both(TEAMS)
    small.there(TEAM_ROWS)
    small.here("INSERT INTO players VALUES (77, NULL)")
    small.interrupted()
    small.here("UPDATE players SET team = 1 WHERE id = 77")
    small.there("DELETE FROM teams WHERE id = 1")
    said = small.refused()
    assert "table teams: 1 rows no longer exist in the legacy database, but the target's own rows refer to them" in said
    assert small.here("TABLE players ORDER BY 1") == "2|2\n77|1"
    small.here("UPDATE players SET team = 2 WHERE id = 77")
    small.imports()
    assert small.same("teams")


def test_rows_that_were_gone_and_are_back(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY, up integer REFERENCES a, v text)")
    small.there("INSERT INTO a VALUES (1, NULL, 'a'), (2, 1, 'b'), (3, 2, 'c')")
    small.interrupted()
    small.there("DELETE FROM a WHERE id > 1")
    small.interrupted()
    small.there("INSERT INTO a VALUES (2, 1, 'back')")
    small.imports()
    assert small.same("a")


def test_a_column_that_came_meanwhile_without_touching_a_row_is_noticed_and_then_mended(small: Small) -> None:
    small.both("CREATE TABLE a (id integer PRIMARY KEY)")
    small.here("ALTER TABLE a ADD COLUMN n integer DEFAULT 1")
    small.there("INSERT INTO a VALUES (1), (2)")
    small.interrupted()
    small.there("ALTER TABLE a ADD COLUMN n integer DEFAULT 5")
    assert "the legacy and the target database differ in a" in small.refused()
    small.imports()
    assert small.same("a")
