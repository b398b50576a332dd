"""Tables that hold rows: what is done to them keeps no reader or writer waiting for long, and what does is said."""

import pytest

from ai_engine_db.schema import concurrent
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan, plan
from tests.support.objects import (
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
    made,
    orders,
    primary_key,
    schema,
    sql,
    table,
    trigger,
    unique,
    view,
    without,
)  # fmt: skip

SMALL, LARGE = 8192, 1_200_000_000
IN_USE = {"orders": SMALL}


def online(desired: Schema, actual: Schema, sizes: dict[str, int] | None = None) -> Plan:
    return plan(desired, actual, owner="weedgo", sizes=IN_USE if sizes is None else sizes)


def places(found: Plan) -> list[tuple[str, str, bool, str]]:
    """Of each statement: step, transaction, whether it runs alone, and its beginning."""
    return [
        (each.step, each.transaction, each.alone, each.sql.replace("public.", "").partition(" USING")[0])
        for each in found.statements
    ]


# Indexes and keys


def test_an_index_is_built_concurrently_after_the_domains() -> None:
    found = online(orders(index("by_status", "status")), orders())
    assert places(found) == [("indexes", "", True, "CREATE INDEX CONCURRENTLY by_status ON orders")]
    assert found.statements[0].lock == "SHARE UPDATE EXCLUSIVE"


def test_an_index_of_an_empty_table_is_part_of_its_domain() -> None:
    found = online(orders(index("by_status", "status")), orders(), {})
    assert places(found) == [("core", "", False, "CREATE INDEX by_status ON orders")]


def test_an_index_of_a_table_that_sizes_know_and_the_database_does_not_is_no_matter() -> None:
    assert not any(each.alone for each in online(orders(index("by_status", "status")), {}).statements)


@pytest.mark.parametrize(
    ("definition", "built", "made"),
    [
        ("UNIQUE (status)", " (status)", "UNIQUE USING INDEX once"),
        ("PRIMARY KEY (status)", " (status)", "PRIMARY KEY USING INDEX once"),
        (
            "UNIQUE NULLS NOT DISTINCT (status, id) INCLUDE (total) WITH (fillfactor='70') DEFERRABLE",
            " (status, id) INCLUDE (total) NULLS NOT DISTINCT WITH (fillfactor='70')",
            "UNIQUE USING INDEX once DEFERRABLE",
        ),
    ],
)
def test_a_key_is_made_of_an_index_that_is_built_concurrently(definition: str, built: str, made: str) -> None:
    base = without(orders(), "constraint orders.orders_pkey")
    key = but(schema(unique("once", "status")), "constraint orders.once", definition=definition)
    found = online({**base, **key}, base)
    assert sql(found) == [
        f"CREATE UNIQUE INDEX CONCURRENTLY once ON public.orders USING btree{built}",
        f"ALTER TABLE orders ADD CONSTRAINT once {made}",
    ]
    assert all(each.alone and each.step == "indexes" for each in found.statements)


def test_a_key_that_no_plain_index_can_make_is_made_plainly_and_that_is_a_hazard() -> None:
    item = made(
        "constraint", "x", "orders", type="exclude", definition="EXCLUDE USING gist (status WITH =)", columns=[]
    )
    found = online(orders(item), orders(), {"orders": LARGE})
    assert places(found)[0][:3] == ("core", "orders", False)
    assert hazards(found) == ["INDEX_BUILD: builds an index of table orders (1.2 GB) under ACCESS EXCLUSIVE"]


def test_an_invalid_index_is_dropped_and_built_again_concurrently() -> None:
    desired = orders(index("by_status", "status"))
    found = online(desired, but(desired, "index by_status", invalid=True))
    assert [text.partition(" ON ")[0] for text in sql(found)] == [
        "DROP INDEX CONCURRENTLY IF EXISTS by_status",
        "CREATE INDEX CONCURRENTLY by_status",
    ]
    assert all(each.alone for each in found.statements)
    assert lines(found) == ["~ index by_status: invalid: rebuilt"]


def left(*, invalid: bool | None = None) -> Schema:
    """What the build of a key leaves: an index of the key's name."""
    item = index("once", "status", invalid=invalid)
    text = "CREATE UNIQUE INDEX once ON public.orders USING btree (status)"
    return but(schema(item), item.id, definition=text)


