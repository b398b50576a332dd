"""Renames: the lines of ``sql/`` that say them, what they make of a snapshot, and where they stand in a plan."""

import re

import pytest

from ai_engine_db.schema import rename_lines, renamed, renames
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan, Statement
from ai_engine_db.schema.rename import Rename
from ai_engine_db.schema.texts import SourceError
from tests.support.deployment import ROOT

DESIRED = {
    item.id: item
    for item in (
        Object("table", "carts"),
        Object("column", "status", "carts", {"type": "text"}),
        Object("type", "mood", attributes={"labels": ["it's", "so so"]}),
        Object("function", "cost(integer, text)"),
        Object("table", '"Big Carts"'),
    )
}


def read(*lines: str) -> list[Rename]:
    text = "\n".join(f"-- renames: {line}" for line in lines)
    return rename_lines.checked(rename_lines.read("sql/core/carts.sql", text), DESIRED)


@pytest.mark.parametrize(
    ("line", "renames_"),
    [
        ("table basket to carts", [("basket", "carts")]),
        ("table basket, trolley to carts", [("basket", "carts"), ("trolley", "carts")]),
        ("column carts.state to status", [("carts.state", "carts.status")]),
        ("column carts.state to carts.status", [("carts.state", "carts.status")]),
        ("label mood.'it is' to 'it''s'", [("mood.it is", "mood.it's")]),
        ("label mood.soso to 'so so'", [("mood.soso", "mood.so so")]),
        ("function price(integer, text) to cost", [("price(integer, text)", "cost(integer, text)")]),
        ('table "Old, Carts" to "Big Carts"', [('"Old, Carts"', '"Big Carts"')]),
    ],
)
def test_a_line_says_what_had_another_name(line: str, renames_: list[tuple[str, str]]) -> None:
    assert [(each.old, each.new) for each in read(line)] == renames_


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["table basket to cart"], ":1: there is no table cart in sql/"),
        (["view basket to carts"], ":1: there is no view carts in sql/"),
        (['table carts to "Big Carts"'], ":1: table carts is still in sql/"),
        (
            ["table basket to carts", "table trolley to carts"],
            ":2: sql/core/carts.sql:1 renames another table to carts",
        ),
        (["table basket to carts", 'table basket to "Big Carts"'], ":2: sql/core/carts.sql:1 renames table basket too"),
        (["table a to basket", "table basket to carts"], ":1: table basket is renamed itself, by sql/core/carts.sql:2"),
        (["table carts to b", "table b to carts"], ":1: table b is renamed itself, by sql/core/carts.sql:2"),
        (["function price to cost"], ":1: `price` does not name a function: write its arguments, as in"),
        (["column state to status"], ":1: `state` does not name a column: write `column table.name`"),
        (["column basket.state to carts.status"], ":1: a column stays where it is: basket, and not carts.status"),
        (["table basket carts"], ":1: it is not clear what this renames: write `-- renames: table basket to carts`"),
        (["table carts to carts"], ":1: both names are the same"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_file_and_line(lines: list[str], says: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(*lines)
    assert str(refused.value).startswith(f"sql/core/carts.sql{says}")


@pytest.mark.parametrize("line", ["-- renamed: table a to carts", "--renames: table a to carts", "-- Rename from: a"])
def test_what_looks_like_one_is_not_passed_over(line: str) -> None:
    with pytest.raises(SourceError, match=r"^x\.sql:2: it is not clear what this renames"):
        rename_lines.read("x.sql", f"CREATE TABLE carts ();\n{line}")


def test_what_only_speaks_of_renaming_is_none() -> None:
    assert rename_lines.read("x.sql", "-- Renames nothing.\n-- See renames: below") == []


def test_the_example_of_the_page_is_right() -> None:
    page = (ROOT / "docs" / "changing-the-schema.md").read_text()
    (example,) = [block for block in re.findall(r"```sql\n(.*?)```", page, re.S) if "-- renames:" in block]
    desired = {"table carts": Object("table", "carts"), "column carts.progress": Object("column", "progress", "carts")}
    found = rename_lines.checked(rename_lines.read("sql/core/carts.sql", example), desired)
    assert [each.after for each in found] == ["table carts", "column carts.progress"]


def test_a_name_in_a_string_or_of_something_else_stays() -> None:
    view = Object(
        "view",
        "v",
        attributes={"definition": "SELECT 'basket'::text, basket.basket_id FROM basket"},
        needs=("table basket",),
    )
    after = renamed.moved({view.id: view}, Rename("table", "basket", "carts"))
    assert after["view v"]["definition"] == "SELECT 'basket'::text, carts.basket_id FROM carts"
    assert after["view v"].needs == ("table basket",)


def test_columns_of_the_same_name_on_both_sides_of_a_foreign_key() -> None:
    key = Object(
        "constraint", "k", "items",
        {
            "definition": "FOREIGN KEY (id) REFERENCES users(id)", "columns": ["id"],
            "references": {"table": "users", "columns": ["id"]},
        },
    )  # fmt: skip
    theirs = renamed.moved({key.id: key}, Rename("column", "users.id", "users.number"))[key.id]
    assert theirs["definition"] == "FOREIGN KEY (id) REFERENCES users(number)"
    assert (theirs["columns"], theirs["references"]["columns"]) == (["id"], ["number"])
    ours = renamed.moved({key.id: key}, Rename("column", "items.id", "items.number"))[key.id]
    assert ours["definition"] == "FOREIGN KEY (number) REFERENCES users(id)"


def test_a_query_by_new_names_is_asked_by_old_ones() -> None:
    chosen = [
        Rename("type", "mood", "feeling"),
        Rename("table", "basket", "carts"),
        Rename("column", "carts.a", "carts.b"),
    ]
    assert renames.before("SELECT b::feeling FROM carts", chosen) == (
        "WITH carts AS (SELECT *, a AS b FROM basket) SELECT b::mood FROM carts"
    )
    assert renames.before("SELECT 1 FROM others", chosen) == "SELECT 1 FROM others"


def test_what_a_query_names_as_text_has_its_old_name_too() -> None:
    chosen = [Rename("type", "mood", "feeling"), Rename("label", "feeling.sad", "feeling.blue")]
    assert renames.before("SELECT 'blue'::feeling", chosen) == "SELECT 'sad'::mood"
    chosen = [Rename("table", "it's", "carts"), Rename("column", 'carts."a b"', "carts.b")]
    assert renames.before("attrelid = 'carts'::regclass AND attname = 'b'", chosen) == (
        "attrelid = 'it''s'::regclass AND attname = 'a b'"
    )
    assert renames.before("SELECT 'public.carts'::regclass, 'carts'", chosen[:1]).endswith(
        "SELECT 'public.it''s'::regclass, 'carts'"
    )


def test_the_owner_is_given_what_still_has_its_old_name() -> None:
    given = Statement("ALTER TABLE carts OWNER TO keeper", "table carts", "core", as_superuser=True)
    moves = renames.due({}, {"table basket": Object("table", "basket")}, [Rename("table", "basket", "carts")])
    made = renames.begun(Plan((given,)), moves, {})
    assert [each.sql for each in made.owners] == ["ALTER TABLE basket OWNER TO keeper"]


def test_sizes_are_known_by_the_new_names() -> None:
    assert renames.sizes({"basket": 8192, "b": 1}, [Rename("table", "basket", "carts")]) == {"carts": 8192, "b": 1}


def test_partitions_follow_their_table_and_its_columns() -> None:
    def parted(top: str, name: str) -> dict[str, Object]:
        items = (
            Object("table", top, attributes={"partition_key": "LIST (id)"}),
            Object("column", name, top, {"position": 1, "type": "integer"}),
            Object("table", "p1", attributes={"partition_of": top, "bound": "DEFAULT"}, needs=(f"table {top}",)),
            Object("column", name, "p1", {"position": 1, "type": "integer", "inherited": True}),
            Object(
                "index", "own", "p1", {"definition": f"CREATE INDEX own ON public.p1 USING btree ({name})"},
                (f"column {top}.{name}",),
            ),
            Object(
                "statistics", "pairs", top, {"definition": f"CREATE STATISTICS pairs ON {name}, b FROM {top}"},
                (f"table {top}",),
            ),
            Object("table", "child", attributes={"inherits": [top]}, needs=(f"table {top}",)),
            Object("constraint", f"{top}_key", top, {"type": "unique", "definition": f"UNIQUE ({name})"}),
            Object("constraint", "p1_key", "p1", {"type": "unique", "inherited": True, "attached_to": f"{top}_key"}),
        )  # fmt: skip
        return {item.id: item for item in items}

    actual, desired = parted("basket", "state"), parted("carts", "status")
    chosen = [Rename("table", "basket", "carts"), Rename("column", "carts.state", "carts.status")]
    moves = renames.due(desired, actual, chosen)
    assert moves.actual["table p1"]["partition_of"] == "carts"
    assert moves.actual["table child"]["inherits"] == ["carts"]
    assert "column p1.status" in moves.actual
    assert moves.actual["constraint p1.p1_key"]["attached_to"] == "carts_key"
    assert moves.actual["index own"]["definition"] == desired["index own"]["definition"]
    assert moves.actual["statistics pairs"]["definition"].endswith(" FROM carts")
    assert renames.ids(actual, moves.renames) == {
        "table basket": "table carts",
        "column basket.state": "column carts.status",
        "column p1.state": "column p1.status",
    }
