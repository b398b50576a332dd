"""Transitions: the changes that a comparison of two schemas cannot know. Pure but for reading ``sql/transitions``.

A file says in its head when it applies (``has``, ``lacks``: ids of objects; ``when``: a condition in SQL), in which
step it runs (first), what it renames, and a query that has to count nothing afterwards (``check``); then comes the SQL.
It is a transaction of that step: when the check counts, all of it is rolled back. The same transaction records it, by
name and digest, so that it runs once in a database, whatever still holds of its head afterwards.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ai_engine_db.schema import backfills, kept, renames, texts
from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.plan import Change, Plan, Statement, steps
from ai_engine_db.schema.planner.builder import mentions
from ai_engine_db.schema.rename import Rename, has
from ai_engine_db.schema.renamed import moved
from ai_engine_db.schema.render import do, literal, raise_if
from ai_engine_db.schema.statements import FIRST_STEPS, LAST_STEPS, Check
from ai_engine_db.schema.transition_head import Batch, Transition, TransitionError, holds, object_of, parse

__all__ = ["Batch", "Transition", "TransitionError", "parse"]


def read(folder: Path = SQL / "transitions", domains: Collection[str] | None = None) -> list[Transition]:
    """All transitions of the project, by name.

    Args:
        folder: where they are.
        domains: as in :func:`parse`.

    Raises:
        TransitionError: one cannot be used as it is.
    """
    found = []
    for path in sorted(folder.glob("*.sql")):
        try:
            text = texts.read(path, f"sql/transitions/{path.name}")
        except texts.SourceError as error:
            raise TransitionError(str(error)) from None
        found.append(parse(path.name, text, domains))
    return found


def domains_of(desired: Snapshot) -> set[str]:
    """The steps that the objects of the lock are made in, besides the first and the last."""
    return {item.domain for item in desired.values()} - {*FIRST_STEPS, *LAST_STEPS, ""}


def changed(transitions: Iterable[Transition], recorded: Mapping[str, str | None]) -> list[str]:
    """The names of those that were applied, and are not what they were then.

    Args:
        transitions: all.
        recorded: the digest by name; None for one that did not have to run.
    """
    return [each.name for each in transitions if recorded.get(each.name) not in (None, each.digest)]


def unknown(
    transitions: Iterable[Transition], desired: Snapshot, every: Collection[Rename], was: Callable[[str], bool]
) -> list[str]:
    """Lines about what heads speak of that never was: a word misspelled, most likely.

    Args:
        transitions: all.
        desired: the lock.
        every: the renames of sql/.
        was: whether an object, by its id, was in a lock that there was before.
    """
    chosen = list(transitions)
    names = [*every, *every_rename(chosen)]
    made = {key for each in chosen for key in each.makes} | {key for each in names for key in (each.before, each.after)}

    def known(key: str) -> bool:
        return has(desired, key) or key in made or renames.touches(key, names) or was(key)

    def never(each: Transition) -> list[tuple[int, str]]:
        found = [(number, object_of(said)) for said, number in each.lines if said in each.has]
        if each.batch is not None:
            found.append((1, f"column {each.batch.table}.{each.batch.key.rpartition('.')[2]}"))
        return [(number, key) for number, key in found if not known(key)]

    return [
        f"{each.file}:{number}: there is no {key} in sql/, nor was there one in an earlier lock or rename:"
        " where it is not in a database either, this never runs"
        for each in chosen
        for number, key in never(each)
    ]


def in_turn(transitions: Iterable[Transition], actual: Snapshot, desired: Snapshot | None = None) -> list[Transition]:
    """Those that apply, each to what the ones before it leave: one may go on with what another has renamed."""
    found, now = [], dict(actual)
    for each in transitions:
        if each.applies(now):
            found.append(each)
            now = renamed(now, [each], desired)
    return found


def later(
    transitions: Iterable[Transition], actual: Snapshot, desired: Snapshot, filled: Collection[str]
) -> list[Change]:
    """Lines about those that apply to rows that are there once the plan is done: the next deploy runs them.

    Args:
        transitions: those that do not apply.
        actual: what there is before the plan.
        desired: the lock.
        filled: the tables that hold rows.
    """
    after = {**actual, **desired}

    def concerns(key: str) -> bool:
        """Whether what is missing belongs to something in use."""
        kind, _, path = object_of(key).partition(" ")
        above = path.rpartition(".")[0]
        if kind == "label":
            return f"type {path.partition('.')[0]}" in actual
        return object_of(key) in actual or (above in filled and f"table {above}" in actual)

    found = []
    for each in transitions:
        missing = [key for key in each.has if not holds(actual, key)]
        if missing and each.applies(after) and all(map(concerns, missing)):
            why = f"the next deploy runs it: this one makes {', '.join(missing)}, of which it speaks"
            found.append(Change("!", f"transition {each.name}", each.step, why))
    return found


def renamed(actual: Snapshot, transitions: Iterable[Transition], desired: Snapshot | None = None) -> dict[str, Object]:
    """The snapshot as it will be after some: with their new names, and with what they make.

    Args:
        actual: what there is.
        transitions: those that apply.
        desired: the lock, which says what is made.
    """
    result = dict(actual)
    for each in transitions:
        if each.rename is not None and each.rename.before in result:
            result = moved(result, each.rename)
        for key in each.makes:
            _make(result, key, desired or {})
    return result


def _make(result: dict[str, Object], key: str, desired: Snapshot) -> None:
    """Puts what a transition makes where it will be: an object with all that belongs to it, or a label."""
    kind, _, path = key.partition(" ")
    if kind == "label":
        enum = f"type {path.partition('.')[0]}"
        if enum in result and enum in desired and not has(result, key) and has(desired, key):
            here = [*(result[enum]["labels"] or ()), path.partition(".")[2]]
            wanted = list(desired[enum]["labels"])
            labels = [*(each for each in wanted if each in here), *(each for each in here if each not in wanted)]
            result[enum] = replace(result[enum], attributes={**result[enum].attributes, "labels": labels})
        return
    for each, item in desired.items():
        if each == key or (kind == "table" and item.parent == path):
            result[each] = item


def speaks_of(transition: Transition, every: Collection[Rename]) -> bool:
    """Whether its head names something by a name that it had before a rename."""
    return any(renames.touches(object_of(key), every) for key in transition.has)


def every_rename(transitions: Iterable[Transition]) -> list[Rename]:
    """What some of them rename."""
    return [each.rename for each in transitions if each.rename is not None]


def names(actual: Snapshot, transitions: Iterable[Transition]) -> dict[str, str]:
    """The ids that tables and columns will have, by those that they have; without what stays as it is."""
    return renames.ids(actual, every_rename(transitions))


def before_renames(query: str, transitions: Collection[Transition]) -> str:
    """A query that speaks of columns by their new names, made to run while they still have the old ones."""
    return renames.before(query, every_rename(transitions))


def asked_before(
    checks: Mapping[str, Check], transitions: Iterable[Transition], every: Collection[Rename] | None = None
) -> dict[str, Check]:
    """A plan's checks, made to run before the transitions; without those that one of them provides for.

    Args:
        checks: by name.
        transitions: those that apply.
        every: all that is renamed before the plan; by default what the transitions rename.
    """
    chosen = list(transitions)
    names = every_rename(chosen) if every is None else every
    provided = {object_of(key) for transition in chosen for key in (*transition.lacks, *transition.makes)}
    return {
        # One row of a table that is renamed cannot be asked for by its new name.
        name: replace(check, find=find, one=check.one if find == check.find else "")
        for name, check in checks.items()
        for find in [renames.before(check.find, names)]
        if check.object not in provided
        # Rows that may break a constraint are no reason against it: it is validated behind them where none does.
        and not any(_writes(each, check, names) and not kept.asked_before(check, each.sql) for each in chosen)
    }


def _writes(transition: Transition, check: Check, every: Iterable[Rename] = ()) -> bool:
    """Whether a transition may change the rows that a check asks for, which is then asked behind it."""
    tables = {check.table, *(each.old for each in every if each.kind == "table" and each.new == check.table)}
    return transition.renames is None and bool(check.table) and any(mentions(transition.sql, table) for table in tables)


def begun(
    plan: Plan,
    transitions: Iterable[Transition],
    idle: Iterable[Transition] = (),
    asked: Mapping[str, Check] | None = None,
    *,
    first: bool = False,
) -> Plan:
    """A plan whose steps begin with the transitions that apply.

    Args:
        plan: of the state after them.
        transitions: those that apply.
        idle: those that do not; where anything is done they are recorded first, so that what it makes is no reason
            for them later.
        asked: all checks of the plan, by name: one about rows that a transition writes is asked behind it.
        first: they run before all else, while things still have the names that they speak of.
    """
    chosen, others = list(transitions), list(idle)
    provided = {object_of(key) for each in chosen for key in (*each.lacks, *each.makes)}
    may_break = {name: check for name, check in (asked or {}).items() if check.kept}
    plan = kept.validated(
        plan,
        (
            (name, check)
            for name, check in may_break.items()
            if check.object in provided or any(_writes(each, check) for each in chosen)
        ),
    )
    if first:
        chosen, asked = [replace(each, step=FIRST_STEPS[0]) for each in chosen], None
    # What one provides for has that one's own `check`: a query made before it may speak of tables yet to come.
    behind = [check for name, check in (asked or {}).items() if check.object not in provided and name not in may_break]
    statements = [
        made for each in chosen for made in _statements(each, [check for check in behind if _writes(each, check)])
    ]
    changes = [Change("~", f"transition {each.name}", each.step, each.title) for each in chosen]
    made = replace(plan, statements=(*statements, *plan.statements), changes=(*changes, *plan.changes))
    if not others or not made.statements:
        return made
    order = steps(each.step for each in made.statements)
    begin = next(step for step in order if made.step(step))
    values = ", ".join(f"({literal(each.name)}, {literal(each.digest)}, NULL)" for each in others)
    sql = f"INSERT INTO deploy.transitions (name, digest, applied_at) VALUES {values} ON CONFLICT DO NOTHING"
    noted = Statement(sql, f"transition {others[0].name}", begin, transaction="transitions")
    return replace(made, statements=(noted, *made.statements))


def _statements(transition: Transition, behind: Iterable[Check]) -> list[Statement]:
    """What runs a transition, and at its end makes sure of what it says."""
    key, file = f"transition {transition.name}", transition.file
    # First, so that of two that run it one fails before it has done anything.
    row = f"{literal(transition.name)}, {literal(transition.digest)}"
    record = f"INSERT INTO deploy.transitions (name, digest) VALUES ({row})"
    batches = backfills.statements(transition) if transition.batch is not None else []
    sql = record if batches else f"{record};\n{transition.sql}"
    if transition.condition and transition.renames is None:
        sql += f";\n{_ended(transition)}"
    if transition.check:
        sql += _none(transition.check, f"{file}: its check still finds rows")
    for check in behind:
        sql += _none(
            check.count, f"{file} leaves rows of table {check.table} that {check.object} cannot be created with"
        )
    lock = "" if batches else "ACCESS EXCLUSIVE"
    return [
        *(Statement(each, key, transition.step, "ROW EXCLUSIVE", alone=True) for each in batches),
        Statement(sql, key, transition.step, lock, transaction=transition.name),
    ]


def _ended(transition: Transition) -> str:
    """A statement that fails when what a transition is for holds as before: it would be due again, without an end."""
    message = f"{transition.file}: its condition still holds after it ran, so it would never come to an end"
    body = (
        f" BEGIN IF {transition.condition} THEN RAISE EXCEPTION {literal(message.replace('%', '%%'))}; END IF;"
        # What it asks for is gone: that is an end too.
        " EXCEPTION WHEN undefined_table OR undefined_column OR undefined_function OR undefined_object THEN NULL; END "
    )
    return do(body, "ended")


def _none(count: str, message: str) -> str:
    """A statement behind another that fails when a query counts something."""
    return f";\n{raise_if(f'({count}) > 0', message)}"
