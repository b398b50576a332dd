"""What shall become of each object, before any statement is written. Pure.

A decision never looks at what would have to go for a moment: see :mod:`ai_engine_db.schema.planner.rebuild`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import NAMED_ALONE, Object
from ai_engine_db.schema.planner import domains, in_place, partitions, rows, sequences
from ai_engine_db.schema.planner.builder import Builder, difference
from ai_engine_db.schema.planner.order import FUNCTIONS, PARENTS, PRIVILEGES, closure, dependents
from ai_engine_db.schema.statements import WRITE_A_TRANSITION, amount
from ai_engine_db.schema.types import Conversion, akin, conversion, lost, unlabelled

# What others are written for: its columns, its arguments.
DEFINED = ("view", "materialized view", *FUNCTIONS, "constraint")

# Objects that share a name space in PostgreSQL: pg_class, pg_type, pg_proc.
NAME_SPACES = (
    ("table", "view", "materialized view", "foreign table", "index", "sequence", "key"),
    ("table", "view", "materialized view", "foreign table", "type", "domain"),
    FUNCTIONS,
)


class Action(Enum):
    """What a plan does about one object."""

    KEEP = "it is as it should be"
    MAKE = "it is missing"
    ALTER = "it changes in place"
    CONVERT = "a column gets another type, and what depends on it goes for a moment"
    REPLACE = "it is dropped and recreated"
    LEAVE = "it stays other than it should be"
    SKIP = "its table cannot be made, so nothing is said about it"


@dataclass(frozen=True, slots=True)
class Decision:
    """What shall become of an object.

    Attributes:
        different: names of the attributes that are not as they should be, the marginal ones left out.
        why: the reason of a LEAVE.
    """

    action: Action
    different: frozenset[str] = frozenset()
    why: str = ""


def decide(builder: Builder, refused: Mapping[str, str]) -> dict[str, Decision]:
    """The decision on each object of the lock; ``refused`` are reasons, by id, to leave what was to be made again."""
    found: dict[str, Decision] = {}
    left = False
    names = _names(builder)
    for item in builder.order:
        now = builder.actual.get(item.id)
        decision = _missing(builder, item, found, names) if now is None else _existing(builder, item, now)
        why = refused.get(item.id, "") if decision.action is not Action.LEAVE else ""
        if not why and left and decision.action not in (Action.KEEP, Action.LEAVE, Action.SKIP):
            why = _unmet(builder, item, found)
        if why:
            decision = Decision(Action.LEAVE, decision.different, why)
        left = left or decision.action in (Action.LEAVE, Action.SKIP)
        found[item.id] = decision
    found |= dict(_of_superseded(builder, found))
    if left:
        found |= dict(_kept_identities(builder, found))
    return found


def _of_superseded(builder: Builder, found: Mapping[str, Decision]) -> Iterator[tuple[str, Decision]]:
    """What uses a function that another takes the place of: made again, it uses that one."""
    users = dependents(builder.actual)
    for old, new in builder.superseded.items():
        for key in closure(users, users.get(old, ())):
            known = key in found and found[key].action is Action.KEEP and builder.desired[key].kind != "column"
            if known and found[new].action is not Action.LEAVE:
                yield key, Decision(Action.REPLACE, frozenset({"definition"}))


def _kept_identities(builder: Builder, found: Mapping[str, Decision]) -> Iterator[tuple[str, Decision]]:
    """New sequences of columns that stay identities: the identity's own sequence most likely has the name."""
    for key, decision in found.items():
        column = f"column {builder.desired[key]['owned_by']}"
        kept = column in builder.actual and builder.actual[column]["identity"] and found[column].action is Action.LEAVE
        if kept and decision.action is Action.MAKE:
            yield key, Decision(Action.LEAVE, why=f"needs {column} not to be an identity column")


# Objects that are missing


