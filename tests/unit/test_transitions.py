"""Transitions: when they apply, what they rename, and where they run."""

from pathlib import Path

import pytest
from pglast import ast, parse_sql

from ai_engine_db.schema import backfills, transitions
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan, Statement
from ai_engine_db.schema.rename import Rename
from ai_engine_db.schema.statements import Check

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


def test_a_file_says_when_where_and_what() -> None:
    found = transitions.parse("a.sql", RENAME)
    assert found.title == "orders.status becomes orders.order_status"
    assert (found.has, found.lacks) == (("column orders.status",), ("column orders.order_status",))
    assert found.renames == ("column orders.status", "column orders.order_status")
    assert (found.step, found.sql) == ("core", "ALTER TABLE orders RENAME COLUMN status TO order_status")


def test_a_file_without_a_condition_is_refused() -> None:
    with pytest.raises(ValueError, match=r"sql/transitions/b\.sql"):
        transitions.parse("b.sql", "-- x\n-- step: core\nSELECT 1;")


HEAD = RENAME.rpartition("ALTER")[0]


@pytest.mark.parametrize(
    "body",
    [
        "UPDATE t SET a = 'one\u2028two\u0085three\x0cfour'",
        "UPDATE t SET a = 'one\r\ntwo'",
        "UPDATE t SET a = 'one\n-- two\nthree'",
        "DO $é$\nBEGIN\n-- 😀\nNULL;\nEND $é$",
        "UPDATE t SET a = 1; -- once\nUPDATE t SET b = 'é'",
    ],
)
def test_what_stands_behind_the_head_is_sent_letter_by_letter(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.sql").write_bytes(f"\ufeff{HEAD}\n{body};\n".encode())
    (found,) = transitions.read(tmp_path)
    assert found.sql == body
    assert found.title == "orders.status becomes orders.order_status"


@pytest.mark.parametrize("body", ["SELECT 1 -- é", "SELECT 1; -- é", "SELECT 1;\n-- é\n"])
def test_a_comment_at_the_end_of_a_file_swallows_nothing_that_comes_behind_it(body: str) -> None:
    found = transitions.parse("a.sql", f"{HEAD}{body}")
    assert [type(raw.stmt) for raw in parse_sql(f"{found.sql};\nSELECT 2;") if raw.stmt] == [ast.SelectStmt] * 2


def test_a_file_that_is_not_utf_8_is_refused_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(f"{HEAD}-- Québec\n".encode("latin-1"))
    with pytest.raises(ValueError, match=r"^sql/transitions/a\.sql:7: not UTF-8"):
        transitions.read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("-- step: core", "-- step: cor", ":5: there is no step cor, only types, functions, core,"),
        ("-- step: core", "-- step: core\n-- step: core", ":6: `step` is given twice"),
        ("-- has: column", "-- has: colunm", ":2: there is no kind of object `colunm`"),
        ("-- has: column orders.status", "-- has: column status", ":2: `column status` does not name a column"),
        ("-- lacks:", "-- lack:", ":3: there is no key `lack` in a head"),
        ("-- lacks: column orders.order_status", "-- lacks:", ":3: `lacks` is empty"),
        ("to column orders.order_status", "to column other.order_status", ":4: `renames` must be"),
        (
            "-- has: column orders.status",
            "-- has: label mood",
            ":2: `label mood` does not name a label: write `label type.name`",
        ),
        (
            "-- has: column orders.status",
            "-- has: table orders of type text",
            ":2: `table orders of type text`: a column has a type",
        ),
        (
            "-- has: column orders.status",
            "-- has: column orders.status of type varchar(20)",
            ":2: PostgreSQL prints that type as `character varying(20)`",
        ),
        ("-- has: column orders.status", "-- has: rows orders", ":2: `rows` must be followed by a query"),
        ("-- step: core", "-- step: core\n-- batch: 10 of orders", ":6: `batch` must be `10000 rows of orders by id`"),
        ("-- step: core", "-- step: core\n-- batch: 10 rows of orders by id", ":6: its statement has to say `:batch`"),
        ("-- orders.status becomes orders.order_status.\n", "", ":1: it must begin with a line"),
        ("ALTER TABLE orders RENAME COLUMN status TO order_status;\n", "", ":6: there is no SQL"),
    ],
)
def test_a_head_that_says_something_else_is_refused_by_file_and_line(old: str, new: str, says: str) -> None:
    assert old in RENAME
    with pytest.raises(transitions.TransitionError) as refused:
        transitions.parse("a.sql", RENAME.replace(old, new), {"core"})
    assert str(refused.value).startswith(f"sql/transitions/a.sql{says}")


