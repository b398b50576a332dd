"""A lock as its readers ask for it: by domain, by table, by key. Pure: a lock in, lookups out.

Everything comes back in an order that depends on names and column positions alone.
"""

from collections.abc import Iterable

from ai_engine_db.schema.lock import Lock
from ai_engine_db.schema.model import Object, children

VIEW_KINDS = ("view", "materialized view")
PARTS = ("column", "constraint", "index", "statistics", "trigger", "rule", "policy")
FUNCTION_KINDS = ("function", "procedure")
TYPE_KINDS = ("type", "domain")
MARKS = {"primary key": "PK", "foreign key": "FK", "unique": "UK"}


class Catalog:
    """The objects of a lock by kind and table.

    Attributes:
        lock: what it was made from.
        tables: each table by its name.
        domains: the tables of each domain.
    """

    def __init__(self, lock: Lock) -> None:
        self.lock = lock
        self.tables = {item.name: item for item in self.of("table", "foreign table")}
        self.domains: dict[str, list[Object]] = {
            domain: [] for domain in sorted({t.domain for t in self.tables.values()})
        }
        for table in self.tables.values():
            self.domains[table.domain].append(table)
        self._children = {kind: children(lock.objects, kind) for kind in PARTS}

    def of(self, *kinds: str) -> list[Object]:
        """All objects of these kinds, by name."""
        return sorted((item for item in self.lock.objects.values() if item.kind in kinds), key=lambda item: item.name)

    def on(self, table: str, kind: str) -> list[Object]:
        """The columns of a table in their order, or its constraints, indexes or triggers by name."""
        return self._children[kind].get(table, [])

    def keys(self, table: str, *types: str) -> list[Object]:
        """The constraints of a table that have one of these types."""
        return [item for item in self.on(table, "constraint") if item["type"] in types]

    def foreign_keys(self, tables: Iterable[Object]) -> list[Object]:
        """The foreign keys that these tables have."""
        return [key for table in tables for key in self.keys(table.name, "foreign key")]

    def referring(self, table: str) -> list[Object]:
        """The foreign keys that point at a table, its own included."""
        return [key for key in self.foreign_keys(self.tables.values()) if key["references"]["table"] == table]

    def marks(self, table: str) -> dict[str, list[str]]:
        """PK, FK and UK of the columns that have any; UK also of each column of a unique pair."""
        found: dict[str, list[str]] = {}
        for type_, mark in MARKS.items():
            for key in self.keys(table, type_):
                for name in key["columns"]:
                    marks = found.setdefault(name, [])
                    if mark not in marks:
                        marks.append(mark)
        return found

    def optional(self, key: Object) -> bool:
        """Whether a row may leave this foreign key out: one NULL is enough (MATCH SIMPLE)."""
        return any(item.name in key["columns"] and not item["not_null"] for item in self.on(str(key.parent), "column"))

    def single(self, key: Object) -> bool:
        """Whether only one row can have a value of this foreign key, by a primary key or unique constraint."""
        unique = self.keys(str(key.parent), "primary key", "unique")
        return any(set(each["columns"]) <= set(key["columns"]) for each in unique)

    def views_of(self, table: str) -> list[Object]:
        """The views that read a table."""
        return [view for view in self.of(*VIEW_KINDS) if self.tables[table] in self.read_by(view)]

    def read_by(self, view: Object) -> list[Object]:
        """The tables, views and functions that a view needs, by id."""
        found = {self._root(self.lock.objects[need]).id for need in view.needs if need in self.lock.objects}
        kinds = ("table", "foreign table", *VIEW_KINDS, *FUNCTION_KINDS)
        return [item for key in sorted(found) if (item := self.lock.objects[key]).kind in kinds]

    def used_by(self, function: Object) -> list[Object]:
        """The tables, views and functions that cannot exist without a function, by id."""
        found = {self._root(item).id for item in self.lock.objects.values() if function.id in item.needs}
        return [self.lock.objects[key] for key in sorted(found)]

    def _root(self, item: Object) -> Object:
        """The table of a column, constraint, index or trigger; the object itself otherwise."""
        return item if item.parent is None else self.tables[item.parent]
