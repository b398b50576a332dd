"""Rows straight from one end to the other by COPY. Writes the target, a part in a transaction with its record."""

from collections.abc import Callable
from dataclasses import dataclass

from ai_engine_db.data_import import disabled_triggers, journal
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair, where

# What is gathered before it is written and reported: rows come one by one.
_BLOCK = 1 << 16

Moved = Callable[[str, int, int], None]
"""Told a table, rows and bytes; may raise to stop."""


@dataclass(frozen=True, slots=True)
class Part:
    """A range of pages of the source's heap; all of the table when ``pages`` is 0.

    Attributes:
        of: how many parts the table has.
    """

    pair: Pair
    number: int
    pages: int
    of: int = 1

    @property
    def condition(self) -> str:
        if not self.pages:
            return ""
        first, last = self.number * self.pages, (self.number + 1) * self.pages
        return f"ctid >= '({first},0)' AND ctid < '({last},0)'"


def fingerprint(source: Connection, part: Part) -> str:
    """What changes when any row version of a part does; far cheaper than its values, for the source's own history."""
    version = "hashtextextended(ctid::text || '/' || xmin::text || '/' || tableoid::text, 0)"
    row = source.execute(
        f"SELECT count(*) || '/' || coalesce(sum({version}), 0) FROM {part.pair.table}{where(part.condition)}"
    ).fetchone()
    return str(row[0]) if row else ""


def copy(source: Connection, target: Connection, part: Part, moved: Moved) -> None:
    """Copies a part into a table that has none of its rows."""
    mark = fingerprint(source, part)
    with target.transaction():
        # Only where one would fire: the lock for it lets in no other part of the table.
        fires = part.pair.target.insert_triggers
        if fires:
            disabled_triggers.silence(target, part.pair.target)
        stream(source, target, part.pair, part.pair.table, part.condition, moved)
        if fires:
            disabled_triggers.rouse(target, part.pair.target)
        journal.done(target, part.pair.name, part.number, mark)


def stream(source: Connection, target: Connection, pair: Pair, into: str, condition: str, moved: Moved) -> None:
    """Passes the rows of a pair on as they come, into a table with its columns."""
    form = "(FORMAT binary)" if pair.binary else "(FORMAT text)"
    read = f"COPY ({pair.select(condition)}) TO STDOUT {form}"
    write = f"COPY {into} ({pair.names}) FROM STDIN {form}"
    with source.cursor().copy(read) as rows, target.cursor().copy(write) as out:
        block: list[bytes | bytearray | memoryview] = []
        size = 0
        for row in rows:
            block.append(row)
            size += len(row)
            if size >= _BLOCK:
                out.write(b"".join(block))
                moved(pair.name, len(block), size)
                block.clear()
                size = 0
        out.write(b"".join(block))
    # The trailer of the binary format comes as a row of its own.
    moved(pair.name, len(block) - pair.binary, size)


def parts(pair: Pair, scope: journal.Scope) -> list[Part]:
    """The parts of a table."""
    pages = scope.part_pages
    if not pages:
        return [Part(pair, 0, 0)]
    count = max(1, -(-(pair.source.pages or 0) // pages))
    return [Part(pair, number, pages, count) for number in range(count)]