def test_one_that_was_applied_may_not_change_and_one_that_was_not_may() -> None:
    found = [transitions.parse("a.sql", RENAME)]
    assert transitions.changed(found, {"a.sql": found[0].digest}) == []
    assert transitions.changed(found, {"a.sql": "another"}) == ["a.sql"]
    assert transitions.changed(found, {"a.sql": None}) == []
    assert transitions.changed(found, {}) == []


def test_where_something_is_made_those_that_need_not_run_are_recorded_first() -> None:
    first, later = Statement("CREATE TYPE x", "type x", "types"), Statement("CREATE TABLE y", "table y", "core")
    idle = [transitions.parse("a.sql", RENAME)]
    noted = transitions.begun(Plan((later, first)), [], idle).step("types")[0]
    assert noted.sql.startswith("INSERT INTO deploy.transitions (name, digest, applied_at) VALUES ('a.sql', ")
    assert "NULL" in noted.sql
    assert transitions.begun(Plan(), [], idle) == Plan()


TABLE = """-- orders becomes sales.
-- has: table orders
-- lacks: table sales
-- renames: table orders to table sales
-- step: core
ALTER TABLE orders RENAME TO sales;
"""


def test_a_renamed_table_takes_its_parts_along() -> None:
    actual = {
        **ACTUAL,
        "constraint items.fk": Object(
            "constraint", "fk", "items", {"definition": "FOREIGN KEY (o) REFERENCES orders(id)"}, ("table orders",)
        ),
        "sequence s": Object("sequence", "s", attributes={"owned_by": "orders.id"}),
    }
    chosen = [transitions.parse("a.sql", TABLE)]
    after = transitions.renamed(actual, chosen)
    assert "table sales" in after
    assert not [key for key in after if "orders." in key or key == "table orders"]
    assert after["column sales.status"].parent == "sales"
    assert after["index by_status"]["definition"] == "CREATE INDEX by_status ON sales (status)"
    assert after["constraint items.fk"]["definition"] == "FOREIGN KEY (o) REFERENCES sales(id)"
    assert after["constraint items.fk"].needs == ("table sales",)
    assert after["sequence s"]["owned_by"] == "sales.id"
    assert transitions.names(actual, chosen) == {
        "table orders": "table sales",
        "column orders.status": "column sales.status",
    }
    query = "SELECT * FROM sales WHERE id IS NULL"
    assert transitions.before_renames(query, chosen) == f"WITH sales AS (SELECT * FROM orders) {query}"


FILLS = """-- Each order has a status.
-- has: column orders.status
-- step: core
UPDATE orders SET status = 'new' WHERE status IS NULL;
"""


def test_rows_that_a_transition_writes_are_asked_for_behind_it() -> None:
    chosen = [transitions.parse("a.sql", FILLS)]
    find = "SELECT * FROM orders WHERE status IS NULL"
    checks = {"a": Check("column orders.status", find, table="orders"), "b": Check("column x.y", "x", table="x")}
    assert list(transitions.asked_before(checks, chosen)) == ["b"]
    (statement,) = transitions.begun(Plan(), chosen, [], checks).statements
    assert find in statement.sql.partition("UPDATE orders")[2]


