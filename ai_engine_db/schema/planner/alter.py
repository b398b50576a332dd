"""The statements that change an object in place, by kind. Pure."""

from collections.abc import Callable, Iterable

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import columns, domains, hazards, online
from ai_engine_db.schema.planner.draft import Draft, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE
from ai_engine_db.schema.planner.locations import LABELS
from ai_engine_db.schema.planner.verdict import Verdict, appends

SEQUENCE_OPTIONS = ("type", "start", "increment", "minimum", "maximum", "cache", "cycle")


def alter(draft: Draft, item: Object, now: Object, verdict: Verdict) -> None:
    """Brings an object that is there to what it should be."""
    CHANGES[item.kind](draft, item, now, verdict)


def detail(item: Object, now: Object, verdict: Verdict) -> str:
    """What is different in an object that is made again."""
    if item.kind == "index" and "invalid" in verdict.different:
        return "invalid: rebuilt"
    if verdict.different == {"disabled"}:
        return f"its triggers are not enabled on {', '.join(now['disabled'])}: recreated"
    if item.kind == "view" and not appends(item, now):
        return "columns"
    if verdict.different & {"signature", "returns"}:
        return "signature"
    return "definition"


def _persist(draft: Draft, item: Object, verdict: Verdict) -> None:
    if "unlogged" in verdict.different:
        mode = "UNLOGGED" if item["unlogged"] else "LOGGED"
        draft.note("~", item, mode.lower())
        sql = f"ALTER {render.target(item)} SET {mode}"
        draft.add(Phase.MAKES, item, sql, EXCLUSIVE, hazard=hazards.REWRITES)


def _table(draft: Draft, item: Object, now: Object, verdict: Verdict) -> None:
    _persist(draft, item, verdict)
    if "options" in verdict.different:
        draft.note("~", item, "storage options")
        if gone := sorted(_names(now["options"]) - _names(item["options"])):
            draft.add(Phase.MAKES, item, f"ALTER TABLE {item.name} RESET ({', '.join(gone)})", EXCLUSIVE)
        if item["options"]:
            draft.add(Phase.MAKES, item, f"ALTER TABLE {item.name} SET ({', '.join(item['options'])})", EXCLUSIVE)


def _names(options: Iterable[str] | None) -> set[str]:
    return {each.partition("=")[0] for each in options or ()}


def _constraint(draft: Draft, item: Object, _now: Object, _verdict: Verdict) -> None:
    draft.note("~", item, "validate")
    online.validate(draft, item)


def _trigger(draft: Draft, item: Object, _now: Object, _verdict: Verdict) -> None:
    mode = item["enabled"] or "ENABLE"
    draft.note("~", item, mode.lower())
    draft.add(Phase.MAKES, item, f"ALTER TABLE {item.parent} {mode} TRIGGER {item.name}", EXCLUSIVE)


def _replaceable(draft: Draft, item: Object, _now: Object, _verdict: Verdict) -> None:
    # CREATE OR REPLACE keeps the owner, the grants and what hangs on it.
    draft.note("~", item, "definition")
    draft.add(Phase.MAKES, item, render.create(item), EXCLUSIVE if item.kind == "view" else "")


def _sequence(draft: Draft, item: Object, _now: Object, verdict: Verdict) -> None:
    if changed := sorted(verdict.different.intersection(SEQUENCE_OPTIONS)):
        draft.note("~", item, ", ".join(f"{name} {item[name] or 'no'}" for name in changed))
        draft.add(Phase.MAKES, item, _within_bounds(item, verdict))
    _persist(draft, item, verdict)
    if "owned_by" in verdict.different:
        draft.note("~", item, f"owned by {item['owned_by'] or 'none'}")
        draft.add(Phase.REST, item, f"ALTER SEQUENCE {item.name} OWNED BY {item['owned_by'] or 'NONE'}")


def _within_bounds(item: Object, verdict: Verdict) -> str:
    """ALTER SEQUENCE, which starts anew where the bounds leave out the first number and none was given yet."""
    sql = f"ALTER SEQUENCE {item.name} {render.sequence_options(item)}"
    if not verdict.different & {"minimum", "maximum"}:
        return sql
    outside = f"last_value NOT BETWEEN {item['minimum']} AND {item['maximum']}"
    return (
        f"DO $bounds$ BEGIN IF (SELECT NOT is_called AND {outside} FROM {item.name})"
        f" THEN {sql} RESTART; ELSE {sql}; END IF; END $bounds$"
    )


def _labels(draft: Draft, item: Object, now: Object, _verdict: Verdict) -> None:
    has = list(now["labels"])
    for at, label in enumerate(item["labels"]):
        if label in has:
            continue
        if at:
            before = item["labels"][at - 1]
            place, index = f" AFTER {render.literal(before)}", has.index(before) + 1
        else:
            place, index = (f" BEFORE {render.literal(has[0])}" if has else ""), 0
        draft.note("~", item, f"label {label}")
        sql = f"ALTER TYPE {item.name} ADD VALUE {render.literal(label)}{place}"
        draft.add(Phase.MAKES, item, sql, at=draft.places.number(LABELS))
        has.insert(index, label)
    kept = [label for label in has if label in item["labels"]]
    if kept != list(item["labels"]):
        draft.leave(item, f"its labels are in another order: {', '.join(kept)}")


def _domain(draft: Draft, item: Object, now: Object, verdict: Verdict) -> None:
    actions = []
    if "default" in verdict.different:
        actions.append("DROP DEFAULT" if item["default"] is None else f"SET DEFAULT {item['default']}")
    if "not_null" in verdict.different:
        actions.append("SET NOT NULL" if item["not_null"] else "DROP NOT NULL")
    for action in actions:
        draft.note("~", item, action.lower())
        draft.add(Phase.MAKES, item, f"ALTER DOMAIN {item.name} {action}")
    for name, check in domains.changed_checks(item, now).items():
        draft.note("~", item, f"constraint {name}")
        if name in (now["checks"] or {}):
            draft.add(Phase.DROPS, item, f"ALTER DOMAIN {item.name} DROP CONSTRAINT {name}")
        draft.add(Phase.MAKES, item, f"ALTER DOMAIN {item.name} ADD CONSTRAINT {name} {check}")


CHANGES: dict[str, Callable[[Draft, Object, Object, Verdict], None]] = {
    "table": _table,
    "column": columns.alter,
    "constraint": _constraint,
    "trigger": _trigger,
    "view": _replaceable,
    "function": _replaceable,
    "procedure": _replaceable,
    "sequence": _sequence,
    "type": _labels,
    "domain": _domain,
}
