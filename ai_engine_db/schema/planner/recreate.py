"""The statements that drop an object and make it again, as it was or as it shall be. Pure."""

from dataclasses import replace

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import grants, hazards, online, options
from ai_engine_db.schema.planner.builder import Builder, Phase, difference
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS
from ai_engine_db.schema.planner.locations import BUILDS


def drop(builder: Builder, item: Object, at: int, back: int) -> None:
    """Lets an object go at a place, until it comes back at another or the same."""
    if item.kind == "policy" and at != back:
        # Without it others than its roles would see rows until then: in its place is one that lets nobody.
        builder.add(Phase.DROPS, item, render.drop(item), EXCLUSIVE, at=at)
        builder.add(Phase.DROPS, item, render.nobody(item), EXCLUSIVE, at=at)
        builder.add(Phase.DROPS, item, render.drop(item), EXCLUSIVE, at=back)
    elif item.kind == "index" and builder.places.all[at] == BUILDS:
        builder.add(Phase.DROPS, item, concurrent.drop(item.name), HARMLESS, at=at)
    else:
        builder.add(Phase.DROPS, item, render.drop(item), EXCLUSIVE, at=at)


def supersede(builder: Builder, old: str, new: Object) -> None:
    """Lets a function go that another takes the place of; the defaults that use it are set anew."""
    at = builder.places.at(new)
    for key, now in sorted(builder.actual.items()):
        if key.startswith("column ") and old in now.needs:
            column = f"ALTER TABLE {now.parent} ALTER COLUMN {now.name}"
            builder.add(Phase.DROPS, now, f"{column} DROP DEFAULT", EXCLUSIVE, at=at)
            wanted = builder.desired[key]
            if wanted["default"] is not None and wanted.agrees(now, "default"):
                builder.add(Phase.REST, now, f"{column} SET DEFAULT {wanted['default']}", EXCLUSIVE, at=at)
    builder.decided.add(old)
    builder.add(Phase.DROPS, new, render.drop(builder.actual[old]), at=at)
    builder.note("~" if new.id in builder.actual else "+", new, f"replaces {old}")


def come_back(builder: Builder, item: Object, now: Object, at: int) -> None:
    """Makes an object again, as ``item`` says, with the comment and grants that it had."""

    def add(sql: str, lock: str = EXCLUSIVE, hazard: str = "") -> None:
        builder.add(Phase.MAKES, item, sql, lock, at=at, hazard=hazard)

    if not online.make(builder, item, at):
        rights = item.kind == "policy" and difference(item, now)
        add(render.create(item), hazards.lock(item), hazards.RIGHTS if rights else hazards.of(item))
    for sql in render.state(item):
        add(sql)
    if now["comment"] is not None:
        add(render.comment(now))
    for sql in grants.make(replace(now, attributes={**now.attributes, "columns": item["columns"]}), builder.owner):
        add(sql)
    options.make(builder, item, at)
