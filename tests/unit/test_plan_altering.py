"""What is there and differs is changed in place."""

import pytest

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import plan
from tests.support.objects import (
    ALTER_STATUS,
    EVERYTHING,
    STATUS,
    TRANSITION,
    Schema,
    but,
    check,
    domain,
    enum,
    function,
    index,
    lines,
    made,
    orders,
    schema,
    sequence,
    sql,
    table,
    trigger,
    view,
    without,
)

# Columns


@pytest.mark.parametrize(
    ("before", "after", "does", "says"),
    [
        ({}, {"default": "'new'"}, "SET DEFAULT 'new'", "default 'new'"),
        ({"default": "'old'"}, {"default": "'new'"}, "SET DEFAULT 'new'", "default 'new'"),
        ({"default": "'old'"}, {"default": None}, "DROP DEFAULT", "no default (was 'old')"),
        ({}, {"not_null": True}, "SET NOT NULL", "not null"),
        ({"not_null": True}, {"not_null": None}, "DROP NOT NULL", "nullable"),
        ({"generated": "upper(a)"}, {"generated": "lower(a)"}, "SET EXPRESSION AS (lower(a))", "generated as lower(a)"),
        ({"generated": "upper(a)"}, {"generated": None}, "DROP EXPRESSION", "not generated"),
        (
            {},
            {"type": "character varying(40)"},
            "TYPE character varying(40)",
            "type character varying(20) → character varying(40)",
        ),
        ({}, {"collation": '"C"'}, 'TYPE character varying(20) COLLATE "C"', 'collation none → "C"'),
    ],
)
def test_a_column_changes_in_place(before: Schema, after: Schema, does: str, says: str) -> None:
    actual = but(orders(), STATUS, **before)
    found = plan(but(actual, STATUS, **after), actual)
    assert sql(found) == [f"{ALTER_STATUS} {does}"]
    assert lines(found) == [f"~ {STATUS}: {says}"]
    assert found.statements[0].lock == "ACCESS EXCLUSIVE"


def test_a_column_with_empty_rows_stays_nullable_and_still_gets_its_default() -> None:
    desired = but(orders(), STATUS, not_null=True, default="'new'")
    (name,) = plan(desired, orders()).checks
    found = plan(desired, orders(), {name: 4})
    assert sql(found) == [f"{ALTER_STATUS} SET DEFAULT 'new'"]
    assert f"! {STATUS} is null in 4 rows, wanted not null: fix them, or {TRANSITION}" in lines(found)


def test_a_column_of_an_unmanaged_primary_key_stays_not_null() -> None:
    actual = orders()
    found = plan(without(but(actual, "column orders.id", not_null=None), "constraint orders.orders_pkey"), actual)
    assert found.statements == ()
    reason = "is not null because of constraint orders.orders_pkey, which is not in sql/"
    assert lines(found) == [f"! column orders.id {reason}", "! constraint orders.orders_pkey is not in sql/"]


def test_an_identity_takes_the_place_of_a_default_and_goes_on_past_the_rows() -> None:
    actual = but(orders(), "column orders.id", default="7")
    found = plan(but(orders(), "column orders.id", identity="ALWAYS"), actual)
    assert sql(found) == [
        "ALTER TABLE orders ALTER COLUMN id DROP DEFAULT",
        "ALTER TABLE orders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
        "SELECT setval(pg_get_serial_sequence('orders', 'id'), max(id)) FROM orders HAVING max(id) >= 1",
    ]


def test_an_identity_goes_on_where_the_sequence_was_that_it_takes_the_place_of() -> None:
    before = {"default": "nextval('numbers'::regclass)"}
    actual = but(orders(sequence("numbers", owned_by="orders.id")), "column orders.id", **before)
    found = plan(but(orders(), "column orders.id", identity="ALWAYS"), actual)
    last = sql(found)[-1]
    assert "pg_get_serial_sequence" not in last
    assert "SELECT max(id), true FROM orders UNION ALL SELECT last_value, is_called FROM numbers" in last
    assert "! sequence numbers is not in sql/" in lines(found)


def test_a_sequence_goes_on_where_the_identity_was_that_it_takes_the_place_of() -> None:
    actual = but(orders(), "column orders.id", identity="ALWAYS")
    wanted = orders(sequence("numbers", owned_by="orders.id"))
    keep, drop, *_, last = sql(plan(but(wanted, "column orders.id", default="nextval('numbers')"), actual))
    assert keep.startswith("SELECT set_config('ai_engine.last_")
    assert drop.endswith("DROP IDENTITY")
    assert keep.split("'")[1] in last


