"""The statements that drop an object and make it again, as it was or as it shall be. Pure."""

from tasks.schema import concurrent, render
from tasks.schema.model import Object
from tasks.schema.planner import hazards, online
from tasks.schema.planner.draft import Draft, Phase
from tasks.schema.planner.hazards import EXCLUSIVE, HARMLESS
from tasks.schema.planner.places import BUILDS


def drop(draft: Draft, item: Object, at: int) -> None:
    """Lets an object go at a place."""
    superuser = draft.is_foreign(item)
    if item.kind == "index" and draft.places.all[at] == BUILDS:
        draft.add(Phase.DROPS, item, concurrent.drop(item.name), HARMLESS, at=at, as_superuser=superuser)
    else:
        draft.add(Phase.DROPS, item, render.drop(item), EXCLUSIVE, at=at, as_superuser=superuser)


def come_back(draft: Draft, item: Object, now: Object, at: int) -> None:
    """Makes an object again, as ``item`` says, with the owner, comment and grants that it had."""
    superuser = draft.is_foreign(now)

    def add(sql: str, lock: str = EXCLUSIVE, hazard: str = "") -> None:
        draft.add(Phase.MAKES, item, sql, lock, at=at, hazard=hazard, as_superuser=superuser)

    if not online.make(draft, item, at, as_superuser=superuser):
        add(render.create(item), hazards.lock(item), hazards.of(item))
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
