"""The statements that change an object in place, by kind. Pure."""

from collections.abc import Callable

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import (
    columns,
    domains,
    fields,
    hazards,
    online,
    options,
    partition_indexes,
    partitions,
    row_security,
)
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.decisions import Decision
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS
from ai_engine_db.schema.planner.in_place import appends
from ai_engine_db.schema.planner.locations import LABELS

SEQUENCE_OPTIONS = ("type", "start", "increment", "minimum", "maximum", "cache", "cycle")


def alter(builder: Builder, item: Object, now: Object, decision: Decision) -> None:
    """Brings an object that is there to what it should be."""
    CHANGES[item.kind](builder, item, now, decision)


def detail(item: Object, now: Object, decision: Decision) -> str:
    """What is different in an object that is made again."""
    if item.kind == "index" and "invalid" in decision.different:
        return "invalid: rebuilt"
    if decision.different == {"disabled"}:
        return f"its triggers are not enabled on {', '.join(now['disabled'])}: recreated"
    if item.kind == "view" and not appends(item, now):
        return "columns"
    if decision.different & {"signature", "returns"}:
        return "signature"
    return "definition"


def _persist(builder: Builder, item: Object, decision: Decision) -> None:
    if "unlogged" in decision.different:
        mode = "UNLOGGED" if item["unlogged"] else "LOGGED"
        builder.note("~", item, mode.lower())
        sql = f"ALTER {render.target(item)} SET {mode}"
        hazard = hazards.EMPTIES if item["unlogged"] else hazards.REWRITES
        builder.add(Phase.MAKES, item, sql, EXCLUSIVE, hazard=hazard)


def _table(builder: Builder, item: Object, now: Object, decision: Decision) -> None:
    _persist(builder, item, decision)
    if decision.different & {"partition_of", "bound", "inherits"}:
        partitions.alter(builder, item, now)
    if "options" in decision.different:
        _options(builder, item, now)
    if decision.different & {"row_security", "row_security_forced"}:
        builder.note("~", item, row_security.words(item))
        row_security.switch(builder, item, now)


def _options(builder: Builder, item: Object, now: Object) -> None:
    builder.note("~", item, "storage options")
    for words, lock in options.set_and_reset(item["options"], now["options"]):
        builder.add(Phase.MAKES, item, f"ALTER {render.target(item)} {words}", lock)


def _stored_view(builder: Builder, item: Object, now: Object, _verdict: Decision) -> None:
    _options(builder, item, now)


def _policy(builder: Builder, item: Object, _now: Object, decision: Decision) -> None:
    builder.note("~", item, ", ".join(sorted(decision.different)))
    builder.add(Phase.MAKES, item, render.alter_policy(item, decision.different), EXCLUSIVE, hazard=hazards.RIGHTS)


def _rule(builder: Builder, item: Object, now: Object, decision: Decision) -> None:
    if "definition" in decision.different:
        builder.note("~", item, "definition")
        builder.add(Phase.MAKES, item, render.create(item), EXCLUSIVE)
    if "enabled" in decision.different:
        _trigger(builder, item, now, decision)


def _statistics(builder: Builder, item: Object, _now: Object, _verdict: Decision) -> None:
    builder.note("~", item, f"target {'default' if item['target'] is None else item['target']}")
    builder.add(Phase.MAKES, item, render.statistics_target(item), HARMLESS)


def _index(builder: Builder, item: Object, now: Object, decision: Decision) -> None:
    if "invalid" in decision.different:
        builder.note("~", item, "built on the partitions that are without it")
        partition_indexes.build(builder, item, item.name, begun=True)
        return
    builder.note("~", item, "storage options")
    for words, lock in options.set_and_reset(item["options"], now["options"]):
        builder.add(Phase.MAKES, item, f"ALTER INDEX {item.name} {words}", lock)


def _constraint(builder: Builder, item: Object, now: Object, decision: Decision) -> None:
    if decision.different & {"options", "invalid"}:
        _index(builder, item, now, decision)
        return
    builder.note("~", item, "validate")
    online.validate(builder, item)


def _trigger(builder: Builder, item: Object, _now: Object, _verdict: Decision) -> None:
    mode = item["enabled"] or "ENABLE"
    builder.note("~", item, mode.lower())
    builder.add(Phase.MAKES, item, f"ALTER TABLE {item.parent} {mode} {item.kind.upper()} {item.name}", EXCLUSIVE)


