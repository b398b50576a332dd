"""What an unfinished import has done, in the target itself: schema ``legacy_import``, which a finished one drops.

A part's row is written in the transaction of the part's rows, so that both are there or neither is.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psycopg

from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair
from ai_engine_db.schema.render import literal

SCHEMA = "legacy_import"
# The number of the part that is a whole table.
WHOLE = -1

_MAKE = f"""
CREATE SCHEMA {SCHEMA};
COMMENT ON SCHEMA {SCHEMA} IS 'An unfinished import of legacy rows; dropped when it is finished.';
CREATE TABLE {SCHEMA}.import (source text NOT NULL, options jsonb NOT NULL);
CREATE TABLE {SCHEMA}.scope (
    table_name text PRIMARY KEY, copied boolean NOT NULL, part_pages bigint NOT NULL
);
CREATE TABLE {SCHEMA}.part (
    table_name text NOT NULL, part integer NOT NULL, fingerprint text NOT NULL, PRIMARY KEY (table_name, part)
);
CREATE TABLE {SCHEMA}.own (table_name text NOT NULL, key text NOT NULL, PRIMARY KEY (table_name, key));
CREATE TABLE {SCHEMA}.gone (table_name text NOT NULL, key text NOT NULL, PRIMARY KEY (table_name, key));
"""
_IDENTITY = (
    "SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/' || oid"
    " FROM pg_database WHERE datname = current_database()"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """How a table is brought over.

    Attributes:
        copied: straight by COPY, because it was empty when the import began.
        part_pages: pages of the source's heap in a part; 0 when the table is one part.
    """

    copied: bool
    part_pages: int


@dataclass(frozen=True, slots=True)
class Journal:
    """An import that has begun.

    Attributes:
        scope: by table. parts: the fingerprints of the parts that are done, by table and number.
        resumed: whether an earlier run began it.
    """

    scope: Mapping[str, Scope]
    parts: Mapping[tuple[str, int], str]
    resumed: bool


def identity(connection: Connection, fallback: str) -> str:
    """Names the source database, wherever it is reached."""
    try:
        with connection.transaction():
            row = connection.execute(_IDENTITY).fetchone()
            return str(row[0]) if row else fallback
    except psycopg.errors.InsufficientPrivilege:
        return fallback


def claim(connection: Connection) -> bool:
    """Keeps other imports into the same database away for as long as the connection lasts; False when one is there."""
    row = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [SCHEMA]).fetchone()
    return bool(row and row[0])


def exists(connection: Connection) -> bool:
    """Whether an import is unfinished."""
    row = connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", [SCHEMA]).fetchone()
    return bool(row and row[0])


def read(connection: Connection, source: str, options: Mapping[str, object]) -> tuple[Journal | None, str]:
    """The unfinished import, and why it cannot be gone on with; None when there is none."""
    if not exists(connection):
        return None, ""
    row = connection.execute(f"SELECT source, options FROM {SCHEMA}.import").fetchone()
    began: tuple[str, dict[str, object]] = (row[0], row[1]) if row else ("", {})
    abandon = (
        f"or give it up with DROP SCHEMA {SCHEMA} CASCADE: the rows that it imported then count as the target's own"
    )
    if began[0] != source:
        return None, f"an import from another legacy database is unfinished: finish that first, {abandon}"
    if began[1] != json.loads(json.dumps(options)):
        given = ", ".join(f"{name}={value}" for name, value in began[1].items() if value)
        return None, f"an import with other options is unfinished ({given}): run it again with those, {abandon}"
    scope = connection.execute(f"SELECT table_name, copied, part_pages FROM {SCHEMA}.scope").fetchall()
    parts = connection.execute(f"SELECT table_name, part, fingerprint FROM {SCHEMA}.part").fetchall()
    return (
        Journal(
            {name: Scope(copied, pages) for name, copied, pages in scope},
            {(name, part): fingerprint for name, part, fingerprint in parts},
            resumed=True,
        ),
        "",
    )


def begin(connection: Connection, source: str, options: Mapping[str, object]) -> Journal:
    """Makes the journal, and writes down of what it is."""
    with connection.transaction():
        connection.execute(_MAKE)
        connection.execute(f"INSERT INTO {SCHEMA}.import VALUES (%s, %s)", [source, json.dumps(options)])
    return Journal({}, {}, resumed=False)


def add(connection: Connection, pairs: Iterable[tuple[Pair, Scope]]) -> None:
    """Writes down tables to bring over, and which of their rows were the target's own."""
    with connection.transaction():
        added = list(pairs)
        connection.cursor().executemany(
            f"INSERT INTO {SCHEMA}.scope VALUES (%s, %s, %s)",
            [(pair.name, scope.copied, scope.part_pages) for pair, scope in added],
        )
        for pair, scope in added:
            if not scope.copied:
                connection.execute(
                    f"INSERT INTO {SCHEMA}.own SELECT {literal(pair.name)}, {pair.key()} FROM {pair.table}"
                )
    connection.execute(f"ANALYZE {SCHEMA}.own")


def drop(connection: Connection, names: Iterable[str]) -> None:
    """Takes back tables of which nothing was brought."""
    connection.execute(f"DELETE FROM {SCHEMA}.scope WHERE table_name = ANY(%s)", [list(names)])


def own(pair: Pair) -> str:
    """The condition for a row ``t`` that was there before the import."""
    return (
        f"EXISTS (SELECT FROM {SCHEMA}.own AS o WHERE o.table_name = {literal(pair.name)} AND o.key = {pair.key('t')})"
    )


def done(connection: Connection, name: str, part: int, fingerprint: str) -> None:
    """Writes down a part, in the transaction of its rows."""
    connection.execute(f"INSERT INTO {SCHEMA}.part VALUES (%s, %s, %s)", [name, part, fingerprint])


def forget(connection: Connection, name: str) -> None:
    """Takes back that anything of a table was done, in the transaction that takes its rows back."""
    connection.execute(f"DELETE FROM {SCHEMA}.part WHERE table_name = %s", [name])
    connection.execute(f"DELETE FROM {SCHEMA}.gone WHERE table_name = %s", [name])


def redone(connection: Connection, name: str, fingerprint: str = "") -> None:
    """Writes down that all of a table was merged; without a fingerprint, that it has to be."""
    connection.execute(f"DELETE FROM {SCHEMA}.part WHERE table_name = %s", [name])
    done(connection, name, WHOLE, fingerprint)


def end(connection: Connection) -> None:
    """Drops the journal; what was committed before is on disk with it."""
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        connection.execute("SET LOCAL client_min_messages = warning")
        connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
