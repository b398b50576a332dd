"""The statements that change a column in place, its type included. Pure."""

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import hazards, online, options, rows, sequences
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.decisions import Action, Decision, is_enum, loss
from ai_engine_db.schema.planner.hazards import EXCLUSIVE
from ai_engine_db.schema.statements import WRITE_A_TRANSITION, amount
from ai_engine_db.schema.types import Conversion, conversion, convert


def alter(builder: Builder, item: Object, now: Object, decision: Decision) -> None:
    """Brings a column to what it should be: first what it is, then its default, then whether it may be null."""
    different = decision.different
    column = f"ALTER TABLE {item.parent} ALTER COLUMN {item.name}"
    if "generated" in different:
        _expression(builder, item, column)
    if now["identity"] and not item["identity"]:
        # Early: its sequence goes with it, and a sequence of that name may be wanted.
        builder.note("~", item, "no identity")
        if any(each["owned_by"] == item.path for each in builder.desired.values()):
            builder.add(Phase.DROPS, item, sequences.keep(now))
        builder.add(Phase.DROPS, item, f"{column} DROP IDENTITY", EXCLUSIVE)
    converted = decision.action is Action.CONVERT
    if converted:
        _convert(builder, item, now, column)
        options.again(builder, item, column)
    full = "not_null" not in different or not item["not_null"] or _is_full(builder, item)
    if item["identity"]:
        if full and different & {"identity", "identity_options"}:
            _identity(builder, item, now, column)
    elif "default" in different or (item["default"] is not None and (converted or now["identity"])):
        _default(builder, item, now, column, changed="default" in different)
    if full and "not_null" in different:
        _not_null(builder, item, column)


def _is_full(builder: Builder, item: Object) -> bool:
    """Whether every row has a value in the column; says so when not."""
    count = rows.nulls(builder, item)
    if count:
        builder.leave(
            item,
            f"is null in {amount(count)}, wanted not null: fix them, or {WRITE_A_TRANSITION}",
        )
    return not count


def _expression(builder: Builder, item: Object, column: str) -> None:
    if item["generated"]:
        builder.note("~", item, f"generated as {item['generated']}")
        sql = f"{column} SET EXPRESSION AS ({item['generated']})"
        builder.add(Phase.MAKES, item, sql, EXCLUSIVE, hazard=hazards.REWRITES)
    else:
        builder.note("~", item, "not generated")
        builder.add(Phase.DROPS, item, f"{column} DROP EXPRESSION", EXCLUSIVE)


def _convert(builder: Builder, item: Object, now: Object, column: str) -> None:
    """Changes the type; a default of the old type would be in the way, and a value lost since the plan is an error."""
    old, new = now["type"], item["type"]
    type_ = f"{new} COLLATE {item['collation']}" if item["collation"] else new
    what = (
        f"type {old} → {new}"
        if old != new
        else f"collation {now['collation'] or 'none'} → {item['collation'] or 'none'}"
    )
    builder.note("~", item, what)
    if conversion(old, new) is Conversion.WIDEN:
        builder.add(Phase.MAKES, item, f"{column} TYPE {type_}", EXCLUSIVE, hazard=hazards.BUILDS if old == new else "")
        return
    # An enum refuses by itself what is none of its labels; anything else may take a value and change it.
    if not is_enum(builder, new):
        refuse = render.refuse_if(loss(builder, item, now), f"{item.path}: type {new} would lose values")
        builder.add(Phase.MAKES, item, f"LOCK TABLE {item.parent} IN ACCESS EXCLUSIVE MODE", EXCLUSIVE)
        builder.add(Phase.MAKES, item, refuse)
    if now["default"] is not None:
        builder.add(Phase.MAKES, item, f"{column} DROP DEFAULT", EXCLUSIVE)
    using = convert(item.name, old, new)
    builder.add(Phase.MAKES, item, f"{column} TYPE {type_} USING {using}", EXCLUSIVE, hazard=hazards.REWRITES)


def _identity(builder: Builder, item: Object, now: Object, column: str) -> None:
    builder.note("~", item, "identity")
    if now["identity"]:
        options = "".join(f" SET {each}" for each in render.identity_options(item, every=True))
        sql = f"{column} SET GENERATED {item['identity']}{options}"
        if sequences.bounds(item) != sequences.bounds(now):
            # What has given no number yet would else begin outside of its bounds.
            none = f"pg_sequence_last_value({sequences.identity(item)}) IS NULL"
            sql = f"DO $bounds$ BEGIN IF {none} THEN {sql} RESTART; ELSE {sql}; END IF; END $bounds$"
        builder.add(Phase.MAKES, item, sql, EXCLUSIVE)
        return
    if now["default"] is not None:
        builder.add(Phase.MAKES, item, f"{column} DROP DEFAULT", EXCLUSIVE)
    if not now["not_null"]:
        builder.add(Phase.MAKES, item, f"{column} SET NOT NULL", EXCLUSIVE, hazard=hazards.READS)
    builder.add(Phase.MAKES, item, f"{column} ADD {render.identity(item)}", EXCLUSIVE)
    others = sequences.of_sequences(builder, now)
    name = render.unquoted(item.name)
    # That function may find another sequence, where the column has one.
    plain = f"pg_get_serial_sequence({render.literal(str(item.parent))}, {render.literal(name)})"
    sequence = sequences.identity(item) if others else plain
    sequences.go_on(builder, item, item, sequence, item["identity_options"] or {}, others)


def _default(builder: Builder, item: Object, now: Object, column: str, *, changed: bool) -> None:
    if item["default"] is None:
        builder.note("~", item, f"no default (was {now['default']})")
        builder.add(Phase.MAKES, item, f"{column} DROP DEFAULT", EXCLUSIVE)
        return
    if changed:
        builder.note("~", item, f"default {item['default']}")
    builder.add(Phase.MAKES, item, f"{column} SET DEFAULT {item['default']}", EXCLUSIVE)
    for need in item.needs:
        sequence = builder.desired.get(need)
        if changed and sequence is not None and need in builder.actual and sequence["owned_by"] == item.path:
            others = [*sequences.of_sequences(builder, now), *sequences.of_identity(now)]
            own = f"SELECT last_value, is_called FROM {sequence.name}"
            others = list(dict.fromkeys((*others, own)))
            sequences.go_on(builder, item, item, render.literal(sequence.name), sequence.attributes, others)


def _not_null(builder: Builder, item: Object, column: str) -> None:
    if item["not_null"]:
        if not item["identity"]:
            builder.note("~", item, "not null")
            if builder.places.in_use(item.parent):
                online.not_null(builder, item)
            else:
                builder.add(Phase.MAKES, item, f"{column} SET NOT NULL", EXCLUSIVE)
        return
    for other in builder.actual.values():
        if _is_primary_key(other, item) and other.id not in builder.desired:
            builder.leave(item, f"is not null because of {other.id}, which is not in sql/")
            return
    builder.note("~", item, "nullable")
    builder.add(Phase.MAKES, item, f"{column} DROP NOT NULL", EXCLUSIVE)


def _is_primary_key(other: Object, column: Object) -> bool:
    return other.parent == column.parent and other["type"] == "primary key" and column.name in other["columns"]
