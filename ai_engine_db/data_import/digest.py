"""Rows counted and digested so that their order does not matter, and two ends compared key by key. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair, row_text, where
from ai_engine_db.transport.session_settings import SEARCH_PATH

_BATCH = 5_000
# What a name within a value (regclass and the like) is printed by: the same at both ends.
PRINTED = f"SET LOCAL search_path = {SEARCH_PATH}"
# Examples of each kind, at most.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Digest:
    """How many rows, and the sum of the first 64 bits of sha256 over each row's text."""

    rows: int = 0
    sum: int = 0

    def __add__(self, other: "Digest") -> "Digest":
        return Digest(self.rows + other.rows, self.sum + other.sum)

    def __str__(self) -> str:
        return f"{self.sum % 2**64:016x}"


def row_hash(expressions: str) -> str:
    """The SQL for the hash of one row, as a bigint: what a backup's manifest has too."""
    return (
        f"('x' || encode(substr(sha256(convert_to({row_text([expressions])}, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint"
    )


def of_source(connection: Connection, pair: Pair) -> Digest:
    """The legacy rows in scope, as the target should have them."""
    return _digest(connection, pair, _typed(pair), pair.condition)


def of_target(connection: Connection, pair: Pair, condition: str = "") -> Digest:
    """The target's rows, all or those of a condition."""
    return _digest(connection, pair, pair.names, condition)


def _digest(connection: Connection, pair: Pair, expressions: str, condition: str) -> Digest:
    query = f"SELECT count(*), coalesce(sum({row_hash(expressions)}), 0) FROM {pair.table}{where(condition)}"
    with connection.transaction():
        connection.execute(PRINTED)
        row = connection.execute(query).fetchone()
    return Digest(int(row[0]), int(row[1])) if row else Digest()


def _typed(pair: Pair) -> str:
    return ", ".join(pair.expressions)


@dataclass(slots=True)
class Result:
    """What both ends have of a table.

    Attributes:
        kept: rows of the target's own that differ and were to stay; they are in neither digest.
        own: other rows of the target's own, in neither digest.
    """

    source: Digest = field(default_factory=Digest)
    target: Digest = field(default_factory=Digest)
    kept: int = 0
    own: int = 0

    @property
    def equal(self) -> bool:
        return self.source == self.target


@dataclass(slots=True)
class Comparison:
    """Two ends compared by primary key.

    Attributes:
        same, added, changed, gone: rows with equal values; only in the legacy database; with other values; only in the
            target.
        own: only in the target too, where they were before the import. kept: changed, and to stay so.
        made: with other values that a deploy gave them; they are not among the changed ones.
        examples: keys of what differs, a few of each kind, by kind.
        source, target: digests of the rows of both that have to be equal.
    """

    same: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    own: int = 0
    kept: int = 0
    made: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)
    source: Digest = field(default_factory=Digest)
    target: Digest = field(default_factory=Digest)

    @property
    def result(self) -> Result:
        return Result(self.source, self.target, self.kept, self.own)

    def note(self, kind: str, key: bytes) -> None:
        shown = self.examples.setdefault(kind, [])
        if len(shown) < SHOWN:
            shown.append(key.decode())


def compare(
    source: Connection,
    target: Connection,
    pair: Pair,
    own: str = "false",
    made: str = "false",
    condition: str = "",
    *,
    keep: bool = False,
) -> Comparison:
    """Compares key by key, in constant memory.

    Args:
        source: in a transaction.
        target: the other end.
        pair: the table; it has a primary key that both ends have.
        own: a condition for the rows that were the target's before the import; ``t`` is the row.
        made: for those that a deploy made, which do not stay where the legacy database has them.
        condition: which rows of the target.
        keep: whether those rows stay as they are, so that they need not be equal.
    """
    found = Comparison()
    old = _rows(target, pair, pair.key(), pair.names, f"{own}, {made}", condition)
    new = _rows(source, pair, _source_key(pair), _typed(pair), "false, false", pair.condition)
    here, there = next(old, None), next(new, None)
    while here or there:
        if here and (there is None or here[0] < there[0]):
            if here[2]:
                found.own += 1
            else:
                found.gone += 1
                found.note("gone", here[0])
                found.target += Digest(1, here[1])
            here = next(old, None)
        elif there and (here is None or there[0] < here[0]):
            found.added += 1
            found.note("added", there[0])
            found.source += Digest(1, there[1])
            there = next(new, None)
        elif here and there:
            if here[1] == there[1]:
                found.same += 1
            elif here[3]:
                found.made += 1
            else:
                found.changed += 1
                found.note("changed", there[0])
            if keep and here[2] and not here[3] and here[1] != there[1]:
                found.kept += 1
            else:
                found.source += Digest(1, there[1])
                found.target += Digest(1, here[1])
            here, there = next(old, None), next(new, None)
    return found


def _rows(
    connection: Connection, pair: Pair, key: str, expressions: str, whose: str, condition: str
) -> Iterator[tuple[bytes, int, bool, bool]]:
    query = (
        f"SELECT convert_to({key}, 'UTF8'), {row_hash(expressions)}, {whose}"
        f" FROM {pair.table} AS t{where(condition)} ORDER BY 1"
    )
    with connection.transaction(), connection.cursor(name="rows") as cursor:
        cursor.itersize = _BATCH
        # Names are looked up by now; values are printed as they are read.
        cursor.execute(query)
        connection.execute(PRINTED)
        yield from cursor


def _source_key(pair: Pair) -> str:
    by_name = dict(zip(pair.columns, pair.expressions, strict=True))
    return row_text(by_name[name] for name in pair.target.key)
