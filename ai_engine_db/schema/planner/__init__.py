"""How a plan is made: judge each object, see what has to go for a moment, write the statements down. Pure.

=============  ===========================================================================================
``order``      what comes before what
``places``     which step and transaction each object belongs to
``draft``      the plan in the making
``verdict``    what shall become of each object
``rows``       queries that tell whether the rows that are there allow it; ``filled`` for columns to come,
               ``domains`` for values of domains
``rebuild``    what has to go for a moment, from when to when; ``again`` for the statements
``overloads``  functions that make calls of others ambiguous
``create``     statements that make what is missing
``stored``     what was reckoned by a function that changes
``grants``     which privileges are given, which taken away, and which are left
``alter``      statements that change what is there; ``columns`` for the kind that takes most of them
``numbers``    how the numbers of a column go on when its sequence changes
``online``     the same for tables that hold rows, beside those who use them
``hazards``    what readers and writers will notice all the same
=============  ===========================================================================================
"""

from collections.abc import Iterator, Mapping

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner import grants, online, rebuild, recreate, stored
from ai_engine_db.schema.planner.alter import alter, detail
from ai_engine_db.schema.planner.create import create
from ai_engine_db.schema.planner.draft import Draft, Phase
from ai_engine_db.schema.planner.order import PARENTS, ordered
from ai_engine_db.schema.planner.verdict import Action, Verdict, judge
from ai_engine_db.schema.statements import Change, Plan, Raised


def make_plan(
    desired: Snapshot,
    actual: Snapshot,
    lost_rows: Mapping[str, int | Raised],
    owner: str,
    sizes: Mapping[str, int],
) -> Plan:
    """Compares two snapshots that differ; the arguments are those of :func:`ai_engine_db.schema.plan.plan`."""
    draft = Draft(desired, actual, lost_rows, owner, sizes)
    verdicts, rebuilds = _decide(draft)
    for item, at in rebuilds.drops():
        recreate.drop(draft, item, at)
    for old, new in sorted(draft.superseded.items()):
        if verdicts[new].action is not Action.LEAVE:
            recreate.supersede(draft, old, draft.desired[new])
    # What comes back as it was needs what it needed then.
    same = {key: actual[key] for key in rebuilds.absences if not rebuilds.changed(key)}
    for item in ordered({**desired, **same}) if same else draft.order:
        if item.id not in desired:
            for absence in rebuilds.absences[item.id]:
                recreate.come_back(draft, item, item, absence.back)
        elif (now := actual.get(item.id)) is not None:
            _keep(draft, desired[item.id], now, verdicts[item.id], rebuilds)
            stored.follow(draft, desired[item.id], now, verdicts[item.id], frozenset(rebuilds.absences))
        elif verdicts[item.id].action is Action.MAKE:
            create(draft, item, verdicts)
        elif verdicts[item.id].action is Action.LEAVE:
            draft.leave(item, verdicts[item.id].why)
    return draft.finish([*online.leftovers(draft), *_unmanaged(draft)])


def _decide(draft: Draft) -> tuple[dict[str, Verdict], rebuild.Rebuilds]:
    """Judges until nothing has to be refused any more for the sake of what hangs on it."""
    refused: dict[str, str] = {}
    while True:
        verdicts = judge(draft, refused)
        rebuilds = rebuild.Rebuilds(draft, verdicts)
        if not rebuilds.refused:
            return verdicts, rebuilds
        refused |= rebuilds.refused


def _keep(draft: Draft, item: Object, now: Object, verdict: Verdict, rebuilds: rebuild.Rebuilds) -> None:
    """Brings an object that is there to what it should be, in place or by making it again."""
    if verdict.action is Action.LEAVE:
        draft.leave(item, verdict.why)
    for absence in rebuilds.absences.get(item.id, ()):
        if rebuilds.changed(item.id):
            draft.note("~", item, detail(item, now, verdict))
        recreate.come_back(draft, item if rebuilds.changed(item.id) else now, now, absence.back)
        _describe(draft, item, now, absence.back)
        return
    if now["owner"] is not None and now["owner"] != item["owner"]:
        _own(draft, item, now)
    if verdict.action in (Action.ALTER, Action.CONVERT):
        alter(draft, item, now, verdict)
    _describe(draft, item, now, draft.places.at(item))


def _own(draft: Draft, item: Object, now: Object) -> None:
    draft.note("~", item, f"owner {now['owner']} → {draft.owner}")
    # A sequence that a column owns follows its table.
    if not now["owned_by"]:
        draft.add(Phase.OWNERS, item, render.owner(item, draft.owner), as_superuser=True)


def _describe(draft: Draft, item: Object, now: Object, at: int) -> None:
    if item["comment"] != now["comment"]:
        draft.note("~", item, "comment" if item["comment"] is not None else "no comment")
        draft.add(Phase.REST, item, render.comment(item), at=at)
    for words, sql in grants.differences(item, now, draft.owner):
        draft.note("~", item, words)
        draft.add(Phase.REST, item, sql, at=at)


def _unmanaged(draft: Draft) -> Iterator[Change]:
    """A line for all that ``sql/`` does not know: an object, and whatever an object has beside what is wanted."""
    for key, item in sorted(draft.actual.items()):
        wanted = draft.desired.get(key)
        if wanted is not None:
            step = draft.places.step(wanted)
            for what, name in (("labels", "label"), ("checks", "constraint"), ("beside", "")):
                for each in sorted(set(item[what] or ()) - set(wanted[what] or ())):
                    yield Change("!", key, step, f"{name} {each} is not in sql/".lstrip())
            for each in grants.left(wanted, item):
                yield Change("!", key, step, f"{each} is not in sql/")
        elif key not in draft.decided and _stands_alone(draft, item):
            yield Change("!", key, "", "is not in sql/")


def _stands_alone(draft: Draft, item: Object) -> bool:
    """Whether what an unknown object belongs to is known; else its table's or column's line tells it all."""
    if item.kind == "sequence" and item["owned_by"]:
        return f"column {item['owned_by']}" in draft.desired
    return item.parent is None or any(f"{kind} {item.parent}" in draft.desired for kind in PARENTS)
