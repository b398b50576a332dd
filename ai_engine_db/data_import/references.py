"""Legacy rows that refer to what is not there, or that are in the way of the target's own. Reads both ends."""

from collections.abc import Iterator, Mapping

import psycopg

from ai_engine_db.data_import import checks, natural
from ai_engine_db.data_import.catalog import Constraint, Unique
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair, row_text, value_text, where
from ai_engine_db.schema.render import identifier

_BATCH = 5_000
_SHOWN = 3

Missing = tuple[list[str], int]
"""The values of a foreign key, as text, and how many rows have them."""


def dangling(source: Connection, target: Connection, pair: Pair, pairs: Mapping[str, Pair]) -> Iterator[str]:
    """The foreign keys of a table that some rows would break.

    Args:
        source: in its snapshot.
        target: the other end.
        pair: the table.
        pairs: all tables in scope: what a row refers to has to come with it, or be in the target.
    """
    for constraint in pair.target.foreign_keys:
        parent = pairs.get(constraint.table or "")
        if not set(constraint.columns) <= set(pair.columns):
            continue
        if parent and not set(constraint.references) <= set(parent.columns):
            parent = None
        if parent and not parent.condition and checks.held(constraint, pair.source):
            continue
        rows, missing = 0, 0
        examples: list[str] = []
        for batch in _batches(source, _unmatched(pair, parent, constraint)):
            for key, count in _absent(target, constraint, batch):
                rows, missing = rows + count, missing + 1
                if len(examples) < _SHOWN:
                    examples.append(", ".join(key))
        if rows:
            more = ", ..." if missing > len(examples) else ""
            yield (
                f"constraint {constraint.name} of {pair.name}: {rows} rows refer to {missing} rows of"
                f" {constraint.table} that are neither imported nor in the target ({'; '.join(examples)}{more})"
            )


def _unmatched(pair: Pair, parent: Pair | None, constraint: Constraint) -> str:
    """The source's query for the values that none of its own rows in scope has."""
    columns = ", ".join(value_text(f"t.{identifier(name)}") for name in constraint.columns)
    given = [f"t.{identifier(name)} IS NOT NULL" for name in constraint.columns]
    if parent:
        both = zip(constraint.references, constraint.columns, strict=True)
        same = " AND ".join(f"p.{identifier(a)} = t.{identifier(b)}" for a, b in both)
        given.append(f"NOT EXISTS (SELECT FROM {parent.typed()} AS p WHERE {same})")
    return f"SELECT ARRAY[{columns}], count(*) FROM {pair.typed()} AS t{where(*given)} GROUP BY 1"


def _batches(source: Connection, query: str) -> Iterator[list[Missing]]:
    with source.transaction(), source.cursor(name="missing") as cursor:
        cursor.execute(query)
        while batch := cursor.fetchmany(_BATCH):
            yield batch


def _absent(target: Connection, constraint: Constraint, batch: list[Missing]) -> list[Missing]:
    """Those of a batch that the target does not have either."""
    arrays = [[key[n] for key, _ in batch] for n in range(len(constraint.references))]
    names = ", ".join(f"k{n}" for n in range(len(arrays)))
    same = " AND ".join(f"{value_text(f'p.{identifier(name)}')} = k{n}" for n, name in enumerate(constraint.references))
    found = target.execute(
        f"SELECT {names} FROM unnest({', '.join('%s::text[]' for _ in arrays)}) AS k ({names})"
        f" JOIN public.{identifier(constraint.table or '')} AS p ON {same}",
        arrays,
    ).fetchall()
    there = {tuple(row) for row in found}
    return [(key, count) for key, count in batch if tuple(key) not in there]


def collisions(source: Connection, target: Connection, pair: Pair) -> Iterator[str]:
    """The unique indexes that a legacy row and another row of the target would share a key of."""
    known = set(natural.known(pair))
    for index in pair.target.uniques:
        if index.primary or set(index.keys) <= known:
            continue
        try:
            with source.transaction():
                count, example = _shared(source, target, pair, index)
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("42"):
                raise
            continue  # as in checks: of what the source does not have
        if count:
            yield (
                f"unique index {index.name} of {pair.name}: {count} legacy rows have the key of another existing"
                f" row, for example {example}: delete or change one of the two, or exclude it by where="
            )


def _shared(source: Connection, target: Connection, pair: Pair, index: Unique) -> tuple[int, str]:
    keys = f"convert_to({row_text(index.keys)}, 'UTF8')"
    alias = f"AS {identifier(pair.name)}{where(*index.rows)} ORDER BY 1"
    old = _keys(target, f"SELECT {keys}, {pair.key()} FROM {pair.table} {alias}")
    new = _keys(source, f"SELECT {keys}, {pair.key()} FROM {pair.typed()} {alias}")
    here, there, count, example = next(old, None), next(new, None), 0, ""
    while here and there:
        if here[0] == there[0] and here[1] != there[1]:
            count, example = count + 1, example or here[0].decode()
        if here[0] <= there[0]:
            here = next(old, None)
        else:
            there = next(new, None)
    return count, example


def _keys(connection: Connection, query: str) -> Iterator[tuple[bytes, str]]:
    with connection.transaction(), connection.cursor(name="keys") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(query)
        yield from cursor
