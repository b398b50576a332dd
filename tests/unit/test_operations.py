"""What operations would do, told from what is there: pure functions on recorded facts."""

from dataclasses import replace
from typing import Any

from pydantic import SecretStr

from ai_engine_db.facts.server import DatabaseState, ServerState
from ai_engine_db.operations import database, deploy_log, extension, schema
from ai_engine_db.runtime import container_definition, reference_rows
from ai_engine_db.schema.plan import Change, Plan, Statement
from ai_engine_db.security import roles, server_parameters
from ai_engine_db.settings import read
from tests.unit.test_facts import state

SERVER = state("running").server or ServerState()
WANTED = {"plpgsql": "pg_catalog", "postgis": "postgis", "pg_trgm": "extensions"}


def wanted(password: str | None) -> roles.Wanted:
    return roles.Wanted("weedgo", SecretStr(password) if password else None, 80, {"lock_timeout": "30s"})


def recorded(**changed: object) -> dict[str, object]:
    has = {"connections": 80, "config": ["lock_timeout=30s"], "powers": None}
    return {**(SERVER.role("weedgo") or {}), **has, **changed}


def test_a_missing_role_is_made_with_every_attribute_and_a_verifier() -> None:
    assert roles.differences(None, wanted("it's a secret")) == ["missing"]
    odd = roles.Wanted('odd"name', SecretStr("it's a secret"), 7, {"lock_timeout": "3s"})
    sql = roles.statements(odd, ["missing"], None)
    assert sql.startswith('CREATE ROLE "odd""name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE')
    assert "PASSWORD 'SCRAM-SHA-256$4096:" in sql
    assert "CONNECTION LIMIT 7;" in sql
    assert sql.endswith("""ALTER ROLE "odd""name" SET lock_timeout = '3s';""")
    assert "secret" not in sql


def test_a_role_without_a_password_cannot_log_in() -> None:
    assert "NOLOGIN" in roles.statements(wanted(None), ["missing"], None)
    assert roles.differences(recorded(), wanted(None)) == ["login"]


def test_an_attribute_too_many_is_taken_away_and_nothing_else() -> None:
    found = recorded(createdb=True)
    wrong = [name for name in roles.differences(found, wanted("another")) if name != "password"]
    assert wrong == ["createdb"]
    assert roles.statements(wanted("another"), wrong, found) == 'ALTER ROLE "weedgo" NOCREATEDB;'


def test_a_password_changed_outside_is_noticed() -> None:
    assert roles.differences(recorded(), wanted("not the one")) == ["password"]


def test_a_limit_changed_and_a_power_given_by_hand_are_taken_back() -> None:
    found = recorded(login=False, connections=-1, config=["lock_timeout=0", "x=y"], powers=["pg_read_server_files"])
    wrong = roles.differences(found, wanted(None))
    assert wrong == ["member of pg_read_server_files", "connection limit", "lock_timeout"]
    assert roles.statements(wanted(None), wrong, found).splitlines() == [
        'ALTER ROLE "weedgo" CONNECTION LIMIT 80;',
        """ALTER ROLE "weedgo" SET lock_timeout = '30s';""",
        'REVOKE "pg_read_server_files" FROM "weedgo";',
    ]


def test_databases_as_recorded_are_right() -> None:
    for name in ("ai_engine", "ai_engine_test"):
        assert database.differences(SERVER, name, "weedgo") == []


def test_a_database_of_another_owner_or_path_is_noticed() -> None:
    found = {**SERVER.facts["databases"]["ai_engine"], "owner": "somebody", "settings": None}
    facts = {**SERVER.facts, "databases": {"ai_engine": found}}
    changed = replace(SERVER, facts=facts)
    assert database.differences(changed, "ai_engine", "weedgo") == ["owner", "search_path"]
    assert database.differences(changed, "ai_engine_test", "weedgo") == ["missing"]


def test_an_encoding_other_than_utf8_is_named() -> None:
    facts = {**SERVER.facts, "databases": {"x": {**SERVER.facts["databases"]["ai_engine"], "encoding": "LATIN1"}}}
    assert database.differences(replace(SERVER, facts=facts), "x", "weedgo")[0] == "encoding LATIN1"


def test_names_of_databases_are_quoted() -> None:
    sql = database.statements('a"b', "o'p", ["owner"])
    assert sql == 'ALTER DATABASE "a""b" OWNER TO "o\'p";'


def test_a_new_database_lacks_all_extensions_but_plpgsql() -> None:
    assert extension.missing(WANTED, None) == {"postgis": "postgis", "pg_trgm": "extensions"}
    assert extension.missing(WANTED, SERVER.databases["ai_engine"]) == {}


def test_an_extension_elsewhere_is_named_and_not_missing() -> None:
    found = DatabaseState(extensions={"plpgsql": "pg_catalog", "postgis": "public"})
    assert extension.elsewhere(WANTED, found) == {"postgis": "public"}
    assert "postgis" not in extension.missing(WANTED, found)


def texts(*statements: Statement) -> list[str]:
    return [part.sql for part in schema.parts("db", "core", Plan(statements))]


def test_what_gives_objects_to_the_owner_is_in_none_of_the_owners_transactions() -> None:
    given = Statement("ALTER TABLE a OWNER TO x", "table a", "core", as_superuser=True)
    made = Statement("CREATE TABLE b ()", "table b", "core")
    assert Plan((given, made)).owners == (given,)
    assert "CREATE TABLE b ();" in texts(given, made)
    assert given.sql not in "".join(texts(given, made))
    assert "INSERT INTO deploy.schema_migrations" in "".join(texts(given))


