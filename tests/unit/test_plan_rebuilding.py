"""What is in the way of a change goes for a moment, and comes back with all it had."""

from dataclasses import replace
from typing import Any

import pytest

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import plan
from tests.support.objects import (
    ALTER_STATUS,
    EVERYTHING,
    STATUS,
    Schema,
    but,
    check,
    column,
    function,
    index,
    lines,
    made,
    orders,
    schema,
    sql,
    view,
)


def watched(status: str) -> Schema:
    """A view on a view on a column, an index, and a key."""
    return orders(
        column("status", status),
        index("by_status", "status"),
        view("open_orders", "SELECT status FROM orders", [f"status {status}"], [STATUS], comment="Open."),
        view("late_orders", "SELECT status FROM open_orders", [f"status {status}"], ["view open_orders"]),
    )


def test_views_go_before_a_column_changes_its_type_and_come_back_with_all_they_had() -> None:
    found = plan(watched("text"), watched("character varying(20)"))
    assert sql(found) == [
        "DROP VIEW IF EXISTS late_orders",
        "DROP VIEW IF EXISTS open_orders",
        f"{ALTER_STATUS} TYPE text",
        "CREATE OR REPLACE VIEW open_orders AS\nSELECT status FROM orders",
        "COMMENT ON VIEW open_orders IS 'Open.'",
        "CREATE OR REPLACE VIEW late_orders AS\nSELECT status FROM open_orders",
    ]
    assert {statement.step for statement in found.statements} == {"core"}
    assert lines(found) == [f"~ {STATUS}: type character varying(20) → text"]


def test_a_view_of_somebody_else_that_sql_does_not_know_keeps_a_column_as_it_is() -> None:
    mine = view("mine", "SELECT status FROM late_orders", [], ["view late_orders"], owner="bob")
    found = plan(watched("text"), {**watched("character varying(20)"), mine.id: mine}, owner="weedgo")
    reason = "view mine, which is not in sql/, belongs to bob: drop it, or give it to the owner"
    assert f"! {STATUS}: type is character varying(20), wanted text, but {reason}" in lines(found)
    assert not [text for text in sql(found) if "mine" in text]


def test_a_view_that_sql_does_not_know_comes_back_with_its_grants() -> None:
    mine = view("mine", "SELECT status FROM late_orders", [], ["view late_orders"], grants=["eve SELECT"])
    found = plan(watched("text"), {**watched("character varying(20)"), mine.id: mine}, owner="weedgo")
    own = [statement for statement in found.statements if statement.object == "view mine"]
    assert [statement.sql for statement in own] == [
        "DROP VIEW IF EXISTS mine",
        "CREATE OR REPLACE VIEW mine AS\nSELECT status FROM late_orders",
        "GRANT SELECT ON TABLE mine TO eve",
    ]
    assert all(statement.step == "core" and not statement.as_superuser for statement in own)
    texts = sql(found)
    assert texts.index("DROP VIEW IF EXISTS mine") < texts.index("DROP VIEW IF EXISTS late_orders")
    assert lines(found)[-1] == "! view mine is not in sql/"


def test_a_view_that_sql_does_not_know_keeps_a_column_from_a_foreign_type() -> None:
    mine = view("mine", "SELECT status FROM orders", [], [STATUS])
    found = plan(but(orders(), STATUS, type="integer"), orders(mine))
    assert found.statements == ()
    reason = f"type is character varying(20), wanted integer, but {mine.id} was written for the old type"
    assert lines(found)[0] == f"! {STATUS}: {reason}"


def test_what_sql_does_not_know_never_waits_for_a_later_transaction() -> None:
    mine = view("mine", "SELECT status FROM open_orders", [], ["view open_orders"])
    desired = but(watched("text"), "view open_orders", definition="SELECT status, id FROM orders")
    found = plan(desired, {**watched("character varying(20)"), mine.id: mine})
    reason = "view mine, which is not in sql/, could not be recreated in the same transaction"
    assert f"! {STATUS}: type is character varying(20), wanted text, but {reason}" in lines(found)
    assert not [text for text in sql(found) if text.startswith(ALTER_STATUS)]


