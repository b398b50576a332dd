"""The rows of a table as a plan will leave them, for queries that run before it: new columns filled, others converted.

Everything here is empty, or false, where that cannot be told.
"""

from collections.abc import Sequence

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner.builder import Builder, difference
from ai_engine_db.schema.types import akin, convert, valid

# Behind a query of the rows of a table, for a single one.
ONE = " WHERE ctid = $1"


def source(builder: Builder, table: str, names: Sequence[str], where: str = "") -> str:
    """What to select these columns of a table from, beside those of its primary key."""
    if f"table {table}" not in builder.actual:
        return ""
    fields = [_value(builder, f"column {table}.{name}") for name in names]
    if "" in fields:
        return ""
    if fields == list(names):
        return f"(SELECT * FROM {table}{where})" if where else table
    key = [name for name in builder.keys.get(table, ()) if name not in names]
    return f"(SELECT {', '.join([*key, *fields])} FROM {table}{where})"


def default(builder: Builder, item: Object) -> str | None:
    """What a new column is filled with: its own default, or that of its domain."""
    domain = builder.desired.get(f"domain {item['type']}")
    value = domain["default"] if domain is not None and item["default"] is None else item["default"]
    return None if value is None else str(value)


def stays(builder: Builder, need: str, text: str) -> bool:
    """Whether something that an expression uses is there, and means the same before the plan."""
    item, now = builder.desired.get(need), builder.actual.get(need)
    if item is None or now is None or item.kind == "sequence" or need in builder.superseded.values():
        return False
    if item["labels"] is not None and now["labels"] is not None:
        return all(label in now["labels"] for label in item["labels"] if render.literal(label) in text)
    return not difference(item, now)


def _value(builder: Builder, column: str) -> str:
    """A column as it will be."""
    item, now = builder.desired.get(column), builder.actual.get(column)
    # One that is generated no longer keeps the values it has.
    if item is None or (item["generated"] and not item.agrees(now or Object("column", item.name), "generated")):
        return ""
    if now is not None and akin(str(now["type"]), str(item["type"])):
        return item.name
    filling = default(builder, item)
    domain = builder.desired.get(f"domain {item['type']}")
    needs = [need for need in item.needs if domain is None or need != domain.id]
    if item["identity"] or not all(stays(builder, need, filling or "") for need in needs):
        return ""
    new = str(domain["base"] if domain is not None else item["type"])
    if now is None:
        return f"({filling or 'NULL'})::{new} AS {item.name}"
    old = str(now["type"])
    return f"CASE WHEN {valid(item.name, old, new)} THEN {convert(item.name, old, new)} END AS {item.name}"
