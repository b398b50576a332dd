"""Plans: what each difference between the lock and a database leads to, and what it never leads to."""

from dataclasses import replace

import pytest

from tasks.schema.model import Object
from tasks.schema.plan import Plan, plan, steps
from tests.unit.objects import (
    but,
    check,
    column,
    domain,
    enum,
    foreign_key,
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
    trigger,
    unique,
    view,
    without,
)  # fmt: skip

Schema = dict[str, Object]

STATUS = "column orders.status"
ALTER_STATUS = "ALTER TABLE orders ALTER COLUMN status"
EVERYTHING = orders(
    check("positive", "total > 0", "total"), index("by_status", "status"), function(), trigger("touched"),
    sequence("numbers"), enum("color", "red", "green"), domain("code", checks={"short": "CHECK (length(VALUE) < 9)"}),
    view("open_orders", "SELECT id FROM orders", ["id integer"], ["column orders.id"]),
    table("users", "auth"), replace(column("id", "integer", "users", not_null=True), domain="auth"),
    replace(primary_key("id", parent="users"), domain="auth"),
    column("user_id", "integer"), foreign_key("orders_user_id_fkey", "user_id", "users.id"),
)  # fmt: skip


def step_of(found: Plan, key: str) -> str:
    return next(statement.step for statement in found.statements if statement.object == key)


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


# What rows forbid


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
    assert change.detail.endswith("write a transition")


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


def test_one_row_is_one_row() -> None:
    (change,) = plan(orders(unique("u", "status")), orders(), {"constraint orders.u": 1}).changes
    assert change.detail == "1 row is against it: mend them, or write a transition"


@pytest.mark.parametrize("more", [{"default": "''"}, {"generated": "status"}, {"identity": "ALWAYS"}])
def test_a_column_that_fills_itself_needs_no_look_at_the_rows(more: dict[str, str]) -> None:
    assert plan(orders(column("note", "integer", not_null=True, **more)), orders()).checks == {}


def test_an_index_that_is_not_unique_needs_no_look_at_the_rows() -> None:
    assert plan(orders(index("i", "status")), orders()).checks == {}


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
    assert f"! {STATUS} is null in 4 rows, wanted not null: mend them, or write a transition" in lines(found)


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
    assert found.statements[3].hazards == ("rewrites the table",)


def test_a_type_that_would_lose_values_stays() -> None:
    found = plan(but(orders(), STATUS, type="integer"), orders(), {STATUS: 2})
    assert found.statements == ()
    assert lines(found) == [
        f"! {STATUS}: type is character varying(20), wanted integer, which would lose the values of 2 rows:"
        " write a transition"
    ]


def test_what_needs_a_column_that_keeps_its_type_is_left_too() -> None:
    desired = {**but(orders(), STATUS, type="integer"), "index i": index("i", "status")}
    found = plan(desired, orders(), {STATUS: 2})
    assert found.statements == ()
    assert f"! index i: needs {STATUS} to be integer" in lines(found)


def test_a_plain_column_is_not_made_a_generated_one() -> None:
    found = plan(but(orders(), STATUS, generated="upper(a)"), orders())
    assert found.statements == ()
    assert lines(found) == [f"! {STATUS}: generated is none, wanted upper(a): write a transition"]


# What goes for a moment


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


def test_a_view_that_sql_does_not_know_comes_back_with_its_owner_and_grants() -> None:
    mine = view("mine", "SELECT status FROM late_orders", [], ["view late_orders"], owner="bob", grants=["eve SELECT"])
    found = plan(watched("text"), {**watched("character varying(20)"), mine.id: mine}, owner="weedgo")
    own = [statement for statement in found.statements if statement.object == "view mine"]
    assert [statement.sql for statement in own] == [
        "DROP VIEW IF EXISTS mine",
        "CREATE OR REPLACE VIEW mine AS\nSELECT status FROM late_orders",
        "ALTER VIEW mine OWNER TO bob",
        "GRANT SELECT ON TABLE mine TO eve",
    ]
    assert all(statement.as_superuser and statement.step == "core" for statement in own)
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
    reason = "view mine, which is not in sql/, could not come back in the same transaction"
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
    assert lines(refused) == [f"! {key}: 2 rows are against it: mend them, or write a transition"]


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


# Comments, owners, grants


def test_a_comment_is_set_and_one_that_the_lock_has_not_is_left() -> None:
    commented = but(orders(), STATUS, comment="It's open.")
    assert sql(plan(commented, orders())) == ["COMMENT ON COLUMN orders.status IS 'It''s open.'"]
    assert plan(orders(), commented).statements == ()


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


def test_what_everybody_may_do_by_default_is_taken_away() -> None:
    found = plan(schema(function(revoked=["PUBLIC EXECUTE"])), schema(function()))
    assert sql(found) == ["REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC"]
    assert lines(found) == ["~ function touch(): revoke PUBLIC EXECUTE"]


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
        (made("type", "pair", attributes=["a text"]), made("type", "pair", attributes=["b text"]), "attributes cannot"),
        (table(partition_key="LIST (a)"), table(), "partitioning cannot be changed in place"),
    ],
    ids=["base of a domain", "fields of a type", "partitioning"],
)
def test_what_cannot_change_in_place_is_left_to_a_transition(wanted: Object, now: Object, says: str) -> None:
    found = plan(schema(wanted), schema(now))
    assert found.statements == ()
    (line,) = lines(found)
    assert line.startswith(f"! {wanted.id}: {says}")
    assert line.endswith("write a transition")


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
    assert lines(refused) == ["! sequence s: it has given a number beyond its bounds: write a transition"]


def test_a_sequence_comes_to_belong_to_a_column_and_to_none() -> None:
    owned = orders(sequence("s", owned_by="orders.id"))
    assert sql(plan(owned, orders(sequence("s")))) == ["ALTER SEQUENCE s OWNED BY orders.id"]
    assert sql(plan(orders(sequence("s")), owned)) == ["ALTER SEQUENCE s OWNED BY NONE"]


# What is in the way, and what sql/ does not know


@pytest.mark.parametrize(
    ("wanted", "there", "says"),
    [
        (table("x"), view("x", "SELECT 1", []), "a view of that name is in the way"),
        (table("x"), enum("x", "a"), "a type of that name is in the way"),
        (view("x", "SELECT 1", []), table("x"), "a table of that name is in the way"),
        (sequence("x"), index("x", "id"), "an index of that name on table orders is in the way"),
        (index("x", "id"), unique("x", "status"), "a constraint of that name on table orders is in the way"),
        (index("x", "id"), index("x", "id", parent="users"), "an index of that name is on table users"),
        (primary_key("id", name="x"), primary_key("id"), "constraint orders.orders_pkey is the primary key"),
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


def test_nothing_that_holds_data_is_ever_dropped() -> None:
    texts = "\n".join(sql(plan(EVERYTHING, but(EVERYTHING, STATUS, type="bytea"))) + sql(plan({}, EVERYTHING)))
    assert not [word for word in ("DROP TABLE", "DROP COLUMN", "CASCADE", "TRUNCATE", "DELETE") if word in texts]


# The order


def test_steps_go_from_types_over_functions_domains_and_foreign_keys_to_views() -> None:
    assert steps(["core", "auth", "views", "types", ""]) == (
        "types", "functions", "auth", "core", "indexes", "foreign keys", "views", "validation",
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
