"""``make lock``: runs ``sql/`` in a scratch database and writes down what PostgreSQL made of it.

PostgreSQL is the parser (its own grammar by pglast, its own server for the rest); the order of the files never
matters, because a statement that needs what is not there yet is tried again. Touches a throwaway server and the lock.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from pglast import ast, enums
from psycopg import sql as compose

from ai_engine_db import signals
from ai_engine_db.cli import catalogs, earlier, effects, lost, scratch_server
from ai_engine_db.cli.sql_files import Source, SourceError, check_scripts, rename_texts, statements, violation_lines
from ai_engine_db.schema import beside, lock, rename_lines, roles, snapshot_query, texts, transitions, violations
from ai_engine_db.schema.definitions import subject
from ai_engine_db.schema.entries import EntryError
from ai_engine_db.schema.model import Object, settle, snapshot, trimmed
from ai_engine_db.schema.plan import plan
from ai_engine_db.schema.planner.order import PARENTS, PRIVILEGES, RANK, CircleError
from ai_engine_db.schema.planner.partitions import UNMANAGED, roots
from ai_engine_db.schema.render import IN_PUBLIC

HERE = Path(__file__).parent
ROOTS = (HERE / "roots.sql").read_text()
RECORDER = (HERE / "recorder.sql").read_text()

# In the file of a partitioned table.
_MARKER = re.compile(r"-- partitions: (.+)")

Places = Mapping[str, Source]
"""The statement that made each object, or what it belongs to, by the object's id."""

# Undefined table, column, function, object, schema, referenced key: it may come with a later statement.
LATER = {"42P01", "42703", "42883", "42704", "3F000", "42830"}

# Something of that name is there: a table, another object, a function.
TAKEN = {"42P07", "42710", "42723"}

# The owner of the scratch databases: no superuser, as the owner of a deploy's databases.
OWNER = "scratch_owner"


def run(connection: psycopg.Connection[Any], sources: Sequence[Source]) -> dict[int, Source]:
    """Runs statements in whatever order works; tells which one made each object, by its oid.

    Raises:
        SourceError: a statement fails for another reason than its place in the order.
    """
    with effects.outside(connection) as before:
        return _run(connection, before, sources)


def _run(
    connection: psycopg.Connection[Any], before: psycopg.Connection[Any], sources: Sequence[Source]
) -> dict[int, Source]:
    made: dict[int, Source] = {}
    described: dict[tuple[int, int, int], Source] = {}
    # Default privileges hold for all that sql/ makes, whatever the order of its files.
    waiting = sorted(sources, key=lambda each: not isinstance(each.node, ast.AlterDefaultPrivilegesStmt))
    while waiting:
        failed: list[tuple[Source, psycopg.Error]] = []
        for source in waiting:
            try:
                for tag, *address in _execute(connection, before, source):
                    if tag == "COMMENT":
                        _refuse_second(described.setdefault((*address,), source), source)
                    elif tag.startswith("CREATE "):
                        _refuse_second(made.setdefault(address[1], source), source)
            except psycopg.Error as error:
                if error.sqlstate not in LATER:
                    raise SourceError(_explain(source, error) + _also(source, sources, error)) from None
                failed.append((source, error))
        if len(failed) == len(waiting):
            raise SourceError("\n".join(_explain(source, error) for source, error in failed[:10]))
        waiting = [source for source, _ in failed]
    return made


def _execute(
    connection: psycopg.Connection[Any], before: psycopg.Connection[Any], source: Source
) -> set[tuple[Any, ...]]:
    """Runs a statement; tells what the recorder saw of it.

    Raises:
        SourceError: it changes nothing.
    """
    with connection.transaction():
        connection.execute(source.text.encode())
        rows = set(connection.execute("DELETE FROM recorder.made RETURNING tag, classid, oid, part"))
        changed = [int(oid) for _, _, oid, _ in rows if oid is not None]
        if isinstance(source.node, effects.CHANGES) and not effects.are_seen(source.node, changed, connection, before):
            raise SourceError(f"{source.at(_start(source))}: this statement changes nothing: leave it out")
    return rows


def _start(source: Source) -> int:
    """Where a statement begins, behind what stands before it."""
    return len(source.text) - len(re.sub(r"\A(\s+|--[^\n]*(\n|\Z)|/\*.*?\*/)*", "", source.text, flags=re.DOTALL))


def _refuse_second(first: Source, source: Source) -> None:
    if first is not source:
        raise SourceError(f"{source.at()}: {first.at()} defines it too, and only one definition can apply")