def test_an_identity_that_gave_a_number_beyond_its_new_bounds_stays() -> None:
    actual = but(orders(), "column orders.id", identity="ALWAYS")
    desired = but(actual, "column orders.id", identity_options={"minimum": 100, "start": 100})
    made = plan(desired, actual)
    assert " RESTART; ELSE " in sql(made)[0]
    (check,) = made.checks
    left = plan(desired, actual, {check: 1})
    assert left.statements == ()
    assert lines(left) == [f"! column orders.id: its last value is outside its bounds: {TRANSITION}"]


def test_a_label_is_committed_before_anything_that_may_use_it() -> None:
    actual = schema(enum("color", "red"), domain("paint", "color"))
    found = plan(schema(enum("color", "red", "blue"), domain("paint", "color", default="'blue'::color")), actual)
    first, second = found.transactions("types")
    assert [each.sql for each in first] == ["ALTER TYPE color ADD VALUE 'blue' AFTER 'red'"]
    assert first[0].alone
    assert [each.sql for each in second] == ["ALTER DOMAIN paint SET DEFAULT 'blue'::color"]


def test_an_identity_changes_and_goes() -> None:
    always = but(orders(), "column orders.id", identity="ALWAYS")
    (changed,) = sql(plan(but(always, "column orders.id", identity="BY DEFAULT"), always))
    assert changed.startswith("ALTER TABLE orders ALTER COLUMN id SET GENERATED BY DEFAULT SET START 1 ")
    found = plan(but(orders(), "column orders.id", default="7"), always)
    assert [text.rpartition("COLUMN id ")[2] for text in sql(found)] == ["DROP IDENTITY", "SET DEFAULT 7"]


def test_a_wider_type_needs_no_look_at_the_rows_and_rewrites_nothing() -> None:
    found = plan(but(orders(), STATUS, type="text"), orders())
    assert found.checks == {}
    assert found.statements[0].hazards == ()


def test_another_type_is_looked_at_locked_looked_at_again_and_then_converted() -> None:
    actual = but(orders(), STATUS, default="'1'")
    found = plan(but(orders(), STATUS, type="integer", default="1"), actual)
    assert list(found.checks) == [STATUS]
    lock, look, drop, convert, default = sql(found)
    assert lock == "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"
    assert found.checks[STATUS].find in look
    assert "RAISE EXCEPTION" in look
    assert drop == f"{ALTER_STATUS} DROP DEFAULT"
    assert convert.startswith(f"{ALTER_STATUS} TYPE integer USING ")
    assert default == f"{ALTER_STATUS} SET DEFAULT 1"
    assert found.statements[3].hazards == ()


def test_a_type_that_would_lose_values_stays() -> None:
    found = plan(but(orders(), STATUS, type="integer"), orders(), {STATUS: 2})
    assert found.statements == ()
    assert lines(found) == [
        f"! {STATUS}: type is character varying(20), wanted integer, which would lose the values of 2 rows:"
        f" {TRANSITION}"
    ]


def test_what_needs_a_column_that_keeps_its_type_is_left_too() -> None:
    desired = {**but(orders(), STATUS, type="integer"), "index i": index("i", "status")}
    found = plan(desired, orders(), {STATUS: 2})
    assert found.statements == ()
    assert f"! index i: needs {STATUS} to be integer" in lines(found)


def test_a_plain_column_is_not_made_a_generated_one() -> None:
    found = plan(but(orders(), STATUS, generated="upper(a)"), orders())
    assert found.statements == ()
    assert lines(found) == [f"! {STATUS}: generated is none, wanted upper(a): {TRANSITION}"]


# Views, functions, triggers


@pytest.fixture
def on_orders() -> Schema:
    return orders(
        function(),
        trigger("touched"),
        view("a", "SELECT id FROM orders", ["id integer"]),
        view("b", "SELECT id FROM a", ["id integer"], ["view a"]),
    )


def test_a_view_that_keeps_its_columns_is_replaced_in_place(on_orders: Schema) -> None:
    query = "SELECT id, status FROM orders"
    found = plan(but(on_orders, "view a", definition=query, columns=["id integer", "status text"]), on_orders)
    assert sql(found) == [f"CREATE OR REPLACE VIEW a AS\n{query}"]
    assert lines(found) == ["~ view a: definition"]


