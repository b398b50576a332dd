"""What is missing is made: with all it has, in its step, in an order that works."""

from dataclasses import replace

import pytest

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan, plan, steps
from tests.support.objects import (
    EVERYTHING,
    STATUS,
    Schema,
    but,
    check,
    column,
    domain,
    enum,
    foreign_key,
    function,
    index,
    lines,
    orders,
    schema,
    sequence,
    sql,
    step_of,
    trigger,
    unique,
    view,
)

# Nothing to do


def test_the_plan_of_equal_schemas_is_empty() -> None:
    assert plan(EVERYTHING, EVERYTHING) == Plan()


def test_a_definition_that_prints_in_its_second_way_is_the_same() -> None:
    item = replace(check("positive", "total > 0", "total"), settled={"definition": "CHECK (0 < total)"})
    assert plan(orders(item), orders(check("positive", "0 < total", "total"))) == Plan()
    assert plan(orders(item), orders(check("positive", "total > 1", "total"))) != Plan()


def test_a_definition_in_its_second_printing_is_left_alone_when_something_else_changes() -> None:
    item = replace(check("positive", "total > 0", "total"), settled={"definition": "CHECK (0 < total)"})
    found = plan(but(orders(item), "table orders", comment="x"), orders(check("positive", "0 < total", "total")))
    assert sql(found) == ["COMMENT ON TABLE orders IS 'x'"]


def test_the_place_of_a_column_in_its_table_does_not_matter() -> None:
    assert plan(but(orders(), STATUS, position=2), but(orders(), STATUS, position=9)) == Plan()


# What is missing


def test_an_empty_database_gets_everything_and_a_line_for_each_object_that_has_a_statement() -> None:
    found = plan(EVERYTHING, {})
    assert {change.sign for change in found.changes} == {"+"}
    assert {change.object for change in found.changes} == {statement.object for statement in found.statements}
    assert found.checks == {}
    assert all(not each.lock and not each.hazards for each in found.statements)


def test_a_new_table_has_its_columns_and_keys_from_the_start() -> None:
    assert sql(plan(orders(check("positive", "total > 0", "total")), {})) == [
        "CREATE TABLE orders (\n    id integer NOT NULL,\n    status character varying(20),\n    total numeric(10,2),\n"
        "    CONSTRAINT orders_pkey PRIMARY KEY (id),\n    CONSTRAINT positive CHECK (total > 0)\n)"
    ]


def test_two_keys_by_the_same_columns_are_both_made() -> None:
    found = plan(orders(unique("again", "id")), {})
    assert "ALTER TABLE orders ADD CONSTRAINT again UNIQUE (id)" in sql(found)
    assert "again" not in sql(found)[0]


@pytest.mark.parametrize(
    ("item", "begins", "step", "lock"),
    [
        (column("note"), "ALTER TABLE orders ADD COLUMN note text", "core", "ACCESS EXCLUSIVE"),
        (check("c", "total > 0", "total"), "ALTER TABLE orders ADD CONSTRAINT c CHECK", "core", "ACCESS EXCLUSIVE"),
        (unique("u", "status"), "ALTER TABLE orders ADD CONSTRAINT u UNIQUE", "core", "ACCESS EXCLUSIVE"),
        (index("i", "status"), "CREATE INDEX i", "core", "SHARE"),
        (
            foreign_key("f", "total", "orders.id"),
            "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY",
            "foreign keys",
            "SHARE ROW EXCLUSIVE",
        ),
        (trigger("t"), "CREATE OR REPLACE TRIGGER t", "core", "SHARE ROW EXCLUSIVE"),
        (view("v", "SELECT 1", ["a integer"]), "CREATE OR REPLACE VIEW v", "views", ""),
        (function("f"), "CREATE OR REPLACE FUNCTION public.f()", "functions", ""),
        (sequence("s"), "CREATE SEQUENCE s", "types", ""),
        (enum("e", "a"), "CREATE TYPE e AS ENUM ('a')", "types", ""),
        (domain("d"), "CREATE DOMAIN d AS text", "types", ""),
    ],
    ids=lambda value: value.id if isinstance(value, Object) else "",
)
def test_an_object_that_is_missing_is_made_in_its_step(item: Object, begins: str, step: str, lock: str) -> None:
    has = orders(function())
    found = plan({**has, item.id: item}, has)
    assert lines(found) == [f"+ {item.id}"]
    (statement,) = found.statements
    assert statement.sql.startswith(begins)
    assert (statement.step, statement.lock) == (step, lock)