def test_a_view_that_changes_along_with_its_column_comes_back_changed_in_its_own_step() -> None:
    desired = but(watched("text"), "view open_orders", definition="SELECT status, id FROM orders")
    found = plan(desired, watched("character varying(20)"))
    steps_of = [
        (each.sql.partition(" AS\n")[0], each.step) for each in found.statements if "open_orders" in each.object
    ]
    assert steps_of[0] == ("DROP VIEW IF EXISTS open_orders", "core")
    assert steps_of[1] == ("CREATE OR REPLACE VIEW open_orders", "views")
    assert "CREATE OR REPLACE VIEW open_orders AS\nSELECT status, id FROM orders" in sql(found)


def test_a_materialized_view_that_sql_does_not_know_keeps_a_column_from_any_other_type() -> None:
    stored = made("materialized view", "stored", None, [STATUS], definition="SELECT status FROM orders")
    found = plan(but(orders(), STATUS, type="text"), orders(stored))
    assert found.statements == ()
    assert lines(found)[0].endswith("but materialized view stored depends on it")


def test_an_index_stays_while_its_column_is_widened_and_is_made_again_when_it_is_converted() -> None:
    actual = orders(index("by_status", "status"))
    assert not [text for text in sql(plan(but(actual, STATUS, type="text"), actual)) if "by_status" in text]
    texts = sql(plan(but(actual, STATUS, type="integer"), actual))
    assert texts[0] == "DROP INDEX IF EXISTS by_status"
    assert texts[-1].startswith("CREATE INDEX by_status")


def test_a_view_that_stays_as_it_is_comes_back_after_what_it_was_made_of() -> None:
    columns = ["id integer", "status text"]
    recent = view("recent", "SELECT id, status FROM orders", columns, [STATUS])
    left = view("all_recent", "SELECT id, status FROM recent", columns, [recent.id])
    mine = view("mine", "SELECT status FROM all_recent", columns[1:], [left.id])
    desired = orders(
        view("recent", "SELECT status, id FROM orders", columns[::-1], [STATUS]),
        view("all_recent", "SELECT id FROM orders", columns[:1], ["table orders"]),
    )
    found = plan(desired, orders(recent, left, mine))
    assert f"! {left.id}: it differs, but {mine.id} uses status" in lines(found)
    assert sql(found)[-3:] == [
        "CREATE OR REPLACE VIEW recent AS\nSELECT status, id FROM orders",
        "CREATE OR REPLACE VIEW all_recent AS\nSELECT id, status FROM recent",
        "CREATE OR REPLACE VIEW mine AS\nSELECT status FROM all_recent",
    ]


def test_what_sql_does_not_know_and_calls_a_function_keeps_a_column_from_a_wider_type() -> None:
    twice = function("twice", arguments="n integer")
    mine = index("mine", "twice(id)")
    mine = replace(mine, needs=("column orders.id", twice.id))
    desired = but(orders(twice), "column orders.id", type="bigint")
    found = plan(desired, orders(twice, mine))
    assert found.statements == ()
    reason = "type is integer, wanted bigint, but index mine was written for the old type"
    assert f"! column orders.id: {reason}" in lines(found)


def test_a_foreign_key_whose_triggers_are_disabled_is_made_again_if_no_row_breaks_it() -> None:
    key = "constraint orders.orders_user_id_fkey"
    found = plan(EVERYTHING, but(EVERYTHING, key, disabled=["orders"]))
    assert [each.split(" FOREIGN")[0] for each in sql(found)] == [
        "ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_user_id_fkey",
        "ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey",
    ]
    assert lines(found) == [f"~ {key}: its triggers are not enabled on orders: recreated"]
    (check,) = found.checks
    broken = plan(EVERYTHING, but(EVERYTHING, key, disabled=["orders"]), {check: 3})
    assert broken.statements == ()
    assert [refusal.object for refusal in broken.refusals] == [key]


