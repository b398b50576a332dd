"""The statements that drop an object and make it again, as it was or as it shall be. Pure."""

from tasks.schema import render
from tasks.schema.model import Object
from tasks.schema.planner.draft import EXCLUSIVE, Draft, Phase


def drop(draft: Draft, item: Object, at: int) -> None:
    """Lets an object go in a step."""
    draft.add(Phase.DROPS, item, render.drop(item), EXCLUSIVE, at=at, as_superuser=_foreign(draft, item))


def come_back(draft: Draft, item: Object, now: Object, at: int) -> None:
    """Makes an object again, as ``item`` says, with the owner, comment and grants that it had."""
    superuser = _foreign(draft, now)

    def add(sql: str, lock: str = EXCLUSIVE) -> None:
        draft.add(Phase.MAKES, item, sql, lock, at=at, as_superuser=superuser)

    add(render.create(item))
    if superuser and item.kind in ("view", "materialized view", "function", "procedure"):
        add(render.owner(item, draft.owner if item.id in draft.desired else now["owner"] or draft.owner))
    if item["enabled"]:
        add(f"ALTER TABLE {item.parent} {item['enabled']} TRIGGER {item.name}")
    if now["comment"] is not None:
        add(render.comment(now))
    for entry in now["grants"] or ():
        add(render.grant(item, entry))
    for entry in now["revoked"] or ():
        add(render.revoke(item, entry))


def _foreign(draft: Draft, item: Object) -> bool:
    """Whether an object, or what it hangs on, belongs to somebody else than the database's owner."""
    keys = [item.id, f"table {item.parent}", *item.needs]
    return any(draft.actual[key]["owner"] is not None for key in keys if key in draft.actual)
