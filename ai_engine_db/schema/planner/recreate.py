"""The statements that drop an object and make it again, as it was or as it shall be. Pure."""

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import hazards, online
from ai_engine_db.schema.planner.draft import Draft, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS
from ai_engine_db.schema.planner.locations import BUILDS


def drop(draft: Draft, item: Object, at: int) -> None:
    """Lets an object go at a place."""
    if item.kind == "index" and draft.places.all[at] == BUILDS:
        draft.add(Phase.DROPS, item, concurrent.drop(item.name), HARMLESS, at=at)
    else:
        draft.add(Phase.DROPS, item, render.drop(item), EXCLUSIVE, at=at)


def supersede(draft: Draft, old: str, new: Object) -> None:
    """Lets a function go that another takes the place of; the defaults that use it are set anew."""
    at = draft.places.at(new)
    for key, now in sorted(draft.actual.items()):
        if key.startswith("column ") and old in now.needs:
            column = f"ALTER TABLE {now.parent} ALTER COLUMN {now.name}"
            draft.add(Phase.DROPS, now, f"{column} DROP DEFAULT", EXCLUSIVE, at=at)
            wanted = draft.desired[key]
            if wanted["default"] is not None and wanted.agrees(now, "default"):
                draft.add(Phase.REST, now, f"{column} SET DEFAULT {wanted['default']}", EXCLUSIVE, at=at)
    draft.decided.add(old)
    draft.add(Phase.DROPS, new, render.drop(draft.actual[old]), at=at)
    draft.note("~" if new.id in draft.actual else "+", new, f"replaces {old}")


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