def test_a_view_with_other_columns_is_made_again_with_the_views_on_it(on_orders: Schema) -> None:
    desired = but(on_orders, "view a", definition="SELECT 1::bigint AS id", columns=["id bigint"])
    found = plan(desired, on_orders)
    assert [text.partition(" AS\n")[0] for text in sql(found)] == [
        "DROP VIEW IF EXISTS b",
        "DROP VIEW IF EXISTS a",
        "CREATE OR REPLACE VIEW a",
        "CREATE OR REPLACE VIEW b",
    ]
    assert lines(found) == ["~ view a: columns"]


def test_a_view_stays_while_something_unknown_uses_a_column_that_would_go(on_orders: Schema) -> None:
    mine = view("mine", "SELECT id FROM a", ["id integer"], ["view a"])
    desired = but(on_orders, "view a", definition="SELECT 1 AS n", columns=["n integer"])
    found = plan(desired, {**on_orders, mine.id: mine})
    assert found.statements == ()
    assert lines(found)[0] == "! view a: it differs, but view mine uses id"


def test_a_function_with_another_body_is_replaced_in_place(on_orders: Schema) -> None:
    found = plan({**on_orders, **schema(function(body="RETURN OLD;"))}, on_orders)
    assert lines(found) == ["~ function touch(): definition"]
    assert [text.split("(")[0] for text in sql(found)] == ["CREATE OR REPLACE FUNCTION public.touch"]


def test_a_function_with_another_signature_is_made_again_with_its_triggers(on_orders: Schema) -> None:
    desired = but(on_orders, "function touch()", returns="void", definition="CREATE OR REPLACE FUNCTION touch() ...")
    found = plan(desired, on_orders)
    assert lines(found) == ["~ function touch(): signature"]
    assert sql(found)[:3] == [
        "DROP TRIGGER IF EXISTS touched ON orders",
        "DROP FUNCTION IF EXISTS touch()",
        "CREATE OR REPLACE FUNCTION touch() ...",
    ]
    assert sql(found)[3].startswith("CREATE OR REPLACE TRIGGER touched")


def test_a_trigger_is_enabled_again(on_orders: Schema) -> None:
    found = plan(on_orders, but(on_orders, "trigger orders.touched", enabled="DISABLE"))
    assert sql(found) == ["ALTER TABLE orders ENABLE TRIGGER touched"]


def test_a_trigger_with_another_definition_is_made_again(on_orders: Schema) -> None:
    found = plan({**on_orders, **schema(trigger("touched", event="INSERT"))}, on_orders)
    assert [text.partition(" BEFORE")[0] for text in sql(found)] == [
        "DROP TRIGGER IF EXISTS touched ON orders",
        "CREATE OR REPLACE TRIGGER touched",
    ]


# Keys, indexes, tables


def test_a_constraint_that_was_never_validated_is() -> None:
    key = "constraint orders.positive"
    actual = but(EVERYTHING, key, not_valid=True)
    assert sql(plan(EVERYTHING, actual)) == ["ALTER TABLE orders VALIDATE CONSTRAINT positive"]
    refused = plan(EVERYTHING, actual, {key: 2})
    assert refused.statements == ()
    assert lines(refused) == [f"! {key}: 2 rows violating it: fix them, or {TRANSITION}"]


def test_a_constraint_that_is_valid_against_expectation_stays_so() -> None:
    assert plan(but(EVERYTHING, "constraint orders.positive", not_valid=True), EVERYTHING).statements == ()


def test_a_constraint_with_another_definition_is_made_again_unless_rows_are_against_it() -> None:
    desired = {**EVERYTHING, **schema(check("positive", "total > 5", "total"))}
    assert sql(plan(desired, EVERYTHING)) == [
        "ALTER TABLE orders DROP CONSTRAINT IF EXISTS positive",
        "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 5)",
    ]
    assert plan(desired, EVERYTHING, {"constraint orders.positive": 1}).statements == ()


def test_an_invalid_index_is_built_again() -> None:
    found = plan(EVERYTHING, but(EVERYTHING, "index by_status", invalid=True))
    assert [text[:10] for text in sql(found)] == ["DROP INDEX", "CREATE IND"]
    assert lines(found) == ["~ index by_status: invalid: rebuilt"]


def test_storage_options_are_set_and_reset() -> None:
    actual = but(orders(), "table orders", options=["fillfactor=70", "parallel_workers=2"])
    assert sql(plan(but(orders(), "table orders", options=["fillfactor=90"]), actual)) == [
        "ALTER TABLE orders RESET (parallel_workers)",
        "ALTER TABLE orders SET (fillfactor=90)",
    ]


