"""What can be changed in what is there, what has to be made again, and what neither helps. Pure."""

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import domains, fields, partitions, rows
from ai_engine_db.schema.planner.builder import Builder
from ai_engine_db.schema.statements import WRITE_A_TRANSITION


def forbidden(builder: Builder, item: Object, now: Object, different: frozenset[str]) -> str:
    """Why what is there stays as it is; empty where nothing speaks against its change."""
    if why := _fixed(item, now, different):
        return f"{why}: {WRITE_A_TRANSITION}"
    if item["attributes"] is not None and (why := fields.forbid(builder, item, now)):
        return why
    match item.kind:
        case "table":
            return partitions.obstacle(builder, item, now)
        case "domain":
            return domains.forbid(builder, item, now)
        case "sequence":
            return rows.forbid(builder, item)
    return ""


def _fixed(item: Object, now: Object, different: frozenset[str]) -> str:
    """What cannot be changed in an object that holds data, or whose values are in use."""
    if item.kind == "table" and "partition_key" in different:
        return "partitioning cannot be changed in place"
    if item.kind == "domain" and "base" in different:
        return f"it is {now['base']}, wanted {item['base']}"
    if item.kind == "domain" and "collation" in different:
        return f"its collation is {now['collation'] or 'none'}, wanted {item['collation'] or 'none'}"
    if item.kind == "collation":
        has = ", ".join(now["options"] or ())
        return f"PostgreSQL cannot change a collation ({has}): create one of another name"
    if item.kind == "type":
        is_, wanted = fields.form(now), fields.form(item)
        if is_ != wanted:
            return f"it is {is_}, wanted {wanted}"
        if "range" in different:
            has = ", ".join(now["range"] or ())
            return f"PostgreSQL cannot change a range type ({has}): create one of another name"
    return ""


def has_to_go(item: Object, now: Object, different: frozenset[str]) -> bool:
    """Whether CREATE OR REPLACE or ALTER cannot change it (manual)."""
    match item.kind:
        case "materialized view":
            return different != {"options"}
        case "trigger" | "statistics":
            return "definition" in different
        case "policy":
            return bool(different & {"command", "restrictive"}) or any(
                now[part] is not None and item[part] is None for part in ("using", "check")
            )
        case "view":
            return not appends(item, now)
        case "function" | "procedure" | "aggregate":
            return bool(different & {"signature", "returns"})
    return False


def appends(item: Object, now: Object) -> bool:
    """Whether a view keeps its columns, so that CREATE OR REPLACE can change it."""
    columns = now["columns"] or []
    return bool((item["columns"] or [])[: len(columns)] == columns)