def test_a_step_of_one_transaction_has_its_record_in_it() -> None:
    found = texts(Statement("CREATE TABLE b ()", "table b", "core"), Statement("CREATE TABLE c ()", "table c", "core"))
    assert (found[0], found[-1]) == ("BEGIN;", "COMMIT;")
    assert "COMMIT" not in "".join(found[:-1])
    assert "INSERT INTO deploy.schema_migrations" in found[-2]


def test_what_runs_alone_is_in_no_transaction_and_the_record_comes_last() -> None:
    found = texts(
        Statement("CREATE INDEX CONCURRENTLY i ON a (b)", "index i", "core", "SHARE UPDATE EXCLUSIVE", alone=True),
        Statement("ALTER TABLE a ADD CHECK (b > 0) NOT VALID", "constraint a.c", "core", "ACCESS EXCLUSIVE"),
        Statement(
            "ALTER TABLE a VALIDATE CONSTRAINT c", "constraint a.c", "core", "SHARE UPDATE EXCLUSIVE", alone=True
        ),
    )
    script = "\n".join(found)
    assert script.count("BEGIN;") == script.count("COMMIT;") == 1
    assert script.index("CONCURRENTLY") < script.index("BEGIN;") < script.index("NOT VALID") < script.index("COMMIT;")
    assert script.index("COMMIT;") < script.index("VALIDATE") < script.index("INSERT INTO deploy.schema_migrations")


def test_what_keeps_nobody_waiting_may_wait_itself_and_nothing_else_may() -> None:
    patient = texts(Statement("x", "index i", "core", "SHARE UPDATE EXCLUSIVE", alone=True))
    strict = texts(Statement("x", "index i", "core", "ACCESS EXCLUSIVE", alone=True))
    assert "SET lock_timeout = 0;\nx;\nSET lock_timeout = :'lock_timeout';" in patient
    assert "lock_timeout" not in "".join(strict)


def test_a_step_is_summed_up_in_words() -> None:
    changes = (
        Change("+", "table a", "core"),
        Change("+", "index i", "core"),
        Change("+", "index j", "core"),
        Change("~", "column a.b", "core"),
        Change("+", "table z", "other"),
    )
    assert schema.summary(Plan(changes=changes), "core") == "1 table, 2 indexes, 1 changed"


def test_a_step_that_finishes_what_others_began_tells_what_it_works_on() -> None:
    validated = (Statement("x", "constraint a.b", "validation"), Statement("y", "constraint a.c", "validation"))
    assert schema.summary(Plan(statements=validated), "validation") == "2 constraints"


def test_reference_rows_are_pending_where_a_database_is_new_and_not_where_they_are_there() -> None:
    from ai_engine_db.schema.reference import TABLES

    assert len(reference_rows.pending(None, overwrite=False)) == len(TABLES)
    loaded = DatabaseState(reference={each.table: (0, 2) for each in TABLES})
    assert reference_rows.pending(loaded, overwrite=False) == []
    assert all(str(change).startswith("~ 2 rows") for change in reference_rows.pending(loaded, overwrite=True))


def test_the_record_of_an_error_has_no_text_of_a_statement() -> None:
    error = "role weedgo: ERROR:  syntax error\nLINE 1: ... PASSWORD 'SCRAM-SHA-256$4096:...\n         ^\nRolled back."
    assert deploy_log.without_statement(error) == "role weedgo: ERROR:  syntax error\nRolled back."


def test_the_same_files_make_the_same_image() -> None:
    assert container_definition.context() == container_definition.context()
    assert container_definition.image_definition() == container_definition.image_definition()


def test_drift_is_told_item_by_item() -> None:
    settings = read({"environment": "dev", "db_container": "recorded", "db_volume": "recorded-data"}, {})
    container = state("running").docker
    told = container_definition.drift(settings, container)
    assert any(line.startswith("port ") for line in told)
    assert not any(line.startswith("memory ") for line in told)


# Parameters


def parameter(value: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "source": "configuration file", "restart": False, "pending": False, "file": value} | more


def differences(wanted: str, found: dict[str, Any]) -> server_parameters.Differences:
    facts = {**SERVER.facts, "parameters": {"x": found}}
    return server_parameters.differences(replace(SERVER, facts=facts), {"x": wanted})


def test_recorded_parameters_are_the_sized_ones() -> None:
    recorded = SERVER.facts["parameters"]
    wanted = read({"environment": "dev"}, {}).parameters
    assert len(wanted.keys() & recorded.keys()) == 3
    assert server_parameters.differences(SERVER, {name: wanted[name] for name in wanted if name in recorded}).now == {}


def test_a_parameter_with_its_value_is_left_alone_wherever_that_is_from() -> None:
    assert differences("1GB", parameter("1GB", file=None, source="default")) == server_parameters.Differences()
    assert differences("1GB", parameter("1GB", file="1024MB")) == server_parameters.Differences()


def test_a_parameter_that_waits_for_a_restart_is_not_set_again() -> None:
    found = differences("2GB", parameter("1GB", restart=True, pending=True, file="2GB"))
    assert (found.to_set, found.waiting) == ({}, ("x",))


def test_a_parameter_that_would_change_at_the_next_restart_is_set_back_without_one() -> None:
    found = differences("1GB", parameter("1GB", restart=True, pending=True, file="2GB"))
    assert (found.to_set, found.waiting) == ({"x": "1GB"}, ())


def test_a_parameter_of_the_command_line_is_named_and_left_alone() -> None:
    found = differences("2GB", parameter("1GB", restart=True, source="command line"))
    assert (found.to_set, found.waiting, found.fixed) == ({}, (), ("x",))


def test_the_record_is_given_to_an_owner_of_any_name() -> None:
    given = database.give_record("o'n %I")
    assert given.startswith('ALTER SCHEMA deploy OWNER TO "o\'n %I";')
    assert "OWNER TO %I', c.relname, 'o''n %I')" in given
