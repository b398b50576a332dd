"""The statements that make what is missing. Pure."""

from collections.abc import Mapping

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import grants, hazards, online, options, partitions, row_security, sequences
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.decisions import Action, Decision
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS


def create(builder: Builder, item: Object, decisions: Mapping[str, Decision]) -> None:
    """Makes an object that is not there."""
    if not builder.inline(item):
        builder.note("+", item)
        _make(builder, item, decisions)
    if item["comment"] is not None:
        builder.add(Phase.REST, item, render.comment(item))
    for sql in grants.make(item, builder.owner):
        builder.add(Phase.REST, item, sql)
    options.make(builder, item)


def _make(builder: Builder, item: Object, decisions: Mapping[str, Decision]) -> None:
    sql = "" if item.kind == "table" else render.create(item)
    match item.kind:
        case "table":
            _table(builder, item, decisions)
            row_security.switch(builder, item, item)
        case "sequence":
            builder.add(Phase.MAKES, item, sql)
            if item["owned_by"]:
                builder.add(Phase.REST, item, f"ALTER SEQUENCE {item.name} OWNED BY {item['owned_by']}")
                _go_on(builder, item, decisions.get(f"column {item['owned_by']}"))
        case "column":
            builder.add(Phase.MAKES, item, sql, EXCLUSIVE, hazard=hazards.of_column(builder.desired, item))
        case "constraint" | "index":
            if not online.make(builder, item, builder.places.at(item)):
                _make_plainly(builder, item, sql)
        case "trigger" | "rule" | "policy" | "statistics":
            rights = hazards.RIGHTS if item.kind == "policy" else ""
            builder.add(Phase.MAKES, item, sql, hazards.lock(item), hazard=rights)
            for sql in render.state(item):
                builder.add(Phase.MAKES, item, sql, EXCLUSIVE)
        case _:
            builder.add(Phase.MAKES, item, sql)


def _table(builder: Builder, item: Object, decisions: Mapping[str, Decision]) -> None:
    keys = [each for each in builder.constraints.get(item.name, ()) if builder.inline(each)]
    keys = [each for each in keys if decisions[each.id].action is Action.MAKE]
    if item["partition_of"]:
        for statement, lock in partitions.create(builder, item, keys):
            if lock == HARMLESS and (default := partitions.searched(builder, item)):
                builder.add(Phase.MAKES, item, statement, EXCLUSIVE, hazard=hazards.READS, rows_of=default)
            else:
                builder.add(Phase.MAKES, item, statement, lock)
    else:
        columns = [each for each in builder.columns.get(item.name, ()) if not each["inherited"]]
        builder.add(Phase.MAKES, item, render.table(item, columns, keys))


def inherited(builder: Builder, item: Object) -> None:
    """Gives a column that came along with its new table what it has of its own."""
    made = partitions.as_made(builder, item) if item.kind == "column" and item.parent in builder.new_tables else None
    if made is None:
        return
    for sql in partitions.own_settings(builder, item):
        builder.add(Phase.MAKES, item, sql)
    if item["comment"] is not None:
        builder.add(Phase.REST, item, render.comment(item))
    for sql in grants.make(item, builder.owner):
        builder.add(Phase.REST, item, sql)
    options.change(builder, item, made, builder.places.at(item), silent=True)


def _make_plainly(builder: Builder, item: Object, sql: str) -> None:
    left = builder.actual.get(f"index {item.name}")
    if left is not None and concurrent.is_left(item, left):
        builder.decided.add(left.id)
        builder.add(Phase.DROPS, item, render.drop(left), EXCLUSIVE)
    builder.add(Phase.MAKES, item, sql, hazards.lock(item), hazard=hazards.of(item))


def _go_on(builder: Builder, item: Object, decision: Decision | None) -> None:
    """Keeps a new sequence from giving numbers that the rows of its column have."""
    key = f"column {item['owned_by']}"
    if decision is None or decision.action is Action.LEAVE or key not in builder.actual:
        return
    column, now = builder.desired[key], builder.actual[key]
    if column["type"] in sequences.INTEGERS:
        others = [*sequences.of_sequences(builder, now), *sequences.of_identity(now)]
        sequences.go_on(builder, item, column, render.literal(item.name), item.attributes, others)
