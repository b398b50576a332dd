"""A schema as data: objects with the attributes that PostgreSQL itself prints. Pure; no I/O.

A snapshot maps an object's id (``table users``, ``column users.phone``) to the object. Names come from the server
already quoted where SQL wants quotes, so they go into statements as they are.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Attributes = Mapping[str, Any]

# What belongs to a table and has a name of its own beside it.
NAMED_ALONE = ("index", "statistics")

IDENTITY = ("kind", "parent", "name", "needs", "settled", "domain")


@dataclass(frozen=True, slots=True)
class Object:
    """One object of schema ``public``.

    Attributes:
        kind: ``table``, ``column``, ``constraint``, ``index``, ``sequence``, ``view``, ``function`` ...
        name: the name, quoted where SQL wants quotes; a function's with its argument types.
        parent: the table of a column, constraint, index or trigger.
        attributes: what the server prints of it, by the names of ``snapshot.sql``; absent means the default.
        needs: ids of the objects that it cannot exist without (``pg_depend``).
        settled: attributes that print differently once their own printing has been run (see ``settle``).
        domain: the folder under ``sql/`` that it comes from; empty for an object read from a server.
    """

    kind: str
    name: str
    parent: str | None = None
    attributes: Attributes = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    settled: Attributes = field(default_factory=dict)
    domain: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind} {self.path}"

    @property
    def path(self) -> str:
        """The name as statements about the object use it: ``users.phone`` for a column, the bare name for an index."""
        return self.name if self.parent is None or self.kind in NAMED_ALONE else f"{self.parent}.{self.name}"

    def __getitem__(self, attribute: str) -> Any:
        return self.attributes.get(attribute)

    def agrees(self, other: "Object", attribute: str) -> bool:
        """Whether ``other`` has this attribute as wanted here, in either of its two printings."""
        value = other[attribute]
        return bool(value == self[attribute] or (attribute in self.settled and value == self.settled[attribute]))


Snapshot = Mapping[str, Object]


class Lazily(Mapping[str, Object]):
    """A snapshot that is made when somebody looks into it.

    Args:
        make: what makes it.
    """

    def __init__(self, make: Callable[[], Snapshot]) -> None:
        self._make = make
        self._made: Snapshot | None = None

    def _all(self) -> Snapshot:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, key: str) -> Object:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def from_row(row: Mapping[str, Any]) -> Object:
    """Makes an object of a row of ``snapshot.sql``, or of a line of the lock."""
    return Object(
        kind=row["kind"],
        name=row["name"],
        parent=row.get("parent"),
        attributes={key: value for key, value in row.items() if key not in IDENTITY},
        needs=tuple(row.get("needs", ())),
        settled=row.get("settled", {}),
        domain=row.get("domain", ""),
    )


def to_row(item: Object) -> dict[str, Any]:
    """The reverse of :func:`from_row`; leaves out what is empty."""
    row: dict[str, Any] = {"kind": item.kind, "name": item.name, **dict(sorted(item.attributes.items()))}
    for key in ("parent", "needs", "settled", "domain"):
        if value := getattr(item, key):
            row[key] = list(value) if key == "needs" else value
    return row


def snapshot(rows: Iterable[str | Mapping[str, Any]]) -> dict[str, Object]:
    """Makes a snapshot of the rows of ``snapshot.sql``: JSON texts, or what they hold."""
    objects = (from_row(json.loads(row) if isinstance(row, str) else row) for row in rows)
    return {item.id: item for item in objects}


def children(objects: Snapshot, kind: str) -> dict[str, list[Object]]:
    """The objects of a kind that belong to a table, by table, in the order of the table's columns."""
    found: dict[str, list[Object]] = {}
    for item in objects.values():
        if item.kind == kind and item.parent is not None:
            found.setdefault(item.parent, []).append(item)
    for items in found.values():
        items.sort(key=lambda item: (item["position"] or 0, item.name))
    return found


def trimmed(item: Object) -> Object:
    """Leaves out the dependencies that go without saying: on its own table, and on that table's columns."""
    own = f"column {item.parent}."
    needs = tuple(need for need in item.needs if need != f"table {item.parent}" and not need.startswith(own))
    return replace(item, needs=needs)


def settle(first: Snapshot, second: Snapshot) -> dict[str, Object]:
    """Adds to ``first`` the printings of ``second``, a database made by running what ``first`` prints.

    ``status IN ('a')`` on a varchar prints as one expression when it is first written and as another once that
    expression has been run (a restored dump). Both are the same constraint.

    Raises:
        ValueError: an object of ``first`` is not in ``second``.
    """
    settled: dict[str, Object] = {}
    for key, item in first.items():
        if key not in second:
            raise ValueError(f"{key} does not exist after its own definition was run")
        again = second[key]
        other = {name: again[name] for name in item.attributes if again[name] != item[name] and name != "position"}
        settled[key] = Object(item.kind, item.name, item.parent, item.attributes, item.needs, other, item.domain)
    return settled