def test_it_applies_only_where_it_has_something_to_do() -> None:
    found = transitions.parse("a.sql", RENAME)
    assert found.applies(ACTUAL)
    assert not found.applies({})
    assert not found.applies({**ACTUAL, "column orders.order_status": ACTUAL["column orders.status"]})


def test_a_rename_is_seen_by_what_is_compared_after_it() -> None:
    after = transitions.renamed(ACTUAL, [transitions.parse("a.sql", RENAME)])
    assert "column orders.status" not in after
    assert after["column orders.order_status"].name == "order_status"
    assert after["index by_status"]["definition"] == "CREATE INDEX by_status ON orders (order_status)"
    assert after["view open_orders"].needs == ("column orders.order_status",)
    assert after["view open_orders"]["definition"] == "SELECT status"


def test_a_query_by_the_new_name_runs_before_the_rename() -> None:
    chosen = [transitions.parse("a.sql", RENAME)]
    query = "SELECT * FROM orders WHERE order_status IS NULL"
    shadow = "WITH orders AS (SELECT *, status AS order_status FROM orders)"
    assert transitions.before_renames(query, chosen) == f"{shadow} {query}"
    assert transitions.before_renames("SELECT * FROM orders", chosen) == "SELECT * FROM orders"


def test_what_a_transition_provides_for_is_not_asked_of_the_rows() -> None:
    chosen = [transitions.parse("a.sql", RENAME)]
    checks = {
        "a": Check("column orders.order_status", "SELECT * FROM orders"),
        "b": Check("constraint orders.c", "SELECT * FROM orders WHERE order_status = ''"),
    }
    (asked,) = transitions.asked_before(checks, chosen).values()
    assert asked.object == "constraint orders.c"
    assert asked.find.startswith("WITH orders AS (")


def test_it_is_the_first_statement_of_its_step_and_a_line_of_the_plan() -> None:
    later = Statement("ALTER TABLE orders ...", "table orders", "core")
    found = transitions.begun(Plan((later,)), [transitions.parse("a.sql", RENAME)])
    first, second = found.step("core")
    assert first.sql.startswith("INSERT INTO deploy.transitions (name, digest) VALUES ('a.sql', ")
    assert ";\nALTER TABLE orders RENAME" in first.sql
    assert "RAISE EXCEPTION" in first.sql
    assert second is later
    assert str(found.changes[0]) == "~ transition a.sql: orders.status becomes orders.order_status"


def test_every_transition_of_the_project_can_be_read() -> None:
    assert [each.name for each in transitions.read()]


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE orders RENAME TO sales;",
        "alter table orders\n    rename column status to state;",
        "ALTER INDEX by_status RENAME TO by_state;",
        "ALTER TABLE orders RENAME CONSTRAINT a TO b;",
        "ALTER VIEW open_orders RENAME\n    TO opened;",
    ],
)
def test_a_rename_that_the_head_does_not_name_is_refused(sql: str) -> None:
    with pytest.raises(transitions.TransitionError, match=r"r\.sql:[45]: it renames something"):
        transitions.parse("r.sql", f"-- x\n-- has: table orders\n-- step: core\n{sql}")


def test_what_only_speaks_of_renaming_is_no_rename() -> None:
    sql = "UPDATE orders SET status = 'RENAME a TO b'; -- RENAME a TO b\nALTER TYPE mood RENAME VALUE 'a' TO 'b';"
    assert transitions.parse("r.sql", f"-- x\n-- has: table orders\n-- step: core\n{sql}").renames is None


def test_one_goes_on_with_what_another_has_renamed() -> None:
    first = transitions.parse("a.sql", RENAME)
    second = transitions.parse(
        "b.sql", "-- x\n-- has: column orders.order_status\n-- step: core\nUPDATE orders SET order_status = 'x';"
    )
    assert transitions.in_turn([first, second], ACTUAL) == [first, second]
    assert transitions.in_turn([second], ACTUAL) == []


