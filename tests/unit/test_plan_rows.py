"""What existing rows violate is left out of a plan, and told once."""

from dataclasses import replace

import pytest

from ai_engine_db.operations import preflight
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import plan
from ai_engine_db.schema.statements import Raised
from tests.support.objects import (
    STATUS,
    TRANSITION,
    but,
    check,
    column,
    domain,
    enum,
    foreign_key,
    index,
    made,
    orders,
    primary_key,
    schema,
    table,
    unique,
)


@pytest.mark.parametrize(
    "item",
    [
        column("note", not_null=True),
        check("c", "total > 0", "total"),
        unique("u", "status"),
        foreign_key("f", "total", "orders.id"),
        index("i", "status", keys=["status"]),
    ],
    ids=lambda item: item.id,
)
def test_what_the_rows_are_against_is_counted_first_and_left_out_then(item: Object) -> None:
    desired = orders(item)
    assert list(plan(desired, orders()).checks) == [item.id]
    assert plan(desired, orders(), {item.id: 0}).statements
    refused = plan(desired, orders(), {item.id: 3})
    assert refused.statements == ()
    (change,) = refused.changes
    assert (change.sign, change.object, change.falls_short) == ("!", item.id, True)
    assert change.detail.startswith("3 rows ")
    assert change.detail.endswith(TRANSITION)


def test_a_column_that_is_generated_no_longer_is_counted_by_the_values_it_has() -> None:
    short = check("short", "length(status) < 9", "status")
    made_up = orders(column("status", "integer", generated="id * 2"))
    query = plan(orders(short), made_up).checks[short.id].find
    assert "(status)::text::character varying(20)" in query


def test_a_row_without_a_label_forbids_everything_and_a_type_too_narrow_only_the_column() -> None:
    colored = {**but(orders(), STATUS, type="color"), **schema(enum("color", "red"))}
    assert [each.object for each in plan(colored, orders(), {STATUS: 1}).refusals] == [STATUS]
    assert plan(colored, orders(), {STATUS: 0}).refusals == ()
    assert plan(but(orders(), STATUS, type="integer"), orders(), {STATUS: 1}).refusals == ()


def test_a_key_to_a_table_that_is_yet_to_be_made_asks_for_rows_that_refer_to_it() -> None:
    desired = {
        **orders(foreign_key("f", "total", "others.id")),
        **schema(table("others"), column("id", "integer", "others"), primary_key("id", parent="others")),
    }
    (check,) = plan(desired, orders()).checks.values()
    assert check.find == "SELECT * FROM orders AS child WHERE child.total IS NOT NULL"
    assert (check.table, check.key, check.decisive) == ("orders", ("id",), True)


def test_a_violation_is_told_by_the_plan_alone() -> None:
    refused = plan(orders(unique("u", "status")), orders(), {"constraint orders.u": 2})
    assert [each.object for each in refused.refusals] == [each.object for each in refused.changes]
    assert preflight.refusals(refused) == []


def test_a_violation_that_the_plan_has_no_line_of_is_told_by_the_preflight() -> None:
    refused = replace(plan(orders(unique("u", "status")), orders(), {"constraint orders.u": 2}), changes=())
    (change,) = preflight.refusals(refused)
    assert str(change) == "! constraint orders.u: table orders: 2 rows with duplicate values"


def test_one_row_is_one_row() -> None:
    (change,) = plan(orders(unique("u", "status")), orders(), {"constraint orders.u": 1}).changes
    assert change.detail == f"1 row with duplicate values: fix them, or {TRANSITION}"


@pytest.mark.parametrize("more", [{"default": "''"}, {"generated": "status"}, {"identity": "ALWAYS"}])
def test_a_column_that_fills_itself_needs_no_look_at_the_rows(more: dict[str, str]) -> None:
    assert plan(orders(column("note", "integer", not_null=True, **more)), orders()).checks == {}


def test_an_index_that_is_not_unique_needs_no_look_at_the_rows() -> None:
    assert plan(orders(index("i", "status")), orders()).checks == {}


@pytest.mark.parametrize(
    "item",
    [
        check("c", "total / id > 0", "total", "id"),
        index("i", "(total / id)", keys=["(total / id)"]),
        index("i", "(total / id)", evaluates={"keys": ["(total / id)"]}),
        column("ratio", "numeric", generated="(total / id)"),
    ],
    ids=["check", "unique index", "index", "generated column"],
)
def test_a_row_that_raises_an_error_forbids_everything_and_is_to_be_found_alone(item: Object) -> None:
    refused = plan(orders(item), orders(), {item.id: Raised("division by zero")})
    assert refused.statements == ()
    (refusal,) = refused.refusals
    assert (refusal.object, refusal.error, refusal.rows) == (item.id, "division by zero", 1)
    assert "FROM orders WHERE ctid = $1" in refusal.one
    (change,) = refused.changes
    assert change.detail == f"a row of table orders raises 'division by zero': fix them, or {TRANSITION}"


def test_nothing_is_asked_of_rows_that_an_index_leaves_out() -> None:
    partial = index("i", "(total / id)", keys=["(total / id)"], where="(id > 0)")
    query = plan(orders(partial), orders()).checks["index i"].find
    assert "FROM (SELECT * FROM orders WHERE (id > 0) OFFSET 0) AS filled" in query


SHORT = {"short": "CHECK (length(VALUE) < 9)"}


@pytest.mark.parametrize("type_", ["code", "code[]", "pair", "pair[]", "other"])
def test_a_domain_is_tightened_only_when_no_value_anywhere_is_against_it(type_: str) -> None:
    others = schema(made("type", "pair", attributes=["a code", '"b c" text']), domain("other", "code"))
    wanted = {**orders(column("note", type_)), **others, **schema(domain("code", checks=SHORT))}
    found = plan(wanted, {**wanted, **schema(domain("code"))})
    ((name, asked),) = found.checks.items()
    assert (name, asked.object, asked.table) == ("domain code in column orders.note", "domain code", "orders")
    refused = plan(wanted, {**wanted, **schema(domain("code"))}, {name: 2})
    assert [each.rows for each in refused.refusals] == [2]
    assert refused.statements == ()


def test_a_domain_that_gets_looser_needs_no_look_at_the_rows() -> None:
    tight = {**orders(column("note", "code")), **schema(domain("code", not_null=True))}
    found = plan({**tight, **schema(domain("code"))}, tight)
    assert found.checks == {}
    assert [statement.sql for statement in found.statements] == ["ALTER DOMAIN code DROP NOT NULL"]
