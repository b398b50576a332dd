"""Placeholders for roles: read in ``sql/``, and given the names of an environment."""

import pytest
from pglast import keywords

from ai_engine_db.schema import roles
from ai_engine_db.schema.keywords import QUOTED
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import plan

NAMES = {"app": "weedgo_app", "reports": "The reports", "readonly": "weedgo_readonly"}


def table(*grants: str, kind: str = "table", name: str = "things") -> Object:
    return Object(kind, name, attributes={"grants": list(grants)} if grants else {}, domain="types")


@pytest.mark.parametrize(
    ("text", "as_sql", "found"),
    [
        ("GRANT SELECT ON t TO :app, :b_2;", 'GRANT SELECT ON t TO ":app", ":b_2";', {"app", "b_2"}),
        ("-- é😀 :none\nGRANT SELECT ON é TO :app", '-- é😀 :none\nGRANT SELECT ON é TO ":app"', {"app"}),
        ("SELECT ':app', a[1:n], 1::text, f(a := b)", "SELECT ':app', a[1:n], 1::text, f(a := b)", set()),
        ("CREATE FUNCTION f() AS $$ TO :app $$", "CREATE FUNCTION f() AS $$ TO :app $$", set()),
        ("GRANT SELECT ON t TO 'unfinished :app", "GRANT SELECT ON t TO 'unfinished :app", set()),
    ],
)
def test_a_placeholder_is_a_word_behind_a_colon(text: str, as_sql: str, found: set[str]) -> None:
    assert roles.written(text) == (as_sql, frozenset(found))


def test_a_plan_grants_to_the_roles_of_the_environment() -> None:
    wanted = table('":app" SELECT', '":reports" SELECT WITH GRANT OPTION')
    found = plan(roles.resolve({wanted.id: wanted}, NAMES, "weedgo"), {wanted.id: table()})
    assert [each.sql for each in found.statements] == [
        'GRANT SELECT ON TABLE things TO "The reports" WITH GRANT OPTION',
        "GRANT SELECT ON TABLE things TO weedgo_app",
    ]


@pytest.mark.parametrize(
    ("item", "owner"),
    [
        (table('":app" SELECT'), "weedgo_app"),
        (table('":readonly" SELECT'), "weedgo"),
        (table('":app" USAGE', kind="schema", name="public"), "weedgo"),
    ],
)
def test_what_a_role_has_by_itself_is_not_granted(item: Object, owner: str) -> None:
    resolved = roles.resolve({item.id: item}, NAMES, owner)
    assert resolved[item.id]["grants"] is None


def test_a_policy_has_its_roles_as_the_server_prints_them_and_the_owner_by_no_name() -> None:
    wanted = Object("policy", "p", "things", {"roles": ['":app"', '":b"', '":readonly"', '":z"']}, domain="types")
    names = {"app": "weedgo", "b": "zoe", "readonly": "ann", "z": "zoe"}
    assert roles.resolve({wanted.id: wanted}, names, "weedgo")[wanted.id]["roles"] == ["CURRENT_USER", "ann", "zoe"]


def test_a_role_that_no_setting_names_is_refused() -> None:
    wanted = table('":ap" SELECT')
    with pytest.raises(roles.RolesError, match="sql/ grants to :ap, and the settings name :app, :readonly, :reports"):
        roles.resolve({wanted.id: wanted}, NAMES, "weedgo")


@pytest.mark.parametrize(
    ("name", "printed"),
    [("app", "app"), ("The app", '"The app"'), ("user", '"user"'), ("name", "name"), ('a"b', '"a""b"'), ("1a", '"1a"')],
)
def test_a_name_is_quoted_as_the_server_prints_it(name: str, printed: str) -> None:
    assert roles.quoted(name) == printed


def test_what_a_role_of_sql_has_besides_is_named_and_left() -> None:
    wanted = table("weedgo_app SELECT")
    found = plan({wanted.id: wanted}, {wanted.id: table("eve DELETE", "weedgo_app DELETE", "weedgo_app SELECT")})
    assert found.statements == ()
    assert [str(each) for each in found.changes] == ["! table things: grant weedgo_app DELETE is not in sql/"]


def test_default_privileges_are_given_first_and_what_others_gave_is_named() -> None:
    wanted = table("weedgo_app SELECT", kind="default privileges", name="tables in public")
    found = plan({wanted.id: wanted}, {})
    assert [each.sql for each in found.statements] == [
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO weedgo_app"
    ]
    more = table("weedgo_app DELETE", "weedgo_app SELECT", kind="default privileges", name="tables in public")
    found = plan({wanted.id: wanted}, {wanted.id: more})
    assert [str(each) for each in found.changes] == [
        "! default privileges tables in public: grant weedgo_app DELETE is not in sql/"
    ]


def test_the_words_that_want_quotes_are_those_of_the_parser() -> None:
    assert QUOTED == keywords.RESERVED_KEYWORDS | keywords.COL_NAME_KEYWORDS | keywords.TYPE_FUNC_NAME_KEYWORDS
