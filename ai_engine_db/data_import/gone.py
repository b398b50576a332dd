"""Rows that an earlier run brought and that are not to stay: gone from the source since, or to be brought anew.

Writes the target. What somebody else's row refers to stays, so that no ON DELETE CASCADE reaches that.
"""

from collections.abc import Iterator, Mapping, Sequence

from ai_engine_db.data_import import journal
from ai_engine_db.data_import.catalog import Reference
from ai_engine_db.data_import.disabled_triggers import inside, quiet
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair, row_text, where
from ai_engine_db.schema.render import identifier, literal


def delete(target: Connection, pair: Pair, stage: str, references: Sequence[Reference]) -> None:
    """Deletes what an earlier run brought and is gone now; what is still referred to, by rows yet to go, later."""
    same = " AND ".join(f"t.{name} = s.{name}" for name in pair.keys)
    gone = f"NOT {journal.own(pair)} AND NOT EXISTS (SELECT FROM {stage} AS s WHERE {same})"
    # What an earlier run found gone may be back.
    target.execute(f"DELETE FROM {journal.SCHEMA}.gone WHERE table_name = {literal(pair.name)}")
    target.execute(
        f"INSERT INTO {journal.SCHEMA}.gone SELECT {literal(pair.name)}, {pair.key('t')} FROM {pair.table} AS t"
        f" WHERE {gone} ON CONFLICT DO NOTHING"
    )
    sweep(target, pair, references, final=False)


def sweep(target: Connection, pair: Pair, references: Sequence[Reference], *, final: bool) -> None:
    """Deletes the rows that are written down as gone and that nothing refers to.

    Those that only others of these refer to are for the ``final`` time. So no ON DELETE CASCADE reaches any other row.
    """
    free = [f"NOT EXISTS ({_referring(each, also_gone=not final)})" for each in references]
    listed = where(f"g.table_name = {literal(pair.name)}", f"g.key = {pair.key('t')}", *free)
    target.execute(f"DELETE FROM {pair.table} AS t USING {journal.SCHEMA}.gone AS g{listed}")


def stranded(target: Connection, pair: Pair) -> Iterator[str]:
    """Rows that are gone from the legacy database, and that others of the target's own refer to."""
    row = target.execute(
        f"SELECT count(*), min({pair.key('t')}) FROM {pair.table} AS t JOIN {journal.SCHEMA}.gone AS g"
        f" ON g.table_name = {literal(pair.name)} AND g.key = {pair.key('t')}"
    ).fetchone()
    if row and row[0]:
        yield (
            f"table {pair.name}: {row[0]} rows no longer exist in the legacy database, but the target's own rows"
            f" refer to them, for example {row[1]}: delete those, or make them refer to other rows"
        )


def _referring(reference: Reference, *, also_gone: bool) -> str:
    both = zip(reference.key.columns, reference.key.references, strict=True)
    same = " AND ".join(f"c.{identifier(theirs)} = t.{identifier(ours)}" for theirs, ours in both)
    key = row_text(f"c.{identifier(name)}" for name in reference.table.key)
    gone = (
        f"SELECT FROM {journal.SCHEMA}.gone AS d WHERE d.table_name = {literal(reference.table.name)} AND d.key = {key}"
    )
    return f"SELECT FROM {reference.table.quoted} AS c WHERE {same}" + (
        "" if also_gone else f" AND NOT EXISTS ({gone})"
    )


def take_back(target: Connection, pairs: Sequence[Pair], references: Mapping[str, Sequence[Reference]]) -> None:
    """Deletes what was brought of some tables, with what the journal says of them.

    Args:
        target: a session that may write.
        pairs: the tables, those that are referred to first.
        references: by table, the foreign keys to it.
    """
    tables = [pair.target for pair in pairs]
    with target.transaction(), quiet(target, inside(pairs), tables):
        for pair in reversed(pairs):
            # A row of the target's own that refers to one of these keeps it: ON DELETE CASCADE must not reach it.
            others = [each for each in references.get(pair.name, ()) if each.table.name != pair.name]
            free = [f"NOT EXISTS ({_referring(each, also_gone=True)})" for each in others]
            brought = [f"NOT {journal.own(pair)}"] if pair.keys else []
            target.execute(f"DELETE FROM {pair.table} AS t{where(*brought, *free)}")
            journal.forget(target, pair.name)