def _also(source: Source, sources: Iterable[Source], error: psycopg.Error) -> str:
    """Where else what a statement makes is made, if that is why it failed."""
    if error.sqlstate not in TAKEN or not (name := subject(source.node)):
        return ""
    others = [each.at() for each in sources if each is not source and subject(each.node) == name]
    return f" ({', '.join(others)})" if others else ""


def _explain(source: Source, error: psycopg.Error) -> str:
    position = int(error.diag.statement_position or 1) - 1
    hint = f" ({error.diag.message_hint})" if error.diag.message_hint else ""
    return f"{source.at(position)}: {error.diag.message_primary}{hint}"


def take_snapshot(connection: psycopg.Connection[Any]) -> dict[str, Object]:
    """The snapshot of a database, over a connection instead of psql."""
    with connection.transaction():
        connection.execute(snapshot_query.PATH.encode())
        # As the facts do: compiling the query, or trusting statistics that a new database has not, takes many seconds.
        connection.execute("SET LOCAL jit = off; SET LOCAL enable_nestloop = off")
        return snapshot(row for (row,) in connection.execute(snapshot_query.QUERY.encode()))


def create_database(server: scratch_server.Server, name: str, extensions: Iterable[str]) -> psycopg.Connection[Any]:
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


def apply(connection: psycopg.Connection[Any], desired: dict[str, Object], places: Places | None = None) -> None:
    """Brings an empty scratch database to ``desired`` by its own plan.

    Raises:
        SourceError: an object cannot be made so; the message names its statement, by ``places``.
    """
    places = places or {}
    try:
        made = plan(desired, {})
    except CircleError as error:
        raise SourceError(f"{_at(places, error.objects[0])}{error}: break it, for example with ALTER TABLE") from None
    for statement in made.statements:
        try:
            connection.execute(statement.sql.encode())
        except psycopg.Error as error:
            early = error.sqlstate in LATER and statement.object.startswith(("type ", "domain "))
            why = " (types and domains are created before tables)" if early else ""
            raise SourceError(
                f"{_at(places, statement.object)}{statement.object} cannot be created from the definition"
                f" that PostgreSQL prints: {error.diag.message_primary}{why}"
            ) from None


def settled(
    connection: psycopg.Connection[Any], first: dict[str, Object], places: Places | None = None
) -> dict[str, Object]:
    """Makes objects as they print in an empty database, and adds how they print there.

    Raises:
        SourceError: one cannot be made so, or comes out as something else.
    """
    apply(connection, first, places)
    again = take_snapshot(connection)
    found = settle(first, again)
    if left := plan(found, again).changes:
        lines = (f"{_at(places or {}, each.object)}{each}" for each in left)
        raise SourceError("these differ when created again from their own definition:\n" + "\n".join(lines))
    return found


def _at(places: Places, key: str) -> str:
    return f"{places[key].at()}: " if key in places else ""


def _owned(connection: psycopg.Connection[Any], name: str) -> psycopg.Connection[Any]:
    """Makes a session one of the database's owner, who may do there what a deploy's owner may."""
    with suppress(psycopg.errors.DuplicateObject):
        connection.execute(f"CREATE ROLE {OWNER}")
    connection.execute(f"ALTER DATABASE {name} OWNER TO {OWNER}")
    for (schema,) in connection.execute(
        "SELECT DISTINCT extnamespace::regnamespace::text FROM pg_extension"
    ).fetchall():
        connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO PUBLIC")
    connection.execute(f"SET SESSION AUTHORIZATION {OWNER}")
    return connection


def _without_recorder(connection: psycopg.Connection[Any]) -> None:
    connection.execute("RESET SESSION AUTHORIZATION; DROP EVENT TRIGGER record; SET client_min_messages = warning")
    connection.execute("DROP SCHEMA recorder CASCADE")


def build(server: scratch_server.Server, root: Path = lock.ROOT) -> lock.Lock:
    """Makes the lock of the SQL files below ``root`` on a scratch server.

    Raises:
        SourceError: a file does not parse, refers to what does not exist, or makes what it should not.
    """
    made = make(server, root)
    with server.connect() as admin:
        admin.execute("DROP DATABASE IF EXISTS as_restored WITH (FORCE)")
        admin.execute(f"CREATE DATABASE as_restored OWNER {OWNER}")
    lost.restore(server, "as_written", "as_restored")
    written, printed = (
        lost.run(server, "pg_dump", "--schema-only", "-d", name) for name in ("as_restored", "as_printed")
    )
    refuse_lost(written, printed, made)
    return made.lock


