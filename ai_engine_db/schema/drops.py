"""What is dropped on purpose: the entries of ``sql/drops.toml``, which a review has read. Reads that file.

An entry is about one object that ``sql/`` has no more. Where a database does not have it either, nothing is done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ai_engine_db.schema import entries
from ai_engine_db.schema.entries import Entry, EntryError
from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner import fields

PATH = SQL / "drops.toml"

KINDS = (
    "table", "column", "label", "attribute", "index", "constraint", "trigger", "policy", "rule", "statistics", "view",
    "materialized view", "foreign table", "sequence", "function", "procedure", "aggregate", "type", "domain",
    "collation",
)  # fmt: skip

# What has a name below that of something else, and what is called with arguments.
BELOW = ("column", "label", "attribute", "constraint", "trigger", "policy", "rule")
# What is a part of a type, or may be one of a domain.
_WHOLE = {"label": "type", "attribute": "type", "constraint": "domain"}
CALLED = ("function", "procedure", "aggregate")


def read(path: Path = PATH, desired: Snapshot | None = None) -> list[Entry]:
    """The entries of the project.

    Args:
        path: of the file; without one there are none.
        desired: what ``sql/`` has; None when that is not known.

    Raises:
        EntryError: one cannot be used as it is, or is about something that ``sql/`` still has.
    """
    found = entries.read(path, "drop", KINDS, ("kind", "name", "why"))
    there = set() if desired is None else set(entries.of_sql(desired))
    for entry in found:
        if problem := next(_problems(entry), ""):
            raise EntryError(f"{entry.at}: {problem}")
        if (entry.kind, entry.name) in there:
            raise EntryError(f"{entry.at}: {entry} is still in sql/: remove it there, or remove this entry")
        if desired is not None and _WHOLE.get(entry.kind) == "type" and owner(entry, desired) is None:
            raise EntryError(f"{entry.at}: {entry}: there is no such type in sql/, and only whole types go without it")
    return found


def _problems(entry: Entry) -> Iterator[str]:
    if entry.kind in BELOW and "." not in entry.name:
        above = "type" if _WHOLE.get(entry.kind) == "type" else "table"
        yield f"`{entry.name}` does not name a {entry.kind}: write `{above}.{entry.name}`"
    if entry.kind in CALLED and not entry.name.endswith(")"):
        yield f"`{entry.name}` does not name a {entry.kind}: write its argument types, `{entry.name}(integer, text)`"


def owner(entry: Entry, objects: Snapshot) -> Object | None:
    """The object that an entry is about: of a label or attribute the type, of a domain's constraint the domain.

    None when it is not there.
    """
    if (item := objects.get(f"{entry.kind} {entry.name}")) is not None:
        return item
    kind = _WHOLE.get(entry.kind)
    if kind is None:
        return None
    return next(
        (item for item in objects.values() if item.kind == kind and entry.name.startswith(f"{item.path}.")), None
    )


def part(entry: Entry, item: Object) -> str:
    """What an entry is about of its type or domain; empty for a whole object."""
    whole = item.id == f"{entry.kind} {entry.name}"
    return "" if whole else entry.name.removeprefix(f"{item.path}.")


def there(entry: Entry, actual: Snapshot) -> bool:
    """Whether a database has what an entry is about."""
    item = owner(entry, actual)
    if item is None:
        return False
    name = part(entry, item)
    parts = {"label": item["labels"], "attribute": fields.attributes(item)}.get(entry.kind, item["checks"])
    return not name or name in (parts or ())


@dataclass(frozen=True, slots=True)
class Drop:
    """An object that goes, or a part of one: a label or attribute of a type, a constraint of a domain.

    Attributes:
        entry: of the file. item: the object. part: the name of the part; empty for a whole object.
    """

    entry: Entry
    item: Object
    part: str = ""

    @property
    def key(self) -> str:
        """Names it; the id of the object, where it is one."""
        return str(self.entry) if self.part else self.item.id


def due(known: Iterable[Entry], actual: Snapshot) -> list[Drop]:
    """What a database has of what is to go."""
    found = []
    for entry in known:
        item = owner(entry, actual)
        if item is not None and there(entry, actual):
            found.append(Drop(entry, item, part(entry, item)))
    return found
