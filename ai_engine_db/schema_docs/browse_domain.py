"""The page of a domain: its diagram, then each of its tables with all that belongs to it. Pure."""

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema_docs import links
from ai_engine_db.schema_docs.catalog import Catalog
from ai_engine_db.schema_docs.diagram import Diagrams, diagrams
from ai_engine_db.schema_docs.markdown import block, bullets, code, document, link, table, text

LEGEND = (
    "PK primary key, FK foreign key, UK unique, alone or together with other columns. Only key columns are shown. "
    "A line is labelled with its column where that is not named after the table it leads to. "
    "A box without columns is a table of another domain."
)


def domain_page(catalog: Catalog, domain: str, purpose: str) -> str:
    """The page of one domain."""
    tables = catalog.domains[domain]
    return document(
        f"# The {text(domain)} domain",
        link("Database schema", links.INDEX),
        text(purpose),
        f"Tables: {', '.join(map(links.to, tables))}",
        *_diagrams(catalog, diagrams(catalog, domain)),
        *(_table(catalog, each) for each in tables),
    )


def _diagrams(catalog: Catalog, drawn: Diagrams) -> list[str]:
    hubs = ", ".join(links.to(catalog.tables[name]) for name in drawn.hubs)
    return [
        block("mermaid", drawn.related) if drawn.related else "",
        LEGEND if drawn.related else "",
        f"Not drawn, because many tables here refer to them: {hubs}." if hubs else "",
        f"Without a line{' in this diagram' if hubs else ''}:" if drawn.alone and drawn.related else "",
        block("mermaid", drawn.alone) if drawn.alone else "",
    ]


def _table(catalog: Catalog, item: Object) -> str:
    parts = (
        links.heading(item),
        text(item["comment"] or ""),
        _storage(catalog, item),
        _columns(catalog, item),
        _section("Primary key", [_key(each) for each in catalog.keys(item.name, "primary key")]),
        _section("Unique", [_key(each) for each in catalog.keys(item.name, "unique")]),
        _section("Exclusion", [_definition(each) for each in catalog.keys(item.name, "exclude")]),
        _section("Checks", [_definition(each) for each in catalog.keys(item.name, "check")]),
        _section("Indexes", [_index(each) for each in catalog.on(item.name, "index")]),
        _section("Foreign keys", [_foreign_key(catalog, each) for each in catalog.keys(item.name, "foreign key")]),
        _section("Referred to by", [_referring(catalog, each) for each in catalog.referring(item.name)]),
        _section("Statistics", [_definition(each) for each in catalog.on(item.name, "statistics")]),
        _section("Policies", [_policy(each) for each in catalog.on(item.name, "policy")]),
        _section("Rules", [_definition(each) for each in catalog.on(item.name, "rule")]),
        _section("Triggers", [_trigger(catalog, each) for each in catalog.on(item.name, "trigger")]),
        _section("Read by views", [links.to(each) for each in catalog.views_of(item.name)]),
    )
    return document(*parts).rstrip()


def _section(title: str, items: list[str]) -> str:
    return f"**{title}**\n\n{bullets(items)}" if items else ""


def _storage(catalog: Catalog, item: Object) -> str:
    facts = [links.source(catalog, item)]
    if item["unlogged"]:
        facts.append("unlogged")
    if item["partition_key"]:
        facts.append(f"partitioned by {code(item['partition_key'])}")
    if item["row_security"]:
        facts.append(f"row-level security{', also for its owner' if item['row_security_forced'] else ''}")
    if item["options"]:
        facts.append(f"storage options {code(', '.join(item['options']))}")
    return ", ".join(filter(None, facts))


def _columns(catalog: Catalog, item: Object) -> str:
    marks = catalog.marks(item.name)
    rows = [
        (
            code(each.name),
            text(each["type"]) + (f" COLLATE {text(each['collation'])}" if each["collation"] else ""),
            "no" if each["not_null"] else "yes",
            _default(each),
            ", ".join(marks.get(each.name, ())),
            text(each["comment"] or ""),
        )
        for each in catalog.on(item.name, "column")
    ]
    return table(("Column", "Type", "Null", "Default", "Key", "Comment"), rows) if rows else ""


def _default(column: Object) -> str:
    if column["generated"]:
        return code(f"GENERATED ALWAYS AS ({column['generated']}) STORED")
    if column["identity"]:
        return code(f"GENERATED {column['identity']} AS IDENTITY")
    return code(column["default"] or "")


def _remarks(item: Object) -> str:
    """What follows an object's definition: that rows may break it, and its comment."""
    return (", not valid" if item["not_valid"] else "") + (f": {text(item['comment'])}" if item["comment"] else "")


def _key(item: Object) -> str:
    # All but the columns: INCLUDE, NULLS NOT DISTINCT, DEFERRABLE.
    plain = f"{str(item['type']).upper()} ({', '.join(item['columns'])})"
    if item["definition"] != plain:
        return _definition(item)
    return f"{code(item.name)} ({links.column_list(item['columns'])}){_remarks(item)}"


def _definition(item: Object) -> str:
    return f"{code(item.name)} {code(item['definition'])}{_remarks(item)}"


def _policy(item: Object) -> str:
    return f"{code(item.name)} {code(render.create(item).partition(f' ON {item.parent} ')[2])}{_remarks(item)}"


def _index(item: Object) -> str:
    definition = str(item["definition"])
    unique = ", unique" if definition.startswith("CREATE UNIQUE") else ""
    how = definition.partition(" USING ")[2] or definition
    return f"{code(item.name)} {code(how)}{unique}{_remarks(item)}"


def _foreign_key(catalog: Catalog, item: Object) -> str:
    target = item["references"]
    start = f"FOREIGN KEY ({', '.join(item['columns'])}) REFERENCES {target['table']}({', '.join(target['columns'])})"
    definition = str(item["definition"])
    # What a row's end does to this one: ON DELETE CASCADE.
    action = definition.removeprefix(start).strip() if definition.startswith(start) else definition
    return (
        f"{code(item.name)} ({links.column_list(item['columns'])}) → {links.to(catalog.tables[target['table']])}"
        f" ({links.column_list(target['columns'])}){' ' if action else ''}{code(action)}{_remarks(item)}"
    )


def _referring(catalog: Catalog, item: Object) -> str:
    return f"{links.to(catalog.tables[str(item.parent)])} ({links.column_list(item['columns'])})"


def _trigger(catalog: Catalog, item: Object) -> str:
    definition = str(item["definition"])
    when = definition.partition(f" TRIGGER {item.name} ")[2] or definition
    functions = [catalog.lock.objects[need] for need in item.needs if need.startswith("function ")]
    called = f", calls {', '.join(map(links.to, functions))}" if functions else ""
    enabled = f", {code(item['enabled'])}" if item["enabled"] else ""
    return f"{code(item.name)} {code(when.partition(' EXECUTE ')[0])}{called}{enabled}{_remarks(item)}"
