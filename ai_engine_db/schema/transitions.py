"""Transitions: the changes that a comparison of two schemas cannot know. Pure but for reading ``sql/transitions``.

A file says in its head when it applies (``has``, ``lacks``: ids of objects; ``when``: a condition in SQL), in which
step it runs (first), what it renames, and a query that has to count nothing afterwards (``check``); then comes the SQL.
It is a transaction of that step: when the check counts, all of it is rolled back. The same transaction records it, by
name and digest, so that it runs once in a database, whatever still holds of its head afterwards.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ai_engine_db.schema import texts
from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.plan import Change, Plan, Statement, steps
from ai_engine_db.schema.planner.builder import mentions
from ai_engine_db.schema.planner.order import KINDS
from ai_engine_db.schema.render import literal, raise_if
from ai_engine_db.schema.statements import FIRST_STEPS, LAST_STEPS, Check

_HEAD = re.compile(r"-- ([A-Za-z_]+): *(.*)")
# A label of an enum and a value of a role are no objects of a plan.
_RENAMES = re.compile(r"\bRENAME\s+(?!VALUE\b)(?:\S+\s+){0,2}TO\b|\bRENAME\s*$|\bRENAME\s+TO\b", re.IGNORECASE)
_MANY = ("has", "lacks")
_ONCE = ("when", "renames", "step", "check")
# What has a name below that of a table.
_PARTS = ("column", "constraint", "trigger")


class TransitionError(ValueError):
    """A file cannot be used as it is; the message names it, and the line."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One file of ``sql/transitions``.

    Attributes:
        name: of the file. title: its first line.
        has, lacks: ids of objects that must be there, or must not, for it to apply.
        renames: the id of a column or a table before and after, if that is what it does.
        step: the step that it begins.
        sql: its statements. check: a query that counts what went wrong; empty for none.
        when: a condition in SQL; empty for none.
        digest: sha256 of the file.
    """

    name: str
    title: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    renames: tuple[str, str] | None
    step: str
    sql: str
    check: str = ""
    when: str = ""
    digest: str = ""

    def applies(self, actual: Snapshot) -> bool:
        """Whether the objects are those that it is for; ``when`` is another question."""
        return all(key in actual for key in self.has) and not any(key in actual for key in self.lacks)


def parse(name: str, text: str, domains: Collection[str] | None = None) -> Transition:
    """Reads a file.

    Args:
        name: of the file.
        text: all of it.
        domains: the steps that there are besides the first and the last; None when they are not known.

    Raises:
        TransitionError: its head is not one that says when and where it runs, and nothing else.
    """
    head: dict[str, list[str]] = {}
    for number, key, value in _lines(name, text):
        head.setdefault(key, []).append(value)
        if problem := _problem(key, head[key], domains):
            raise TransitionError(f"sql/transitions/{name}:{number}: {problem}")
    for key in ("has", "step"):
        if key not in head:
            raise TransitionError(f"sql/transitions/{name}:1: its head has no line `-- {key}: ...`")
    lines = text.split("\n")
    before, _, after = head.get("renames", [""])[0].partition(" to ")
    sql = texts.after_head(text)
    if not sql:
        raise TransitionError(f"sql/transitions/{name}:{len(text.splitlines())}: there is no SQL below its head")
    if not after and (at := _renaming(lines)):
        raise TransitionError(
            f"sql/transitions/{name}:{at}: it renames something, which a plan would otherwise create anew beside it:"
            " declare it in the head, `-- renames: table a to table b` or `-- renames: column t.a to column"
            " t.b`; for another object"
            " change its name in sql/, and drop the old one by hand"
        )
    return Transition(
        name=name,
        title=lines[0].rstrip().removeprefix("-- ").rstrip("."),
        has=tuple(head["has"]),
        lacks=tuple(head.get("lacks", ())),
        renames=(before, after) if after else None,
        step=head["step"][0],
        sql=sql,
        check=head.get("check", [""])[0],
        when=head.get("when", [""])[0],
        digest=hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest(),
    )


def _renaming(lines: Iterable[str]) -> int:
    """The number of the line that renames an object, strings and comments aside; 0 for none."""
    return next(
        (at for at, line in enumerate(lines, 1) if _RENAMES.search(re.sub(r"--.*|'(?:[^']|'')*'", "", line))), 0
    )


def _lines(name: str, text: str) -> Iterator[tuple[int, str, str]]:
    """The lines of the head below the title: number, key and value; one that begins with more space goes on."""
    lines = text.split("\n")
    if not lines or not lines[0].startswith("-- ") or _HEAD.fullmatch(lines[0].rstrip()):
        raise TransitionError(
            f"sql/transitions/{name}:1: it must begin with a line `-- What it does.`, followed by its head"
        )
    found: list[tuple[int, str, str]] = []
    for number, line in enumerate(map(str.rstrip, lines[1:]), 2):
        if not line.startswith("--"):
            break
        if match := _HEAD.fullmatch(line):
            found.append((number, match[1], match[2].strip()))
        elif line.startswith("--  ") and found:
            at, key, value = found.pop()
            found.append((at, key, f"{value} {line[2:].strip()}".strip()))
        elif found:
            raise TransitionError(f"sql/transitions/{name}:{number}: a line of its head must be `-- key: value`")
    return iter(found)


def _problem(key: str, values: list[str], domains: Collection[str] | None) -> str:
    """What is wrong with the last value of a key; empty when nothing is."""
    value = values[-1]
    if key not in (*_MANY, *_ONCE):
        return f"there is no key `{key}` in a head, only {', '.join((*_MANY, *_ONCE))}"
    if not value:
        return f"`{key}` is empty"
    if key in _ONCE and len(values) > 1:
        return f"`{key}` is given twice"
    if key == "step" and domains is not None and value not in (known := steps(domains)):
        return f"there is no step {value}, only {', '.join(known)}"
    if key in _MANY:
        return _no_id(value)
    if key == "renames":
        before, to, after = value.partition(" to ")
        same = (
            [*before.split()[:1], *before.rpartition(".")[:1]] if before.startswith("column ") else before.split()[:1]
        )
        fits = [*after.split()[:1], *after.rpartition(".")[:1]] if after.startswith("column ") else after.split()[:1]
        if not to or same != fits or before.split()[0] not in ("column", "table"):
            return "`renames` must be `table a to table b`, or `column t.a to column t.b` of the same table"
        return _no_id(before) or _no_id(after)
    return ""


def _no_id(value: str) -> str:
    """Why a value is no object's id; empty when it is one."""
    kind, _, path = value.partition(" ")
    if kind not in KINDS:
        return f"there is no kind of object `{kind}`, only {', '.join(KINDS)}"
    if not path.strip() or (kind in _PARTS and "." not in path):
        return f"`{value}` does not name a {kind}: write `{kind} {'table.' if kind in _PARTS else ''}name`"
    return ""


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