@dataclass(frozen=True)
class Made:
    """A lock, and what is known of how it came about.

    Attributes:
        lock: it.
        places: the statement that made each object.
        lost: what the catalogs have of ``sql/`` and the lock has not: an object, and words.
    """

    lock: lock.Lock
    places: Places
    lost: Sequence[tuple[str, str]]


def make(
    server: scratch_server.Server, root: Path, fresh: Callable[..., psycopg.Connection[Any]] | None = None
) -> Made:
    """Makes a lock; whether it holds all that ``sql/`` says is for :func:`refuse_lost` to tell.

    Args:
        server: where.
        root: the folder above ``sql/``.
        fresh: gives an empty database as :func:`create_database` does; database ``as_written`` is left as the files
            make it, ``as_printed`` as the lock does.

    Raises:
        SourceError: as :func:`build`.
    """
    extension_sources, sources = statements(root)
    extension_texts = [source.text for source in extension_sources]
    _make_roles(server, sources)
    fresh = fresh or create_database
    with _owned(fresh(server, "as_written", [*extension_texts, RECORDER]), "as_written") as connection:
        since = catalogs.begin(connection)
        made = run(connection, sources)
        # Asked before the snapshot is: some of what it says may have no statement that can be told.
        written = catalogs.rows(connection, since)
        roots = dict(connection.execute(ROOTS.encode()).fetchall())
        origin = {name: made[oid] for oid, name in roots.items() if oid in made}
        found = take_snapshot(connection)
        origin |= _of_privileges(found, sources)
        places = {key: _origin(item, origin) for key, item in found.items()}
        _refuse_unseen(found, places)
        first = dict(_with_domains(found, places))
        extensions = dict(
            connection.execute(
                "SELECT extname, nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace ORDER BY 1"
            ).fetchall()
        )
        _without_recorder(connection)
    with _owned(fresh(server, "as_printed", extension_texts), "as_printed") as connection:
        since = catalogs.begin(connection)
        objects = _marked(root, settled(connection, first, places), places)
        printed = catalogs.rows(connection, since)
    order = [_extension_name(source) for source in extension_sources]
    renames = tuple(rename_lines.checked(rename_texts(root), objects))
    objects = violations.marked(objects, violation_lines(root))
    built = lock.Lock(lock.sources(root / "sql"), {name: extensions[name] for name in order}, objects, renames)
    return Made(built, places, tuple(catalogs.differences(written, printed)))


def _make_roles(server: scratch_server.Server, sources: Iterable[Source]) -> None:
    """Makes the roles that are granted something, by the names of their placeholders."""
    with server.connect() as admin:
        for name in sorted({name for source in sources for name in source.roles}):
            with suppress(psycopg.errors.DuplicateObject):
                admin.execute(compose.SQL("CREATE ROLE {}").format(compose.Identifier(f":{name}")))


def _of_privileges(objects: Mapping[str, Object], sources: Iterable[Source]) -> dict[str, Source]:
    """The statement that each of those was made by which are privileges and nothing else."""
    found: dict[str, Source] = {}
    for source in sources:
        node = source.node
        if isinstance(node, ast.GrantStmt) and node.objtype == enums.ObjectType.OBJECT_SCHEMA:
            found.setdefault("schema public", source)
        elif isinstance(node, ast.AlterDefaultPrivilegesStmt) and node.action is not None:
            inside = IN_PUBLIC if any(each.defname == "schemas" for each in node.options or ()) else ""
            what = enums.ObjectType(node.action.objtype or 0).name.removeprefix("OBJECT_").lower()
            found.setdefault(f"default privileges {what}s{inside}", source)
    return {key: source for key, source in found.items() if key in objects}


def _origin(item: Object, origin: Mapping[str, Source]) -> Source:
    """The statement that made an object, or the table or view that it belongs to."""
    above = [f"{kind} {item.parent}" for kind in PARENTS] if item.parent else [item.id]
    for name in above:
        if name in origin:
            return origin[name]
    raise SourceError(f"{item.id} is not supported in sql/")


def _refuse_unseen(objects: Mapping[str, Object], places: Places) -> None:
    """Names what the snapshot tells, and a plan does not make, with the statement that made what it is about."""
    lines = [
        f"{places[key].at()}: {key}: {what} is not supported in sql/"
        for key, item in objects.items()
        for what in ([item.kind] if item.kind not in RANK else item["beside"] or ())
    ]
    lines += [f"{places[key].at()}: {key}: {why}" for key, item in objects.items() for why in roles.refusals(item)]
    if lines:
        raise SourceError("\n".join(lines))


