"""Transitions: when they apply, what they rename, and where they run."""

import pytest

from tasks.schema import transition_file, transitions
from tasks.schema.model import Object
from tasks.schema.plan import Plan, Statement
from tasks.schema.statements import Check

RENAME = """-- orders.status becomes orders.order_status.
-- has: column orders.status
-- lacks: column orders.order_status
-- renames: column orders.status to column orders.order_status
-- step: core
-- check: SELECT count(*) FROM orders WHERE false
ALTER TABLE orders RENAME COLUMN status TO order_status;
"""

ACTUAL = {
    item.id: item
    for item in (
        Object("table", "orders"),
        Object("column", "status", "orders", {"type": "text"}),
        Object(
            "index", "by_status", "orders", {"definition": "CREATE INDEX by_status ON orders (status)"},
            ("column orders.status",),
        ),
        Object("view", "open_orders", attributes={"definition": "SELECT status"}, needs=("column orders.status",)),
    )
}  # fmt: skip


def parse(text: str, name: str = "a.sql") -> transition_file.Transition:
    return transition_file.parse(name, text, ("core", "types"))


def test_a_file_says_when_where_and_what() -> None:
    found = parse(RENAME)
    assert found.title == "orders.status becomes orders.order_status"
    assert (found.has, found.lacks) == (("column orders.status",), ("column orders.order_status",))
    assert found.renames == ("column orders.status", "column orders.order_status")
    assert (found.step, found.sql) == ("core", "ALTER TABLE orders RENAME COLUMN status TO order_status")


def test_a_file_without_a_condition_is_refused() -> None:
    with pytest.raises(ValueError, match=r"sql/transitions/b\.sql"):
        parse("-- x\n-- step: core\nSELECT 1;", "b.sql")


def test_it_applies_only_where_it_has_something_to_do() -> None:
    found = parse(RENAME)
    assert found.applies(ACTUAL)
    assert not found.applies({})
    assert not found.applies({**ACTUAL, "column orders.order_status": ACTUAL["column orders.status"]})


def test_a_rename_is_seen_by_what_is_compared_after_it() -> None:
    after = transitions.renamed(ACTUAL, [parse(RENAME)])
    assert "column orders.status" not in after
    assert after["column orders.order_status"].name == "order_status"
    assert after["index by_status"]["definition"] == "CREATE INDEX by_status ON orders (order_status)"
    assert after["view open_orders"].needs == ("column orders.order_status",)
    assert after["view open_orders"]["definition"] == "SELECT status"


def test_a_query_by_the_new_name_runs_before_the_rename() -> None:
    chosen = [parse(RENAME)]
    query = "SELECT * FROM orders WHERE order_status IS NULL"
    shadow = "WITH orders AS (SELECT *, status AS order_status FROM orders)"
    assert transitions.before_renames(query, chosen) == f"{shadow} {query}"
    assert transitions.before_renames("SELECT * FROM orders", chosen) == "SELECT * FROM orders"


def test_what_a_transition_provides_for_is_not_asked_of_the_rows() -> None:
    chosen = [parse(RENAME)]
    checks = {
        "a": Check("column orders.order_status", "SELECT * FROM orders"),
        "b": Check("constraint orders.c", "SELECT * FROM orders WHERE order_status = ''"),
    }
    (asked,) = transitions.asked_before(checks, chosen).values()
    assert asked.object == "constraint orders.c"
    assert asked.find.startswith("WITH orders AS (")


def test_it_is_the_first_statement_of_its_step_and_a_line_of_the_plan() -> None:
    later = Statement("ALTER TABLE orders ...", "table orders", "core")
    found = transitions.begun(Plan((later,)), [parse(RENAME)], {})
    first, second = found.step("core")
    assert first.sql.startswith("ALTER TABLE orders RENAME")
    assert "RAISE EXCEPTION" in first.sql
    assert second is later
    assert str(found.changes[0]) == "~ transition a.sql: orders.status becomes orders.order_status"


def test_every_transition_of_the_project_can_be_read() -> None:
    assert [each.name for each in transition_file.read()]


