"""Transitions: the changes that a comparison of two schemas cannot know. Pure but for reading ``sql/transitions``.

A file says in its head when it applies (``has``, ``lacks``: ids of objects), in which step it runs (first), what it
renames, and a query that has to count nothing afterwards (``check``); then comes the SQL. It is a
transaction of that step: when the check counts, all of it is rolled back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tasks.schema import texts
from tasks.schema.lock import SQL
from tasks.schema.model import Object, Snapshot
from tasks.schema.plan import Change, Plan, Statement
from tasks.schema.planner.draft import mentions
from tasks.schema.render import literal
from tasks.schema.statements import Check

# A line that begins with more space goes on with the one before.
_HEAD = re.compile(r"^-- (has|lacks|renames|step|check): (.+(?:\n--  .+)*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Transition:
    """One file of ``sql/transitions``.

    Attributes:
        name: of the file. title: its first line.
        has, lacks: ids of objects that must be there, or must not, for it to apply.
        renames: the id of a column before and after, if that is what it does.
        step: the step that it begins.
        sql: its statements. check: a query that counts what went wrong; empty for none.
    """

    name: str
    title: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    renames: tuple[str, str] | None
    step: str
    sql: str
    check: str = ""

    def applies(self, actual: Snapshot) -> bool:
        return all(key in actual for key in self.has) and not any(key in actual for key in self.lacks)


def parse(name: str, text: str) -> Transition:
    """Reads a file.

    Raises:
        ValueError: its head lacks what says when and where it runs.
    """
    head: dict[str, list[str]] = {}
    for key, value in _HEAD.findall(text):
        head.setdefault(key, []).append(re.sub(r"\n-- +", " ", value).strip())
    if not head.get("has") or len(head.get("step", [])) != 1:
        raise ValueError(f"sql/transitions/{name}: its head wants lines `-- has:` and one `-- step:`")
    lines = text.splitlines()
    before, _, after = head.get("renames", [""])[0].partition(" to ")
    return Transition(
        name=name,
        title=lines[0].removeprefix("-- ").rstrip("."),
        has=tuple(head["has"]),
        lacks=tuple(head.get("lacks", ())),
        renames=(before, after) if after else None,
        step=head["step"][0],
        sql=texts.after_head(text),
        check=head.get("check", [""])[0],
    )


def read(folder: Path = SQL / "transitions") -> list[Transition]:
    """All transitions of the project, by name."""
    return [parse(path.name, texts.read(path, f"sql/transitions/{path.name}")) for path in sorted(folder.glob("*.sql"))]


def renamed(actual: Snapshot, transitions: Iterable[Transition]) -> dict[str, Object]:
    """The snapshot as it will be once the columns have their new names."""
    result = dict(actual)
    for transition in transitions:
        if transition.renames is None:
            continue
        before, after = transition.renames
        column = result.pop(before)
        old, new = column.name, after.rpartition(".")[2]
        result[after] = replace(column, name=new)
        for key, item in result.items():
            if before in item.needs:
                needs = tuple(after if need == before else need for need in item.needs)
                result[key] = replace(item, needs=needs, attributes=_reworded(item, old, new))
    return result


def before_renames(query: str, transitions: Iterable[Transition]) -> str:
    """A query that speaks of columns by their new names, made to run while they still have the old ones."""
    tables: dict[str, list[str]] = {}
    for transition in transitions:
        if transition.renames is not None:
            before, after = (key.removeprefix("column ").rpartition(".") for key in transition.renames)
            if mentions(query, before[0]) and mentions(query, after[2]):
                tables.setdefault(before[0], []).append(f"{before[2]} AS {after[2]}")
    shadows = [f"{table} AS (SELECT *, {', '.join(columns)} FROM {table})" for table, columns in tables.items()]
    return f"WITH {', '.join(shadows)} {query}" if shadows else query


def asked_before(checks: Mapping[str, Check], transitions: Iterable[Transition]) -> dict[str, Check]:
    """A plan's checks, made to run before the transitions; without those for whose object one of them provides."""
    chosen = list(transitions)
    provided = {key for transition in chosen for key in transition.lacks}
    return {
        name: replace(check, find=before_renames(check.find, chosen))
        for name, check in checks.items()
        if check.object not in provided
    }


def _reworded(item: Object, old: str, new: str) -> Mapping[str, object]:
    """The definition of an index or constraint says the column's new name; a view keeps its own column names."""
    if item.kind not in ("index", "constraint"):
        return item.attributes
    definition = re.sub(rf"\b{re.escape(old)}\b", new, str(item["definition"]))
    return {**item.attributes, "definition": definition}


def begun(plan: Plan, transitions: Iterable[Transition]) -> Plan:
    """A plan whose steps begin with the transitions that apply."""
    chosen = list(transitions)
    statements = [_statement(each) for each in chosen]
    changes = [Change("~", f"transition {each.name}", each.step, each.title) for each in chosen]
    return replace(plan, statements=(*statements, *plan.statements), changes=(*changes, *plan.changes))


def _statement(transition: Transition) -> Statement:
    sql = transition.sql
    if transition.check:
        message = f"sql/transitions/{transition.name}: its check counts rows"
        sql += (
            f";\nDO $check$ BEGIN IF ({transition.check}) > 0 THEN"
            f" RAISE EXCEPTION {literal(message)}; END IF; END $check$"
        )
    return Statement(
        sql, f"transition {transition.name}", transition.step, "ACCESS EXCLUSIVE", transaction=transition.name
    )