def test_a_new_object_gets_its_comment_and_grants() -> None:
    new = function(comment="Touches.", grants=["bob EXECUTE"], revoked=["PUBLIC EXECUTE"])
    assert sql(plan(orders(new), orders()))[1:] == [
        "COMMENT ON FUNCTION touch() IS 'Touches.'",
        "GRANT EXECUTE ON FUNCTION touch() TO bob",
        "REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC",
    ]


def test_a_new_trigger_is_disabled_where_the_lock_says_so() -> None:
    found = plan(orders(function(), trigger("t", enabled="DISABLE")), orders(function()))
    assert sql(found)[1] == "ALTER TABLE orders DISABLE TRIGGER t"


def serial(**options: object) -> Schema:
    default = column(
        "id", "integer", not_null=True, default="nextval('orders_id_seq'::regclass)", needs=["sequence orders_id_seq"]
    )
    return orders(default, sequence("orders_id_seq", owned_by="orders.id", **options))


def test_a_new_sequence_of_a_table_with_rows_goes_on_past_them() -> None:
    found = plan(serial(), orders())
    assert [text.partition(" AS ")[0] for text in sql(found)] == [
        "CREATE SEQUENCE orders_id_seq",
        "ALTER TABLE orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq'::regclass)",
        "ALTER SEQUENCE orders_id_seq OWNED BY orders.id",
        "SELECT setval('orders_id_seq', max(id)) FROM orders HAVING max(id) >= 1",
    ]


def test_a_sequence_that_counts_down_goes_on_below_the_rows() -> None:
    found = plan(serial(increment=-1, minimum=-99, maximum=-1, start=-1), orders())
    assert sql(found)[-1] == "SELECT setval('orders_id_seq', min(id)) FROM orders HAVING min(id) <= -1"


def test_a_new_sequence_of_a_new_table_starts_at_its_start() -> None:
    assert not [text for text in sql(plan(serial(), {})) if "setval" in text]


# The order


def test_steps_go_from_types_over_functions_domains_and_foreign_keys_to_views() -> None:
    assert steps(["core", "auth", "views", "types", ""]) == (
        "types", "functions", "auth", "core", "indexes", "foreign keys", "views", "validation", "drops",
    )  # fmt: skip
    found = [statement.step for statement in plan(EVERYTHING, {}).statements]
    assert list(dict.fromkeys(found)) == ["types", "functions", "auth", "core", "foreign keys", "views"]


def test_a_step_holds_its_own_statements() -> None:
    found = plan(EVERYTHING, {})
    assert [each for name in steps(["core", "auth"]) for each in found.step(name)] == list(found.statements)


def test_a_view_on_a_view_comes_after_it_whatever_their_names() -> None:
    views = schema(view("a", "SELECT 1", [], ["view b"]), view("b", "SELECT 1", [], ["view c"]), view("c", "", []))
    assert [each.object for each in plan(views, {}).statements] == ["view c", "view b", "view a"]


def test_a_function_that_needs_a_table_waits_for_it_and_what_calls_it_waits_too() -> None:
    late = function("late", needs=["table orders"])
    found = plan(orders(late, check("calls", "late()", "id", needs=["function late()"])), {})
    assert step_of(found, "function late()") == "views"
    assert step_of(found, "constraint orders.calls") == "views"
    assert [each.object for each in found.statements] == ["table orders", "function late()", "constraint orders.calls"]


def test_a_function_that_a_domain_calls_comes_before_it() -> None:
    found = plan(schema(function(), domain("code", needs=["function touch()"])), {})
    assert [(each.object, each.step) for each in found.statements] == [
        ("function touch()", "types"),
        ("domain code", "types"),
    ]


def test_objects_that_need_each_other_in_a_circle_are_an_error() -> None:
    circle = schema(view("a", "", [], ["view b"]), view("b", "", [], ["view a"]))
    with pytest.raises(ValueError, match=r"in a circle: .*view a"):
        plan(circle, {})
