"""No trigger fires and no foreign key is in the way, within one transaction; all is put back, and checked, in the same.

Writes the target's definitions, which are what they were when the transaction ends.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from ai_engine_db.data_import.catalog import Reference, Table
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair
from ai_engine_db.schema.render import identifier


def silence(target: Connection, table: Table) -> None:
    """No trigger of a table fires from here; :func:`rouse` follows in the same transaction, so none stays disabled."""
    for each in table.triggers:
        target.execute(f"ALTER TABLE {each.table} DISABLE TRIGGER {each.name}")


def rouse(target: Connection, table: Table) -> None:
    """Triggers fire again as they did."""
    for each in table.triggers:
        target.execute(f"ALTER TABLE {each.table} {each.enable} TRIGGER {each.name}")


def inside(pairs: Sequence[Pair], others: Sequence[Reference] = ()) -> list[Reference]:
    """The foreign keys that no order of statements satisfies: those with both ends in the group, and the others."""
    names = {pair.name for pair in pairs}
    inside = [Reference(pair.target, key) for pair in pairs for key in pair.target.foreign_keys if key.table in names]
    return inside + [each for each in others if each not in inside]


@contextmanager
def quiet(target: Connection, deferred: Sequence[Reference], tables: Collection[Table]) -> Iterator[None]:
    """No trigger fires and the foreign keys wait until the block ends, within one transaction; all are checked then."""
    for each in deferred:
        _alter(target, each, "DEFERRABLE INITIALLY DEFERRED")
    for table in tables:
        silence(target, table)
    yield
    target.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for each in deferred:
        _alter(target, each, "NOT DEFERRABLE")
    for table in tables:
        rouse(target, table)


def _alter(target: Connection, reference: Reference, how: str) -> None:
    if not reference.key.deferrable:
        target.execute(f"ALTER TABLE {reference.table.quoted} ALTER CONSTRAINT {identifier(reference.key.name)} {how}")
