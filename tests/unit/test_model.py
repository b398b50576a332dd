"""Objects and snapshots: ids, rows, and the two printings of a definition."""

import json
from dataclasses import replace

import pytest

from ai_engine_db.schema.model import Object, children, from_row, settle, snapshot, to_row, trimmed
from tests.support.objects import but, check, column, enum, function, index, orders, primary_key, schema, table, without


def test_an_id_has_the_table_except_for_an_index() -> None:
    assert column("status").id == "column orders.status"
    assert check("positive", "total > 0").id == "constraint orders.positive"
    assert index("by_status", "status").id == "index by_status"
    assert function(arguments="a integer").id == "function touch(integer)"


def test_an_attribute_that_is_absent_is_none() -> None:
    assert column("status")["default"] is None


@pytest.mark.parametrize(
    "item",
    [
        table(comment="Orders."),
        index("by_status", "status"),
        enum("color", "red", "green"),
        replace(check("c", "a"), settled={"definition": "CHECK (b)"}),
    ],
    ids=lambda item: item.kind,
)
def test_an_object_survives_its_row_and_json(item: Object) -> None:
    assert from_row(json.loads(json.dumps(to_row(item)))) == item


def test_a_row_leaves_out_what_is_empty() -> None:
    assert to_row(Object("table", "orders")) == {"kind": "table", "name": "orders"}


def test_a_snapshot_is_made_of_texts_or_of_what_they_hold() -> None:
    row = {"kind": "column", "parent": "orders", "name": "id", "type": "integer"}
    assert snapshot([json.dumps(row)]) == snapshot([row])
    assert list(snapshot([row])) == ["column orders.id"]


def test_children_come_by_table_in_the_order_of_its_columns() -> None:
    items = schema(
        column("b", position=2), column("a", position=10), column("c", position=1), column("x", parent="t"), table()
    )
    found = children(items, "column")
    assert [item.name for item in found["orders"]] == ["c", "b", "a"]
    assert [item.name for item in found["t"]] == ["x"]


def test_what_goes_without_saying_is_trimmed_and_nothing_else() -> None:
    needs = ("table orders", "column orders.status", "column orders_old.id", "function f()")
    assert trimmed(replace(check("c", "true"), needs=needs)).needs == ("column orders_old.id", "function f()")


def test_either_printing_agrees_and_a_third_does_not() -> None:
    item = replace(check("c", "a"), settled={"definition": "CHECK (b)"})
    assert item.agrees(check("c", "a"), "definition")
    assert item.agrees(check("c", "b"), "definition")
    assert not item.agrees(check("c", "z"), "definition")


def test_settling_keeps_only_what_prints_otherwise() -> None:
    first = orders(check("c", "a", "total"))
    settled = settle(first, but(first, "constraint orders.c", definition="CHECK (b)"))
    assert settled["constraint orders.c"].settled == {"definition": "CHECK (b)"}
    assert not any(item.settled for key, item in settled.items() if key != "constraint orders.c")
    assert settled["constraint orders.c"].attributes == first["constraint orders.c"].attributes


def test_the_place_of_a_column_is_no_second_printing() -> None:
    settled = settle(schema(column("a", position=3)), schema(column("a", position=2)))
    assert settled["column orders.a"].settled == {}


def test_an_object_that_did_not_come_back_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"constraint orders\.orders_pkey does not exist after"):
        settle(orders(), without(orders(), primary_key("id").id))