def test_an_unlogged_table_becomes_a_logged_one_without_its_foreign_keys_for_a_moment() -> None:
    texts = sql(plan(EVERYTHING, but(EVERYTHING, "table orders", unlogged=True)))
    assert texts[0] == "ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_user_id_fkey"
    assert texts[1] == "ALTER TABLE orders SET LOGGED"
    assert texts[2].startswith("ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey")


# Types, domains, sequences


@pytest.mark.parametrize(
    ("labels", "added"),
    [
        (["red", "green", "blue"], ["'blue' AFTER 'green'"]),
        (["black", "red", "green"], ["'black' BEFORE 'red'"]),
        (["red", "pink", "rose", "green"], ["'pink' AFTER 'red'", "'rose' AFTER 'pink'"]),
    ],
)
def test_labels_are_added_in_their_places(labels: list[str], added: list[str]) -> None:
    found = plan(schema(enum("color", *labels)), schema(enum("color", "red", "green")))
    assert sql(found) == [f"ALTER TYPE color ADD VALUE {each}" for each in added]


def test_a_label_that_sql_does_not_know_stays() -> None:
    found = plan(schema(enum("color", "red")), schema(enum("color", "red", "green")))
    assert found.statements == ()
    assert lines(found) == ["! type color: label green is not in sql/"]


def test_labels_in_another_order_stay_so() -> None:
    found = plan(schema(enum("color", "red", "green")), schema(enum("color", "green", "red")))
    assert found.statements == ()
    assert lines(found) == ["! type color: its labels are in another order: green, red"]


def test_a_domain_changes_its_default_its_nullability_and_its_checks() -> None:
    actual = schema(domain("code", default="'x'", checks={"short": "CHECK (a)", "own": "CHECK (o)"}))
    found = plan(schema(domain("code", not_null=True, checks={"short": "CHECK (b)", "new": "CHECK (n)"})), actual)
    assert sql(found) == [
        "ALTER DOMAIN code DROP CONSTRAINT short",
        "ALTER DOMAIN code DROP DEFAULT",
        "ALTER DOMAIN code SET NOT NULL",
        "ALTER DOMAIN code ADD CONSTRAINT short CHECK (b)",
        "ALTER DOMAIN code ADD CONSTRAINT new CHECK (n)",
    ]
    assert "! domain code: constraint own is not in sql/" in lines(found)


@pytest.mark.parametrize(
    ("wanted", "now", "says"),
    [
        (domain("code", "text"), domain("code", "integer"), "it is integer, wanted text"),
        (made("type", "pair", attributes=["a text"]), made("type", "pair", labels=["a"]), "it is an enum, wanted a"),
        (table(partition_key="LIST (a)"), table(), "partitioning cannot be changed in place"),
    ],
    ids=["base of a domain", "form of a type", "partitioning"],
)
def test_what_cannot_change_in_place_is_left_to_a_transition(wanted: Object, now: Object, says: str) -> None:
    found = plan(schema(wanted), schema(now))
    assert found.statements == ()
    (line,) = lines(found)
    assert line.startswith(f"! {wanted.id}: {says}")
    assert line.endswith(TRANSITION)


def test_options_of_a_sequence_change() -> None:
    found = plan(schema(sequence("s", cache=20, cycle=True)), schema(sequence("s")))
    (text,) = sql(found)
    assert text.startswith("ALTER SEQUENCE s AS bigint ")
    assert text.endswith("CACHE 20 CYCLE")
    assert lines(found)[0].startswith("~ sequence s: cache 20")


def test_new_bounds_of_a_sequence_wait_for_its_numbers_to_fit() -> None:
    desired, actual = schema(sequence("s", maximum=9)), schema(sequence("s"))
    assert "RESTART" in sql(plan(desired, actual))[0]
    refused = plan(desired, actual, {"sequence s": 1})
    assert refused.statements == ()
    assert lines(refused) == [f"! sequence s: its last value is outside its bounds: {TRANSITION}"]


def test_a_sequence_comes_to_belong_to_a_column_and_to_none() -> None:
    owned = orders(sequence("s", owned_by="orders.id"))
    assert sql(plan(owned, orders(sequence("s")))) == ["ALTER SEQUENCE s OWNED BY orders.id"]
    assert sql(plan(orders(sequence("s")), owned)) == ["ALTER SEQUENCE s OWNED BY NONE"]
