"""Product search: a materialized view outside ``public``, made anew when its file changes. Writes through psql."""

import hashlib
from collections.abc import Sequence

from pyinfra.api.host import Host

from ai_engine_db.execution.deploy_schema import record
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.runner import SqlScript, as_owner
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import DatabaseState
from ai_engine_db.runtime import host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.schema import render, snapshot_query, texts
from ai_engine_db.schema.lock import SQL

FILE = SQL / "search" / "products.sql"


def digest() -> str:
    """Names the search's definition: sha256 over its file, in hex. It is kept as the view's comment."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


def differs(found: DatabaseState | None) -> bool:
    """Whether a database has no product search, or one of another definition."""
    return found is None or found.search != digest()


def statements(database: str) -> list[SqlPart]:
    """Makes the search of one database anew, in one transaction."""
    return [
        SqlPart(
            f"BEGIN;\n{snapshot_query.PATH}\\gset\n"
            "CREATE SCHEMA IF NOT EXISTS search;\nDROP MATERIALIZED VIEW IF EXISTS search.products;",
            f"schema search of {database}",
        ),
        SqlPart(texts.read(FILE), f"{FILE.relative_to(SQL.parent)} in {database}"),
        SqlPart(
            f"COMMENT ON MATERIALIZED VIEW search.products IS {render.literal(digest())};\n"
            f"{record('search', 'product search')}\nCOMMIT;"
        ),
    ]


def search(target: Host, databases: Sequence[str]) -> Difference:
    """Which databases have no product search, or one of another definition.

    Args:
        target: the host.
        databases: names.
    """
    server = host_state.of(target).server
    found = server.databases if server else {}
    wrong = [name for name in databases if differs(found.get(name))]
    return Difference(
        [line("search", "+", "product search", database=name) for name in wrong],
        [SqlScript(name, as_owner(target, name, statements(name)), f"{name}: product search") for name in wrong],
        nothing="product search is up to date",
    )