def overloaded(arguments: str, **more: Any) -> Object:
    types = ", ".join(each.split()[1] for each in arguments.split(", ") if each)
    return replace(function("f", "SELECT 1", arguments, **more), name=f"f({types})")


@pytest.mark.parametrize(
    ("old", "new", "same_call"),
    [
        ("a integer", "a integer, b integer DEFAULT 0", True),
        ("a integer, b integer DEFAULT 0", "a integer", True),
        ("", "a integer DEFAULT 0", True),
        ("a integer", "a integer, b text DEFAULT ' DEFAULT '::text", True),
        ("a integer DEFAULT 0", "a integer, b integer DEFAULT 0, c text DEFAULT 'x'::text", True),
        ("a integer", "a integer, b integer", False),
        ("a text", "a integer, b integer DEFAULT 0", False),
        ("a integer", "a integer, b integer, c integer DEFAULT 0", False),
    ],
)
def test_a_function_goes_when_a_call_could_mean_it_or_one_that_is_wanted(old: str, new: str, same_call: bool) -> None:
    there, wanted = overloaded(old), overloaded(new)
    found = plan(schema(wanted), schema(there))
    assert (f"DROP FUNCTION IF EXISTS {there.name}" in sql(found)) == same_call
    says = f"+ {wanted.id}: replaces {there.id}" if same_call else f"! {there.id} is not in sql/"
    assert says in lines(found)


def test_a_function_of_somebody_else_that_is_in_the_way_is_named_and_stays() -> None:
    there = overloaded("a integer", owner="bob")
    found = plan(schema(overloaded("a integer, b integer DEFAULT 0")), schema(there))
    assert found.statements == ()
    assert "must be dropped first, and belongs to bob" in lines(found)[0]


def reckoned(body: str, more: str = "") -> Schema:
    """A function, and what is stored of what it gives."""
    uses = ("function f(integer)",)
    rounded = replace(function("f", body, "a integer"), name="f(integer)")
    rounded = but(schema(rounded), rounded.id, definition=str(rounded["definition"]).replace("AS $", f"{more}AS $"))[
        rounded.id
    ]
    return orders(
        rounded,
        replace(index("by_f", "f(id)"), needs=uses),
        replace(check("low", "f(id) < 9", "id"), needs=uses),
        replace(column("twice", "integer", generated="f(id)"), needs=uses),
        replace(view("v", "SELECT f(id)", []), needs=uses),
    )


def test_what_is_stored_follows_a_function_in_its_own_transaction() -> None:
    found = plan(reckoned("SELECT 2"), reckoned("SELECT 1"))
    (together,) = found.transactions("functions")
    replaced, *others = [each.sql for each in together]
    assert replaced.startswith("CREATE OR REPLACE FUNCTION")
    looked = "DO $check$ BEGIN IF EXISTS (SELECT FROM orders WHERE NOT (f(id) < 9)) THEN RAISE EXCEPTION"
    broken = "'constraint orders.low: rows of table orders would violate it with the new function f(integer)'"
    assert others[:3] == [
        "ALTER TABLE orders ALTER COLUMN twice SET EXPRESSION AS (f(id))",
        "LOCK TABLE orders IN SHARE MODE",
        f"{looked} {broken}; END IF; END $check$",
    ]
    assert others[3:] == ["REINDEX INDEX by_f"]
    assert "~ function f(integer): definition, with column orders.twice, constraint orders.low, index by_f" in lines(
        found
    )


def test_a_function_that_only_says_what_it_costs_leaves_what_is_stored() -> None:
    assert len(sql(plan(reckoned("SELECT 1", " COST 7\n"), reckoned("SELECT 1")))) == 1