def in_turn(transitions: Iterable[Transition], actual: Snapshot) -> list[Transition]:
    """Those that apply, each to what the ones before it leave: one may go on with what another has renamed."""
    found, now = [], dict(actual)
    for each in transitions:
        if each.applies(now):
            found.append(each)
            now = renamed(now, [each])
    return found


def renamed(actual: Snapshot, transitions: Iterable[Transition]) -> dict[str, Object]:
    """The snapshot as it will be once columns and tables have their new names."""
    result = dict(actual)
    for transition in transitions:
        if transition.renames is None or transition.renames[0] not in result:
            continue
        before, after = transition.renames
        if before.startswith("table "):
            result = _table_renamed(result, before.removeprefix("table "), after.removeprefix("table "))
            continue
        column = result.pop(before)
        old, new = column.name, after.rpartition(".")[2]
        result[after] = replace(column, name=new)
        for key, item in result.items():
            if before in item.needs:
                needs = tuple(after if need == before else need for need in item.needs)
                result[key] = replace(item, needs=needs, attributes=_reworded(item, old, new))
    return result


def _table_renamed(actual: Snapshot, old: str, new: str) -> dict[str, Object]:
    """Constraints, indexes and sequences of a table keep their own names when it gets another one."""
    result: dict[str, Object] = {}
    for item in actual.values():
        own = item.parent == old
        near = own or {f"table {old}"} & {*item.needs} or any(each.startswith(f"column {old}.") for each in item.needs)
        attributes = _reworded(item, old, new, ("index", "constraint", "trigger")) if near else item.attributes
        if str(item["owned_by"] or "").startswith(f"{old}."):
            attributes = {**attributes, "owned_by": new + str(item["owned_by"]).removeprefix(old)}
        needs = tuple(
            re.sub(rf"^(table|column|constraint) {re.escape(old)}(?=\.|$)", rf"\1 {new}", n) for n in item.needs
        )
        name = new if item.kind == "table" and item.name == old else item.name
        moved = replace(item, name=name, parent=new if own else item.parent, needs=needs, attributes=attributes)
        result[moved.id] = moved
    return result


def names(actual: Snapshot, transitions: Iterable[Transition]) -> dict[str, str]:
    """The ids that tables and columns will have, by those that they have; without what stays as it is."""
    found: dict[str, str] = {}
    for key, item in actual.items():
        after = key
        for each in transitions:
            before, to = each.renames or ("", "")
            if after == before:
                after = to
            elif item.kind == "column" and before.startswith("table "):
                after = re.sub(rf"^column {re.escape(before[6:])}\.", f"column {to[6:]}.", after)
        if item.kind in ("table", "column") and after != key:
            found[key] = after
    return found


