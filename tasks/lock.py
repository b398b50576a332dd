"""``make lock``: runs ``sql/`` in a scratch database and writes down what PostgreSQL made of it.

PostgreSQL is the parser (its own grammar by pglast, its own server for the rest); the order of the files never
matters, because a statement that needs what is not there yet is tried again. Touches a throwaway server and the lock.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql as compose

from tasks import scratch
from tasks.schema import lock
from tasks.schema.model import Object, settle, snapshot, trimmed
from tasks.schema.plan import plan
from tasks.schema.planner.order import PARENTS
from tasks.sources import Source, SourceError, statements

HERE = Path(__file__).parent / "schema"
SEARCH_PATH = (HERE / "search_path.sql").read_text()
SNAPSHOT = (HERE / "snapshot.sql").read_text()
UNSEEN = (HERE / "unseen.sql").read_text()
ROOTS = (HERE / "roots.sql").read_text()
RECORDER = (HERE / "recorder.sql").read_text()

# Undefined table, column, function, object, schema, referenced key: it may come with a later statement.
LATER = {"42P01", "42703", "42883", "42704", "3F000", "42830"}


def run(connection: psycopg.Connection[Any], sources: Sequence[Source]) -> dict[int, Source]:
    """Runs statements in whatever order works; tells which one made each object, by its oid.

    Raises:
        SourceError: a statement fails for another reason than its place in the order.
    """
    made: dict[int, Source] = {}
    waiting = list(sources)
    while waiting:
        failed: list[tuple[Source, psycopg.Error]] = []
        for source in waiting:
            try:
                connection.execute(source.text.encode())
                for (oid,) in connection.execute("DELETE FROM recorder.made RETURNING oid"):
                    made[oid] = source
            except psycopg.Error as error:
                if error.sqlstate not in LATER:
                    raise SourceError(_explain(source, error)) from None
                failed.append((source, error))
        if len(failed) == len(waiting):
            raise SourceError("\n".join(_explain(source, error) for source, error in failed[:10]))
        waiting = [source for source, _ in failed]
    return made


def _explain(source: Source, error: psycopg.Error) -> str:
    position = int(error.diag.statement_position or 1) - 1
    hint = f" ({error.diag.message_hint})" if error.diag.message_hint else ""
    return f"{source.at(position)}: {error.diag.message_primary}{hint}"


def take_snapshot(connection: psycopg.Connection[Any]) -> dict[str, Object]:
    """The snapshot of a database, over a connection instead of psql."""
    with connection.transaction():
        connection.execute(SEARCH_PATH.encode())
        return snapshot(row for (row,) in connection.execute(SNAPSHOT.encode()))


def create_database(server: scratch.Server, name: str, extensions: Iterable[str]) -> psycopg.Connection[Any]:
    """Makes a scratch database anew, with extensions laid out as a deploy does, and connects to it."""
    with server.connect() as admin:
        admin.execute(compose.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(compose.Identifier(name)))
        admin.execute(compose.SQL("CREATE DATABASE {}").format(compose.Identifier(name)))
        admin.execute(
            compose.SQL("ALTER DATABASE {} SET search_path = public, postgis, topology, extensions").format(
                compose.Identifier(name)
            )
        )
    connection = server.connect(name)
    connection.execute("CREATE SCHEMA postgis; CREATE SCHEMA extensions")
    for statement in extensions:
        connection.execute(statement.encode())
    # CREATE EXTENSION postgis_topology changes the setting of the database, and of this session.
    connection.execute("SET search_path = public, postgis, topology, extensions")
    connection.execute("SET check_function_bodies = off")
    return connection


def apply(connection: psycopg.Connection[Any], desired: dict[str, Object]) -> None:
    """Brings a scratch database to ``desired`` by its own plan."""
    for statement in plan(desired, take_snapshot(connection)).statements:
        try:
            connection.execute(statement.sql.encode())
        except psycopg.Error as error:
            raise SourceError(f"{statement.object} cannot be made as it prints: {error.diag.message_primary}") from None


def settled(connection: psycopg.Connection[Any], first: dict[str, Object]) -> dict[str, Object]:
    """Makes objects as they print in an empty database, and adds how they print there.

    Raises:
        SourceError: one cannot be made so, or comes out as something else.
    """
    apply(connection, first)
    again = take_snapshot(connection)
    found = settle(first, again)
    if left := plan(found, again).changes:
        raise SourceError("these do not come out the same when run again: " + ", ".join(map(str, left)))
    return found


def build(server: scratch.Server, root: Path = lock.ROOT) -> lock.Lock:
    """Makes the lock of the SQL files below ``root`` on a scratch server.

    Raises:
        SourceError: a file does not parse, refers to what does not exist, or makes what it should not.
    """
    extension_sources, sources = statements(root)
    extension_texts = [source.text for source in extension_sources]
    with create_database(server, "as_written", extension_texts) as connection:
        connection.execute(RECORDER.encode())
        made = run(connection, sources)
        _refuse_unseen(connection, made)
        roots = dict(connection.execute(ROOTS.encode()).fetchall())
        first = dict(_with_domains(take_snapshot(connection), made, roots))
        extensions = dict(
            connection.execute(
                "SELECT extname, nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace ORDER BY 1"
            ).fetchall()
        )
    with create_database(server, "as_printed", extension_texts) as connection:
        objects = settled(connection, first)
    order = [_extension_name(source) for source in extension_sources]
    return lock.Lock(lock.sources(root / "sql"), {name: extensions[name] for name in order}, objects)


def _refuse_unseen(connection: psycopg.Connection[Any], made: dict[int, Source]) -> None:
    """Names what a snapshot cannot hold, with the statement that made the table or view it is about."""
    unseen = connection.execute(UNSEEN.encode()).fetchall()
    if unseen:
        lines = (f"{made[oid].at()}: {what} is not something that the lock can hold" for oid, what in unseen)
        raise SourceError("\n".join(lines))


def _extension_name(source: Source) -> str:
    return str(source.node.extname)  # type: ignore[attr-defined]


def _with_domains(
    objects: dict[str, Object], made: dict[int, Source], roots: dict[int, str]
) -> Iterator[tuple[str, Object]]:
    """Gives each object the domain of its file, and drops the dependencies that go without saying."""
    origin = {name: made[oid] for oid, name in roots.items() if oid in made}
    for key, item in sorted(objects.items(), key=_reading_order):
        above = (f"{kind} {item.parent}" for kind in PARENTS)
        source = origin[next(name for name in above if name in origin) if item.parent else key]
        if item.kind == "table" and Path(source.file).stem != item.name.strip('"'):
            raise SourceError(f"{source.at()}: {key} belongs into {Path(source.file).parent}/{item.name}.sql")
        yield key, replace(trimmed(item), domain=source.domain)


def _reading_order(pair: tuple[str, Object]) -> tuple[Any, ...]:
    item = pair[1]
    kinds = ("table", "column", "constraint", "index", "trigger")
    rank = kinds.index(item.kind) if item.kind in kinds else -1
    return (item.parent or item.name if rank >= 0 else "", rank, item["position"] or 0, item.kind, item.name)


def main() -> int:
    """Makes the lock anew; the exit code of the command."""
    try:
        statements(lock.ROOT)
        with scratch.server() as server:
            built = build(server)
    except (SourceError, scratch.ScratchError) as error:
        print(f"make lock: {error}", file=sys.stderr)
        return 1
    lock.write(built)
    print(f"{lock.PATH.relative_to(lock.ROOT)}: {len(built.objects)} objects from {len(built.files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