def test_an_invalid_index_in_the_place_of_a_key_is_what_its_build_left() -> None:
    found = online(orders(unique("once", "status")), {**orders(), **left(invalid=True)})
    assert [text.partition(" ON ")[0] for text in sql(found)] == [
        "DROP INDEX CONCURRENTLY IF EXISTS once",
        "CREATE UNIQUE INDEX CONCURRENTLY once",
        "ALTER TABLE orders ADD CONSTRAINT once UNIQUE USING INDEX once",
    ]
    assert lines(found) == ["+ constraint orders.once"]


def test_a_valid_index_in_the_place_of_a_key_is_made_the_key() -> None:
    found = online(orders(unique("once", "status")), {**orders(), **left()})
    assert sql(found) == ["ALTER TABLE orders ADD CONSTRAINT once UNIQUE USING INDEX once"]
    assert lines(found) == ["+ constraint orders.once"]


def test_what_the_build_of_a_key_left_on_a_table_that_is_empty_by_now_goes() -> None:
    found = online(orders(unique("once", "status")), {**orders(), **left(invalid=True)}, {})
    assert sql(found) == ["DROP INDEX IF EXISTS once", "ALTER TABLE orders ADD CONSTRAINT once UNIQUE (status)"]


@pytest.mark.parametrize("wanted", [index("once", "id"), unique("once", "id")], ids=lambda item: item.kind)
def test_an_index_that_changes_is_built_beside_the_old_one_and_takes_its_place(wanted: Object) -> None:
    now = index("once", "status") if wanted.kind == "index" else unique("once", "status")
    found = online(orders(wanted), orders(now))
    name = concurrent.helper("new", "once")
    build, drop, take = found.statements
    assert build.alone
    assert f" CONCURRENTLY {name} ON " in build.sql
    assert drop.sql in ("DROP INDEX IF EXISTS once", "ALTER TABLE orders DROP CONSTRAINT IF EXISTS once")
    assert take.sql in (
        f"ALTER INDEX {name} RENAME TO once",
        f"ALTER TABLE orders ADD CONSTRAINT once UNIQUE USING INDEX {name}",
    )
    assert found.transactions("indexes") == ((build,), (drop, take))


def test_a_foreign_key_leaves_the_key_that_it_needs_for_the_moment_of_its_change() -> None:
    lines_ = schema(
        table("lines"), column("order", "integer", "lines"), foreign_key("to_order", "order", "orders.id", "lines")
    )
    changed = but(orders(), "constraint orders.orders_pkey", definition="PRIMARY KEY (id) DEFERRABLE")
    found = online({**changed, **lines_}, {**orders(), **lines_}, {"orders": SMALL, "lines": SMALL})
    first, last = found.transactions("indexes")[-1], found.statements[-1]
    assert [each.sql.partition(" (")[0] for each in first] == [
        "ALTER TABLE lines DROP CONSTRAINT IF EXISTS to_order",
        "ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_pkey",
        f"ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX"
        f" {concurrent.helper('new', 'orders_pkey')} DEFERRABLE",
        "ALTER TABLE lines ADD CONSTRAINT to_order FOREIGN KEY",
    ]
    assert first[-1].sql.endswith(" NOT VALID")
    assert (last.step, last.sql) == ("validation", "ALTER TABLE lines VALIDATE CONSTRAINT to_order")


@pytest.mark.parametrize(("keys", "step"), [(None, "indexes"), (["status"], "core")], ids=["plain", "unique"])
def test_an_index_in_the_way_of_a_conversion_comes_back_concurrently_unless_it_guards_something(
    keys: list[str] | None, step: str
) -> None:
    actual = orders(index("by_status", "status", keys=keys))
    found = online(but(actual, STATUS, type="integer"), actual)
    assert (found.statements[0].sql, found.statements[0].step) == ("DROP INDEX IF EXISTS by_status", "core")
    back = found.statements[-1]
    assert (back.step, " CONCURRENTLY " in back.sql) == (step, step == "indexes")