def test_what_one_provides_for_is_asked_by_its_own_check_alone() -> None:
    text = "-- x\n-- has: table orders\n-- lacks: constraint orders.c\n-- step: core\nUPDATE orders SET status = 'x';"
    found = transitions.parse("a.sql", text)
    checks = {
        "a": Check("constraint orders.c", "SELECT * FROM orders WHERE status <> ''", "", "orders"),
        "b": Check("constraint orders.d", "SELECT * FROM orders WHERE status = ''", "", "orders"),
    }
    (statement,) = transitions.begun(Plan(), [found], (), checks).statements
    assert "constraint orders.c" not in statement.sql
    assert "constraint orders.d" in statement.sql


ASKS = """-- Orders have a mood of their own.
-- has: label mood.calm
-- has: column orders.status of type text
-- has: rows SELECT FROM orders WHERE status IS NULL
-- lacks: column orders.status of type mood
-- lacks: rows SELECT FROM orders WHERE status = 'x'
-- when: EXISTS (SELECT FROM orders)
-- makes: column orders.status
-- step: core
ALTER TABLE orders ALTER COLUMN status TYPE mood USING 'calm'::mood;
"""
MOOD = Object("type", "mood", attributes={"labels": ["calm"]})


def test_a_head_asks_for_labels_types_and_rows() -> None:
    found = transitions.parse("a.sql", ASKS)
    actual = {**ACTUAL, MOOD.id: MOOD}
    assert found.applies(actual)
    assert not found.applies(ACTUAL)
    assert not found.applies({**actual, "column orders.status": Object("column", "status", "orders", {"type": "mood"})})
    assert found.condition == (
        "(EXISTS (SELECT FROM orders)) AND EXISTS (SELECT FROM orders WHERE status IS NULL)"
        " AND NOT EXISTS (SELECT FROM orders WHERE status = 'x')"
    )


def test_what_a_transition_makes_is_not_planned_again() -> None:
    wanted = Object("column", "status", "orders", {"type": "mood"})
    found = transitions.parse("a.sql", ASKS)
    assert transitions.renamed(ACTUAL, [found], {wanted.id: wanted})[wanted.id] == wanted
    checks = {"a": Check("column orders.status", "SELECT * FROM orders", table="orders")}
    assert transitions.asked_before(checks, [found]) == {}


def test_a_label_that_a_transition_makes_has_its_place() -> None:
    text = "-- x\n-- has: type mood\n-- makes: label mood.good\n-- step: types\nALTER TYPE mood ADD VALUE 'good';"
    wanted = Object("type", "mood", attributes={"labels": ["good", "calm"]})
    after = transitions.renamed({MOOD.id: MOOD}, [transitions.parse("a.sql", text)], {MOOD.id: wanted})
    assert after[MOOD.id]["labels"] == ["good", "calm"]


def test_a_head_about_what_never_was_is_told_by_file_and_line() -> None:
    text = "-- x\n-- has: column orders.sattus\n-- step: core\nUPDATE orders SET status = 'x';"
    found = [transitions.parse("a.sql", text), transitions.parse("b.sql", RENAME)]
    (line,) = transitions.unknown(found, ACTUAL, [], lambda _: False)
    assert line.startswith("sql/transitions/a.sql:2: there is no column orders.sattus in sql/")
    assert transitions.unknown(found, ACTUAL, [], lambda key: key == "column orders.sattus") == []


def test_one_that_speaks_of_an_old_name_runs_before_the_rename() -> None:
    found = transitions.parse("a.sql", "-- x\n-- has: column basket.a\n-- step: core\nUPDATE basket SET a = 1;")
    rename = [Rename("table", "basket", "carts")]
    assert transitions.speaks_of(found, rename)
    assert not transitions.speaks_of(transitions.parse("b.sql", RENAME), rename)
    (statement,) = transitions.begun(Plan(), [found], first=True).statements
    assert statement.step == "types"


