"""A new name of an object: of which kinds there are some, and what is named by them. Pure."""

import re
from dataclasses import dataclass

from ai_engine_db.schema.model import Snapshot

RELATIONS = ("table", "view", "materialized view", "foreign table")
TYPES = ("type", "domain")
ROUTINES = ("function", "procedure")

PARTS = ("column", "constraint", "trigger", "policy", "label")

# In which order objects get their new names: what others are named by goes first.
KINDS = (
    "type", "domain", "label", "table", "view", "materialized view", "column", "sequence", "function", "procedure",
    "constraint", "index", "statistics", "trigger", "policy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rename:
    """A new name of an object.

    Attributes:
        kind: of the object, or ``label`` for one of an enum.
        old: its path as it was: ``basket``, ``carts.status``, ``price(integer)``. Its table has the name that it will
            have.
        new: its path as it will be.
    """

    kind: str
    old: str
    new: str

    @property
    def before(self) -> str:
        """The id as it was."""
        return f"{self.kind} {self.old}"

    @property
    def after(self) -> str:
        """The id as it will be."""
        return f"{self.kind} {self.new}"

    @property
    def parent(self) -> str:
        """The table, or the enum, of what has one; empty otherwise."""
        return self.new[: -len(self.name) - 1] if self.kind in PARTS else ""

    @property
    def name(self) -> str:
        """The new name alone; a function's has no arguments."""
        return last(self.new, self.kind)

    @property
    def old_name(self) -> str:
        """The old name alone."""
        return last(self.old, self.kind)


def last(path: str, kind: str) -> str:
    """The last name of a path."""
    if kind in ROUTINES:
        return path.partition("(")[0]
    if kind not in PARTS:
        return path
    found = re.match(r'(?:"(?:[^"]|"")*"|[^."])+\.', path)
    return path[found.end() :] if found else path


def has(objects: Snapshot, key: str) -> bool:
    """Whether an object, or a label of an enum, is there; by its id."""
    kind, _, path = key.partition(" ")
    if kind != "label":
        return key in objects
    name = last(path, kind)
    enum = objects.get(f"type {path[: -len(name) - 1]}")
    return enum is not None and name in (enum["labels"] or ())


def children_of(objects: Snapshot, table: str) -> list[str]:
    """The partitions of a table, and the tables that inherit from it, by name."""
    return [
        item.name
        for item in objects.values()
        if item.kind == "table" and (item["partition_of"] == table or table in (item["inherits"] or ()))
    ]
