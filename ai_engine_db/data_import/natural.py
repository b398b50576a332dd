"""Rows that a deploy made become the legacy rows: they are nobody's own, and legacy rows refer to their keys. Writes.

Which those are is told by the natural keys of ``sql/reference``. What refers to them follows. A row that somebody
changed since the deploy gets its legacy key too, and is the target's own in all else.
"""

import re
from collections.abc import Iterator, Sequence

from ai_engine_db.data_import import journal
from ai_engine_db.data_import.catalog import Reference
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair, row_text, where
from ai_engine_db.schema import reference as files
from ai_engine_db.schema.render import identifier, literal

TABLES = {each.table: each for each in files.TABLES}
_TABLE = "rekeyed"
# Defaults whose value is another one each time.
_MOMENT = re.compile(r"CURRENT_|now\(|clock_timestamp|uuid|nextval|random")


def known(pair: Pair) -> Sequence[str]:
    """The columns that tell rows of a deploy apart; none where it makes none, or the legacy database lacks one."""
    found = TABLES.get(pair.name)
    return found.key if found and pair.keys and set(found.key) <= set(pair.columns) else ()


def applies(pair: Pair) -> bool:
    """Whether a table has rows that a deploy made, with keys of its making."""
    return bool(known(pair)) and set(known(pair)) != set(pair.target.key)


def made(pair: Pair) -> str:
    """The condition for a row ``t`` of the target that is as a deploy made it: the file's values, and defaults."""
    if not known(pair):
        return "false"
    found = TABLES[pair.name]
    data = files.rows(found)
    rest = set(pair.target.columns) - set(pair.target.key) - set(files.filled(found, data))
    return " AND ".join((files.made(found, data, "t"), *_untouched(pair, sorted(rest))))


def _untouched(pair: Pair, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        column = pair.target.columns[name]
        if not column.generated and not _MOMENT.search(column.expression or ""):
            yield f"t.{identifier(name)} IS NOT DISTINCT FROM ({column.expression or 'NULL'})"


def changed(source: Connection, target: Connection, pair: Pair) -> list[str]:
    """The natural keys of rows that somebody changed since the deploy, and that the legacy database has by another key.

    Where a natural key holds the key of another reference row, which is another one at each end, none is found.
    """
    if TABLES[pair.name].lookups:
        return []
    natural = row_text(map(identifier, known(pair)))
    here = dict(target.execute(f"SELECT {natural}, {pair.key()} FROM {pair.table} AS t WHERE NOT ({made(pair)})"))
    there = source.execute(
        f"SELECT {natural}, {pair.key()} FROM {pair.typed()} AS t WHERE {natural} = ANY(%s)",
        [list(here)],
    )
    return [key for key, other in there if here[key] != other]


def give_up(target: Connection, pair: Pair, stage: str) -> None:
    """The rows that a deploy made are the target's own no longer, where the legacy database has them too.

    Args:
        target: in a transaction, after :func:`rekey`.
        pair: the table.
        stage: has the legacy rows.
    """
    same = " AND ".join(f"t.{name} = s.{name}" for name in pair.keys)
    theirs = where(f"o.table_name = {literal(pair.name)}", f"o.key = {pair.key('t')}", made(pair))
    target.execute(f"DELETE FROM {journal.SCHEMA}.own AS o USING {pair.table} AS t JOIN {stage} AS s ON {same}{theirs}")


def rekey(target: Connection, pair: Pair, stage: str, references: Sequence[Reference]) -> None:
    """Gives the target's own rows the keys of the staged ones with the same natural key.

    Args:
        target: in a transaction in which the foreign keys to the table are deferred.
        pair: the table.
        stage: has the legacy rows.
        references: the foreign keys to it.
    """
    natural = [identifier(name) for name in known(pair)]
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
    was, becomes = (row_text(f"r.{when}_{n}" for n in range(len(pair.keys))) for when in ("old", "new"))
    old = " AND ".join(f"t.{name} = r.old_{n}" for n, name in enumerate(pair.keys))
    new = ", ".join(f"{name} = r.new_{n}" for n, name in enumerate(pair.keys))
    target.execute(f"UPDATE {pair.table} AS t SET {new} FROM {_TABLE} AS r WHERE {old}")
    for reference in references:
        _follow(target, pair, reference)
    target.execute(
        f"UPDATE {journal.SCHEMA}.own AS o SET key = {becomes}"
        f" FROM {_TABLE} AS r WHERE o.table_name = {literal(pair.name)} AND o.key = {was}"
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