def _missing(builder: Builder, item: Object, found: Mapping[str, Decision], names: Mapping[str, Object]) -> Decision:
    if item.kind in PRIVILEGES or (item["inherited"] and not partitions.has_to_be_made(builder, item)):
        return Decision(Action.KEEP)
    if item.parent is not None:
        above = next((key for kind in PARENTS if (key := f"{kind} {item.parent}") in found), "")
        if above and found[above].action is Action.LEAVE and above not in builder.actual:
            return Decision(Action.SKIP)
    why = _in_the_way(builder, item, names) or (
        partitions.obstacle(builder, item, None) if item.kind == "table" else ""
    )
    if not why and item.parent is not None and item.parent not in builder.new_tables:
        why = rows.forbid(builder, item)
    return Decision(Action.LEAVE, why=why) if why and not builder.broken(item) else Decision(Action.MAKE)


def _names(builder: Builder) -> dict[str, Object]:
    """What the database has, by name space and name; an index of a key under ``key``."""
    taken = {}
    for item in builder.actual.values():
        kind = "key" if _is_key(item) else item.kind
        for at, kinds in enumerate(NAME_SPACES):
            if kind in kinds:
                taken[f"{at} {item.name}"] = item
    return taken


def _is_key(item: Object) -> bool:
    return item.kind == "constraint" and item["type"] in ("primary key", "unique", "exclude")


def _in_the_way(builder: Builder, item: Object, names: Mapping[str, Object]) -> str:
    """What keeps a name, or the place of a primary key, from being free."""
    kind = "key" if _is_key(item) else item.kind
    for at, kinds in enumerate(NAME_SPACES):
        if kind in kinds and (other := names.get(f"{at} {item.name}")) is not None:
            if concurrent.is_left(item, other):
                continue
            where = f" on table {other.parent}" if other.parent else ""
            return f"name conflict: {'an' if other.kind == 'index' else 'a'} {other.kind}{where} has this name"
    if item.kind == "constraint" and item["type"] == "primary key" and item.parent not in builder.new_tables:
        for other in builder.actual.values():
            if other.kind == "constraint" and other.parent == item.parent and other["type"] == "primary key":
                return f"{other.id} is already the primary key"
    return ""


# Objects that are there


def _existing(builder: Builder, item: Object, now: Object) -> Decision:
    if item.kind in NAMED_ALONE and item.parent != now.parent:
        what = "an index" if item.kind == "index" else item.kind
        verb = "is" if item.kind == "index" else "are"
        return Decision(Action.LEAVE, why=f"name conflict: {what} of this name {verb} on table {now.parent}")
    if item["inherited"] and item.kind != "column":
        return Decision(Action.KEEP)
    different = partitions.own_difference(builder, item, now) if item["inherited"] else difference(item, now)
    if not different:
        return Decision(Action.KEEP)
    if item.kind == "column":
        return _column(builder, item, now, different)
    if item.kind in ("constraint", "index"):
        return _key(builder, item, now, different)
    if why := in_place.forbidden(builder, item, now, different):
        return Decision(Action.LEAVE, different, why)
    return Decision(Action.REPLACE if in_place.has_to_go(item, now, different) else Action.ALTER, different)


def _key(builder: Builder, item: Object, now: Object, different: frozenset[str]) -> Decision:
    if different == {"invalid"} and partitions.is_partitioned(builder, item.parent):
        return Decision(Action.ALTER, different)
    if different <= {"definition", "options"} and concurrent.differs_in_options(item, now):
        return Decision(Action.ALTER, frozenset({"options"}))
    if different == {"not_valid"}:
        if item["not_valid"]:
            return Decision(Action.KEEP)
        why = rows.forbid(builder, item)
        if builder.broken(item):
            builder.kept.add(item.id)
            why = f"not validated: {builder.against(item.id)}, which sql/ keeps (violations=keep)"
        return Decision(Action.LEAVE, different, why) if why else Decision(Action.ALTER, different)
    if (why := rows.forbid(builder, item)) and not builder.broken(item):
        return Decision(Action.LEAVE, different, why)
    return Decision(Action.REPLACE, different)


