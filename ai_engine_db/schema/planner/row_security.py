"""Row-level security of a table: when it is switched, so that nobody sees more or less than before or after. Pure."""

from collections.abc import Iterator

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import hazards
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE


def words(item: Object) -> str:
    """What a table shall have."""
    if not item["row_security"]:
        return "no row level security" if not item["row_security_forced"] else "row level security forced, not enabled"
    return f"row level security{' forced' if item['row_security_forced'] else ''}"


def switch(builder: Builder, item: Object, now: Object) -> None:
    """Switches it on behind the last policy that the plan makes: until then all is as it was.

    Args:
        builder: the plan.
        item: the table.
        now: the table as it is; ``item`` itself for a new one.
    """
    for action in _actions(item, None if now is item else now):
        sql, at = f"ALTER TABLE {item.name} {action}", _at(builder, item)
        builder.add(Phase.REST, item, sql, EXCLUSIVE, at=at, hazard=hazards.RIGHTS)


def _actions(item: Object, now: Object | None) -> Iterator[str]:
    for attribute, on, off in (
        ("row_security", "ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"),
        ("row_security_forced", "FORCE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"),
    ):
        if bool(item[attribute]) != bool(now is not None and now[attribute]):
            yield on if item[attribute] else off


def _at(builder: Builder, item: Object) -> int:
    own = builder.places.at(item)
    if not item["row_security"]:
        return own
    policies = (each for each in builder.desired.values() if each.kind == "policy" and each.parent == item.name)
    return max([own, *(builder.places.at(each) for each in policies)])
