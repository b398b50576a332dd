"""Reference rows and example data: loaded by the owner, each database in one transaction. Writes through psql."""

import hashlib
from collections.abc import Generator, Sequence
from pathlib import Path

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation

from ai_engine_db.execution.commands import apply
from ai_engine_db.execution.deploy_schema import record
from ai_engine_db.execution.runner import SqlScript, as_owner
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import DatabaseState
from ai_engine_db.runtime import host_state
from ai_engine_db.runtime.reference_rows import pending
from ai_engine_db.schema import reference, snapshot_query, texts
from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.statements import Change


def _transaction(target: Host, database: str, statements: Sequence[SqlPart], closing: str) -> list[SqlPart]:
    opening = SqlPart(f"BEGIN;\n{snapshot_query.PATH}\\gset", f"database {database}")
    return as_owner(target, database, [opening, *statements, SqlPart(f"{closing}\nCOMMIT;")])


@operation()
def reference_rows(databases: Sequence[str], overwrite: bool) -> Generator[PyinfraCommand, None, None]:
    """Makes the reference rows that are missing.

    Args:
        databases: names.
        overwrite: also gives changed rows the file's values.
    """

    def work(target: Host) -> list[SqlScript]:
        server = host_state.of(target).server
        found = server.databases if server else {}
        changes = {name: pending(found.get(name), overwrite=overwrite) for name in databases}
        return [_load(target, name, changes[name], overwrite=overwrite) for name in databases if changes[name]]

    yield from apply(work, "the reference rows are up to date")


def _load(target: Host, database: str, changes: Sequence[Change], *, overwrite: bool) -> SqlScript:
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


@operation()
def sample_rows(database: str) -> Generator[PyinfraCommand, None, None]:
    """Loads the example data, once for each state of its files.

    Args:
        database: its name.
    """

    def work(target: Host) -> list[SqlScript]:
        server = host_state.of(target).server
        if sampled(server.databases.get(database) if server else None):
            return []
        files = sample_files()
        statements = [SqlPart(texts.read(path), f"{path.relative_to(SQL.parent)} in {database}") for path in files]
        statements.append(SqlPart("REFRESH MATERIALIZED VIEW search.products;", f"product search of {database}"))
        parts = _transaction(target, database, statements, record("sample", sample_digest(files)))
        return [SqlScript(database, parts, f"{database}: example data of {len(files)} domains")]

    yield from apply(work, "the example data is loaded")
