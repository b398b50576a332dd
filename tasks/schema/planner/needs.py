"""What an object cannot do without, where a plan leaves that missing or other than it should be. Pure."""

from collections.abc import Iterator, Mapping

from tasks.schema.model import Object
from tasks.schema.planner.actions import Action, Verdict
from tasks.schema.planner.draft import Draft
from tasks.schema.types import akin

# What others are written for: its columns, its arguments.
DEFINED = ("view", "materialized view", "function", "procedure", "constraint")


def unmet(draft: Draft, item: Object, found: Mapping[str, Verdict]) -> str:
    """Names what the object cannot do without, and that the plan leaves missing or of another type."""
    for need in _needs(draft, item):
        verdict = found.get(need)
        if verdict is None or verdict.action not in (Action.LEAVE, Action.SKIP):
            continue
        if need not in draft.actual:
            return f"needs {need}"
        if draft.desired[need].kind in DEFINED or "unlogged" in verdict.different:
            return f"needs {need} to be as sql/ says"
        if stays_foreign(draft, need, item):
            return f"needs {need} to be {draft.desired[need]['type']}"
    return ""


def stays_foreign(draft: Draft, key: str, user: Object) -> bool:
    """Whether it is a column that is left alone, of a type that reads otherwise than the wanted one."""
    item, now = draft.desired.get(key), draft.actual.get(key)
    if item is None or now is None or item.kind != "column":
        return False
    return not akin(str(now["type"]), str(item["type"]), called=calls(user))


def calls(item: Object) -> bool:
    """Whether it calls a function of ours."""
    return any(need.startswith("function ") for need in item.needs)


def _needs(draft: Draft, item: Object) -> Iterator[str]:
    """What the object needs, and the columns of its own table that its text names."""
    yield from item.needs
    if item.kind == "table" and item.name in draft.new_tables:
        for column in draft.columns.get(item.name, ()):
            yield from column.needs
    yield from (column.id for column in draft.named(item))
    if item["type"] == "foreign key":
        yield from (f"table {item.parent}", f"table {item['references']['table']}")
