"""How a table that holds rows gets indexes and constraints while others go on reading and writing. Pure.

An index is built concurrently, a key is made of such an index, and one that is made again is built beside the old one
and takes its place in a moment. Other constraints hold for new rows at once and are validated last, under a lock that
nobody waits for. Whatever an interruption leaves half made, the next plan finishes or takes away.
"""

from collections.abc import Iterator

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import partition_indexes, partitions
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS
from ai_engine_db.schema.planner.locations import BUILDS, VALIDATION
from ai_engine_db.schema.statements import Change


def make(builder: Builder, item: Object, at: int) -> bool:
    """Makes a constraint or index at a place, if it is one that is made in a way of its own; says whether it is."""
    if item.kind not in ("constraint", "index") or not builder.places.in_use(item.parent):
        return False
    place = builder.places.all[at]
    if place.step == BUILDS.step and concurrent.is_built(item):
        name = item.name if place == BUILDS else concurrent.helper("new", item.name)
        if partitions.is_partitioned(builder, item.parent):
            return partition_indexes.make(builder, item, at, name)
        _build(builder, item, name)
        if item.kind == "constraint" or place != BUILDS:
            sql = concurrent.adopt(item, name)
            builder.add(Phase.MAKES, item, sql, EXCLUSIVE, at=at)
        return True
    # What sql/ does not know comes back as it was, and at once.
    if item["type"] not in ("check", "foreign key") or item["not_valid"] or item.id not in builder.desired:
        return False
    if item["type"] == "foreign key" and partitions.is_partitioned(builder, item.parent):
        return False
    lock = "SHARE ROW EXCLUSIVE" if item["type"] == "foreign key" else EXCLUSIVE
    sql = f"{render.create(item)} NOT VALID"
    builder.add(Phase.MAKES, item, sql, lock, at=at)
    if builder.broken(item):
        builder.note("+", item, f"NOT VALID: {builder.against(item.id)}, which sql/ keeps (violations=keep)")
    else:
        validate(builder, item)
    return True


def _build(builder: Builder, item: Object, name: str) -> None:
    """Builds an index, unless the one that an interrupted deploy left is just that."""
    left, at = builder.actual.get(f"index {name}"), builder.places.number(BUILDS)
    if left is not None and left.id != item.id:
        builder.decided.add(left.id)
        if concurrent.is_usable(item, left):
            return
        builder.add(Phase.DROPS, item, concurrent.drop(name), HARMLESS, at=at)
    builder.add(Phase.MAKES, item, concurrent.build(item, name), HARMLESS, at=at)


def validate(builder: Builder, item: Object) -> None:
    """Makes sure, at the end, that the rows that were there keep to a constraint."""
    sql = f"ALTER TABLE {item.parent} VALIDATE CONSTRAINT {item.name}"
    at = builder.places.number(VALIDATION)
    builder.add(Phase.MAKES, item, sql, HARMLESS, at=at)


def not_null(builder: Builder, item: Object) -> None:
    """Makes a column NOT NULL by way of a constraint: PostgreSQL then need not read the rows under its lock."""
    table, name = item.parent, concurrent.helper("not_null", item.name)
    left = f"constraint {table}.{name}"
    builder.decided.add(left)
    if left not in builder.actual:
        sql = f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({item.name} IS NOT NULL) NOT VALID"
        builder.add(Phase.MAKES, item, sql, EXCLUSIVE)
    # A primary key that is made of an index would read the rows of a column that is not yet NOT NULL.
    early = _joins_primary_key(builder, item)
    phase, place = (Phase.DROPS, BUILDS) if early else (Phase.MAKES, VALIDATION)
    for action, lock in (
        (f"VALIDATE CONSTRAINT {name}", HARMLESS),
        (f"ALTER COLUMN {item.name} SET NOT NULL", EXCLUSIVE),
        (f"DROP CONSTRAINT {name}", EXCLUSIVE),
    ):
        builder.add(phase, item, f"ALTER TABLE {table} {action}", lock, at=builder.places.number(place))


def _joins_primary_key(builder: Builder, item: Object) -> bool:
    """Whether a column is to be in a primary key, and is not yet."""
    keys = (key for key in builder.constraints.get(str(item.parent), ()) if key["type"] == "primary key")
    wanted = any(item.name in key["columns"] for key in keys)
    return wanted and item.name not in builder.keys.get(str(item.parent), ())


def leftovers(builder: Builder) -> Iterator[Change]:
    """Takes away what an interrupted deploy left and this one has no use for; a line for each."""
    for key, item in sorted(builder.actual.items()):
        if item["inherited"]:
            continue
        if concurrent.is_helper(item) and key not in builder.desired and key not in builder.decided:
            builder.decided.add(key)
            place = BUILDS if item.kind == "index" else VALIDATION
            beside = item.kind == "index" and not partitions.is_partitioned(builder, item.parent)
            sql = concurrent.drop(item.name) if beside else render.drop(item)
            lock = HARMLESS if beside else EXCLUSIVE
            builder.add(Phase.DROPS, item, sql, lock, at=builder.places.number(place))
            yield Change("~", key, place.step, "left by an interrupted deploy: dropped")
