"""How a plan is made: decide on each object, see what has to be dropped for a moment, write the statements down. Pure.

=============  ==============================================================================================
``order``      what comes before what
``locations``  which step and transaction each object belongs to
``builder``    the plan while it is made
``decisions``  what is done about each object; ``in_place`` for what
               can be changed where it is
``rows``       queries that tell whether the existing rows allow it; ``backfill`` for columns to come,
               ``domains`` for values of domains, ``sequences`` for numbers
``rebuild``    what has to be dropped for a moment, from when to when; ``recreate`` for the statements
``overloads``  functions that make calls of others ambiguous
``create``     statements that create what is missing
``recompute``  what was computed by a function that changes
``grants``     which privileges are granted, which revoked, and which are kept
``alter``      statements that change what is there; ``columns`` for the kind that takes most of them,
               ``fields`` for composite types, ``row_security`` for the switch of a table
``options``    what an object has beside its definition
``partitions`` tables that are parts of others, and their indexes
``online``     the same for tables that hold rows, without blocking those who use them
``hazards``    what readers and writers will notice all the same
=============  ==============================================================================================
"""

from collections.abc import Iterator, Mapping

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner import (
    fields,
    grants,
    hazards,
    online,
    options,
    partitions,
    rebuild,
    recompute,
    recreate,
)
from ai_engine_db.schema.planner.alter import alter, detail
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.create import create, inherited
from ai_engine_db.schema.planner.decisions import Action, Decision, decide
from ai_engine_db.schema.planner.order import PARENTS, PRIVILEGES, ordered
from ai_engine_db.schema.statements import Change, Plan, Raised


def make_plan(
    desired: Snapshot,
    actual: Snapshot,
    lost_rows: Mapping[str, int | Raised],
    owner: str,
    sizes: Mapping[str, int],
) -> Plan:
    """Compares two snapshots that differ; the arguments are those of :func:`ai_engine_db.schema.plan.plan`."""
    actual = partitions.after_leaving(desired, actual)
    builder = Builder(desired, actual, lost_rows, owner, sizes)
    decisions, rebuilds = _decide_all(builder)
    for item, absence in rebuilds.drops():
        recreate.drop(builder, item, absence.gone, absence.back)
    for old, new in sorted(builder.superseded.items()):
        if decisions[new].action is not Action.LEAVE:
            recreate.supersede(builder, old, builder.desired[new])
    # What comes back as it was needs what it needed then.
    same = {key: actual[key] for key in rebuilds.absences if not rebuilds.changed(key)}
    for item in ordered({**desired, **same}) if same else builder.order:
        if item.id not in desired:
            for absence in rebuilds.absences[item.id]:
                recreate.come_back(builder, item, item, absence.back)
            continue
        if (now := actual.get(item.id, _without_privileges(item))) is not None:
            _keep(builder, desired[item.id], now, decisions[item.id], rebuilds)
            recompute.follow(builder, desired[item.id], now, decisions[item.id], frozenset(rebuilds.absences))
        else:
            _make(builder, item, decisions)
    return builder.finish([*online.leftovers(builder), *_unmanaged(builder)])


def _make(builder: Builder, item: Object, decisions: Mapping[str, Decision]) -> None:
    """Makes what is not there, or says why it is not made."""
    decision = decisions[item.id]
    if decision.action is Action.MAKE:
        create(builder, item, decisions)
    elif decision.action is Action.LEAVE:
        builder.leave(item, decision.why)
    elif item["inherited"]:
        inherited(builder, item)


def _without_privileges(item: Object) -> Object | None:
    """What a database has of what is there as soon as somebody gives a privilege."""
    return Object(item.kind, item.name) if item.kind in PRIVILEGES else None


