"""Digests: of which columns, by which text, and what is said when they are not the same."""

import pytest

from ai_engine_db.schema import digest
from tests.support.objects import but, column, enum, made, orders, schema, table

STATUS = "column orders.status"


def test_every_column_that_holds_values_of_its_own_is_looked_at_and_a_generated_one_is_not() -> None:
    actual = orders(column("twice", generated="total * 2"))
    (table,) = digest.tables(actual, {}, {})
    assert [each.name for each in table.columns] == ["id", "status", "total"]
    assert table.key == {"id"}


def test_rows_count_where_they_are_and_not_in_the_table_above() -> None:
    actual = schema(
        table("events", partition_key="LIST (id)"), column("id", "integer", parent="events"),
        made("table", "p1", partition_of="events"), column("id", "integer", parent="p1", inherited=True),
    )  # fmt: skip
    (found,) = digest.tables(actual, actual, {})
    assert " FROM ONLY p1 AS t" in found.query(actual, {})
    become = but(orders(), "table orders", partition_key="LIST (id)")
    (found,) = digest.tables(orders(), become, {})
    assert " FROM ONLY orders AS t" in found.query(orders(), {})
    assert " FROM orders AS t" in found.query(become, {})


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("text", "text", "t.status::text", "t.status::text"),
        ("character varying(20)", "color", "t.status::text", "t.status::text::character varying(20)::text"),
        ("date", "timestamp without time zone", "t.status::text", "t.status::text::date::text"),
        ("numeric(10,2)", "numeric(12,4)", "trim_scale(t.status::text::numeric)::text", None),
        ("integer", "bigint", "trim_scale(t.status::text::numeric)::text", None),
    ],
)
def test_a_value_counts_by_a_text_that_its_conversion_keeps(old: str, new: str, before: str, after: str | None) -> None:
    actual, desired = but(orders(), STATUS, type=old), but(orders(), STATUS, type=new)
    (table,) = digest.tables(actual, desired, {})
    assert f"hashtextextended({before} COLLATE" in table.query(actual, {})
    assert f"hashtextextended({after or before} COLLATE" in table.query(desired, {})


def test_a_renamed_column_is_found_by_its_new_name() -> None:
    actual = orders()
    desired = {**schema(enum("state", "new"), column("state", "state")), **orders()}
    del desired[STATUS]
    names = {STATUS: "column orders.state"}
    (table,) = digest.tables(actual, desired, names)
    assert "t.state::text::character varying(20)::text" in table.query(desired, names)
    assert table.query(desired, {}) == ""


def test_what_is_not_the_same_is_named() -> None:
    (table,) = digest.tables(orders(), {}, {})
    before = {"rows": 2, "digests": ["1", "2", "3"]}
    assert list(digest.differences(table, before, before)) == []
    assert list(digest.differences(table, before, {"rows": 2, "digests": ["1", "5", "3"]})) == [
        "column orders.status: the values of 2 rows differ from before"
    ]
    assert list(digest.differences(table, before, {"rows": 1, "digests": ["1", "2", "3"]})) == [
        "table orders: 1 row instead of 2"
    ]
    assert "no longer exists" in next(iter(digest.differences(table, before, None)))