# What a head may not say


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no title"),
        ("UPDATE t SET a = 1;", 1, "no title"),
        ("-- has: table t\n-- step: core\nSELECT 1", 1, "no title"),
        ("-- x\n-- step: core\nSELECT 1", 1, "no line `-- has:`"),
        ("-- x\n-- has: table t\nSELECT 1", 1, "no line `-- step:`"),
        ("-- x\n-- has: table t\n-- step: cores\nSELECT 1", 3, "there is no step cores"),
        ("-- x\n-- has: table t\n-- step: core\n-- step: core\nSELECT 1", 4, "a second line `-- step:`"),
        ("-- x\n-- has: tabel t\n-- step: core\nSELECT 1", 2, "`tabel t` is the id of no object"),
        ("-- x\n-- has: column price\n-- step: core\nSELECT 1", 2, "`column price` is the id of no object"),
        ("-- x\n-- has: table t\n-- hasn: table u\n-- step: core\nSELECT 1", 3, "`hasn` is no key"),
        ("-- x\n-- has: table t\n--step: core\nSELECT 1", 3, "`step` is no key with a value"),
        ("-- x\n-- has: table t\n-- Lacks: table u\n-- step: core\nSELECT 1", 3, "`Lacks` is no key"),
        ("-- x\n-- has: table t\n-- renames: table t\n-- step: core\nSELECT 1", 3, "wants two ids"),
        ("-- x\n-- has: table t\n-- renames: table t to view u\n-- step: core\nSELECT 1", 3, "cannot become"),
        ("-- x\n-- has: table t\n-- step: core\n\nALTER TABLE t\nRENAME TO u;", 6, "say so in its head"),
        ("-- x\n-- has: column t.a\n-- step: core\nALTER TABLE t RENAME COLUMN a TO b;", 4, "say so in its head"),
    ],
)
def test_a_head_that_does_not_say_what_it_has_to_is_refused_by_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(transition_file.TransitionError) as error:
        parse(text, "ü.sql")
    assert str(error.value).startswith(f"sql/transitions/ü.sql:{line}: ")
    assert words in str(error.value)


# Each runs once


PRICES = """-- Prices are in cents.
-- has: column orders.status
-- when: EXISTS (SELECT FROM orders
--     WHERE status = 'old')
-- step: core
UPDATE orders SET status = status || '0';
"""


def test_one_that_ran_does_not_run_again_and_one_that_was_changed_since_is_named() -> None:
    found = parse(PRICES, "prices.sql")
    assert found.when == "EXISTS (SELECT FROM orders WHERE status = 'old')"
    assert transitions.candidates([found], ACTUAL, {}) == [found]
    assert transitions.candidates([found], ACTUAL, {"prices.sql": found.digest}) == []
    assert transitions.changed([found], {"prices.sql": found.digest}) == []
    assert transitions.changed([found], {"prices.sql": "another"}) == ["prices.sql"]


def test_it_is_put_on_record_in_its_own_transaction() -> None:
    found = parse(PRICES, "it's.sql")
    (statement,) = transitions.begun(Plan(), [found], {}).statements
    assert statement.sql.endswith(
        f"INSERT INTO deploy.transitions (name, digest) VALUES ('it''s.sql', '{found.digest}')"
    )
    assert statement.transaction == "it's.sql"


def test_rows_that_it_writes_are_looked_at_when_it_has_run() -> None:
    check = Check("constraint orders.c", "SELECT * FROM orders WHERE status = ''", "without a status", "orders")
    other = Check("constraint users.c", "SELECT * FROM users", "there", "users")
    found = parse(PRICES)
    assert transitions.examined_after({"a": check, "b": other}, [parse(RENAME), found]) == {"a": found.name}
    (statement,) = transitions.begun(Plan(), [found], {found.name: [check]}).statements
    update, looked, record = statement.sql.split(";\n")[:3]
    assert update.startswith("UPDATE")
    assert "WHERE status = " in looked
    assert record.startswith("INSERT INTO deploy.transitions")


# Renames


def test_a_renamed_table_takes_all_that_it_has_along() -> None:
    text = "-- x\n-- has: table orders\n-- lacks: table sales\n-- renames: table orders to table sales\n-- step: core\n"
    chosen = [parse(f"{text}ALTER TABLE orders RENAME TO sales;")]
    after = transitions.renamed(ACTUAL, chosen)
    assert set(after) == {"table sales", "column sales.status", "index by_status", "view open_orders"}
    assert after["column sales.status"].parent == "sales"
    assert after["index by_status"]["definition"] == "CREATE INDEX by_status ON sales (status)"
    assert after["view open_orders"].needs == ("column sales.status",)
    assert transitions.new_ids(ACTUAL, chosen) == {"column orders.status": "column sales.status"}
    assert transitions.renamed_tables({"orders": 1, "users": 2}, chosen) == {"sales": 1, "users": 2}
    query = "SELECT * FROM sales"
    assert transitions.before_renames(query, chosen) == f"WITH sales AS (SELECT * FROM orders) {query}"


def test_a_renamed_index_is_the_same_index() -> None:
    text = "-- x\n-- has: index by_status\n-- renames: index by_status to index b\n-- step: core\n"
    after = transitions.renamed(ACTUAL, [parse(f"{text}ALTER INDEX by_status RENAME TO b;")])
    assert after["index b"]["definition"] == "CREATE INDEX b ON orders (status)"
    assert "index by_status" not in after
