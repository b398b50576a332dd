"""Who may what, and which session does what: a deploy's roles, who has a superuser's powers, whose turn is first."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from ai_engine_db.facts.server import ServerState
from ai_engine_db.facts.state import State
from ai_engine_db.operations import schema
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.schema.plan import Plan, Statement
from ai_engine_db.security import hardening, roles
from ai_engine_db.settings import Settings
from ai_engine_db.transport import psql
from tests.unit import test_facts

FOUND = test_facts.state("running")
SERVER = FOUND.server or ServerState()
DEV = Settings.model_validate({"environment": "dev", "db_password": SecretStr("weedgo123")})


def wanted(name: str) -> roles.Wanted:
    return next(each for each in roles.wanted(DEV) if each.name == name)


# Roles


def test_a_role_gets_the_groups_and_the_parameters_that_it_needs_and_loses_other_powers() -> None:
    backup = wanted("weedgo_backup")
    found = {**(SERVER.role("weedgo_backup") or {}), "groups": ["pg_read_all_stats"], "settable": []}
    found["powers"] = ["pg_read_all_stats", "pg_write_all_data"]
    wrong = roles.differences(found, backup)
    assert wrong == ["not a member of pg_read_all_data", "may not set lc_messages", "member of pg_write_all_data"]
    assert roles.statements(backup, wrong, found).splitlines() == [
        'GRANT "pg_read_all_data" TO "weedgo_backup";',
        'GRANT SET ON PARAMETER lc_messages TO "weedgo_backup";',
        'REVOKE "pg_write_all_data" FROM "weedgo_backup";',
    ]


def test_a_role_that_is_missing_is_made_with_its_groups_and_parameters() -> None:
    sql = roles.statements(wanted("weedgo_backup"), ["missing"], None).splitlines()
    assert sql[0].startswith('CREATE ROLE "weedgo_backup" LOGIN NOSUPERUSER')
    assert "PASSWORD" not in sql[0]
    assert sql[-3:] == [
        'GRANT "pg_read_all_data" TO "weedgo_backup";',
        'GRANT "pg_read_all_stats" TO "weedgo_backup";',
        'GRANT SET ON PARAMETER lc_messages TO "weedgo_backup";',
    ]


@pytest.mark.parametrize("name", ["weedgo_catalog", "weedgo_backup"])
def test_a_role_that_a_deploy_made_is_as_it_should_be(name: str) -> None:
    assert roles.differences(SERVER.role(name), wanted(name)) == []


def test_a_role_of_a_deploy_has_no_password() -> None:
    found = {**(SERVER.role("weedgo_catalog") or {}), "verifier_sha256": "x"}
    assert roles.rights(found, wanted("weedgo_catalog")) == ["password"]
    assert roles.statements(wanted("weedgo_catalog"), ["password"], found).endswith("PASSWORD NULL;")


# Powers


def admins(powerful: dict[str, list[str]] | None, **changed: object) -> hardening.Item:
    facts = {**SERVER.facts, "powerful": powerful}
    now = State(FOUND.docker, replace(SERVER, facts=facts), 0)
    chosen = Settings.model_validate({**DEV.model_dump(), **changed})
    return next(each for each in hardening.items(chosen, now) if each.name == "admins")


def test_who_has_a_superusers_powers_is_named_with_why_unless_a_setting_names_them() -> None:
    powerful = {"eve": ["SUPERUSER"], "on call": ["CREATEROLE", "member of pg_read_server_files"]}
    assert list(admins(powerful).problems) == [
        "eve is SUPERUSER: revoke that, or list the role in DB_ADMINS",
        "on call is CREATEROLE and member of pg_read_server_files: revoke that, or list the role in DB_ADMINS",
    ]
    assert list(admins(powerful, db_admins='eve "on call"').problems) == []
    # The words of a name are no names.
    assert len(admins(powerful, db_admins="eve on call").problems) == 1


def test_the_roles_of_a_deploy_are_no_admins_to_name() -> None:
    assert list(admins({"weedgo_backup": ["BYPASSRLS"]}).problems) == []
    assert list(admins(None).problems) == []


# Sessions


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A host that is known as it was recorded."""
    monkeypatch.setattr(host_settings, "of", lambda _: DEV)
    monkeypatch.setattr(host_state, "of", lambda _: State(FOUND.docker, SERVER, 0))
    monkeypatch.setattr(host_state, "stamp", lambda *_: "")
    return object()


def test_objects_are_given_to_the_owner_by_the_superuser_before_the_owner_begins(host: Any) -> None:
    given = Statement("ALTER TABLE a OWNER TO weedgo", "table a", "core", as_superuser=True)
    made = Statement("CREATE TABLE b ()", "table b", "core")
    text = "\n".join(part.sql for part in schema.sessions(host, "ai_engine", Plan((made, given)), ["core"]))
    as_superuser, as_owner = (psql.connect("ai_engine", user) for user in ("postgres", "weedgo"))
    at = [text.index(each) for each in (as_superuser, given.sql, as_owner, made.sql)]
    assert at == sorted(at)
    assert text.count(given.sql) == text.count(made.sql) == 1


def test_without_objects_of_others_no_superuser_logs_in(host: Any) -> None:
    made = Statement("CREATE TABLE b ()", "table b", "core")
    text = "\n".join(part.sql for part in schema.sessions(host, "ai_engine", Plan((made,)), ["core"]))
    assert text.count("\\connect") == 1
    assert psql.connect("ai_engine", "weedgo") in text
