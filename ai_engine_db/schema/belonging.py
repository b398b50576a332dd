"""What belongs to an object alone and goes with it, and what an object has from another table. Pure."""

from collections.abc import Iterator

from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner.builder import mentions
from ai_engine_db.schema.planner.order import PARENTS
from ai_engine_db.schema.planner.partitions import parents


def along(item: Object, final: Snapshot) -> set[str]:
    """The ids of what belongs to an object alone, and goes with it; partitions do not: they hold rows of their own."""
    if item.kind in PARENTS:
        inside = f"{item.path}."
        return {
            key
            for key, each in final.items()
            if each.parent == item.path or str(each["owned_by"] or "").startswith(inside)
        }
    found = {key for key, each in final.items() if _is_from(each, item, final)}
    if item.kind == "column":
        found |= {key for key, each in final.items() if each["owned_by"] == item.path or _counts(each, item)}
    for key in list(found):
        if final[key]["inherited"]:
            found |= along(final[key], final)
    return found


def _counts(each: Object, column: Object) -> bool:
    """Whether it is statistics of a column: PostgreSQL drops them with any of their columns."""
    of_table = each.kind == "statistics" and each.parent == column.parent
    return of_table and mentions(str(each["definition"]), column.name)


def _is_from(each: Object, item: Object, final: Snapshot) -> bool:
    """Whether an object is what a partition, or a table that inherits, has from another."""
    return each.kind == item.kind and bool(each["inherited"]) and item.id in sources(each, final)


def sources(item: Object, final: Snapshot) -> list[str]:
    """The ids of what an object comes from in tables above: a statement about that alone changes it."""
    return [key for key in _named_above(item, final) if key in final]


def _named_above(item: Object, final: Snapshot) -> Iterator[str]:
    above = parents(final.get(f"table {item.parent}"))
    if item["attached_to"]:
        yield f"index {item['attached_to']}"
        yield from (f"constraint {each}.{item['attached_to']}" for each in above)
    elif item.kind == "column" or (item.kind in ("constraint", "trigger") and item["inherited"]):
        yield from (f"{item.kind} {each}.{item.name}" for each in above)