def test_what_an_interrupted_deploy_left_and_nobody_wants_any_more_goes() -> None:
    old_index = index(concurrent.helper("new", "gone"), "status", invalid=True)
    old_check = check(concurrent.helper("not_null", "gone"), "status IS NOT NULL", "status", not_valid=True)
    found = online(orders(), orders(old_index, old_check))
    assert sql(found) == [
        f"DROP INDEX CONCURRENTLY IF EXISTS {old_index.name}",
        f"ALTER TABLE orders DROP CONSTRAINT IF EXISTS {old_check.name}",
    ]
    assert lines(found) == [
        f"~ {old_check.id}: left by an interrupted deploy: dropped",
        f"~ {old_index.id}: left by an interrupted deploy: dropped",
    ]


# Constraints and columns


def test_a_check_holds_for_new_rows_at_once_and_is_validated_at_the_end() -> None:
    found = online(orders(check("positive", "total > 0", "total")), orders())
    assert places(found) == [
        ("core", "orders", False, "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID"),
        ("validation", "", True, "ALTER TABLE orders VALIDATE CONSTRAINT positive"),
    ]
    assert [each.lock for each in found.statements] == ["ACCESS EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"]


def test_a_constraint_that_is_not_to_be_valid_is_not_validated() -> None:
    found = online(orders(check("positive", "total > 0", "total", not_valid=True)), orders())
    assert sql(found) == ["ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID"]


def referring() -> Schema:
    return orders(
        table("users"), column("id", "integer", "users", not_null=True), primary_key("id", parent="users"),
        column("user_id", "integer"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "alone", "validated"),
    [
        ({}, False, False),
        ({"users": SMALL}, True, False),
        ({"orders": SMALL}, True, True),
        ({"orders": SMALL, "users": SMALL}, True, True),
    ],
)
def test_a_foreign_key_locks_tables_in_use_by_itself_and_only_rows_are_validated(
    sizes: dict[str, int], alone: bool, validated: bool
) -> None:
    key = foreign_key("orders_user_id_fkey", "user_id", "users.id")
    found = online({**referring(), key.id: key}, referring(), sizes)
    assert (found.statements[0].step, found.statements[0].alone) == ("foreign keys", alone)
    assert found.statements[0].lock == "SHARE ROW EXCLUSIVE"
    assert found.statements[0].sql.endswith(" NOT VALID") == validated
    assert [each.sql for each in found.statements[1:]] == (
        ["ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey"] if validated else []
    )


def test_a_foreign_key_that_changes_is_never_seen_missing() -> None:
    key = foreign_key("orders_user_id_fkey", "user_id", "users.id")
    now = {**referring(), key.id: key}
    found = online(but(now, key.id, definition=f"{key['definition']} ON DELETE CASCADE"), now)
    ((drop, add),) = found.transactions("foreign keys")
    assert (drop.transaction, add.sql.endswith(" NOT VALID")) == ("orders", True)


def test_a_column_becomes_not_null_without_a_look_at_the_rows_under_a_lock() -> None:
    found = online(but(orders(), STATUS, not_null=True), orders())
    name = concurrent.helper("not_null", "status")
    assert [text.removeprefix("ALTER TABLE orders ") for text in sql(found)] == [
        f"ADD CONSTRAINT {name} CHECK (status IS NOT NULL) NOT VALID",
        f"VALIDATE CONSTRAINT {name}",
        "ALTER COLUMN status SET NOT NULL",
        f"DROP CONSTRAINT {name}",
    ]
    assert [each.step for each in found.statements] == ["core", *["validation"] * 3]
    assert lines(found) == [f"~ {STATUS}: not null"]


def test_a_not_null_that_was_interrupted_goes_on_where_it_was() -> None:
    item = check(concurrent.helper("not_null", "status"), "status IS NOT NULL", "status", not_valid=True)
    found = online(but(orders(), STATUS, not_null=True), orders(item))
    assert [each.step for each in found.statements] == ["validation"] * 3
    assert lines(found) == [f"~ {STATUS}: not null"]


def test_columns_of_a_new_primary_key_are_not_null_before_it_is_made() -> None:
    base = without(orders(), "constraint orders.orders_pkey")
    found = online(orders(), but(base, "column orders.id", not_null=None))
    words = ("NOT VALID", "VALIDATE CONSTRAINT", "SET NOT NULL", "DROP CONSTRAINT", "CONCURRENTLY", "USING INDEX")
    assert [word in text for word, text in zip(words, sql(found), strict=True)] == [True] * 6
    assert {each.step for each in found.statements[1:]} == {"indexes"}


# Transactions


