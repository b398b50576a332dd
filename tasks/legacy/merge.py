"""Rows into tables that have some: staged, then deleted, updated and inserted by primary key. One transaction a group.

The target's own rows are those that were there when the import began; all others are to be as in the source.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from psycopg import errors

from tasks.legacy import copy, journal, natural
from tasks.legacy.catalog import Reference, Table
from tasks.legacy.ends import Connection
from tasks.legacy.pairs import Pair, where
from tasks.schema.render import identifier, literal


class ConflictError(Exception):
    """A row of the target's own has the key of a legacy row and other values, and is not to be touched."""


def merge(
    source: Connection,
    target: Connection,
    pairs: Sequence[Pair],
    references: Mapping[str, Sequence[Reference]],
    conflict: str,
    moved: copy.Moved,
    *,
    resumed: bool,
) -> None:
    """Merges a group of tables.

    Args:
        source: in its snapshot.
        target: a session that may write.
        pairs: one table, or some that refer to each other.
        references: by table, the foreign keys to it.
        conflict: ``keep``, ``replace`` or ``fail``: what happens to the target's own rows.
        moved: told of progress.
        resumed: whether an earlier run may have brought rows that the source no longer has.

    Raises:
        ConflictError: with ``fail``, a row of the target's own differs.
    """
    marks = {pair.name: copy.fingerprint(source, copy.Part(pair, 0, 0)) for pair in pairs}
    followers = [each for pair in filter(natural.applies, pairs) for each in references.get(pair.name, ())]
    deferred = _inside(pairs, followers)
    touched = {table.name: table for table in (*(pair.target for pair in pairs), *(each.table for each in followers))}
    with target.transaction(), _quiet(target, deferred, touched.values()):
        for pair in pairs:
            _stage(source, target, pair, moved)
        for pair in filter(natural.applies, pairs):
            natural.rekey(target, pair, _stage_name(pair), references.get(pair.name, ()))
        for pair in filter(natural.known, pairs):
            natural.give_up(target, pair, _stage_name(pair))
        for pair in reversed(pairs if resumed else ()):
            _delete(target, pair, references.get(pair.name, ()))
        for pair in pairs:
            _write(target, pair, conflict)
        for pair in pairs:
            target.execute(f"DROP TABLE {_stage_name(pair)}")
            journal.redone(target, pair.name, marks[pair.name])


def _inside(pairs: Sequence[Pair], others: Sequence[Reference]) -> list[Reference]:
    """The foreign keys that no order of statements satisfies: those with both ends in the group, and the others."""
    names = {pair.name for pair in pairs}
    inside = [Reference(pair.target, key) for pair in pairs for key in pair.target.foreign_keys if key.table in names]
    return inside + [each for each in others if each not in inside]


@contextmanager
def _quiet(target: Connection, deferred: Sequence[Reference], tables: Collection[Table]) -> Iterator[None]:
    """No trigger fires and the foreign keys wait until the block ends, within one transaction; all are checked then."""
    for each in deferred:
        _alter(target, each, "DEFERRABLE INITIALLY DEFERRED")
    for table in tables:
        copy.silence(target, table)
    yield
    target.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for each in deferred:
        _alter(target, each, "NOT DEFERRABLE")
    for table in tables:
        copy.rouse(target, table)


def _alter(target: Connection, reference: Reference, how: str) -> None:
    if not reference.key.deferrable:
        target.execute(f"ALTER TABLE {reference.table.quoted} ALTER CONSTRAINT {identifier(reference.key.name)} {how}")


def _stage_name(pair: Pair) -> str:
    return f"pg_temp.{identifier(f'stage {pair.name}'[:63])}"


def _same(pair: Pair) -> str:
    return " AND ".join(f"t.{name} = s.{name}" for name in pair.keys)


def _row(pair: Pair, alias: str) -> str:
    # As text: json has no operator for equality, and geography's means its box.
    return f"ROW({', '.join(f'{alias}.{identifier(name)}' for name in pair.columns)})::text"


