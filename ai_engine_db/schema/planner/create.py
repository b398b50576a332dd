"""The statements that make what is missing. Pure."""

from collections.abc import Mapping

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import hazards, online, sequences
from ai_engine_db.schema.planner.draft import Draft, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE
from ai_engine_db.schema.planner.verdict import Action, Verdict


def create(draft: Draft, item: Object, verdicts: Mapping[str, Verdict]) -> None:
    """Makes an object that is not there."""
    if not draft.inline(item):
        draft.note("+", item)
        _make(draft, item, verdicts)
    if item["comment"] is not None:
        draft.add(Phase.REST, item, render.comment(item))
    for entry in item["grants"] or ():
        draft.add(Phase.REST, item, render.grant(item, entry))
    for entry in item["revoked"] or ():
        draft.add(Phase.REST, item, render.revoke(item, entry, draft.owner))


def _make(draft: Draft, item: Object, verdicts: Mapping[str, Verdict]) -> None:
    sql = "" if item.kind == "table" else render.create(item)
    match item.kind:
        case "table":
            keys = [each for each in draft.constraints.get(item.name, ()) if draft.inline(each)]
            keys = [each for each in keys if verdicts[each.id].action is Action.MAKE]
            draft.add(Phase.MAKES, item, render.table(item, draft.columns.get(item.name, ()), keys))
        case "sequence":
            draft.add(Phase.MAKES, item, sql)
            if item["owned_by"]:
                draft.add(Phase.REST, item, f"ALTER SEQUENCE {item.name} OWNED BY {item['owned_by']}")
                _go_on(draft, item, verdicts.get(f"column {item['owned_by']}"))
        case "column":
            draft.add(Phase.MAKES, item, sql, EXCLUSIVE, hazard=hazards.of_column(draft.desired, item))
        case "constraint" | "index":
            if not online.make(draft, item, draft.places.at(item)):
                _make_plainly(draft, item, sql)
        case "trigger":
            draft.add(Phase.MAKES, item, sql, "SHARE ROW EXCLUSIVE")
            if item["enabled"]:
                enable = f"ALTER TABLE {item.parent} {item['enabled']} TRIGGER {item.name}"
                draft.add(Phase.MAKES, item, enable, EXCLUSIVE)
        case _:
            draft.add(Phase.MAKES, item, sql)


def _make_plainly(draft: Draft, item: Object, sql: str) -> None:
    left = draft.actual.get(f"index {item.name}")
    if left is not None and concurrent.is_left(item, left):
        draft.decided.add(left.id)
        draft.add(Phase.DROPS, item, render.drop(left), EXCLUSIVE)
    draft.add(Phase.MAKES, item, sql, hazards.lock(item), hazard=hazards.of(item))


def _go_on(draft: Draft, item: Object, verdict: Verdict | None) -> None:
    """Keeps a new sequence from giving numbers that the rows of its column have."""
    key = f"column {item['owned_by']}"
    if verdict is None or verdict.action is Action.LEAVE or key not in draft.actual:
        return
    column, now = draft.desired[key], draft.actual[key]
    if column["type"] in sequences.INTEGERS:
        others = [*sequences.of_sequences(draft, now), *sequences.of_identity(now)]
        sequences.go_on(draft, item, column, render.literal(item.name), item.attributes, others)