def _decide_all(builder: Builder) -> tuple[dict[str, Decision], rebuild.Rebuilds]:
    """Decides until nothing has to be refused any more for the sake of what hangs on it."""
    refused: dict[str, str] = {}
    while True:
        decisions = decide(builder, refused)
        rebuilds = rebuild.Rebuilds(builder, decisions)
        if not rebuilds.refused:
            return decisions, rebuilds
        refused |= rebuilds.refused


def _keep(builder: Builder, item: Object, now: Object, decision: Decision, rebuilds: rebuild.Rebuilds) -> None:
    """Brings an object that is there to what it should be, in place or by making it again."""
    if decision.action is Action.LEAVE:
        builder.leave(item, decision.why)
    for absence in rebuilds.absences.get(item.id, ()):
        if rebuilds.changed(item.id):
            builder.note("~", item, detail(item, now, decision))
        recreate.come_back(builder, item if rebuilds.changed(item.id) else now, now, absence.back)
        _describe(builder, item, now, absence.back)
        return
    if now["owner"] is not None and now["owner"] != item["owner"]:
        _own(builder, item, now)
    if decision.action in (Action.ALTER, Action.CONVERT):
        alter(builder, item, now, decision)
    _describe(builder, item, now, builder.places.at(item), keeps_type=_keeps_type(decision))


def _own(builder: Builder, item: Object, now: Object) -> None:
    builder.note("~", item, f"owner {now['owner']} → {builder.owner}")
    # A sequence that a column owns follows its table.
    if not now["owned_by"]:
        sql = render.owner(item, builder.owner)
        builder.add(Phase.OWNERS, item, sql, hazard=hazards.RIGHTS, as_superuser=True)


def _keeps_type(decision: Decision) -> bool:
    """Whether a column stays of a type that is not the wanted one, which may not be stored as wanted."""
    return decision.action is Action.LEAVE and "type" in decision.different


def _describe(builder: Builder, item: Object, now: Object, at: int, *, keeps_type: bool = False) -> None:
    if item["comment"] != now["comment"]:
        builder.note("~", item, "comment" if item["comment"] is not None else "no comment")
        builder.add(Phase.REST, item, render.comment(item), at=at)
    if not keeps_type:
        options.change(builder, item, now, at)
    for words, sql in grants.differences(item, now, builder.owner):
        builder.note("~", item, words)
        builder.add(Phase.REST, item, sql, at=at, hazard=hazards.RIGHTS)


def _unmanaged(builder: Builder) -> Iterator[Change]:
    """A line for all that ``sql/`` does not know: an object, and whatever an object has beside what is wanted."""
    for key, item in sorted(builder.actual.items()):
        wanted = builder.desired.get(key)
        if wanted is not None:
            step = builder.places.step(wanted)
            same = wanted.kind != "type" or fields.form(wanted) == fields.form(item)
            for what, name in ((("labels", "label"),) if same else ()) + (("checks", "constraint"), ("beside", "")):
                for each in sorted(set(item[what] or ()) - set(wanted[what] or ())):
                    yield Change("!", key, step, f"{name} {each} is not in sql/".lstrip())
            for each in (*fields.left(wanted, item), *grants.left(wanted, item, builder.grantees)):
                yield Change("!", key, step, f"{each} is not in sql/")
        elif item.kind in PRIVILEGES:
            for each in grants.left(Object(item.kind, item.name), item, builder.grantees):
                yield Change("!", key, "", f"{each} is not in sql/")
        elif item["inherited"] or partitions.is_looked_after(builder.desired, builder.actual, item):
            continue
        elif key not in builder.decided and _stands_alone(builder, item):
            yield Change("!", key, "", "is not in sql/")


def _stands_alone(builder: Builder, item: Object) -> bool:
    """Whether what an unknown object belongs to is known; else its table's or column's line tells it all."""
    if item.kind == "sequence" and item["owned_by"]:
        return f"column {item['owned_by']}" in builder.desired
    return item.parent is None or any(f"{kind} {item.parent}" in builder.desired for kind in PARENTS)
