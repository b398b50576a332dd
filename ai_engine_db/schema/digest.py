"""Whether a plan changed a value: digests of every column of the tables there were, before and after. Pure.

A column's digest is the sum of a hash of each value, seeded by a hash of the row's key: no order of rows changes it,
and values that changed places do. A value counts by its text, in a form that a conversion without loss keeps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ai_engine_db.schema.model import Snapshot, children
from ai_engine_db.schema.statements import amount
from ai_engine_db.schema.types import is_number


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was: its name and its type, and whether its number gets another type."""

    name: str
    type: str
    converted_number: bool

    def text(self, name: str, type_: str) -> str:
        """The value's text, of a column that has this name and this type by now; ``t`` is the table."""
        if self.converted_number:
            return f"trim_scale(t.{name}::text::numeric)::text"
        # What another type makes of it has to come back: types.lost says the same of each value.
        return f"t.{name}::text" if type_ == self.type else f"t.{name}::text::{self.type}::text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was: its columns, and the names of those of its primary key; none without one."""

    name: str
    columns: Sequence[Column]
    key: frozenset[str]

    def query(self, now: Snapshot, names: Mapping[str, str]) -> str:
        """A query for the number of rows and each column's digest; empty when the table or a column is gone.

        Args:
            now: the schema by now.
            names: ids that tables and columns have by now, by those that they had.
        """
        texts: dict[str, str] = {}
        for column in self.columns:
            before = f"column {self.name}.{column.name}"
            item = now.get(names.get(before, before))
            if item is None:
                return ""
            texts[column.name] = column.text(item.name, str(item["type"]))
        key = ", ".join(text for name, text in texts.items() if not self.key or name in self.key)
        sums = (
            f'coalesce(sum(hashtextextended({text} COLLATE "C", k.hash)::numeric), 0)::text' for text in texts.values()
        )
        # OFFSET keeps the key's hash from being computed for each column anew.
        hashed = f'SELECT hashtextextended(ROW({key})::text COLLATE "C", 0) AS hash OFFSET 0'
        return (
            f"SELECT json_build_object('rows', count(*), 'digests', ARRAY[{', '.join(sums)}])"
            f" FROM {_rows(renamed(self.name, names), now)} AS t, LATERAL ({hashed}) AS k"
        )


def _rows(table: str, now: Snapshot) -> str:
    """A table without those that inherit from it, whose rows are their own; a partitioned one has no others."""
    item = now.get(f"table {table}")
    return table if item is not None and item["partition_key"] else f"ONLY {table}"


def renamed(table: str, names: Mapping[str, str]) -> str:
    """The name that a table has by now; ``names`` as in :meth:`Table.query`."""
    return names.get(f"table {table}", f"table {table}").removeprefix("table ")


def tables(actual: Snapshot, desired: Snapshot, names: Mapping[str, str]) -> list[Table]:
    """The tables that are there, with the columns that hold values of their own: generated ones follow from others.

    Args:
        actual: the schema before the plan.
        desired: the one that the plan is for.
        names: as in :meth:`Table.query`.
    """
    keys = {
        item.parent: frozenset(item["columns"])
        for item in actual.values()
        if item.kind == "constraint" and item["type"] == "primary key"
    }
    found = []
    for table, items in sorted(children(actual, "column").items()):
        columns = []
        for item in items:
            wanted = desired.get(names.get(item.id, item.id))
            old, new = str(item["type"]), str(wanted["type"] if wanted else item["type"])
            if not item["generated"]:
                columns.append(Column(item.name, old, old != new and is_number(old) and is_number(new)))
        # The rows of a partitioned table are those of its partitions.
        there = actual.get(f"table {table}")
        if columns and there is not None and not there["partition_key"]:
            found.append(Table(table, columns, keys.get(table, frozenset())))
    return found


def differences(table: Table, before: Mapping[str, Any], after: Mapping[str, Any] | None) -> Iterator[str]:
    """What is not as it was in a table, a line each."""
    if after is None:
        yield f"table {table.name}: it, or one of its columns, no longer exists; it had {amount(before['rows'])}"
    elif before["rows"] != after["rows"]:
        yield f"table {table.name}: {amount(after['rows'])} instead of {before['rows']}"
    else:
        for column, was, now in zip(table.columns, before["digests"], after["digests"], strict=True):
            if was != now:
                rows = amount(before["rows"])
                yield f"column {table.name}.{column.name}: the values of {rows} differ from before"
