"""Whether the rows that are there allow a change: queries that count those that do not. Pure; the caller runs them."""

from collections.abc import Sequence

from tasks.schema.model import Object
from tasks.schema.planner.draft import Draft, difference
from tasks.schema.types import akin, convert, valid


def forbid(draft: Draft, item: Object) -> str:
    """Why rows forbid to make a column, constraint, unique index or sequence as wanted; empty when they do not.

    Only what is told from columns as they are: a key on a column that is itself new is left to PostgreSQL.
    """
    if item.kind == "column":
        return _new_column(draft, item)
    if item.kind == "sequence":
        return _numbers(draft, item)
    query = _violations(draft, item)
    if query and (count := draft.count(item.id, query)):
        return f"{count} rows are against it: mend them, or write a transition"
    return ""


def nulls(draft: Draft, item: Object) -> int:
    """How many rows have no value in a column that wants one."""
    query = f"SELECT count(*) FROM {item.parent} WHERE {item.name} IS NULL"
    return draft.count(f"{item.id} is null", query)


def _numbers(draft: Draft, item: Object) -> str:
    outside = f"last_value NOT BETWEEN {item['minimum']} AND {item['maximum']}"
    count = draft.count(item.id, f"SELECT count(*) FROM {item.name} WHERE is_called AND {outside}")
    return "it has given a number beyond its bounds: write a transition" if count else ""


def _new_column(draft: Draft, item: Object) -> str:
    fills = item["default"] is not None or item["identity"] or item["generated"]
    if not item["not_null"] or fills:
        return ""
    count = draft.count(item.id, f"SELECT count(*) FROM {item.parent}")
    return f"{count} rows would have no value in it, and it has no default: write a transition" if count else ""


def _violations(draft: Draft, item: Object) -> str:
    """Counts what breaks a constraint or unique index; empty where that cannot be told."""
    named = item["columns"] or [column.name for column in draft.named(item)]
    source = _source(draft, str(item.parent), named)
    if item["not_valid"] or not source or not all(_is_column(need) or _stays(draft, need) for need in item.needs):
        return ""
    definition = str(item["definition"])
    distinct_nulls = "NULLS NOT DISTINCT" not in definition
    match item["type"] if item.kind == "constraint" else item.kind:
        case "check":
            condition = definition.removeprefix("CHECK ").removesuffix(" NO INHERIT")
            return f"SELECT count(*) FROM {source} WHERE NOT {condition}"
        case "primary key":
            empty = [f"{name} IS NULL" for name in item["columns"]]
            return _repeated(source, item["columns"], [], ["count(*) > 1", *empty])
        case "unique":
            present = [f"{name} IS NOT NULL" for name in item["columns"] if distinct_nulls]
            return _repeated(source, item["columns"], present, ["count(*) > 1"])
        case "index" if item["keys"]:
            present = [f"({key}) IS NOT NULL" for key in item["keys"] if distinct_nulls]
            present += [f"({item['where']})"] if item["where"] else []
            return _repeated(source, item["keys"], present, ["count(*) > 1"])
        case "foreign key":
            return _orphans(draft, item, source)
    return ""


def _is_column(need: str) -> bool:
    return need.startswith("column ")


def _stays(draft: Draft, need: str) -> bool:
    """Whether something that a query would use is there, and as the plan will leave it."""
    item, now = draft.desired.get(need), draft.actual.get(need)
    return item is not None and now is not None and item.kind != "sequence" and not difference(item, now)


def _repeated(source: str, keys: Sequence[str], where: Sequence[str], broken: Sequence[str]) -> str:
    filtered = f" WHERE {' AND '.join(where)}" if where else ""
    return (
        f"SELECT coalesce(sum(n), 0)::bigint FROM (SELECT count(*) AS n FROM {source}{filtered}"
        f" GROUP BY {', '.join(f'({key})' for key in keys)} HAVING {' OR '.join(broken)}) AS broken"
    )


def _orphans(draft: Draft, item: Object, source: str) -> str:
    there, names = item["references"]["table"], item["references"]["columns"]
    target = _source(draft, there, names)
    if not target:
        return ""
    pairs = list(zip(item["columns"], names, strict=True))
    present = " AND ".join(f"child.{name} IS NOT NULL" for name, _ in pairs)
    equal = " AND ".join(f"parent.{name} = child.{own}" for own, name in pairs)
    return (
        f"SELECT count(*) FROM (SELECT * FROM {source}) AS child WHERE {present}"
        f" AND NOT EXISTS (SELECT FROM (SELECT * FROM {target}) AS parent WHERE {equal})"
    )


def _source(draft: Draft, table: str, names: Sequence[str]) -> str:
    """The rows of a table with these columns as the plan will have them; empty where that cannot be told."""
    if f"table {table}" not in draft.actual:
        return ""
    fields = [_value(draft, f"column {table}.{name}") for name in names]
    if "" in fields:
        return ""
    return table if fields == list(names) else f"(SELECT {', '.join(fields)} FROM {table}) AS filled"


def _value(draft: Draft, column: str) -> str:
    """A column as it will be, or what a new one is filled with."""
    item, now = draft.desired.get(column), draft.actual.get(column)
    if item is None or not item.agrees(now or Object("column", item.name), "generated"):
        return ""
    if now is not None and akin(str(now["type"]), str(item["type"])):
        return item.name
    if not all(_stays(draft, need) for need in item.needs):
        return ""
    if now is not None:
        old, new = str(now["type"]), str(item["type"])
        return f"CASE WHEN {valid(item.name, old, new)} THEN {convert(item.name, old, new)} END AS {item.name}"
    if item["identity"]:
        return ""
    return f"({'NULL' if item['default'] is None else item['default']})::{item['type']} AS {item.name}"
