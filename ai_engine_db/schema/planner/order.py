"""The order in which objects are made. Pure."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from ai_engine_db.schema.model import Object, Snapshot

# Privileges, and nothing that could be made.
PRIVILEGES = ("schema", "default privileges")

# What may be made first is made in this order.
KINDS = (
    *PRIVILEGES,
    "collation", "type", "domain", "sequence", "function", "procedure", "aggregate", "table", "column", "constraint",
    "index", "statistics", "view", "materialized view", "rule", "policy", "trigger",
)  # fmt: skip
RANK = {kind: rank for rank, kind in enumerate(KINDS)}

FUNCTIONS = ("function", "procedure", "aggregate")
PARENTS = ("table", "view", "materialized view", "foreign table")


class CircleError(ValueError):
    """Some objects need each other in a circle.

    Attributes:
        objects: their ids.
    """

    def __init__(self, objects: Sequence[str]) -> None:
        super().__init__("these objects depend on each other in a circle: " + ", ".join(objects))
        self.objects = tuple(objects)


def ordered(objects: Snapshot) -> list[Object]:
    """Objects such that each comes after what it needs, and otherwise by kind and name.

    Raises:
        CircleError: some need each other in a circle.
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
            raise CircleError(error.args[1]) from error
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
            needs.update(_inherited_from(objects, item))
            if item.kind != "column":
                needs.update(plain.get(item.parent, ()), generated.get(item.parent, ()))
            elif item["generated"]:
                needs.update(plain.get(item.parent, ()))
        graph[key] = needs
    return graph


def _inherited_from(objects: Snapshot, item: Object) -> Iterator[str]:
    """The columns that a column comes from."""
    table = objects.get(f"table {item.parent}")
    if item.kind == "column" and item["inherited"] and table is not None:
        above = [table["partition_of"]] if table["partition_of"] else table["inherits"] or ()
        yield from (key for each in above if (key := f"column {each}.{item.name}") in objects)


def dependents(objects: Snapshot) -> dict[str, list[str]]:
    """The ids of what needs each object."""
    found: dict[str, list[str]] = {}
    for key, item in objects.items():
        for need in item.needs:
            found.setdefault(need, []).append(key)
    return found


def closure(users: Mapping[str, Sequence[str]], first: Iterable[str]) -> set[str]:
    """All that hangs on these, directly or not, and these."""
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += users.get(key, ())
    return found
