"""The pages of docs/schema: nothing is missing or said twice, and every link leads somewhere."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ai_engine_db.cli import build_docs
from ai_engine_db.schema import lock
from ai_engine_db.schema.lock import Lock
from ai_engine_db.schema.model import Object
from ai_engine_db.schema_docs import markdown
from ai_engine_db.schema_docs.browse import PURPOSES, pages
from ai_engine_db.schema_docs.catalog import FUNCTION_KINDS, VIEW_KINDS, Catalog
from ai_engine_db.schema_docs.diagram import LARGE, diagrams, short_type

REAL = lock.read()
CATALOG = Catalog(REAL)
PAGES = pages(REAL)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
CELL = re.compile(r"(?<!\\)\|")


# Hand-made locks


def table(name: str, domain: str = "shop", **attributes: Any) -> Object:
    return Object("table", name, attributes=attributes, domain=domain)


def column(parent: str, name: str, position: int = 1, type_: str = "uuid", **attributes: Any) -> Object:
    return Object("column", name, parent, {"type": type_, "position": position, **attributes})


def key(parent: str, type_: str, *columns: str, to: str = "", name: str = "", action: str = "") -> Object:
    definition = f"{type_.upper()} ({', '.join(columns)})"
    attributes: dict[str, Any] = {"type": type_, "columns": list(columns)}
    if to:
        definition += f" REFERENCES {to}(id){action}"
        attributes["references"] = {"table": to, "columns": ["id"]}
    return Object(
        "constraint",
        name or f"{parent}_{'_'.join(columns)}_{type_[0]}",
        parent,
        attributes | {"definition": definition},
    )


def made(*objects: Object, files: tuple[str, ...] = ()) -> Lock:
    return Lock(dict.fromkeys(files, ""), {}, {item.id: item for item in objects})


def entity(name: str, domain: str = "shop") -> list[Object]:
    return [table(name, domain), column(name, "id", not_null=True), key(name, "primary key", "id")]


def referring(name: str, to: str, domain: str = "shop", by: str = "") -> list[Object]:
    by = by or f"{to}_id"
    return [*entity(name, domain), column(name, by, 2), key(name, "foreign key", by, to=to)]


def relations(diagram: str) -> list[tuple[str, str, str, str]]:
    return re.findall(r'^ +"([^"]+)" (\S+) "([^"]+)" : "([^"]*)"$', diagram, re.MULTILINE)


def boxes(diagram: str) -> list[str]:
    return re.findall(r'^ +"([^"]+)"(?: \{)?$', diagram, re.MULTILINE)


@pytest.mark.parametrize(
    ("not_null", "unique", "line"),
    [(False, False, "|o--o{"), (True, False, "||--o{"), (False, True, "|o--o|"), (True, True, "||--o|")],
)
def test_a_line_tells_how_many(not_null: bool, unique: bool, line: str) -> None:
    objects = [*entity("users"), table("profiles"), column("profiles", "user_id", not_null=not_null)]
    objects.append(key("profiles", "foreign key", "user_id", to="users"))
    if unique:
        objects.append(key("profiles", "unique", "user_id"))
    drawn = diagrams(Catalog(made(*objects)), "shop")
    assert relations(drawn.related) == [("users", line, "profiles", "")]


def test_a_unique_pair_does_not_make_one_of_its_columns_unique() -> None:
    objects = [*referring("members", "users"), key("members", "unique", "users_id", "id"), *entity("users")]
    assert relations(diagrams(Catalog(made(*objects)), "shop").related)[0][1] == "|o--o{"


@pytest.mark.parametrize(
    ("column_name", "target", "label"),
    [
        ("user_id", "users", ""),
        ("category_id", "accessory_categories", ""),
        ("provider_id", "payment_providers", ""),
        ("pickup_store_id", "stores", "pickup_store_id"),
        ("assigned_to", "users", "assigned_to"),
        ("sku", "skus", "sku"),
    ],
)
def test_a_line_is_labelled_unless_its_column_is_named_after_the_table(
    column_name: str, target: str, label: str
) -> None:
    objects = [*entity(target), *referring("things", target, by=column_name)]
    assert relations(diagrams(Catalog(made(*objects)), "shop").related)[0][3] == label


def test_a_table_of_another_domain_is_a_bare_box_and_one_without_lines_is_drawn_apart() -> None:
    objects = [*entity("users", "core"), *referring("carts", "users"), *entity("words")]
    drawn = diagrams(Catalog(made(*objects)), "shop")
    assert relations(drawn.related) == [("core.users", "|o--o{", "carts", "")]
    assert (boxes(drawn.related), boxes(drawn.alone), drawn.hubs) == (["carts"], ["words"], ())


@pytest.mark.parametrize(("count", "hubs"), [(LARGE, ()), (LARGE + 1, ("users",))])
def test_a_large_domain_leaves_out_the_lines_to_tables_that_many_refer_to(count: int, hubs: tuple[str, ...]) -> None:
    objects = entity("users", "core")
    for number in range(count):
        objects += referring(f"t{number}", "users")
    drawn = diagrams(Catalog(made(*objects)), "shop")
    assert drawn.hubs == hubs
    assert len(relations(drawn.related)) == (0 if hubs else count)
    page = pages(made(*objects))["shop.md"]
    assert ("Not drawn, because many tables here refer to them: [users](core.md#users)." in page) is bool(hubs)


@pytest.mark.parametrize(
    ("type_", "short"),
    [
        ("character varying(50)", "varchar"),
        ("numeric(10,2)", "numeric"),
        ("timestamp with time zone", "timestamptz"),
        ("timestamp(3) without time zone", "timestamp"),
        ("postgis.geography(Point,4326)", "postgis_geography"),
        ("uuid[]", "uuid[]"),
    ],
)
def test_types_are_one_word_in_a_diagram(type_: str, short: str) -> None:
    assert short_type(type_) == short


def test_a_table_shows_all_that_belongs_to_it() -> None:
    fires = "CREATE TRIGGER t BEFORE UPDATE ON public.items EXECUTE FUNCTION touch()"
    objects = [
        Object("function", "touch()", attributes={"returns": "trigger"}, domain="functions"),
        *entity("tenants", "core"),
        table("items", comment="What is sold,\nline by line.", options=["fillfactor=70"]),
        column("items", "id", 1, "integer", not_null=True, identity="ALWAYS"),
        column("items", "tenant_id", 2, comment="a | b <c>"),
        column("items", '"order"', 3, "numeric(10,2)", default="0.00"),
        column("items", "double", 4, "integer", generated='("order" * 2)'),
        key("items", "primary key", "id", name="items_pkey"),
        key("items", "unique", "tenant_id", '"order"', name="items_key"),
        key("items", "foreign key", "tenant_id", to="tenants", name="items_fkey", action=" ON DELETE CASCADE"),
        Object("constraint", "items_check", "items", {"type": "check", "columns": [], "definition": "CHECK (true)"}),
        Object("index", "idx", "items", {"definition": "CREATE UNIQUE INDEX idx ON public.items USING gin (double)"}),
        Object("trigger", "t", "items", {"definition": fires}, ("function touch()",)),
        Object("view", "v", attributes={"columns": ["id integer"]}, needs=("column items.id",), domain="views"),
    ]  # fmt: skip
    made_pages = pages(made(*objects, files=("sql/shop/items.sql",)))
    assert made_pages["shop.md"].partition("## items\n")[2] == (
        r"""
