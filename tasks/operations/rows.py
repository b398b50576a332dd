"""Reference rows and example data: loaded by the owner, each database in one transaction. Writes through psql."""

import hashlib
from collections.abc import Generator, Sequence
from pathlib import Path

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.operation import operation
from pyinfra.context import host

from tasks import psql, state
from tasks.facts.server import DatabaseState
from tasks.operations.commands import Part, Psql, Refuse
from tasks.operations.database import record
from tasks.schema import reference, render
from tasks.schema.lock import SQL
from tasks.schema.plan import Change


def pending(found: DatabaseState | None, *, overwrite: bool) -> list[Change]:
    """What loading would do: ``+ 13 rows of provinces_territories``, ``~ 2 rows of supported_languages: ...``."""
    changes = []
    for each in reference.TABLES:
        rows = len(reference.rows(each))
        missing, different = (found.reference.get(each.table, (rows, 0))) if found else (rows, 0)
        if missing:
            changes.append(Change("+", f"{missing} rows of {each.table}", "reference"))
        if different and overwrite:
            changes.append(Change("~", f"{different} rows of {each.table}", "reference", "overwritten"))
    return changes


def _transaction(database: str, owner: str, statements: Sequence[Part], closing: str) -> list[Part]:
    opening = f"{psql.connect(database)}\nBEGIN;\nSET LOCAL ROLE {render.identifier(owner)};"
    return [Part(opening, f"database {database}"), *statements, Part(f"RESET ROLE;\n{closing}\nCOMMIT;")]


@operation()
def reference_rows(databases: Sequence[str], owner: str, overwrite: bool) -> Generator[PyinfraCommand, None, None]:
    """Makes the reference rows that are missing.

    Args:
        databases: names.
        owner: the role that owns the tables.
        overwrite: also gives changed rows the file's values.
    """
    now = state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
        return
    scripts: list[list[Part]] = []
    done: list[str] = []
    for database in databases:
        found = now.server.databases.get(database) if now.server else None
        lines = [str(change) for change in pending(found, overwrite=overwrite)]
        if not lines:
            continue
        statements = [
            Part(f"{sql};", f"reference rows of {each.table} in {database}")
            for each in reference.TABLES
            for sql in reference.load(each, reference.rows(each), overwrite=overwrite)
        ]
        scripts.append(_transaction(database, owner, statements, record("reference", ", ".join(lines))))
        done.append(f"{database}: {', '.join(lines)}")
    if not scripts:
        host.noop("the reference rows are there")
        return
    yield Psql(state.container(host), now.docker.superuser, scripts, done)


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
def sample_rows(database: str, owner: str) -> Generator[PyinfraCommand, None, None]:
    """Loads the example data, once for each state of its files.

    Args:
        database: its name.
        owner: the role that owns the tables.
    """
    now = state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
        return
    if sampled(now.server.databases.get(database) if now.server else None):
        host.noop("the example data is there")
        return
    files = sample_files()
    statements = [Part(path.read_text(), f"{path.relative_to(SQL.parent)} in {database}") for path in files]
    statements.append(Part("REFRESH MATERIALIZED VIEW search.products;", f"product search of {database}"))
    parts = _transaction(database, owner, statements, record("sample", sample_digest(files)))
    done = [f"{database}: example data of {len(files)} domains"]
    yield Psql(state.container(host), now.docker.superuser, [parts], done)
