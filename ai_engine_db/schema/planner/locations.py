"""Where in a deploy each object is made: the step, and the transaction of that step. Pure.

A domain is one transaction as long as its tables are empty. A table that holds rows has a transaction of its own in the
domain's step: one that locked several tables in use would hold the first while it waits for the next, which keeps their
users waiting for long, and lets them meet it in a deadlock. A plan that was interrupted between two of those is safe to
resume, because the next one is made from what is there. Where something hangs on two tables that both change, so that
it can only come back after both, the domain stays one transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ai_engine_db.schema import concurrent
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner.order import FUNCTIONS, PRIVILEGES
from ai_engine_db.schema.statements import steps


@dataclass(frozen=True, slots=True)
class Place:
    """A transaction of a step; or, where ``alone``, statements of a step that each run outside of one."""

    step: str
    transaction: str = ""
    alone: bool = False


# A label of an enum that is there can be used by what comes after its own transaction.
LABELS = Place("types", alone=True)
BUILDS = Place("indexes", alone=True)
VALIDATION = Place("validation", alone=True)

# What may speak of other tables than its own, and so waits for all of them.
GUARDS = ("policy", "rule")
_RELATIONS = ("table ", "view ", "materialized view ", "column ")


class Places:
    """Tells the place of each object of the lock, by number: they follow each other in this order.

    Args:
        order: the lock, each object after what it needs.
        actual: what the server has.
        in_use: names of the tables that hold rows.
    """

    def __init__(self, order: Sequence[Object], actual: Snapshot, in_use: Iterable[str]) -> None:
        self._late = _needing_tables(order)
        self._early = _needed_by_types(order)
        self._actual = actual
        self._in_use = frozenset(in_use)
        self._joined: set[str] = set()
        self._above = {
            item.name: str(item["partition_of"] or item["inherits"][0])
            for item in order
            if item.kind == "table" and (item["partition_of"] or item["inherits"])
        }
        self.all = tuple(self._all(steps(item.domain for item in order)))
        self._number = {place: at for at, place in enumerate(self.all)}

    def _all(self, names: Iterable[str]) -> Iterable[Place]:
        """A step's own transaction is the first: what it makes is new, and tables in use may come to need it."""
        for step in names:
            if step == VALIDATION.step:
                yield VALIDATION
            else:
                if step == LABELS.step:
                    yield LABELS
                if step == BUILDS.step:
                    yield BUILDS
                yield Place(step)
                if step == "foreign keys":
                    yield Place(step, alone=True)
                yield from (Place(step, table) for table in sorted(self._in_use))

    def at(self, item: Object) -> int:
        """The number of the object's place."""
        return self.number(self._place(item))

    def number(self, place: Place) -> int:
        """The number of a place, or of its step's own transaction where that is the only one."""
        return self._number[Place(place.step) if place.step in self._joined and not place.alone else place]

    def step(self, item: Object) -> str:
        return self._place(item).step

    def join(self, step: str) -> None:
        """Makes a step one transaction."""
        self._joined.add(step)

    def late(self, item: Object) -> bool:
        """Whether it waits for a function that cannot be made before the tables."""
        return item.id in self._late

    def in_use(self, table: str | None) -> bool:
        """Whether a table holds rows."""
        return table in self._in_use

    def _place(self, item: Object) -> Place:
        if item.kind in GUARDS and item.id in self._late and self.in_use(item.parent):
            return Place("views", str(item.parent))
        if item.id in self._late or item.kind in ("view", "materialized view"):
            return Place("views")
        if item.kind in ("collation", "type", "domain", *PRIVILEGES) or item.id in self._early:
            return Place("types")
        if item.kind in FUNCTIONS:
            return Place("functions")
        if item.kind == "constraint" and item["type"] == "foreign key":
            return self._of_foreign_key(item)
        if item.kind == "sequence" and not item["owned_by"]:
            return Place("types")
        table = self._changing_with(_table(item))
        if not self.in_use(table):
            return Place(item.domain)
        if item.kind == "trigger":
            # It fires as soon as it is there, and its function may speak of all that is made before.
            return Place("views", table)
        if concurrent.is_built(item):
            now = self._actual.get(item.id)
            return BUILDS if now is None or now["invalid"] else Place(BUILDS.step, table)
        return Place(item.domain, table)

    def _changing_with(self, table: str) -> str:
        """The table whose changes go on in a table that has columns from it, as long as that holds rows."""
        top = table
        while top in self._above:
            top = self._above[top]
        return top if self.in_use(top) else table

    def _of_foreign_key(self, item: Object) -> Place:
        if not self.in_use(item.parent) and not self.in_use(item["references"]["table"]):
            return Place("foreign keys")
        # It locks two tables, so it holds them for no other; one that is made again goes and comes back at once.
        if item.id in self._actual and self.in_use(item.parent):
            return Place("foreign keys", str(item.parent))
        return Place("foreign keys", alone=True)


def _table(item: Object) -> str:
    """The table that an object is, or belongs to."""
    owned_by = str(item["owned_by"] or "").rpartition(".")[0]
    return item.parent or owned_by or item.name


def _needing_tables(order: Iterable[Object]) -> frozenset[str]:
    """Functions that cannot be made before the tables, what in turn needs those, and what hangs on views."""
    late: set[str] = set()
    views: set[str] = set()
    for item in order:
        if item.kind in (*FUNCTIONS, *GUARDS):
            if any(need.startswith(_RELATIONS) for need in item.needs):
                late.add(item.id)
        elif item.kind in ("view", "materialized view"):
            views.add(item.name)
        if item.kind in (*FUNCTIONS, *GUARDS, "constraint", "index", "statistics", "trigger") and (
            item.parent in views or late.intersection(item.needs)
        ):
            late.add(item.id)
    return frozenset(late)


def _needed_by_types(order: Sequence[Object]) -> frozenset[str]:
    """Functions that a domain's check or default calls, and what those need."""
    early: set[str] = set()
    for item in reversed(order):
        if item.kind in ("type", "domain") or item.id in early:
            early.update(need for need in item.needs if need.startswith(("function ", "procedure ", "aggregate ")))
    return frozenset(early)
