"""Rows that a deploy made get the legacy keys: it made them up, and legacy rows refer to theirs. Writes the target.

Which those are is told by the natural keys of ``sql/reference``. What refers to them follows.
"""

from collections.abc import Mapping, Sequence

from tasks.legacy import journal
from tasks.legacy.catalog import Reference
from tasks.legacy.ends import Connection
from tasks.legacy.pairs import Pair, where
from tasks.schema.reference import TABLES
from tasks.schema.render import identifier, literal

KEYS: Mapping[str, Sequence[str]] = {each.table: each.key for each in TABLES}
_TABLE = "rekeyed"


def applies(pair: Pair) -> bool:
    """Whether a table has rows that a deploy made, with keys of its making."""
    natural = KEYS.get(pair.name, ())
    return bool(natural) and set(natural) <= set(pair.columns) and set(natural) != set(pair.target.key)


def rekey(target: Connection, pair: Pair, stage: str, references: Sequence[Reference]) -> None:
    """Gives the target's own rows the keys of the staged ones with the same natural key.

    Args:
        target: in a transaction in which the foreign keys to the table are deferred.
        pair: the table.
        stage: has the legacy rows.
        references: the foreign keys to it.
    """
    natural = [identifier(name) for name in KEYS[pair.name]]
    same = " AND ".join(f"t.{name} = s.{name}" for name in natural)
    keys = [f"t.{name} AS old_{n}, s.{name} AS new_{n}" for n, name in enumerate(pair.keys)]
    listed = ", ".join(natural)
    # One for one: where a natural key is there twice, nobody can tell which is which.
    row = f"({', '.join(f't.{name}' for name in natural)})"
    once = [
        f"{row} IN (SELECT {listed} FROM {table} GROUP BY {listed} HAVING count(*) = 1)"
        for table in (pair.table, stage)
    ]
    other = f"{pair.key('t')} <> {pair.key('s')}"
    target.execute(
        f"CREATE TEMP TABLE {_TABLE} AS SELECT {', '.join(keys)} FROM {pair.table} AS t JOIN {stage} AS s ON {same}"
        f"{where(journal.own(pair), other, *once)}"
    )
    numbers = range(len(pair.keys))
    old = " AND ".join(f"t.{name} = r.old_{n}" for n, name in enumerate(pair.keys))
    new = ", ".join(f"{name} = r.new_{n}" for n, name in enumerate(pair.keys))
    target.execute(f"UPDATE {pair.table} AS t SET {new} FROM {_TABLE} AS r WHERE {old}")
    for reference in references:
        _follow(target, pair, reference)
    target.execute(
        f"UPDATE {journal.SCHEMA}.own AS o SET key = ROW({', '.join(f'r.new_{n}' for n in numbers)})::text"
        f" FROM {_TABLE} AS r WHERE o.table_name = {literal(pair.name)}"
        f" AND o.key = ROW({', '.join(f'r.old_{n}' for n in numbers)})::text"
    )
    target.execute(f"DROP TABLE {_TABLE}")


def _follow(target: Connection, pair: Pair, reference: Reference) -> None:
    at = {name: n for n, name in enumerate(pair.target.key)}
    both = [
        (identifier(theirs), at[ours])
        for theirs, ours in zip(reference.key.columns, reference.key.references, strict=True)
        if ours in at
    ]
    if both:
        new = ", ".join(f"{name} = r.new_{n}" for name, n in both)
        old = " AND ".join(f"t.{name} = r.old_{n}" for name, n in both)
        target.execute(f"UPDATE {reference.table.quoted} AS t SET {new} FROM {_TABLE} AS r WHERE {old}")
