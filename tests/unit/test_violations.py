"""The lines of ``sql/`` that let rows break a constraint."""

import pytest

from ai_engine_db.schema import violations
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.texts import SourceError

OBJECTS = {
    item.id: item
    for item in (
        Object("constraint", "total", "orders", {"type": "check", "definition": "CHECK (total > 0)"}),
        Object("constraint", "orders_pkey", "orders", {"type": "primary key"}),
        Object("table", "events", attributes={"partition_key": "LIST (id)"}),
        Object("constraint", "of_orders", "events", {"type": "foreign key"}),
        Object("constraint", "total", "p1", {"type": "check", "inherited": True}),
    )
}


def marked(text: str) -> dict[str, Object]:
    return violations.marked(OBJECTS, violations.read("sql/core/orders.sql", text))


def test_a_line_marks_its_constraint_alone() -> None:
    found = marked("CREATE TABLE orders ();\n-- violations=keep: constraint orders.total\n")
    assert [key for key, item in found.items() if item["keeps"]] == ["constraint orders.total"]
    assert marked("-- Violations of this are rare.") == OBJECTS


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("-- violations=keep: constraint orders.totla", "there is no constraint orders.totla in sql/"),
        ("-- violations=keep: constraint orders.orders_pkey", "constraint orders.orders_pkey is a primary key: only"),
        (
            "-- violations=keep: constraint events.of_orders",
            "constraint events.of_orders is a foreign key of a partitioned",
        ),
        (
            "-- violations=keep: constraint p1.total",
            "constraint p1.total comes from the table above: name the constraint",
        ),
        ("-- violations=keep: orders.total", "write `-- violations=keep: constraint table.name`"),
        ("-- violation: keep", "write `-- violations=keep: constraint table.name`"),
    ],
)
def test_one_that_cannot_be_is_refused_by_file_and_line(line: str, says: str) -> None:
    with pytest.raises(SourceError) as refused:
        marked(f"\n{line}")
    assert str(refused.value).startswith(f"sql/core/orders.sql:2: {says}")
