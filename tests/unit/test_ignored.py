"""sql/ignore.toml: what an entry is about, which lines of a plan it keeps from being told, and what is refused."""

import re
from pathlib import Path

import pytest

from ai_engine_db.plan_document import document
from ai_engine_db.plan_document.outcome import Outcome, outcome, reviewed
from ai_engine_db.schema import ignored
from ai_engine_db.schema.entries import Entry, EntryError, of_sql
from ai_engine_db.schema.lock import ROOT
from ai_engine_db.schema.plan import Plan, plan
from tests.support.objects import (
    Schema,
    but,
    column,
    domain,
    enum,
    index,
    lines,
    made,
    orders,
    schema,
    table,
    view,
    without,
)


def entry(kind: str, name: str) -> Entry:
    return Entry("sql/ignore.toml:1", kind, name)


def seen(actual: Schema, *entries: Entry, desired: Schema | None = None) -> Plan:
    return ignored.applied(plan(desired or orders(), actual), entries, actual)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ignore.toml"


def test_without_a_file_nothing_is_ignored(file: Path) -> None:
    assert ignored.read(file) == []


def test_an_entry_has_kind_and_name_and_perhaps_why(file: Path) -> None:
    view = '[[ignore]]\nkind = "view"\nname = "v"\nwhy = "w"\n'
    file.write_text(f"# mine\n\n{TABLE.format('tmp_*')}\n{view}")

    assert ignored.read(file) == [
        Entry("sql/ignore.toml:3", "table", "tmp_*"),
        Entry("sql/ignore.toml:7", "view", "v", "w"),
    ]


TABLE = '[[ignore]]\nkind = "table"\nname = "{}"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[ignore]]\nkind = "tabel"\nname = "x"\n', "sql/ignore.toml:1: there is no kind `tabel` here, only "),
        ('\n[[ignore]]\nkind = "table"\nname = "x"\nreason = "y"\n', "sql/ignore.toml:2: there is no key `reason`"),
        ('[[ignore]]\nkind = "table"\n', "sql/ignore.toml:1: it has no `name`"),
        ('[[ignore]]\nkind = "table"\nname = ""\n', "sql/ignore.toml:1: `name` is no text, or an empty one"),
        ('[[ignore]]\nkind = "table"\nname = 7\n', "sql/ignore.toml:1: `name` is no text"),
        (TABLE.format("x") * 2, "sql/ignore.toml:4: table x is there twice, see sql/ignore.toml:1"),
        (TABLE.format("x") + "[more]\n", "sql/ignore.toml:1: `more`: it holds entries alone"),
        ('ignore = [{kind = "table", name = "x"}]\n', "sql/ignore.toml:1: `ignore`: it holds entries alone"),
        ("[[ignore]]\nkind = table\n", "sql/ignore.toml:2: Invalid value"),
        (TABLE.format("ord*"), "sql/ignore.toml:1: table ord* is table orders of sql/"),
        ('[[ignore]]\nkind = "column"\nname = "orders.s*"\n', "column orders.s* is column orders.status of sql/"),
        ('[[ignore]]\nkind = "label"\nname = "mood.*"\n', "label mood.* is label mood.sad of sql/"),
    ],
)
def test_what_is_no_entry_is_refused_by_file_and_line(file: Path, text: str, says: str) -> None:
    file.write_text(text)
    with pytest.raises(EntryError) as error:
        ignored.read(file, {**orders(), **schema(enum("mood", "sad"))})
    assert says in str(error.value)


def test_a_pattern_has_stars_and_question_marks_and_all_else_is_itself() -> None:
    assert ignored.matches(entry("function", "f(integer[], *)"), "function", "f(integer[], text[])")
    assert not ignored.matches(entry("function", "f(integer[], *)"), "function", "f(integer, text)")
    assert ignored.matches(entry("table", "tmp_?"), "table", "tmp_1")
    assert not ignored.matches(entry("table", "tmp_?"), "table", "tmp_12")
    assert not ignored.matches(entry("view", "tmp"), "table", "tmp")


UNMANAGED = orders(
    table("tmp_1"), column("a", parent="tmp_1"), index("mine", "status"), column("note"),
    made("function", "f(integer[])"),
    view("seen", "SELECT 1", ["a integer"], []),
)  # fmt: skip


