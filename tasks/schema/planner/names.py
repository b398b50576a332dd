"""Names that are taken: relations, types and functions of different kinds share theirs. Pure."""

from collections.abc import Mapping

from tasks.schema.model import Object
from tasks.schema.planner.draft import Draft

# Objects that share a name space in PostgreSQL: pg_class, pg_type, pg_proc.
NAME_SPACES = (
    ("table", "view", "materialized view", "foreign table", "index", "sequence", "key"),
    ("table", "view", "materialized view", "foreign table", "type", "domain"),
    ("function", "procedure"),
)


def taken(draft: Draft) -> dict[str, Object]:
    """What the database has, by name space and name; an index of a key under ``key``."""
    found = {}
    for item in draft.actual.values():
        kind = "key" if _is_key(item) else item.kind
        for at, kinds in enumerate(NAME_SPACES):
            if kind in kinds:
                found[f"{at} {item.name}"] = item
    return found


def _is_key(item: Object) -> bool:
    return item.kind == "constraint" and item["type"] in ("primary key", "unique", "exclude")


def in_the_way(draft: Draft, item: Object, names: Mapping[str, Object]) -> str:
    """What keeps a name, or the place of a primary key, from being free; ``names`` are those taken."""
    kind = "key" if _is_key(item) else item.kind
    for at, kinds in enumerate(NAME_SPACES):
        if kind in kinds and (other := names.get(f"{at} {item.name}")) is not None:
            where = f" on table {other.parent}" if other.parent else ""
            return f"{'an' if other.kind == 'index' else 'a'} {other.kind} of that name{where} is in the way"
    if item.kind == "constraint" and item["type"] == "primary key" and item.parent not in draft.new_tables:
        for other in draft.actual.values():
            if other.kind == "constraint" and other.parent == item.parent and other["type"] == "primary key":
                return f"{other.id} is the primary key"
    return ""
