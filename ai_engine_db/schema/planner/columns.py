"""The statements that change a column in place, its type included. Pure."""

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import hazards, online, rows, sequences
from ai_engine_db.schema.planner.draft import Draft, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE
from ai_engine_db.schema.planner.verdict import Action, Verdict, is_enum, loss
from ai_engine_db.schema.statements import WRITE_A_TRANSITION, amount
from ai_engine_db.schema.types import Conversion, conversion, convert


def alter(draft: Draft, item: Object, now: Object, verdict: Verdict) -> None:
    """Brings a column to what it should be: first what it is, then its default, then whether it may be null."""
    different = verdict.different
    column = f"ALTER TABLE {item.parent} ALTER COLUMN {item.name}"
    if "generated" in different:
        _expression(draft, item, column)
    if now["identity"] and not item["identity"]:
        # Early: its sequence goes with it, and a sequence of that name may be wanted.
        draft.note("~", item, "no identity")
        if any(each["owned_by"] == item.path for each in draft.desired.values()):
            draft.add(Phase.DROPS, item, sequences.keep(now))
        draft.add(Phase.DROPS, item, f"{column} DROP IDENTITY", EXCLUSIVE)
    converted = verdict.action is Action.CONVERT
    if converted:
        _convert(draft, item, now, column)
    full = "not_null" not in different or not item["not_null"] or _is_full(draft, item)
    if item["identity"]:
        if full and different & {"identity", "identity_options"}:
            _identity(draft, item, now, column)
    elif "default" in different or (item["default"] is not None and (converted or now["identity"])):
        _default(draft, item, now, column, changed="default" in different)
    if full and "not_null" in different:
        _not_null(draft, item, column)


def _is_full(draft: Draft, item: Object) -> bool:
    """Whether every row has a value in the column; says so when not."""
    count = rows.nulls(draft, item)
    if count:
        draft.leave(
            item,
            f"is null in {amount(count)}, wanted not null: fix them, or {WRITE_A_TRANSITION}",
        )
    return not count


def _expression(draft: Draft, item: Object, column: str) -> None:
    if item["generated"]:
        draft.note("~", item, f"generated as {item['generated']}")
        sql = f"{column} SET EXPRESSION AS ({item['generated']})"
        draft.add(Phase.MAKES, item, sql, EXCLUSIVE, hazard=hazards.REWRITES)
    else:
        draft.note("~", item, "not generated")
        draft.add(Phase.DROPS, item, f"{column} DROP EXPRESSION", EXCLUSIVE)


def _convert(draft: Draft, item: Object, now: Object, column: str) -> None:
    """Changes the type; a default of the old type would be in the way, and a value lost since the plan is an error."""
    old, new = now["type"], item["type"]
    type_ = f"{new} COLLATE {item['collation']}" if item["collation"] else new
    what = (
        f"type {old} → {new}"
        if old != new
        else f"collation {now['collation'] or 'none'} → {item['collation'] or 'none'}"
    )
    draft.note("~", item, what)
    if conversion(old, new) is Conversion.WIDEN:
        draft.add(Phase.MAKES, item, f"{column} TYPE {type_}", EXCLUSIVE, hazard=hazards.BUILDS if old == new else "")
        return
    # An enum refuses by itself what is none of its labels; anything else may take a value and change it.
    if not is_enum(draft, new):
        refuse = render.refuse_if(loss(draft, item, now), f"{item.path}: type {new} would lose values")
        draft.add(Phase.MAKES, item, f"LOCK TABLE {item.parent} IN ACCESS EXCLUSIVE MODE", EXCLUSIVE)
        draft.add(Phase.MAKES, item, refuse)
    if now["default"] is not None:
        draft.add(Phase.MAKES, item, f"{column} DROP DEFAULT", EXCLUSIVE)
    using = convert(item.name, old, new)
    draft.add(Phase.MAKES, item, f"{column} TYPE {type_} USING {using}", EXCLUSIVE, hazard=hazards.REWRITES)


def _identity(draft: Draft, item: Object, now: Object, column: str) -> None:
    draft.note("~", item, "identity")
    if now["identity"]:
        options = "".join(f" SET {each}" for each in render.identity_options(item, every=True))
        sql = f"{column} SET GENERATED {item['identity']}{options}"
        if sequences.bounds(item) != sequences.bounds(now):
            # What has given no number yet would else begin outside of its bounds.
            none = f"pg_sequence_last_value({sequences.identity(item)}) IS NULL"
            sql = f"DO $bounds$ BEGIN IF {none} THEN {sql} RESTART; ELSE {sql}; END IF; END $bounds$"
        draft.add(Phase.MAKES, item, sql, EXCLUSIVE)
        return
    if now["default"] is not None:
        draft.add(Phase.MAKES, item, f"{column} DROP DEFAULT", EXCLUSIVE)
    if not now["not_null"]:
        draft.add(Phase.MAKES, item, f"{column} SET NOT NULL", EXCLUSIVE, hazard=hazards.READS)
    draft.add(Phase.MAKES, item, f"{column} ADD {render.identity(item)}", EXCLUSIVE)
    others = sequences.of_sequences(draft, now)
    name = item.name[1:-1].replace('""', '"') if item.name.startswith('"') else item.name
    # That function may find another sequence, where the column has one.
    plain = f"pg_get_serial_sequence({render.literal(str(item.parent))}, {render.literal(name)})"
    sequence = sequences.identity(item) if others else plain
    sequences.go_on(draft, item, item, sequence, item["identity_options"] or {}, others)


def _default(draft: Draft, item: Object, now: Object, column: str, *, changed: bool) -> None:
    if item["default"] is None:
        draft.note("~", item, f"no default (was {now['default']})")
        draft.add(Phase.MAKES, item, f"{column} DROP DEFAULT", EXCLUSIVE)
        return
    if changed:
        draft.note("~", item, f"default {item['default']}")
    draft.add(Phase.MAKES, item, f"{column} SET DEFAULT {item['default']}", EXCLUSIVE)
    for need in item.needs:
        sequence = draft.desired.get(need)
        if changed and sequence is not None and need in draft.actual and sequence["owned_by"] == item.path:
            others = [*sequences.of_sequences(draft, now), *sequences.of_identity(now)]
            own = f"SELECT last_value, is_called FROM {sequence.name}"
            others = list(dict.fromkeys((*others, own)))
            sequences.go_on(draft, item, item, render.literal(sequence.name), sequence.attributes, others)


def _not_null(draft: Draft, item: Object, column: str) -> None:
    if item["not_null"]:
        if not item["identity"]:
            draft.note("~", item, "not null")
            if draft.places.in_use(item.parent):
                online.not_null(draft, item)
            else:
                draft.add(Phase.MAKES, item, f"{column} SET NOT NULL", EXCLUSIVE)
        return
    for other in draft.actual.values():
        if _is_primary_key(other, item) and other.id not in draft.desired:
            draft.leave(item, f"is not null because of {other.id}, which is not in sql/")
            return
    draft.note("~", item, "nullable")
    draft.add(Phase.MAKES, item, f"{column} DROP NOT NULL", EXCLUSIVE)


def _is_primary_key(other: Object, column: Object) -> bool:
    return other.parent == column.parent and other["type"] == "primary key" and column.name in other["columns"]
