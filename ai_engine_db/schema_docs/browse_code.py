"""The pages of the views and of the functions. Pure."""

from ai_engine_db.schema.model import Object
from ai_engine_db.schema_docs import links
from ai_engine_db.schema_docs.catalog import FUNCTION_KINDS, VIEW_KINDS, Catalog
from ai_engine_db.schema_docs.markdown import block, code, document, link, table, text


def views_page(catalog: Catalog) -> str:
    """Each view with its columns and what it reads."""
    views = catalog.of(*VIEW_KINDS)
    return document(
        "# Views of the schema",
        link("Database schema", links.INDEX),
        ", ".join(map(links.to, views)),
        *(_view(catalog, each) for each in views),
    )


def _view(catalog: Catalog, item: Object) -> str:
    # A column is printed as its name and its type; a quoted name may hold spaces.
    columns = [_split(each) for each in item["columns"] or ()]
    reads = ", ".join(map(links.to, catalog.read_by(item)))
    return document(
        links.heading(item),
        text(item["comment"] or ""),
        links.source(catalog, item),
        f"Reads {reads}." if reads else "",
        table(("Column", "Type"), [(code(name), text(type_)) for name, type_ in columns]) if columns else "",
    ).rstrip()


def _split(column: str) -> tuple[str, str]:
    if column.startswith('"'):
        end = column.replace('""', "__").index('"', 1) + 1
        return column[:end], column[end + 1 :]
    name, _, type_ = column.partition(" ")
    return name, type_


def functions_page(catalog: Catalog) -> str:
    """Functions by name; those of one name, with other arguments, share a heading."""
    named: dict[str, list[Object]] = {}
    for each in catalog.of(*FUNCTION_KINDS):
        named.setdefault(links.bare(each), []).append(each)
    called = [same for same in named.values() if same[0]["returns"] != "trigger"]
    fired = [same for same in named.values() if same[0]["returns"] == "trigger"]
    return document(
        "# Functions of the schema",
        link("Database schema", links.INDEX),
        f"To call: {', '.join(links.to(same[0]) for same in called)}" if called else "",
        f"For triggers: {', '.join(links.to(same[0]) for same in fired)}" if fired else "",
        *(_function(catalog, same) for same in (*called, *fired)),
    )


def _function(catalog: Catalog, same: list[Object]) -> str:
    parts = [links.heading(same[0]), links.source(catalog, same[0])]
    for each in same:
        users = ", ".join(links.to(item) for item in catalog.used_by(each))
        parts += [
            block("sql", f"{links.bare(each)}({each['signature'] or ''})"),
            f"Returns {code(each['returns'])}" if each["returns"] else "",
            text(each["comment"] or ""),
            f"Used by {users}." if users else "",
        ]
    return document(*parts).rstrip()