def refuse_lost(written: str, printed: str, made: Made) -> None:
    """Names what a dump of the database as written has, and one of the database as printed has not, or otherwise.

    Where the dumps are the same, what only the catalogs tell.

    Raises:
        SourceError: there is such a thing.
    """
    found = list(lost.differences(lost.entries(written), lost.entries(printed))) or made.lost
    if lines := [f"{_named((name, words), made.places)}: {words}" for name, words in found]:
        raise SourceError("\n".join(lines))


def _named(texts: Iterable[str], places: Places) -> str:
    """The place of what an entry of a dump is about: of the first object that stands alone and is named there."""
    keys = {key.removeprefix("materialized "): source for key, source in places.items()}
    names = {key.split(" ", 1)[1].split("(")[0].strip('"'): source for key, source in keys.items() if "." not in key}
    words = (word for text in texts for word in re.findall(r'[^\s.,;()"]+', text))
    return next((names[word].at() for word in words if word in names), "sql/")


def _extension_name(source: Source) -> str:
    return str(source.node.extname)  # type: ignore[attr-defined]


def _with_domains(objects: dict[str, Object], places: Places) -> Iterator[tuple[str, Object]]:
    """Gives each object the domain of its file, and drops the dependencies that go without saying."""
    above = roots(objects)
    for key, item in sorted(objects.items(), key=_reading_order):
        source = places[key]
        if item.kind == "table" and not _is_at_home(item, source, above):
            raise SourceError(f"{source.at()}: {key} belongs in {Path(source.file).parent}/{item.name}.sql")
        domain = "types" if item.kind in PRIVILEGES else source.domain
        yield key, replace(trimmed(item), domain=domain)


def _is_at_home(item: Object, source: Source, above: Mapping[str, str]) -> bool:
    """Whether a table is in a file of its name; a partition may be in that of the table that it is a part of."""
    names = [item.name, *([above[item.name]] if item["partition_of"] else [])]
    return Path(source.file).stem in [name.strip('"') for name in names]


def _marked(root: Path, objects: dict[str, Object], places: Places) -> dict[str, Object]:
    """Notes at each partitioned table whose partitions others make, as its file says."""
    marked = {file: line for file in lock.sources(root / "sql") for line in [_marker(root, file)] if line}
    tables = {key: item for key, item in objects.items() if item.kind == "table" and item["partition_key"]}
    for file, line in marked.items():
        if not any(places[key].file == file for key in tables):
            raise SourceError(f"{file}:{line}: -- partitions: no table of this file is partitioned")
    return {
        key: replace(item, attributes={**item.attributes, "partitions": UNMANAGED})
        if key in tables and places[key].file in marked
        else item
        for key, item in objects.items()
    }


def _marker(root: Path, file: str) -> int:
    """The line of a file that says that others make its partitions; 0 for none."""
    for number, line in enumerate(texts.read(root / file, file).splitlines(), 1):
        if found := _MARKER.fullmatch(line.strip()):
            if found[1] != UNMANAGED:
                raise SourceError(f"{file}:{number}: -- partitions: {found[1]}: only 'unmanaged' can be said of them")
            return number
    return 0


def _reading_order(pair: tuple[str, Object]) -> tuple[Any, ...]:
    item = pair[1]
    kinds = ("table", "column", "constraint", "index", "statistics", "rule", "policy", "trigger")
    rank = kinds.index(item.kind) if item.kind in kinds else -1
    return (item.parent or item.name if rank >= 0 else "", rank, item["position"] or 0, item.kind, item.name)


def main() -> int:
    """Makes the lock anew; the exit code of the command."""
    signals.end_in_order()
    try:
        statements(lock.ROOT)
        transitions.read()
        check_scripts(lock.ROOT)
        rename_texts(lock.ROOT)
        violation_lines(lock.ROOT)
        beside.read()
        with scratch_server.server() as server:
            built = build(server)
        found = transitions.read(domains=transitions.domains_of(built.objects))
        beside.read(built.objects)
    except (SourceError, EntryError, lock.LockError, transitions.TransitionError, scratch_server.ScratchError) as error:
        print(f"make lock: {error}", file=sys.stderr)
        return 1
    for warning in transitions.unknown(found, built.objects, built.renames, earlier.was):
        print(f"make lock: warning: {warning}", file=sys.stderr)
    lock.write(built)
    print(f"{lock.PATH.relative_to(lock.ROOT)}: {len(built.objects)} objects from {len(built.files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