def _stage(source: Connection, target: Connection, pair: Pair, moved: copy.Moved) -> None:
    stage = _stage_name(pair)
    target.execute(
        f"CREATE TEMP TABLE {stage.removeprefix('pg_temp.')} AS SELECT {pair.names} FROM {pair.table} LIMIT 0"
    )
    copy.stream(source, target, pair, stage, "", moved)
    target.execute(f"ANALYZE {stage}")


def _delete(target: Connection, pair: Pair, references: Sequence[Reference]) -> None:
    """Deletes what an earlier run brought and is gone now; what is still referred to, by rows yet to go, later."""
    gone = f"NOT {journal.own(pair)} AND NOT EXISTS (SELECT FROM {_stage_name(pair)} AS s WHERE {_same(pair)})"
    target.execute(
        f"INSERT INTO {journal.SCHEMA}.gone SELECT {literal(pair.name)}, {pair.key('t')} FROM {pair.table} AS t"
        f" WHERE {gone} ON CONFLICT DO NOTHING"
    )
    sweep(target, pair, references, final=False)


def sweep(target: Connection, pair: Pair, references: Sequence[Reference], *, final: bool) -> None:
    """Deletes the rows that are written down as gone and that nothing refers to; ``final``: all of them."""
    free = [] if final else [f"NOT EXISTS ({_referring(each)})" for each in references]
    listed = where(f"g.table_name = {literal(pair.name)}", f"g.key = {pair.key('t')}", *free)
    target.execute(f"DELETE FROM {pair.table} AS t USING {journal.SCHEMA}.gone AS g{listed}")


def _referring(reference: Reference) -> str:
    both = zip(reference.key.columns, reference.key.references, strict=True)
    same = " AND ".join(f"c.{identifier(theirs)} = t.{identifier(ours)}" for theirs, ours in both)
    return f"SELECT FROM {reference.table.quoted} AS c WHERE {same}"


def _write(target: Connection, pair: Pair, conflict: str) -> None:
    stage, same, own = _stage_name(pair), _same(pair), journal.own(pair)
    differs = f"{_row(pair, 't')} IS DISTINCT FROM {_row(pair, 's')}"
    if conflict == "fail":
        row = target.execute(
            f"SELECT count(*), min({pair.key('t')}) FROM {pair.table} AS t JOIN {stage} AS s ON {same}"
            f" WHERE {differs} AND {own}"
        ).fetchone()
        if row and row[0]:
            raise ConflictError(f"table {pair.name}: {row[0]} rows are there with other values, {row[1]} for one")
    rest = [name for name in pair.columns if name not in pair.target.key]
    if rest:
        values = ", ".join(f"{identifier(name)} = s.{identifier(name)}" for name in rest)
        kept = f" AND NOT {own}" if conflict == "keep" else ""
        target.execute(f"UPDATE {pair.table} AS t SET {values} FROM {stage} AS s WHERE {same} AND {differs}{kept}")
    target.execute(
        f"INSERT INTO {pair.table} ({pair.names}) OVERRIDING SYSTEM VALUE SELECT {pair.names} FROM {stage} AS s"
        f" WHERE NOT EXISTS (SELECT FROM {pair.table} AS t WHERE {same})"
    )


def explain(error: Exception, name: str) -> str:
    """An error in the words of people: the table, what PostgreSQL says, and its detail."""
    diagnosis = getattr(error, "diag", None)
    message = (diagnosis.message_primary if diagnosis else None) or str(error).strip()
    detail = f" ({diagnosis.message_detail})" if diagnosis and diagnosis.message_detail else ""
    lock = ": somebody else works on the table; end that, or wait" if isinstance(error, errors.LockNotAvailable) else ""
    return message if message.startswith("table ") else f"table {name}: {message}{detail}{lock}"