def loss(builder: Builder, item: Object, now: Object) -> str:
    """A query that finds the rows whose value a column's wanted type cannot keep."""
    table, new = str(item.parent), item["type"]
    if is_enum(builder, new):
        return unlabelled(
            table, item.name, [render.literal(label) for label in builder.desired[f"type {new}"]["labels"]]
        )
    domain = builder.desired.get(f"domain {new}")
    return lost(table, item.name, now["type"], new if domain is None else domain["base"])


def is_enum(builder: Builder, name: str) -> bool:
    """Whether a type is one of the lock's enums."""
    enum = builder.desired.get(f"type {name}")
    return enum is not None and enum["labels"] is not None


def _column(builder: Builder, item: Object, now: Object, different: frozenset[str]) -> Decision:
    """A column of another type keeps its values, or stays."""
    retyped = different & {"type", "collation"}
    if item["generated"] and (not now["generated"] or retyped):
        what = "generated" if "generated" in different else sorted(retyped)[0]
        wanted = f"{what} is {now[what] or 'none'}, wanted {item[what] or 'none'}"
        return Decision(Action.LEAVE, different, f"{wanted}: {WRITE_A_TRANSITION}")
    for why in sequences.beyond(builder, item, now):
        return Decision(Action.LEAVE, different, why)
    if "generated" in different and item["generated"] and (why := rows.generated(builder, item)):
        return Decision(Action.LEAVE, different, why)
    if not retyped:
        return Decision(Action.ALTER, different)
    if table := partitions.keyed(builder.actual, item):
        why = f"type is {now['type']}, wanted {item['type']}, and {table} is partitioned by it: {WRITE_A_TRANSITION}"
        return Decision(Action.LEAVE, different, why)
    old, new = now["type"], item["type"]
    if conversion(old, new) is Conversion.CHECK:
        # A value without a label is a mistake to fix. A type too narrow may well be what was meant, so it only stays.
        what = f"with a value that is no label of {new}"
        count = builder.count(item.id, item, loss(builder, item, now), what, decisive=is_enum(builder, new))
        if count:
            lost = f"which would lose the values of {amount(count)}"
            if builder.raises(item.id):
                lost = builder.against(item.id)
            return Decision(
                Action.LEAVE,
                different,
                f"type is {old}, wanted {new}, {lost}: {WRITE_A_TRANSITION}",
            )
    if why := domains.forbid_column(builder, item, now):
        return Decision(Action.LEAVE, different, why)
    return Decision(Action.CONVERT, different)


# Objects whose needs stay as they are


def _unmet(builder: Builder, item: Object, found: Mapping[str, Decision]) -> str:
    """Names what the object cannot do without, and that the plan leaves missing or of another type."""
    for need in _needs(builder, item):
        decision = found.get(need)
        if decision is None or decision.action not in (Action.LEAVE, Action.SKIP):
            continue
        if need not in builder.actual:
            return f"needs {need}"
        if builder.desired[need].kind in DEFINED or "unlogged" in decision.different:
            return f"needs {need} to match sql/"
        if stays_foreign(builder, need):
            return f"needs {need} to be {builder.desired[need]['type']}"
    return ""


def stays_foreign(builder: Builder, column: str) -> bool:
    """Whether a column that is left alone has a type that reads otherwise than the wanted one."""
    item, now = builder.desired.get(column), builder.actual.get(column)
    return (
        item is not None and now is not None and item.kind == "column" and not akin(str(now["type"]), str(item["type"]))
    )


def _needs(builder: Builder, item: Object) -> Iterator[str]:
    """What the object needs, and the columns of its own table that its text names."""
    yield from item.needs
    if item.kind == "table" and item.name in builder.new_tables:
        for column in builder.columns.get(item.name, ()):
            yield from column.needs
    yield from (column.id for column in builder.named(item))
    if item["type"] == "foreign key":
        yield from (f"table {item.parent}", f"table {item['references']['table']}")
