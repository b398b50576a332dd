"""The order in which objects are made, and the step (transaction) each belongs to. Pure."""

import heapq
from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from tasks.schema.model import Object, Snapshot
from tasks.schema.statements import steps

# What may be made first is made in this order.
KINDS = (
    "type", "domain", "sequence", "function", "procedure", "table", "column", "constraint", "index",
    "view", "materialized view", "trigger",
)  # fmt: skip
RANK = {kind: rank for rank, kind in enumerate(KINDS)}

PARENTS = ("table", "view", "materialized view", "foreign table")


def ordered(objects: Snapshot) -> list[Object]:
    """Objects such that each comes after what it needs, and otherwise by kind and name.

    Raises:
        ValueError: some need each other in a circle.
    """
    graph = _graph(objects)
    users: dict[str, list[str]] = {}
    missing = {}
    for key, needs in graph.items():
        missing[key] = len(needs)
        for need in needs:
            users.setdefault(need, []).append(key)

    def rank(key: str) -> tuple[int, str]:
        return RANK.get(objects[key].kind, len(RANK)), key

    ready = [rank(key) for key, count in missing.items() if not count]
    heapq.heapify(ready)
    found = []
    while ready:
        _, key = heapq.heappop(ready)
        found.append(objects[key])
        for user in users.get(key, ()):
            missing[user] -= 1
            if not missing[user]:
                heapq.heappush(ready, rank(user))
    if len(found) < len(objects):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            raise ValueError("these objects need each other in a circle: " + ", ".join(error.args[1])) from error
    return found


def _graph(objects: Snapshot) -> dict[str, set[str]]:
    """What each object needs, with what goes without saying: its table, and the table's columns."""
    plain: dict[str, list[str]] = {}
    generated: dict[str, list[str]] = {}
    for key, item in objects.items():
        if item.kind == "column":
            (generated if item["generated"] else plain).setdefault(str(item.parent), []).append(key)
    graph = {}
    for key, item in objects.items():
        needs = {need for need in item.needs if need in objects}
        if item.parent is not None:
            needs.update(parent for kind in PARENTS if (parent := f"{kind} {item.parent}") in objects)
            if item.kind != "column":
                needs.update(plain.get(item.parent, ()), generated.get(item.parent, ()))
            elif item["generated"]:
                needs.update(plain.get(item.parent, ()))
        graph[key] = needs
    return graph


class Places:
    """Tells the step of each object of the lock.

    Attributes:
        steps: the names of the steps, in their order.
    """

    def __init__(self, order: Sequence[Object]) -> None:
        self.steps = steps(item.domain for item in order)
        self._rank = {name: at for at, name in enumerate(self.steps)}
        self._late = _needing_tables(order)
        self._early = _needed_by_types(order)

    def step(self, item: Object) -> str:
        if item.id in self._late or item.kind in ("view", "materialized view"):
            return "views"
        if item.kind in ("type", "domain") or item.id in self._early:
            return "types"
        if item.kind in ("function", "procedure"):
            return "functions"
        if item.kind == "constraint" and item["type"] == "foreign key":
            return "foreign keys"
        if item.kind == "sequence" and not item["owned_by"]:
            return "types"
        return item.domain

    def at(self, item: Object) -> int:
        """The number of the object's step."""
        return self._rank[self.step(item)]

    def late(self, item: Object) -> bool:
        """Whether it waits for a function that cannot be made before the tables."""
        return item.id in self._late


def _needing_tables(order: Iterable[Object]) -> frozenset[str]:
    """Functions that cannot be made before the tables, what in turn needs those, and what hangs on views."""
    late: set[str] = set()
    views: set[str] = set()
    for item in order:
        if item.kind in ("function", "procedure"):
            if any(need.startswith(("table ", "view ", "materialized view ", "column ")) for need in item.needs):
                late.add(item.id)
        elif item.kind in ("view", "materialized view"):
            views.add(item.name)
        if item.kind in ("function", "procedure", "constraint", "index", "trigger") and (
            item.parent in views or late.intersection(item.needs)
        ):
            late.add(item.id)
    return frozenset(late)


def _needed_by_types(order: Sequence[Object]) -> frozenset[str]:
    """Functions that a domain's check or default calls, and what those need."""
    early: set[str] = set()
    for item in reversed(order):
        if item.kind in ("type", "domain") or item.id in early:
            early.update(need for need in item.needs if need.startswith(("function ", "procedure ")))
    return frozenset(early)
