"""The statements that drop an object and make it again, as it was or as it shall be. Pure."""

from tasks.schema import concurrent, render
from tasks.schema.model import Object
from tasks.schema.planner import hazards, online
from tasks.schema.planner.draft import Draft, Phase
from tasks.schema.planner.hazards import EXCLUSIVE, HARMLESS
from tasks.schema.planner.places import BUILDS


def drop(draft: Draft, item: Object, at: int) -> None:
    """Lets an object go at a place."""
    if item.kind == "index" and draft.places.all[at] == BUILDS:
        draft.add(Phase.DROPS, item, concurrent.drop(item.name), HARMLESS, at=at)
    else:
        draft.add(Phase.DROPS, item, render.drop(item), EXCLUSIVE, at=at)


def come_back(draft: Draft, item: Object, now: Object, at: int) -> None:
    """Makes an object again, as ``item`` says, with the comment and grants that it had."""

    def add(sql: str, lock: str = EXCLUSIVE, hazard: str = "") -> None:
        draft.add(Phase.MAKES, item, sql, lock, at=at, hazard=hazard)

    if not online.make(draft, item, at):
        add(render.create(item), hazards.lock(item), hazards.of(item))
    if item["enabled"]:
        add(f"ALTER TABLE {item.parent} {item['enabled']} TRIGGER {item.name}")
    if now["comment"] is not None:
        add(render.comment(now))
    for entry in now["grants"] or ():
        add(render.grant(item, entry))
    for entry in now["revoked"] or ():
        add(render.revoke(item, entry, draft.owner))