What is sold, line by line.

[`sql/shop/items.sql`](../../sql/shop/items.sql), storage options `fillfactor=70`

| Column | Type | Null | Default | Key | Comment |
| --- | --- | --- | --- | --- | --- |
| `id` | integer | no | `GENERATED ALWAYS AS IDENTITY` | PK |  |
| `tenant_id` | uuid | yes |  | FK, UK | a \| b \<c\> |
| `"order"` | numeric(10,2) | yes | `0.00` | UK |  |
| `double` | integer | yes | `GENERATED ALWAYS AS (("order" * 2)) STORED` |  |  |

**Primary key**

- `items_pkey` (`id`)

**Unique**

- `items_key` (`tenant_id`, `"order"`)

**Checks**

- `items_check` `CHECK (true)`

**Indexes**

- `idx` `gin (double)`, unique

**Foreign keys**

- `items_fkey` (`tenant_id`) → [tenants](core.md#tenants) (`id`) `ON DELETE CASCADE`

**Triggers**

- `t` `BEFORE UPDATE ON public.items`, calls [touch](functions.md#touch)

**Read by views**

- [v](views.md#v)
"""
    )
    assert "**Referred to by**\n\n- [items](shop.md#items) (`tenant_id`)" in made_pages["core.md"]
    assert "Used by [items](shop.md#items)." in made_pages["functions.md"]
    assert "Reads [items](shop.md#items)." in made_pages["views.md"]


def test_functions_of_one_name_share_a_heading() -> None:
    attributes = [{"signature": "a integer", "returns": "text"}, {"signature": "a text", "returns": "text"}]
    functions = [Object("function", f"f({each['signature'][2:]})", attributes=each) for each in attributes]
    page = pages(made(*functions))["functions.md"]
    assert page.count("## f\n") == 1
    assert "f(a integer)" in page
    assert "f(a text)" in page


def test_a_view_shows_its_columns_with_quoted_names() -> None:
    view = Object("view", "v", attributes={"columns": ['"two words" character varying(5)', "plain numeric(10,2)"]})
    page = pages(made(view))["views.md"]
    assert '| `"two words"` | character varying(5) |\n| `plain` | numeric(10,2) |' in page


def test_an_empty_lock_has_pages() -> None:
    assert set(pages(made())) == {"README.md", "views.md", "functions.md"}


def test_the_order_of_the_lock_does_not_matter() -> None:
    backwards = Lock(REAL.files, REAL.extensions, dict(reversed(list(REAL.objects.items()))))
    assert pages(backwards) == PAGES


def test_pages_of_domains_that_are_gone_are_removed(tmp_path: Path) -> None:
    assert build_docs.write({"README.md": "a\n", "old.md": "b\n"}, tmp_path) == (2, 0)
    assert build_docs.write({"README.md": "a\n", "new.md": "c\n"}, tmp_path) == (1, 1)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"README.md": "a\n", "new.md": "c\n"}


# Markdown

PLAIN = st.text(st.sampled_from(list("ab1 \\`*_[]()<>&|~$#-+=:!.{}\"'\n")), max_size=40)


def shown(source: str) -> str:
    """What a reader sees of Markdown, without its markup."""
    parts: list[str] = []
    for token in PARSER.parse(source):
        assert token.type in ("paragraph_open", "paragraph_close", "inline"), token.type
        for child in token.children or ():
            assert child.type in ("text", "text_special", "code_inline", "html_inline"), child.type
            parts.append("\n" if child.type == "html_inline" else child.content)
    return "".join(parts)


def expected(value: str) -> str:
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", value.strip()))
    return "\n".join(paragraphs)


@given(PLAIN)
def test_text_is_shown_letter_by_letter_as_a_paragraph(value: str) -> None:
    assert shown(markdown.text(value)) == expected(value)


@given(PLAIN, PLAIN)
def test_text_and_code_are_shown_letter_by_letter_in_a_cell(value: str, program: str) -> None:
    rows = [(markdown.text(value), markdown.code(program))]
    tokens = PARSER.parse(markdown.table(("a", "b"), rows))
    cells = [token.content for token in tokens if token.type == "inline"]
    assert len(cells) == 4
    assert shown(cells[2]) == expected(value)
    assert shown(cells[3]) == " ".join(program.split("\n")).strip()


@given(PLAIN)
def test_a_block_holds_its_text(value: str) -> None:
    (token,) = PARSER.parse(markdown.block("sql", value))
    assert token.content.rstrip("\n") == value.rstrip()


@pytest.mark.parametrize(
    ("heading", "anchor"), [("order_status_history", "order_status_history"), ("The AI domain", "the-ai-domain")]
)
def test_anchors_are_those_of_forges(heading: str, anchor: str) -> None:
    assert markdown.anchor(heading) == anchor


# The real schema


def sections(page: str) -> dict[str, str]:
    """The text below each heading of the second level."""
    heads = re.split(r"^## (.+)$", PAGES[page], flags=re.MULTILINE)
    found = dict(zip(heads[1::2], heads[2::2], strict=True))
    assert len(found) == len(heads) // 2, f"{page} has a heading twice"
    return found


TABLES = {
    name: text for domain in CATALOG.domains for name, text in sections(f"{domain}.md").items()
}  # fmt: skip


def listed(table_name: str, title: str) -> list[str]:
    match = re.search(rf"^\*\*{title}\*\*\n\n((?:- .*\n?)+)", TABLES[table_name], re.MULTILINE)
    return match[1].splitlines() if match else []


def test_there_are_pages_for_the_index_each_domain_views_and_functions() -> None:
    assert set(PAGES) == {"README.md", "views.md", "functions.md", *(f"{domain}.md" for domain in CATALOG.domains)}


def test_each_domain_has_its_purpose() -> None:
    assert PURPOSES.keys() == CATALOG.domains.keys()


def test_the_index_counts_and_links() -> None:
    index = PAGES["README.md"]
    counts = dict(re.findall(r"^\| \[?([\w ]+?)(?:\]\(\S+\))? \| (\d+) \|", index, re.MULTILINE))
    kinds = Counter(item.kind for item in REAL.objects.values())
    types = Counter(item["type"] for item in REAL.objects.values() if item.kind == "constraint")
    assert counts.pop("Indexes") == str(kinds["index"] + types["primary key"] + types["unique"] + types["exclude"])
    expected_counts = {
        "Tables": kinds["table"],
        "Views": kinds["view"],
        "Foreign keys": types["foreign key"],
        "Checks": types["check"],
        "Sequences": kinds["sequence"],
        "Functions": kinds["function"],
        "Triggers": kinds["trigger"],
        "Types": kinds["type"] + kinds["domain"],
        "Extensions": len(REAL.extensions),
    }
    expected_counts |= {domain: len(tables) for domain, tables in CATALOG.domains.items()}
    assert counts == {name: str(count) for name, count in expected_counts.items()}


def test_every_table_has_one_heading_on_the_page_of_its_domain() -> None:
    for domain, tables in CATALOG.domains.items():
        assert list(sections(f"{domain}.md")) == [item.name for item in tables]
    assert sum(map(len, CATALOG.domains.values())) == sum(item.kind == "table" for item in REAL.objects.values())


def test_every_view_and_function_has_one_heading() -> None:
    for page, kinds in (("views.md", VIEW_KINDS), ("functions.md", FUNCTION_KINDS)):
        names = {item.name.partition("(")[0] for item in CATALOG.of(*kinds)}
        assert set(sections(page)) == names


def test_every_column_has_one_row_in_its_table() -> None:
    for name, text in TABLES.items():
        rows = [CELL.split(line) for line in text.splitlines() if line.startswith("| `")]
        columns = CATALOG.on(name, "column")
        assert [row[1].strip() for row in rows] == [f"`{item.name}`" for item in columns]
        assert {len(row) for row in rows} == {8}
        assert [row[3].strip() for row in rows] == ["no" if item["not_null"] else "yes" for item in columns]


@pytest.mark.parametrize(
    ("title", "kind", "type_"),
    [
        ("Primary key", "constraint", "primary key"),
        ("Unique", "constraint", "unique"),
        ("Checks", "constraint", "check"),
        ("Indexes", "index", None),
        ("Foreign keys", "constraint", "foreign key"),
        ("Triggers", "trigger", None),
    ],
)
def test_everything_on_a_table_is_listed_once(title: str, kind: str, type_: str | None) -> None:
    for name in TABLES:
        wanted = [item.name for item in CATALOG.on(name, kind) if item["type"] == type_]
        assert [line.split("`")[1] for line in listed(name, title)] == wanted


def test_every_foreign_key_is_listed_where_it_leads() -> None:
    referred = [(name, line.split("]")[0][3:]) for name in TABLES for line in listed(name, "Referred to by")]
    keys = [item for item in CATALOG.of("constraint") if item["type"] == "foreign key"]
    assert Counter(referred) == Counter((item["references"]["table"], item.parent) for item in keys)


def test_every_table_and_foreign_key_is_drawn_once_on_its_page() -> None:
    for domain, tables in CATALOG.domains.items():
        blocks = re.findall(r"^```mermaid\n(.*?)^```$", PAGES[f"{domain}.md"], re.MULTILINE | re.DOTALL)
        drawn = [name for each in blocks for name in boxes(each)]
        assert Counter(drawn) == Counter(item.name for item in tables)
        hubs = diagrams(CATALOG, domain).hubs
        lines = Counter((end.rpartition(".")[2], start) for each in blocks for end, _, start, _ in relations(each))
        keys = CATALOG.foreign_keys(tables)
        ends = [(item["references"]["table"], item.parent) for item in keys if item["references"]["table"] not in hubs]
        assert lines == Counter(ends)


def test_diagrams_are_words_that_mermaid_takes() -> None:
    line = re.compile(
        r'%%\{init: .*\}%%|erDiagram|    direction (?:LR|TB)|    "[\w.]+"(?: \{)?|    \}'
        r"|        [\w\[\]]+ \w+(?: (?:PK|FK|UK)(?:, (?:PK|FK|UK))*)"
        r'|    "[\w.]+" (?:\|\||\|o)--(?:o\{|o\|) "\w+" : "[\w, ]*"'
    )
    for page in PAGES.values():
        for each in re.findall(r"^```mermaid\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL):
            assert [text for text in each.split("\n") if not line.fullmatch(text)] == []


def test_every_link_leads_somewhere() -> None:
    anchors = {
        name: Counter(markdown.anchor(head) for head in re.findall(r"^#+ (.+)$", page, re.MULTILINE))
        for name, page in PAGES.items()
    }
    assert {name for name, found in anchors.items() if max(found.values()) > 1} == set()
    broken = []
    for name, page in PAGES.items():
        for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", page):
            file, _, fragment = target.partition("#")
            exists = (build_docs.PATH / file).resolve().exists() if file.startswith("..") else file in PAGES
            if not exists or (fragment and fragment not in anchors[file]):
                broken.append(f"{name}: {target}")
    assert broken == []


def test_pages_are_rows_and_paragraphs_as_meant() -> None:
    for name, page in PAGES.items():
        tokens = PARSER.parse(page)
        kinds = {token.type for token in tokens}
        assert not kinds & {"hr", "html_block", "code_block", "ordered_list_open", "blockquote_open"}, name
        rows = sum(token.type == "tr_open" for token in tokens)
        assert rows == sum(line.startswith("| ") for line in page.splitlines()) - page.count("\n| --- |"), name


def test_docs_are_fresh() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in build_docs.PATH.glob("*")}
    assert found == PAGES, "run `make docs`"


def test_a_table_shows_its_policies_rules_and_statistics() -> None:
    orders = table("orders", row_security=True, row_security_forced=True)
    lock_ = made(
        orders,
        column("orders", "id"),
        Object("policy", "tenant", "orders", {"using": "(id > 0)", "command": "SELECT", "comment": "Its own."}),
        Object("rule", "keep", "orders", {"definition": "CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING"}),
        Object("statistics", "s", "orders", {"definition": "CREATE STATISTICS s ON id, n FROM orders"}),
    )
    page = "\n".join(pages(lock_).values())
    assert "row-level security, also for its owner" in page
    assert "`tenant` `FOR SELECT USING ((id > 0))`: Its own." in page
    assert "`CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING`" in page
    assert "`CREATE STATISTICS s ON id, n FROM orders`" in page
