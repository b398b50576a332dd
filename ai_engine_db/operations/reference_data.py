"""Reference rows and example data: loaded by the owner, each database in one transaction. Writes through psql."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyinfra.api.host import Host

from ai_engine_db.execution.deploy_schema import record
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.runner import SqlScript, as_owner
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import DatabaseState
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.runtime.host_run import Line
from ai_engine_db.runtime.reference_rows import pending
from ai_engine_db.schema import reference, snapshot_query, texts
from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.statements import Change


def _transaction(target: Host, database: str, statements: Sequence[SqlPart], closing: str) -> list[SqlPart]:
    opening = SqlPart(f"BEGIN;\n{snapshot_query.PATH}\\gset", f"database {database}")
    return as_owner(target, database, [opening, *statements, SqlPart(f"{closing}\nCOMMIT;")])


def reference_rows(target: Host, databases: Sequence[str]) -> Difference:
    """Which reference rows databases lack; with ``reference=overwrite``, also which ones have been changed.

    Args:
        target: the host.
        databases: names.
    """
    wanted, server = host_settings.of(target), host_state.of(target).server
    overwrite = wanted.reference == "overwrite"
    lines: list[Line] = []
    scripts = []
    for name in databases:
        found = server.databases.get(name) if server else None
        if found and found.owner_problem:
            words = f"not known until {wanted.db_user} can log in over the socket, which this deploy sets up"
            lines.append(line("reference", "?", "reference rows", words, name))
        changes = pending(found, overwrite=overwrite)
        lines += [(name, change) for change in changes]
        scripts += [_load(target, name, changes, overwrite=overwrite)] if changes else []
    return Difference(lines, scripts, nothing="the reference rows are up to date")


def _load(target: Host, database: str, changes: Iterable[Change], *, overwrite: bool) -> SqlScript:
    statements = [
        SqlPart(f"{sql};", f"reference rows of {each.table} in {database}")
        for each in reference.TABLES
        for sql in reference.load(each, reference.rows(each), overwrite=overwrite)
    ]
    words = ", ".join(map(str, changes))
    return SqlScript(
        database, _transaction(target, database, statements, record("reference", words)), f"{database}: {words}"
    )


def sample_files(folder: Path = SQL / "sample") -> list[Path]:
    """The files of the example data, in the order to load them."""
    return sorted(folder.glob("*.sql"))


def sample_digest(files: Sequence[Path]) -> str:
    """Names the example data: sha256 over its files, in hex."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def sampled(found: DatabaseState | None) -> bool:
    """Whether a database has had the example data as its files are now."""
    return found is not None and sample_digest(sample_files()) in found.samples


def sample_rows(target: Host, database: str) -> Difference:
    """Whether a database has yet to get the example data, once for each state of its files.

    Args:
        target: the host.
        database: its name.
    """
    server = host_state.of(target).server
    if sampled(server.databases.get(database) if server else None):
        return Difference(nothing="the example data is loaded")
    files = sample_files()
    statements = [SqlPart(texts.read(path), f"{path.relative_to(SQL.parent)} in {database}") for path in files]
    statements.append(SqlPart("REFRESH MATERIALIZED VIEW search.products;", f"product search of {database}"))
    parts = _transaction(target, database, statements, record("sample", sample_digest(files)))
    return Difference(
        [line("reference", "+", "example data", database=database)],
        [SqlScript(database, parts, f"{database}: example data of {len(files)} domains")],
    )