def test_what_is_ignored_has_no_line_and_is_counted() -> None:
    assert lines(plan(orders(), UNMANAGED)) == [
        "! column orders.note is not in sql/",
        "! function f(integer[]) is not in sql/",
        "! index mine is not in sql/",
        "! table tmp_1 is not in sql/",
        "! view seen is not in sql/",
    ]
    found = seen(
        UNMANAGED,
        entry("table", "tmp_*"), entry("column", "orders.note"), entry("function", "f(*)"), entry("index", "mine"),
    )  # fmt: skip
    assert lines(found) == ["! view seen is not in sql/"]
    assert len(found.ignored) == 4
    assert found.statements == ()


def test_what_an_object_of_sql_has_beside_can_be_ignored_too() -> None:
    wanted = {**orders(), **schema(enum("mood", "sad"), domain("code"))}
    actual = but(wanted, "table orders", grants=["bi SELECT WITH GRANT OPTION", "bob SELECT WITH GRANT OPTION"])
    actual = but(actual, "type mood", labels=["sad", "glad"])
    actual = but(actual, "domain code", checks={"short": "CHECK (true)"})
    found = seen(
        actual,
        entry("grant", "bi * on table *"), entry("label", "mood.glad"), entry("constraint", "code.short"),
        desired=wanted,
    )  # fmt: skip
    assert lines(found) == ["! table orders: grant bob SELECT WITH GRANT OPTION is not in sql/"]


def test_attributes_and_privileges_of_columns_schemas_and_defaults_can_be_ignored() -> None:
    wanted = {
        **orders(view("seen", "SELECT 1", ["a integer"])),
        **schema(made("type", "pair", attributes=["a integer"])),
    }
    actual = but(wanted, "type pair", attributes=["a integer", "b text"])
    actual = but(actual, "view seen", column_grants=["a bob SELECT WITH GRANT OPTION"])
    actual |= schema(
        made("schema", "public", grants=["bob USAGE WITH GRANT OPTION"]),
        made("default privileges", "tables in public", grants=["bob SELECT WITH GRANT OPTION"]),
    )
    told = lines(plan(wanted, actual))
    assert len(told) == 4
    entries = [entry("attribute", "pair.b"), entry("grant", "bob *")]
    assert lines(seen(actual, *entries, desired=wanted)) == []
    assert seen(actual, *entries[:1], desired=wanted).ignored == ("! type pair: attribute b is not in sql/",)
    for each in (entry("attribute", "pair.*"), entry("grant", "* of column a on view seen")):
        assert any(ignored.matches(each, *known) for known in of_sql(actual))


def test_what_keeps_a_change_from_being_made_is_never_ignored() -> None:
    key = {key: item for key, item in orders().items() if item["type"] == "primary key"}
    assert key
    actual = orders()
    wanted = but(without(actual, *key), "column orders.id", not_null=None)
    (name,) = key
    found = seen(actual, entry("constraint", key[name].path), desired=wanted)
    assert lines(found) == [f"! column orders.id is not null because of {name}, which is not in sql/"]


def test_the_check_says_how_many_are_ignored_and_which_entries_are_about_nothing_anywhere() -> None:
    place = {"environment": "prod", "container": "c", "databases": ["a"]}
    idle = [f"sql/ignore.toml:{line}: table x{line} matches nothing any more" for line in (1, 5)]
    parts = [
        document.host_plan(place, {"databases": {}}, [], [], {"ignored": 2, "idle": idle}),
        document.host_plan(place, {"databases": {}}, [], [], {"ignored": 1, "idle": idle[:1]}),
    ]
    made = document.document({"h1": parts[0], "h2": parts[1]}, "now", "abc")
    assert reviewed(made) == ["ignored: 3 objects that sql/ignore.toml names", idle[0]]
    assert outcome(made) == Outcome.UP_TO_DATE
    unknown = document.host_plan(place, {"databases": {}}, [], [], {"ignored": 0, "idle": None})
    assert reviewed(document.document({"h1": parts[0], "h2": unknown}, "now", "abc")) == [
        "ignored: 2 objects that sql/ignore.toml names"
    ]


def test_the_example_of_the_page_is_one(file: Path) -> None:
    page = (ROOT / "docs" / "changing-the-schema.md").read_text()
    (example,) = (block for block in re.findall(r"```toml\n(.*?)```", page, re.S) if "[[ignore]]" in block)
    file.write_text(example)
    (found,) = ignored.read(file, orders())
    assert ignored.matches(found, "table", "repair_2026")
