"""What comes after the rows: sequences, statistics, materialized views, rows that are gone. Writes the target."""

from collections.abc import Iterator, Mapping, Sequence

from ai_engine_db.data_import import gone
from ai_engine_db.data_import.catalog import Catalog, Reference
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair
from ai_engine_db.schema.render import identifier, literal


def sweep(target: Connection, order: Sequence[Pair], references: Mapping[str, Sequence[Reference]]) -> list[str]:
    """Deletes what is gone from the source since an earlier run, those that refer first; gives what cannot go."""
    keyed = [pair for pair in order if pair.keys]
    with target.transaction():
        for pair in reversed(keyed):
            gone.sweep(target, pair, references.get(pair.name, []), final=True)
    return [line for pair in keyed for line in gone.stranded(target, pair)]


def sequences(
    target: Connection, source: Catalog, here: Catalog, pairs: Mapping[str, Pair], *, whole: bool
) -> Iterator[str]:
    """Moves sequences past the largest value, and past where the source's are; never back. Says which it moved.

    Args:
        target: where.
        source: the legacy catalog.
        here: the target's.
        pairs: the tables that were brought over.
        whole: whether those are all, so that sequences of no table count too.
    """
    users: dict[str, list[tuple[str, str]]] = {}
    for name, table in here.tables.items():
        for column in table.columns.values():
            if column.sequence:
                sequence = column.sequence.removeprefix("public.")
                users.setdefault(_plain(sequence), []).append((name, column.name))
    for name in here.sequences:
        used = users.get(name, [])
        brought = [each for each in used if each[0] in pairs]
        if not (brought or (whole and not used)):
            continue
        wanted = source.sequences.get(name, 0)
        for at, key in brought:
            row = target.execute(f"SELECT coalesce(max({identifier(key)}), 0) FROM {pairs[at].table}").fetchone()
            wanted = max(wanted, int(row[0]) if row else 0)
        row = target.execute("SELECT coalesce(pg_sequence_last_value(%s::regclass), 0)", [_regclass(name)]).fetchone()
        if row and wanted > row[0]:
            target.execute(f"SELECT setval({literal(_regclass(name))}, {wanted})")
            yield f"sequence {name}: {row[0]} → {wanted}"


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _regclass(name: str) -> str:
    return f"public.{identifier(name)}"


def refresh(target: Connection) -> Iterator[str]:
    """Fills the materialized views of our role anew, which are made of what came."""
    views = target.execute(
        "SELECT format('%I.%I', schemaname, matviewname) FROM pg_matviews WHERE pg_has_role(matviewowner, 'USAGE')"
    ).fetchall()
    for (view,) in views:
        target.execute(f"REFRESH MATERIALIZED VIEW {view}")
        yield f"materialized view {view}: refreshed"


def analyze(target: Connection, pairs: Sequence[Pair]) -> None:
    """Gives the planner statistics of what came."""
    if pairs:
        target.execute(f"ANALYZE {', '.join(pair.table for pair in pairs)}")
