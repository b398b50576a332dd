"""Whether the rows that are there allow a change: queries that count those that do not. Pure; the caller runs them."""

from collections.abc import Sequence

from tasks.schema.model import Object
from tasks.schema.planner import filled
from tasks.schema.planner.draft import Draft


def forbid(draft: Draft, item: Object) -> str:
    """Why rows forbid to make a column, constraint, unique index or sequence as wanted; empty when they do not.

    What cannot be told before the plan runs, PostgreSQL refuses while it does, and the step is rolled back.
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
    if not item["not_null"] or item["identity"] or item["generated"] or filled.default(draft, item) is not None:
        return ""
    count = draft.count(item.id, f"SELECT count(*) FROM {item.parent}")
    return f"{count} rows would have no value in it, and it has no default: write a transition" if count else ""


def _violations(draft: Draft, item: Object) -> str:
    """Counts what breaks a constraint or unique index; empty where that cannot be told."""
    named = item["columns"] or [column.name for column in draft.named(item)]
    source = filled.source(draft, str(item.parent), named)
    if (
        item["not_valid"]
        or not source
        or not all(_is_column(need) or filled.stays(draft, need, str(item["definition"])) for need in item.needs)
    ):
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


def _repeated(source: str, keys: Sequence[str], where: Sequence[str], broken: Sequence[str]) -> str:
    filtered = f" WHERE {' AND '.join(where)}" if where else ""
    return (
        f"SELECT coalesce(sum(n), 0)::bigint FROM (SELECT count(*) AS n FROM {source}{filtered}"
        f" GROUP BY {', '.join(f'({key})' for key in keys)} HAVING {' OR '.join(broken)}) AS broken"
    )


def _orphans(draft: Draft, item: Object, source: str) -> str:
    there, names = item["references"]["table"], item["references"]["columns"]
    target = filled.source(draft, there, names)
    if not target:
        return ""
    pairs = list(zip(item["columns"], names, strict=True))
    present = " AND ".join(f"child.{name} IS NOT NULL" for name, _ in pairs)
    equal = " AND ".join(f"parent.{name} = child.{own}" for own, name in pairs)
    return (
        f"SELECT count(*) FROM (SELECT * FROM {source}) AS child WHERE {present}"
        f" AND NOT EXISTS (SELECT FROM (SELECT * FROM {target}) AS parent WHERE {equal})"
    )
