"""What an object has beside its definition is set and reset in place."""

from ai_engine_db.schema.plan import plan
from tests.support.objects import STATUS, but, column, index, lines, orders, schema, sql, table, view

KEY = "constraint orders.orders_pkey"


def test_how_a_column_is_stored_is_set_and_reset() -> None:
    stored = but(orders(), STATUS, storage="EXTERNAL", compression="lz4", statistics=0, options=["n_distinct=5"])
    found = plan(stored, orders())
    assert lines(found) == [f"~ {STATUS}: storage external, compression lz4, statistics 0, set (n_distinct=5)"]
    back = "ALTER TABLE orders ALTER COLUMN status"
    assert sql(plan(orders(), stored)) == [
        f"{back} SET STORAGE DEFAULT",
        f"{back} SET COMPRESSION DEFAULT",
        f"{back} SET STATISTICS DEFAULT",
        f"{back} RESET (n_distinct)",
    ]


def test_statistics_lock_nobody_out() -> None:
    found = plan(but(orders(), STATUS, statistics=500), orders())
    assert [each.lock for each in found.statements] == ["SHARE UPDATE EXCLUSIVE"]


def test_a_column_that_keeps_another_type_is_not_stored_otherwise() -> None:
    wanted = but(orders(), STATUS, type="integer", storage="EXTERNAL")
    found = plan(wanted, orders(), {STATUS: 3})
    assert found.statements == ()


def test_a_change_of_type_says_anew_how_the_column_is_stored() -> None:
    wanted = but(orders(), STATUS, type="text", storage="EXTERNAL")
    there = but(orders(), STATUS, storage="EXTERNAL")
    assert "ALTER TABLE orders ALTER COLUMN status SET STORAGE EXTERNAL" in sql(plan(wanted, there))


def test_an_index_is_the_replica_identity_once_it_is_there() -> None:
    by_status = index("by_status", "status")
    wanted = but(
        but(orders(by_status), "index by_status", replica_identity=True), "table orders", replica_identity="INDEX"
    )
    assert sql(plan(wanted, orders()))[-1] == "ALTER TABLE orders REPLICA IDENTITY USING INDEX by_status"
    assert sql(plan(orders(by_status), wanted)) == ["ALTER TABLE orders REPLICA IDENTITY DEFAULT"]


def test_a_table_is_clustered_by_another_index_without_being_left_without_one() -> None:
    by_status = index("by_status", "status")
    first = but(orders(by_status), KEY, clustered=True)
    second = but(orders(by_status), "index by_status", clustered=True)
    assert sql(plan(second, first)) == ["ALTER TABLE orders CLUSTER ON by_status"]
    assert sql(plan(orders(by_status), first)) == ["ALTER TABLE orders SET WITHOUT CLUSTER"]


def test_storage_parameters_of_an_index_build_nothing_anew() -> None:
    def by_status(options: list[str], text: str) -> dict[str, object]:
        definition = f"CREATE INDEX by_status ON public.orders USING btree (status){text}"
        return {"definition": definition, "options": options}

    plain = orders(index("by_status", "status"))
    wanted = but(plain, "index by_status", **by_status(["fillfactor=70"], " WITH (fillfactor='70')"))
    there = but(plain, "index by_status", **by_status(["deduplicate_items=off"], " WITH (deduplicate_items=off)"))
    assert sql(plan(wanted, there)) == [
        "ALTER INDEX by_status RESET (deduplicate_items)",
        "ALTER INDEX by_status SET (fillfactor=70)",
    ]


def test_the_comment_on_a_column_that_a_view_loses_is_not_taken_away() -> None:
    tables = schema(table("t"), column("a", parent="t"), column("b", parent="t"))
    two = view("v", "SELECT a, b FROM t", ["a integer", "b integer"])
    one = view("v", "SELECT a FROM t", ["a integer"])
    there = but({**tables, two.id: two}, two.id, comments={"COLUMN v.a": "x", "COLUMN v.b": "y"})
    wanted = but({**tables, one.id: one}, one.id, comments={"COLUMN v.a": "it's"})
    comments = [each for each in sql(plan(wanted, there)) if each.startswith("COMMENT")]
    assert set(comments) == {"COMMENT ON COLUMN v.a IS 'it''s'"}
