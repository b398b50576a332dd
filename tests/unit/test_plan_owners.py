"""Comments, owners and grants are brought to what they should be, and no further."""

import pytest

from ai_engine_db.schema.plan import plan
from ai_engine_db.schema.render import OPTION
from tests.support.objects import ALTER_STATUS, EVERYTHING, STATUS, but, function, lines, orders, schema, sql


def test_a_comment_is_set_and_one_that_the_lock_has_not_is_taken_away() -> None:
    commented = but(orders(), STATUS, comment="It's open.")
    assert sql(plan(commented, orders())) == ["COMMENT ON COLUMN orders.status IS 'It''s open.'"]
    found = plan(orders(), commented)
    assert sql(found) == ["COMMENT ON COLUMN orders.status IS NULL"]
    assert lines(found) == [f"~ {STATUS}: no comment"]


def test_what_somebody_else_owns_goes_to_the_owner_of_the_database_first() -> None:
    actual = but(orders(), "table orders", owner="bob")
    found = plan(but(orders(), STATUS, default="'x'"), actual, owner="weedgo")
    assert sql(found) == ["ALTER TABLE orders OWNER TO weedgo", f"{ALTER_STATUS} SET DEFAULT 'x'"]
    assert found.statements[0].as_superuser
    assert "~ table orders: owner bob → weedgo" in lines(found)


def test_grants_that_are_missing_are_given_and_others_are_left() -> None:
    wanted = but(orders(), "table orders", grants=["bob SELECT", "eve SELECT"])
    found = plan(wanted, but(orders(), "table orders", grants=["bob SELECT", "mallory SELECT"]))
    assert sql(found) == ["GRANT SELECT ON TABLE orders TO eve"]
    assert lines(found) == ["~ table orders: grant eve SELECT"]


@pytest.mark.parametrize(
    ("has", "wanted", "does"),
    [
        ("bob SELECT", f"bob SELECT{OPTION}", f"GRANT SELECT ON TABLE orders TO bob{OPTION}"),
        (f"bob SELECT{OPTION}", "bob SELECT", "REVOKE GRANT OPTION FOR SELECT ON TABLE orders FROM bob"),
    ],
)
def test_the_grant_option_is_given_and_taken_away(has: str, wanted: str, does: str) -> None:
    found = plan(but(orders(), "table orders", grants=[wanted]), but(orders(), "table orders", grants=[has]))
    assert sql(found) == [does]
    assert [change.sign for change in found.changes] == ["~"]


def test_a_grant_option_that_was_made_use_of_stays_and_is_named() -> None:
    has = [f"bob SELECT{OPTION}", "eve SELECT GRANTED BY bob"]
    found = plan(but(orders(), "table orders", grants=["bob SELECT"]), but(orders(), "table orders", grants=has))
    assert found.statements == ()
    assert lines(found) == [
        "! table orders: grant bob SELECT WITH GRANT OPTION, on which other grants depend, is not in sql/",
        "! table orders: grant eve SELECT GRANTED BY bob is not in sql/",
    ]


def test_a_right_that_was_taken_from_the_owner_comes_back() -> None:
    found = plan(orders(), but(orders(), "table orders", revoked=["OWNER UPDATE"]), owner="weedgo")
    assert sql(found) == ["GRANT UPDATE ON TABLE orders TO weedgo"]


def test_a_right_of_a_column_is_given_and_one_that_the_lock_has_not_is_named() -> None:
    found = plan(but(orders(), STATUS, grants=["bob UPDATE"]), but(orders(), STATUS, grants=["bob SELECT"]))
    assert sql(found) == ["GRANT UPDATE (status) ON TABLE orders TO bob"]
    assert lines(found) == [f"~ {STATUS}: grant bob UPDATE", f"! {STATUS}: grant bob SELECT is not in sql/"]


@pytest.mark.parametrize("key", ["table orders", "sequence numbers", "view open_orders"])
def test_what_everybody_got_on_a_relation_is_left_to_the_step_for_privileges(key: str) -> None:
    assert plan(EVERYTHING, but(EVERYTHING, key, grants=["PUBLIC SELECT"])).changes == ()


def test_what_everybody_may_by_default_is_no_grant_of_somebody() -> None:
    assert plan(schema(function()), schema(function(grants=["PUBLIC EXECUTE"]))).changes == ()
    assert plan(schema(function(grants=["PUBLIC EXECUTE"])), schema(function())).changes == ()


def test_a_function_that_somebody_took_from_everybody_is_named_unless_a_deploy_does_so() -> None:
    assert lines(plan(schema(function()), schema(function(revoked=["PUBLIC EXECUTE"])))) == [
        "! function touch(): revoke PUBLIC EXECUTE is not in sql/"
    ]
    definer = function(definition="CREATE FUNCTION touch() RETURNS trigger SECURITY DEFINER AS ''")
    assert plan(schema(definer), but(schema(definer), definer.id, revoked=["PUBLIC EXECUTE"])).changes == ()


def test_what_everybody_may_do_by_default_is_taken_away() -> None:
    found = plan(schema(function(revoked=["PUBLIC EXECUTE"])), schema(function()))
    assert sql(found) == ["REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC"]
    assert lines(found) == ["~ function touch(): revoke PUBLIC EXECUTE"]
