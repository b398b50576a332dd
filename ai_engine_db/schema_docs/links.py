"""Where each object stands in the documentation: links between its pages, and to the SQL files. Pure."""

from ai_engine_db.schema.model import Object
from ai_engine_db.schema_docs.catalog import Catalog
from ai_engine_db.schema_docs.markdown import anchor, code, link, text

INDEX, VIEWS, FUNCTIONS = "README.md", "views.md", "functions.md"
# From a page in docs/schema to the project.
TOP = "../.."


def bare(item: Object) -> str:
    """The name of an object without quotes, and a function's without its argument types."""
    name = item.name.partition("(")[0] if item.kind in ("function", "procedure") else item.name
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def heading(item: Object) -> str:
    """The heading that the object has on its page, as Markdown."""
    return f"## {text(bare(item))}"


def to(item: Object) -> str:
    """A link to an object that has a heading: a table, view or function."""
    if item.kind in ("view", "materialized view"):
        page = VIEWS
    elif item.kind in ("function", "procedure"):
        page = FUNCTIONS
    else:
        page = f"{item.domain}.md"
    return link(text(bare(item)), f"{page}#{anchor(bare(item))}")


def column_list(names: list[str]) -> str:
    """Names of columns as code."""
    return ", ".join(code(name) for name in names)


def source(catalog: Catalog, item: Object) -> str:
    """A link to the file that makes the object; empty when no file is named after it."""
    path = f"sql/{item.domain}/{bare(item)}.sql"
    return link(code(path), f"{TOP}/{path}") if path in catalog.lock.files else ""
