"""Whether the rows that are there allow a change: queries that count those that do not. Pure; the caller runs them."""

from collections.abc import Sequence

from tasks.schema.model import Object
from tasks.schema.planner.draft import Draft


def forbid(draft: Draft, item: Object) -> str:
    """Why rows forbid to make a column, constraint or unique index as wanted; empty when they do not.

    Only what is told from columns as they are: a key on a column that is itself new is left to PostgreSQL.
    """
    if item.kind == "column":
        return _new_column(draft, item)
    query = _violations(draft, item)
    if query and (count := draft.count(item.id, query)):
        return f"{count} rows are against it: mend them, or write a transition"
    return ""


def nulls(draft: Draft, item: Object) -> int:
    """How many rows have no value in a column that wants one."""
    query = f"SELECT count(*) FROM {item.parent} WHERE {item.name} IS NULL"
    return draft.count(f"{item.id} is null", query)


def _new_column(draft: Draft, item: Object) -> str:
    fills = item["default"] is not None or item["identity"] or item["generated"]
    if not item["not_null"] or fills:
        return ""
    count = draft.count(item.id, f"SELECT count(*) FROM {item.parent}")
    return f"{count} rows would have no value in it, and it has no default: write a transition" if count else ""


def _violations(draft: Draft, item: Object) -> str:
    """Counts what breaks a constraint or unique index; empty where that cannot be told."""
    if item["not_valid"] or not _readable(draft, item):
        return ""
    definition = str(item["definition"])
    match item["type"] if item.kind == "constraint" else item.kind:
        case "check":
            condition = definition.removeprefix("CHECK ").removesuffix(" NO INHERIT")
            return f"SELECT count(*) FROM {item.parent} WHERE NOT {condition}"
        case "primary key" | "unique":
            distinct = item["type"] == "unique" and "NULLS NOT DISTINCT" not in definition
            empty = [] if item["type"] == "unique" else [f"{name} IS NULL" for name in item["columns"]]
            return _repeated(item, item["columns"], "", " OR ".join(["count(*) > 1", *empty]), distinct)
        case "index" if item["keys"]:
            return _repeated(item, item["keys"], item["where"], "count(*) > 1", "NULLS NOT DISTINCT" not in definition)
        case "foreign key":
            return _orphans(item)
    return ""


def _readable(draft: Draft, item: Object) -> bool:
    """Whether the query can be run before the plan: all it reads is there, and of the wanted type."""
    names = [f"column {item.parent}.{name}" for name in item["columns"] or ()]
    if target := item["references"]:
        names += [f"column {target['table']}.{name}" for name in target["columns"]]
    if item.kind == "index":
        names += [column.id for column in draft.named(item)]
    return all(need in draft.actual for need in item.needs) and all(_unchanged(draft, name) for name in names)


def _unchanged(draft: Draft, column: str) -> bool:
    item, now = draft.desired.get(column), draft.actual.get(column)
    if item is None or now is None:
        return False
    return all(item.agrees(now, name) for name in ("type", "collation", "generated"))


def _repeated(item: Object, keys: Sequence[str], where: str | None, broken: str, distinct_nulls: bool) -> str:
    conditions = [f"({where})"] if where else []
    if distinct_nulls:
        conditions += [f"({key}) IS NOT NULL" for key in keys]
    filtered = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return (
        "SELECT coalesce(sum(n), 0)::bigint FROM (SELECT count(*) AS n"
        f" FROM {item.parent}{filtered} GROUP BY {', '.join(f'({key})' for key in keys)} HAVING {broken}) AS broken"
    )


def _orphans(item: Object) -> str:
    target = item["references"]
    pairs = list(zip(item["columns"], target["columns"], strict=True))
    present = " AND ".join(f"child.{name} IS NOT NULL" for name, _ in pairs)
    match_ = " AND ".join(f"parent.{there} = child.{here}" for here, there in pairs)
    return (
        f"SELECT count(*) FROM {item.parent} AS child WHERE {present}"
        f" AND NOT EXISTS (SELECT FROM {target['table']} AS parent WHERE {match_})"
    )
