"""Partitions and tables that inherit: what comes from another table is left to that, the rest is planned."""

import pytest

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan, plan
from tests.support.objects import Schema, but, lines, schema, sql, without

KEY = "RANGE (at)"
IN_USE = {"events": 8192, "p1": 8192}


def events(**attributes: object) -> Object:
    return Object("table", "events", attributes={"partition_key": KEY, **attributes}, domain="core")


def part(name: str, first: int, **attributes: object) -> Object:
    bound = f"FOR VALUES FROM ({first}) TO ({first + 10})"
    return Object(
        "table",
        name,
        attributes={"partition_of": "events", "bound": bound, **attributes},
        needs=("table events",),
        domain="core",
    )


def at(parent: str, *, inherited: bool = True, **attributes: object) -> Object:
    more = {"inherited": True} if inherited else {}
    return Object("column", "at", parent, {"position": 1, "type": "integer", **more, **attributes}, domain="core")


def by_at(**attributes: object) -> Object:
    definition = "CREATE INDEX by_at ON public.events USING btree (at)"
    return Object(
        "index", "by_at", "events", {"definition": definition, **attributes}, ("column events.at",), domain="core"
    )


def both(*more: Object) -> Schema:
    return schema(events(), at("events", inherited=False), part("p1", 0), at("p1"), *more)


def planned(desired: Schema, actual: Schema, sizes: dict[str, int] | None = None) -> Plan:
    return plan(desired, actual, owner="weedgo", sizes=sizes or {})


def test_a_partition_comes_with_its_columns() -> None:
    assert sql(planned(both(), {})) == [
        "CREATE TABLE events (\n    at integer\n) PARTITION BY RANGE (at)",
        "CREATE TABLE p1 PARTITION OF events FOR VALUES FROM (0) TO (10)",
    ]


def test_a_partition_of_a_table_in_use_is_made_beside_it() -> None:
    found = planned(both(part("p2", 10), at("p2")), both(), IN_USE)
    assert [each.sql.partition("(")[0].strip() for each in found.statements] == [
        "CREATE TABLE p2",
        "ALTER TABLE events ATTACH PARTITION p2 FOR VALUES FROM",
    ]


def test_a_change_of_a_column_is_made_once() -> None:
    wanted = but(but(both(), "column events.at", default="5"), "column p1.at", default="5")
    assert sql(planned(wanted, both())) == ["ALTER TABLE events ALTER COLUMN at SET DEFAULT 5"]


def test_a_partition_may_have_a_default_of_its_own() -> None:
    wanted = but(but(both(), "column events.at", default="5"), "column p1.at", default="7")
    assert sql(planned(wanted, both(), IN_USE)) == [
        "ALTER TABLE events ALTER COLUMN at SET DEFAULT 5",
        "ALTER TABLE p1 ALTER COLUMN at SET DEFAULT 7",
    ]


def test_an_index_of_a_table_in_use_is_built_on_each_partition_and_attached() -> None:
    found = planned(both(by_at()), both(), IN_USE)
    statements = [each.sql for each in found.statements]
    assert statements[0] == "CREATE INDEX by_at ON ONLY public.events USING btree (at)"
    helper = statements[1].split()[3]
    assert statements[1] == f"CREATE INDEX CONCURRENTLY {helper} ON public.p1 USING btree (at)"
    assert statements[2] == f"ALTER INDEX by_at ATTACH PARTITION {helper}"
    assert statements[3].startswith("DO $names$")
    assert all(each.alone for each in found.statements)


def test_an_index_that_a_partition_lacks_is_finished() -> None:
    found = planned(both(by_at()), both(by_at(invalid=True)), IN_USE)
    assert [each.sql.split()[1] for each in found.statements][:2] == ["INDEX", "INDEX"]
    assert "ON ONLY" not in found.statements[0].sql
    assert lines(found) == ["~ index by_at: built on the partitions that are without it"]


def test_what_others_attached_is_looked_after_where_sql_says_so() -> None:
    theirs = schema(part("p9", 90), at("p9"))
    assert lines(planned(both(), {**both(), **theirs})) == ["! table p9 is not in sql/"]
    told = but(both(), "table events", partitions="unmanaged")
    assert planned(told, {**both(), **theirs}).changes == ()