def _replaceable(builder: Builder, item: Object, _now: Object, _verdict: Decision) -> None:
    # CREATE OR REPLACE keeps the owner, the grants and what hangs on it.
    builder.note("~", item, "definition")
    builder.add(Phase.MAKES, item, render.create(item), EXCLUSIVE if item.kind == "view" else "")


def _sequence(builder: Builder, item: Object, _now: Object, decision: Decision) -> None:
    if changed := sorted(decision.different.intersection(SEQUENCE_OPTIONS)):
        builder.note("~", item, ", ".join(f"{name} {item[name] or 'no'}" for name in changed))
        builder.add(Phase.MAKES, item, _within_bounds(item, decision))
    _persist(builder, item, decision)
    if "owned_by" in decision.different:
        builder.note("~", item, f"owned by {item['owned_by'] or 'none'}")
        builder.add(Phase.REST, item, f"ALTER SEQUENCE {item.name} OWNED BY {item['owned_by'] or 'NONE'}")


def _within_bounds(item: Object, decision: Decision) -> str:
    """ALTER SEQUENCE, which starts anew where the bounds leave out the first number and none was given yet."""
    sql = f"ALTER SEQUENCE {item.name} {render.sequence_options(item)}"
    if not decision.different & {"minimum", "maximum"}:
        return sql
    outside = f"last_value NOT BETWEEN {item['minimum']} AND {item['maximum']}"
    return (
        f"DO $bounds$ BEGIN IF (SELECT NOT is_called AND {outside} FROM {item.name})"
        f" THEN {sql} RESTART; ELSE {sql}; END IF; END $bounds$"
    )


def _type(builder: Builder, item: Object, now: Object, _verdict: Decision) -> None:
    if item["labels"] is not None:
        _labels(builder, item, now)
    else:
        fields.alter(builder, item, now)


def _labels(builder: Builder, item: Object, now: Object) -> None:
    has = list(now["labels"])
    for at, label in enumerate(item["labels"]):
        if label in has:
            continue
        if at:
            before = item["labels"][at - 1]
            place, index = f" AFTER {render.literal(before)}", has.index(before) + 1
        else:
            place, index = (f" BEFORE {render.literal(has[0])}" if has else ""), 0
        builder.note("~", item, f"label {label}")
        sql = f"ALTER TYPE {item.name} ADD VALUE {render.literal(label)}{place}"
        builder.add(Phase.MAKES, item, sql, at=builder.places.number(LABELS))
        has.insert(index, label)
    kept = [label for label in has if label in item["labels"]]
    if kept != list(item["labels"]):
        builder.leave(item, f"its labels are in another order: {', '.join(kept)}")


def _domain(builder: Builder, item: Object, now: Object, decision: Decision) -> None:
    actions = []
    if "default" in decision.different:
        actions.append("DROP DEFAULT" if item["default"] is None else f"SET DEFAULT {item['default']}")
    if "not_null" in decision.different:
        actions.append("SET NOT NULL" if item["not_null"] else "DROP NOT NULL")
    for action in actions:
        builder.note("~", item, action.lower())
        builder.add(Phase.MAKES, item, f"ALTER DOMAIN {item.name} {action}")
    for name, check in domains.changed_checks(item, now).items():
        builder.note("~", item, f"constraint {name}")
        if name in (now["checks"] or {}):
            builder.add(Phase.DROPS, item, f"ALTER DOMAIN {item.name} DROP CONSTRAINT {name}")
        builder.add(Phase.MAKES, item, f"ALTER DOMAIN {item.name} ADD CONSTRAINT {name} {check}")


CHANGES: dict[str, Callable[[Builder, Object, Object, Decision], None]] = {
    "table": _table,
    "column": columns.alter,
    "constraint": _constraint,
    "index": _index,
    "trigger": _trigger,
    "rule": _rule,
    "policy": _policy,
    "statistics": _statistics,
    "materialized view": _stored_view,
    "aggregate": _replaceable,
    "view": _replaceable,
    "function": _replaceable,
    "procedure": _replaceable,
    "sequence": _sequence,
    "type": _type,
    "domain": _domain,
}
