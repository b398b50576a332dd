"""Row-level security, rules, statistics, aggregates, collations, ranges, composite types: what a plan does of each."""

from dataclasses import replace
from typing import Any

import pytest

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import plan
from tests.support.objects import STATUS, but, column, function, lines, made, orders, schema, sql, table

USERS = schema(table("users", "auth"), replace(column("login", "text", "users"), domain="auth"))


def policy(name: str = "mine", **attributes: Any) -> Object:
    return made("policy", name, "orders", **{"using": "(total > 0)", **attributes})


def secured(*more: Object) -> dict[str, Object]:
    return but(orders(*more), "table orders", row_security=True)


def test_row_security_is_switched_on_behind_all_policies_of_the_table_also_those_of_a_later_step() -> None:
    late = replace(policy("member", using="(EXISTS (SELECT FROM users))"), needs=("table users",))
    found = plan({**secured(policy(), late), **USERS}, {**orders(), **USERS})
    assert sql(found) == [
        "CREATE POLICY mine ON orders USING ((total > 0))",
        "CREATE POLICY member ON orders USING ((EXISTS (SELECT FROM users)))",
        "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
    ]
    assert [each.step for each in found.statements] == ["core", "views", "views"]


def test_a_policy_of_a_table_in_use_that_reads_another_has_a_transaction_of_its_own() -> None:
    late = replace(policy("member"), needs=("table users",))
    found = plan({**orders(late), **USERS}, {**orders(), **USERS}, sizes={"orders": 8192})
    assert [(each.step, each.transaction) for each in found.statements] == [("views", "orders")]


def test_row_security_that_sql_does_not_want_is_switched_off() -> None:
    found = plan(orders(), but(orders(), "table orders", row_security=True, row_security_forced=True))
    assert lines(found) == ["~ table orders: no row level security"]
    assert sql(found) == [
        "ALTER TABLE orders DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE orders NO FORCE ROW LEVEL SECURITY",
    ]


@pytest.mark.parametrize(
    ("now", "statements"),
    [
        ({"using": "true"}, ["ALTER POLICY mine ON orders USING ((total > 0))"]),
        ({"roles": ["app"]}, ["ALTER POLICY mine ON orders TO PUBLIC"]),
        (
            {"check": "true"},
            ["DROP POLICY IF EXISTS mine ON orders", "CREATE POLICY mine ON orders USING ((total > 0))"],
        ),
        (
            {"command": "SELECT"},
            ["DROP POLICY IF EXISTS mine ON orders", "CREATE POLICY mine ON orders USING ((total > 0))"],
        ),
    ],
    ids=["condition", "roles", "no check", "command"],
)
def test_a_policy_is_altered_where_that_can_be(now: dict[str, Any], statements: list[str]) -> None:
    assert sql(plan(orders(policy()), orders(policy(**now)))) == statements


def test_a_policy_that_comes_back_later_lets_nobody_until_then() -> None:
    late = replace(policy(using="(f(status))"), needs=("function f()", "table users"))
    wanted = {**orders(late, replace(function("f"), needs=("table users",))), **USERS}
    now = {
        **orders(replace(late, needs=(STATUS, "table users"), attributes={"using": "(status = 'x'::text)"})),
        **USERS,
    }
    statements = sql(plan(but(wanted, STATUS, type="integer"), but(now, STATUS, type="bigint")))
    first = statements.index("DROP POLICY IF EXISTS mine ON orders")
    assert statements[first + 1] == "CREATE POLICY mine ON orders AS RESTRICTIVE USING (false) WITH CHECK (false)"
    assert statements[-3] == "DROP POLICY IF EXISTS mine ON orders"
    assert statements[-1] == "CREATE POLICY mine ON orders USING ((f(status)))"


def test_statistics_go_on_with_a_column_of_another_type_and_get_their_target() -> None:
    wanted = made("statistics", "s", "orders", definition="CREATE STATISTICS s ON id, status FROM orders", target=7)
    found = plan(orders(wanted), orders(replace(wanted, attributes={"definition": wanted["definition"]})))
    assert sql(found) == ["ALTER STATISTICS s SET STATISTICS 7"]
    assert found.statements[0].lock == "SHARE UPDATE EXCLUSIVE"
    assert sql(plan(orders(wanted), orders())) == [wanted["definition"], "ALTER STATISTICS s SET STATISTICS 7"]


def test_a_rule_is_replaced_and_enabled() -> None:
    rule = made("rule", "r", "orders", definition="CREATE RULE r AS ON DELETE TO orders DO INSTEAD NOTHING")
    now = replace(rule, attributes={"definition": "CREATE RULE r AS x", "enabled": "DISABLE"})
    assert sql(plan(orders(rule), orders(now))) == [
        "CREATE OR REPLACE RULE r AS ON DELETE TO orders DO INSTEAD NOTHING",
        "ALTER TABLE orders ENABLE RULE r",
    ]


def test_a_collation_and_a_range_are_left_as_they_are() -> None:
    wanted = schema(made("collation", "c", options=["locale = 'de'"]), made("type", "r", range=["SUBTYPE = bigint"]))
    now = schema(made("collation", "c", options=["locale = 'fr'"]), made("type", "r", range=["SUBTYPE = integer"]))
    found = plan(wanted, now)
    assert found.statements == ()
    assert [each.split(":")[0] for each in lines(found)] == ["! collation c", "! type r"]


def pair(*attributes: str) -> Object:
    return made("type", "pair", attributes=list(attributes))


def test_an_attribute_is_added_last_and_another_stays() -> None:
    found = plan(schema(pair("a integer", '"B ""x" text')), schema(pair("a integer", "c text")))
    assert sql(found) == ['ALTER TYPE pair ADD ATTRIBUTE "B ""x" text']
    assert lines(found) == ['~ type pair: attribute "B ""x"', "! type pair: attribute c is not in sql/"]


def test_an_attribute_changes_its_type_only_where_no_column_has_a_value_of_it() -> None:
    wanted, now = schema(pair("a bigint")), schema(pair("a integer"))
    assert sql(plan(wanted, now)) == ["ALTER TYPE pair ALTER ATTRIBUTE a TYPE bigint"]
    used = orders(replace(column("pair", "pair"), needs=("type pair",)))
    found = plan({**wanted, **used}, {**now, **used})
    assert found.statements == ()
    assert "attribute a is integer, wanted bigint, and column orders.pair uses the type" in lines(found)[0]


def test_a_materialized_view_is_filled_anew_when_a_function_that_it_reads_through_a_view_changes() -> None:
    read = made("view", "v", None, ["function f()"], definition="SELECT f()", columns=["f integer"])
    stored = made("materialized view", "m", None, ["view v"], definition="SELECT f FROM v", columns=["f integer"])
    both = schema(read, stored)
    there = {**both, **schema(function("f"))}
    found = plan(but(there, "function f()", definition="CREATE FUNCTION f() AS 'SELECT 2'"), there)
    assert sql(found)[-1] == "REFRESH MATERIALIZED VIEW m"
    assert "with materialized view m" in lines(found)[0]


def test_an_aggregate_by_the_arguments_of_a_function() -> None:
    aggregate = made("aggregate", "pick(double precision ORDER BY integer)", definition="x", revoked=["PUBLIC EXECUTE"])
    assert "FUNCTION pick(double precision, integer) FROM PUBLIC" in sql(plan(schema(aggregate), {}))[-1]
    empty = made("aggregate", "counted(*)", definition="x", revoked=["PUBLIC EXECUTE"])
    assert "FUNCTION counted() FROM PUBLIC" in sql(plan(schema(empty), {}))[-1]