def two_tables(**more: str) -> Schema:
    return orders(
        table("users"), column("name", "text", "users", **more), column("note", "text", **more),
        view("both", "SELECT note, name FROM orders, users", [], ["column orders.note", "column users.name"]),
    )  # fmt: skip


def test_each_table_in_use_has_a_transaction_of_its_own_after_what_is_new() -> None:
    desired = {**two_tables(default="''"), **schema(table("carts"))}
    found = online(desired, two_tables(), {"orders": SMALL, "users": SMALL})
    assert [[each.object for each in group] for group in found.transactions("core")] == [
        ["table carts"],
        ["column orders.note"],
        ["column users.name"],
    ]


def test_a_trigger_waits_for_all_that_its_function_may_speak_of() -> None:
    found = online(orders(function(), trigger("touched"), column("note")), orders(function()))
    assert [(each.object, each.step) for each in found.statements] == [
        ("column orders.note", "core"),
        ("trigger orders.touched", "views"),
    ]


def test_tables_that_something_hangs_on_change_in_one_transaction() -> None:
    desired = but(but(two_tables(), "column orders.note", type="integer"), "column users.name", type="integer")
    found = online(desired, two_tables(), {"orders": SMALL, "users": SMALL})
    (group,) = found.transactions("core")
    assert (group[0].sql, group[-1].object) == ("DROP VIEW IF EXISTS both", "view both")


# Hazards


def hazards(found: Plan) -> list[str]:
    return [str(hazard) for change in found.changes for hazard in change.hazards]


def test_what_rewrites_a_table_is_said_with_its_size_and_lock() -> None:
    found = online(but(orders(), STATUS, type="integer"), orders(), {"orders": LARGE})
    assert hazards(found) == ["REWRITE: rewrites table orders (1.2 GB) under ACCESS EXCLUSIVE"]
    assert hazards(online(but(orders(), STATUS, type="integer"), orders(), {})) == []


@pytest.mark.parametrize(
    ("item", "rewrites"),
    [
        (column("a", default="'x'"), False),
        (column("a", "timestamp", default="now()"), False),
        (column("a", "timestamp", default="CURRENT_TIMESTAMP"), False),
        (column("a", "uuid", default="gen_random_uuid()"), True),
        (column("a", "integer", default="nextval('s'::regclass)"), True),
        (column("a", "text", default="touch()", needs=["function touch()"]), True),
        (column("a", "integer", identity="ALWAYS"), True),
        (column("a", "text", generated="upper(status)"), True),
        (column("a", "code"), True),
        (column("a", "plain"), False),
    ],
    ids=lambda value: str(value["default"] or value["type"]) if isinstance(value, Object) else "",
)
def test_a_new_column_rewrites_a_table_only_where_each_row_gets_a_value_of_its_own(
    item: Object, rewrites: bool
) -> None:
    there = orders(function(), domain("code", checks={"short": "CHECK (true)"}), domain("plain"))
    found = online({**there, item.id: item}, there)
    assert bool(hazards(found)) == rewrites


def test_a_long_lock_is_a_hazard_from_some_size_on() -> None:
    actual = orders(index("by_status", "status", keys=["status"]))
    desired = but(actual, STATUS, type="integer")
    assert len(hazards(online(desired, actual, {"orders": LARGE}))) == 1 + 1
    assert len(hazards(online(desired, actual, {"orders": SMALL}))) == 1


def test_what_sql_does_not_know_is_named_too_where_it_is_made_again_under_a_long_lock() -> None:
    mine = index("mine", "status")
    found = online(but(orders(), STATUS, type="integer"), orders(mine), {"orders": LARGE})
    assert "~ index mine: recreated" in lines(found)
    assert "INDEX_BUILD: builds an index of table orders (1.2 GB) under SHARE" in hazards(found)


def test_an_enum_looks_at_the_values_itself_and_anything_else_is_looked_at_before() -> None:
    there = {**orders(), **schema(enum("state", "new"))}
    assert len(sql(online(but(there, STATUS, type="state"), there))) == 1
    assert len(sql(online(but(there, STATUS, type="integer"), there))) == 3


def test_what_takes_a_lock_for_a_moment_is_no_hazard() -> None:
    desired = orders(function(), trigger("touched"), column("note"), check("c", "total > 0", "total"))
    assert hazards(online(desired, orders(function()), {"orders": LARGE})) == []