def before_renames(query: str, transitions: Collection[Transition]) -> str:
    """A query that speaks of columns by their new names, made to run while they still have the old ones."""
    tables: dict[str, list[str]] = {}
    for transition in transitions:
        if transition.renames is not None and transition.renames[0].startswith("column "):
            before, after = (key.removeprefix("column ").rpartition(".") for key in transition.renames)
            if mentions(query, before[0]) and mentions(query, after[2]):
                tables.setdefault(before[0], []).append(f"{before[2]} AS {after[2]}")
    whole = [
        f"{after.removeprefix('table ')} AS (SELECT * FROM {before.removeprefix('table ')})"
        for before, after in (each.renames for each in transitions if each.renames is not None)
        if before.startswith("table ") and mentions(query, after.removeprefix("table "))
    ]
    shadows = [
        *whole,
        *(f"{table} AS (SELECT *, {', '.join(columns)} FROM {table})" for table, columns in tables.items()),
    ]
    return f"WITH {', '.join(shadows)} {query}" if shadows else query


def asked_before(checks: Mapping[str, Check], transitions: Iterable[Transition]) -> dict[str, Check]:
    """A plan's checks, made to run before the transitions; without those that one of them provides for."""
    chosen = list(transitions)
    provided = {key for transition in chosen for key in transition.lacks}
    return {
        # One row of a table that is renamed cannot be asked for by its new name.
        name: replace(check, find=find, one=check.one if find == check.find else "")
        for name, check in checks.items()
        for find in [before_renames(check.find, chosen)]
        if check.object not in provided and not any(_writes(each, check) for each in chosen)
    }


def _writes(transition: Transition, check: Check) -> bool:
    """Whether a transition may change the rows that a check asks for, which is then asked behind it."""
    return transition.renames is None and bool(check.table) and mentions(transition.sql, check.table)


def _reworded(
    item: Object, old: str, new: str, kinds: Collection[str] = ("index", "constraint")
) -> Mapping[str, object]:
    """The definition of an index or constraint says the new name; a view keeps its own column names."""
    if item.kind not in kinds:
        return item.attributes
    definition = re.sub(rf'(?<![\w"]){re.escape(old)}(?![\w"])', new, str(item["definition"]))
    return {**item.attributes, "definition": definition}


def begun(
    plan: Plan,
    transitions: Iterable[Transition],
    idle: Iterable[Transition] = (),
    asked: Mapping[str, Check] | None = None,
) -> Plan:
    """A plan whose steps begin with the transitions that apply.

    Args:
        plan: of the state after them.
        transitions: those that apply.
        idle: those that do not; where anything is done they are recorded first, so that what it makes is no reason
            for them later.
        asked: all checks of the plan, by name: one about rows that a transition writes is asked behind it.
    """
    chosen, others = list(transitions), list(idle)
    # What one provides for has that one's own `check`: a query made before it may speak of tables yet to come.
    provided = {key for each in chosen for key in each.lacks}
    kept = [check for check in (asked or {}).values() if check.object not in provided]
    statements = [_statement(each, [check for check in kept if _writes(each, check)]) for each in chosen]
    changes = [Change("~", f"transition {each.name}", each.step, each.title) for each in chosen]
    made = replace(plan, statements=(*statements, *plan.statements), changes=(*changes, *plan.changes))
    if not others or not made.statements:
        return made
    order = steps(each.step for each in made.statements)
    first = next(step for step in order if made.step(step))
    values = ", ".join(f"({literal(each.name)}, {literal(each.digest)}, NULL)" for each in others)
    sql = f"INSERT INTO deploy.transitions (name, digest, applied_at) VALUES {values} ON CONFLICT DO NOTHING"
    noted = Statement(sql, f"transition {others[0].name}", first, transaction="transitions")
    return replace(made, statements=(noted, *made.statements))


def _statement(transition: Transition, behind: Iterable[Check]) -> Statement:
    # First, so that of two that run it one fails before it has done anything.
    row = f"{literal(transition.name)}, {literal(transition.digest)}"
    sql = f"INSERT INTO deploy.transitions (name, digest) VALUES ({row});\n{transition.sql}"
    file = f"sql/transitions/{transition.name}"
    if transition.check:
        sql += _none(transition.check, f"{file}: its check still finds rows")
    for check in behind:
        sql += _none(
            check.count, f"{file} leaves rows of table {check.table} that {check.object} cannot be created with"
        )
    return Statement(
        sql, f"transition {transition.name}", transition.step, "ACCESS EXCLUSIVE", transaction=transition.name
    )


def _none(count: str, message: str) -> str:
    """A statement behind another that fails when a query counts something."""
    return f";\n{raise_if(f'({count}) > 0', message)}"
