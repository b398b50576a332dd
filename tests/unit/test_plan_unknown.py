"""What sql/ does not know is reported, and neither touched nor freed."""

import pytest

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import plan
from tests.support.objects import (
    EVERYTHING,
    STATUS,
    but,
    column,
    enum,
    function,
    index,
    lines,
    made,
    orders,
    primary_key,
    schema,
    sequence,
    sql,
    table,
    unique,
    view,
    without,
)


@pytest.mark.parametrize(
    ("wanted", "there", "says"),
    [
        (table("x"), view("x", "SELECT 1", []), "name conflict: a view has this name"),
        (table("x"), enum("x", "a"), "name conflict: a type has this name"),
        (view("x", "SELECT 1", []), table("x"), "name conflict: a table has this name"),
        (sequence("x"), index("x", "id"), "name conflict: an index on table orders has this name"),
        (index("x", "id"), unique("x", "status"), "name conflict: a constraint on table orders has this name"),
        (index("x", "id"), index("x", "id", parent="users"), "name conflict: an index of this name is on table users"),
        (primary_key("id", name="x"), primary_key("id"), "constraint orders.orders_pkey is already the primary key"),
    ],
    ids=lambda value: value.id if isinstance(value, Object) else "",
)
def test_a_name_or_place_that_is_taken_is_not_freed(wanted: Object, there: Object, says: str) -> None:
    base = without(orders(), "constraint orders.orders_pkey")
    found = plan({**base, wanted.id: wanted}, {**base, there.id: there})
    assert found.statements == ()
    assert f"! {wanted.id}: {says}" in lines(found)


def test_nothing_is_said_about_the_columns_of_a_table_that_cannot_be_made() -> None:
    found = plan(orders(), schema(view("orders", "SELECT 1", [])))
    assert found.statements == ()
    assert [change.object for change in found.changes] == ["table orders", "view orders"]


def test_what_needs_something_that_cannot_be_made_says_so() -> None:
    needing = view("v", "SELECT id FROM x", ["id integer"], ["table x"])
    found = plan(orders(table("x"), needing), orders(enum("x", "a")))
    assert found.statements == ()
    assert "! view v: needs table x" in lines(found)


def test_what_sql_does_not_know_is_reported_and_never_touched() -> None:
    extra = schema(column("own"), index("own_index", "own"), table("theirs"), column("a", parent="theirs"), function())
    found = plan(orders(), {**orders(), **extra})
    assert found.statements == ()
    assert {str(change) for change in found.changes} == {
        "! column orders.own is not in sql/",
        "! index own_index is not in sql/",
        "! table theirs is not in sql/",
        "! function touch() is not in sql/",
    }
    assert not any(change.falls_short for change in found.changes)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("table orders", "REPLICA IDENTITY FULL"),
        (STATUS, "STORAGE EXTERNAL"),
        ("constraint orders.orders_pkey", "a comment on its index"),
    ],
)
def test_what_stands_beside_what_sql_says_of_an_object_is_reported_and_left(key: str, words: str) -> None:
    found = plan(orders(), but(orders(), key, beside=[words]))
    assert found.statements == ()
    assert lines(found) == [f"! {key}: {words} is not in sql/"]
    assert not found.changes[0].falls_short


def test_an_object_of_a_kind_that_no_plan_makes_is_reported() -> None:
    theirs = schema(made("policy", "mine", "orders"), made("rule", "quiet", "orders"), made("event trigger", "watch"))
    found = plan(orders(), {**orders(), **theirs})
    assert found.statements == ()
    assert lines(found) == [
        "! event trigger watch is not in sql/",
        "! policy orders.mine is not in sql/",
        "! rule orders.quiet is not in sql/",
    ]


def test_a_policy_in_the_way_of_a_conversion_is_named() -> None:
    policy = made("policy", "mine", "orders", [STATUS])
    found = plan(but(orders(), STATUS, type="integer"), {**orders(), policy.id: policy})
    assert found.statements == ()
    assert any("but policy orders.mine was written for the old type" in line for line in lines(found))


def test_nothing_that_holds_data_is_ever_dropped() -> None:
    texts = "\n".join(sql(plan(EVERYTHING, but(EVERYTHING, STATUS, type="bytea"))) + sql(plan({}, EVERYTHING)))
    assert not [word for word in ("DROP TABLE", "DROP COLUMN", "CASCADE", "TRUNCATE", "DELETE") if word in texts]