BATCHED = """-- Orders have a state.
-- has: column orders.status
-- step: core
-- batch: 10 rows of orders by id
UPDATE orders SET status = 'é state:batch', ":batch" = $a$:batch$a$, -- :batch
    b = a[x:batch], /* :batch */ c = d::batch WHERE :batch AND status = E'\\':batch';
"""


def test_only_a_bare_batch_in_the_code_is_the_condition() -> None:
    loop = backfills.statements(transitions.parse("a.sql", BATCHED))[-1]
    condition = "((batch_low IS NULL OR id > batch_low) AND id <= batch_high)"
    body = BATCHED.partition("by id\n")[2].rstrip(";\n").replace("WHERE :batch", f"WHERE {condition}")
    assert body in loop


@pytest.mark.parametrize("code", ["':batch'", "':batch' -- :batch", '":batch"', "true /* :batch */", "a[x:batch]"])
def test_a_batch_that_only_literals_and_comments_name_is_refused(code: str) -> None:
    text = BATCHED.partition("UPDATE")[0]
    with pytest.raises(transitions.TransitionError, match=r"^sql/transitions/a\.sql:4: its statement has to say"):
        transitions.parse("a.sql", f"{text}UPDATE orders SET status = 'x' WHERE status = {code};")
    # One that is no transition in batches may say it there.
    head = text.replace("-- batch: 10 rows of orders by id\n", "")
    assert transitions.parse("a.sql", f"{head}UPDATE orders SET status = 'x' WHERE status = {code};").batch is None


def test_a_batch_in_what_is_no_sql_is_refused_by_file_and_line() -> None:
    text = BATCHED.partition("UPDATE")[0]
    with pytest.raises(
        transitions.TransitionError, match=r"^sql/transitions/a\.sql:4: its SQL cannot be read: ' without an end"
    ):
        transitions.parse("a.sql", f"{text}UPDATE orders SET status = 'x WHERE :batch;")


@pytest.mark.parametrize("key", ["has", "lacks", "makes", "when", "renames", "step", "check", "batch"])
@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("UPDATE orders SET status = 'é';\n-- {}: x\n", 5),
        ("UPDATE orders SET status = 'x'; --{} : x\n", 4),
        ("\n-- {}: x\nUPDATE orders SET status = 'x';\n", 5),
        (" -- {}: x\nUPDATE orders SET status = 'x';\n", 4),
        ("UPDATE orders\r\n  -- {}: x\r\nSET status = 'x';\r\n", 5),
    ],
)
def test_a_line_of_a_head_below_it_is_refused_by_file_and_line(key: str, body: str, line: int) -> None:
    head = "-- Orders have a status.\n-- has: column orders.status\n-- step: core\n"
    says = rf"^sql/transitions/a\.sql:{line}: `-- {key}:` belongs in the comment at the head of the file"
    with pytest.raises(transitions.TransitionError, match=says):
        transitions.parse("a.sql", head + body.format(key))


@pytest.mark.parametrize(
    "body", ["SELECT 'a\n-- check: b';", "SELECT 1; -- it checks: all", "DO $$ BEGIN\n-- step: one\nNULL; END $$;"]
)
def test_a_comment_that_is_no_line_of_a_head_may_stand_below_it(body: str) -> None:
    head = "-- Orders have a status.\n-- has: column orders.status\n-- step: core\n"
    assert transitions.parse("a.sql", head + body).check == ""


def test_rows_that_may_stay_are_asked_for_before_a_transition_that_writes_them() -> None:
    key = "constraint orders.c"
    checks = {key: Check(key, "SELECT * FROM orders WHERE status = ''", table="orders", kept=True)}
    fills = transitions.parse("a.sql", FILLS)
    assert list(transitions.asked_before(checks, [fills])) == [key]
    assert all(
        "cannot be created" not in each.sql for each in transitions.begun(Plan(), [fills], (), checks).statements
    )
    # The question may be about what that one makes.
    shapes = transitions.parse("a.sql", f"{FILLS}ALTER TABLE orders ADD COLUMN a integer;")
    assert transitions.asked_before(checks, [shapes]) == {}