def test_a_partition_is_never_dropped() -> None:
    found = planned(without(without(both(), "table p1"), "column p1.at"), both())
    assert found.statements == ()
    assert lines(found) == ["! table p1 is not in sql/"]


def test_a_table_is_detached_with_its_columns() -> None:
    wanted = schema(
        events(), at("events", inherited=False), Object("table", "p1", domain="core"), at("p1", inherited=False)
    )
    assert sql(planned(wanted, both(), IN_USE)) == ["ALTER TABLE events DETACH PARTITION p1"]


@pytest.mark.parametrize("sizes", [{}, IN_USE])
def test_a_partition_gets_other_bounds_in_one_transaction_before_its_table_changes(sizes: dict[str, int]) -> None:
    wanted = but(both(), "table p1", bound="FOR VALUES FROM (0) TO (20)")
    for key in ("column events.at", "column p1.at"):
        wanted = but(wanted, key, not_null=True)
    first, *_ = planned(wanted, both(), sizes).transactions("core")
    assert [each.sql for each in first][:2] == [
        "ALTER TABLE events DETACH PARTITION p1",
        "ALTER TABLE events ATTACH PARTITION p1 FOR VALUES FROM (0) TO (20)",
    ]
    assert len(first) == 3


def test_a_table_is_attached_after_its_columns_are_right_and_rows_outside_keep_it_from_that() -> None:
    there = schema(
        events(),
        at("events", inherited=False),
        Object("table", "p1", domain="core"),
        at("p1", inherited=False, default="1"),
    )
    assert sql(planned(both(), there)) == [
        "ALTER TABLE p1 ALTER COLUMN at DROP DEFAULT",
        "ALTER TABLE events ATTACH PARTITION p1 FOR VALUES FROM (0) TO (10)",
    ]
    found = plan(both(), there, {"table p1": 2})
    assert any(line.startswith("! table p1: 2 rows outside of FROM (0) TO (10)") for line in lines(found))
    assert "ATTACH" not in "".join(sql(found))


def test_rows_of_the_default_partition_keep_a_new_one_from_being_made() -> None:
    rest = part("rest", 0, bound="DEFAULT")
    there = schema(events(), at("events", inherited=False), rest, at("rest"))
    found = plan({**there, **both()}, there, {"table p1 in table rest": 4})
    assert found.statements == ()
    assert any("4 rows of table rest that belong in it" in line for line in lines(found))


def test_a_table_begins_and_ends_to_inherit() -> None:
    parent = schema(Object("table", "base", domain="core"), at("base", inherited=False))
    child = schema(
        Object("table", "child", attributes={"inherits": ["base"]}, needs=("table base",), domain="core"), at("child")
    )
    alone = schema(Object("table", "child", domain="core"), at("child", inherited=False))
    assert sql(planned({**parent, **child}, parent)) == ["CREATE TABLE child (\n    \n) INHERITS (base)"]
    assert sql(planned({**parent, **child}, {**parent, **alone})) == ["ALTER TABLE child INHERIT base"]
    assert sql(planned({**parent, **alone}, {**parent, **child})) == ["ALTER TABLE child NO INHERIT base"]


def test_a_column_that_something_is_partitioned_by_keeps_its_type() -> None:
    wanted = but(but(both(), "column events.at", type="bigint"), "column p1.at", type="bigint")
    found = planned(wanted, both())
    assert sql(found) == []
    why = "type is integer, wanted bigint, and table events is partitioned by it: write a transition"
    assert [each.partition(" (a data")[0] for each in lines(found)] == [f"! column events.at: {why}"]


def test_a_column_that_a_partition_is_partitioned_by_keeps_its_type() -> None:
    there = but(but(both(), "table events", partition_key="RANGE (id)"), "table p1", partition_key="HASH (at)")
    wanted = but(but(there, "column events.at", type="bigint"), "column p1.at", type="bigint")
    (line,) = lines(planned(wanted, there))
    assert "and table p1 is partitioned by it" in line
