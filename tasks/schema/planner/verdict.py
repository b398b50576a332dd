"""What shall become of each object, before any statement is written. Pure.

A verdict never looks at what would have to go for a moment: see :mod:`tasks.schema.planner.rebuild`.
"""

from collections.abc import Iterator, Mapping

from tasks.schema import render
from tasks.schema.model import Object
from tasks.schema.planner import rows
from tasks.schema.planner.actions import Action, Verdict
from tasks.schema.planner.draft import Draft, difference
from tasks.schema.planner.names import in_the_way, taken
from tasks.schema.planner.needs import unmet
from tasks.schema.planner.order import PARENTS
from tasks.schema.types import Conversion, conversion, lost, unlabelled


def judge(draft: Draft, refused: Mapping[str, str]) -> dict[str, Verdict]:
    """The verdict on each object of the lock; ``refused`` are reasons, by id, to leave what was to be made again."""
    found: dict[str, Verdict] = {}
    left = False
    names = taken(draft)
    for item in draft.order:
        now = draft.actual.get(item.id)
        verdict = _missing(draft, item, found, names) if now is None else _existing(draft, item, now)
        why = refused.get(item.id, "") if verdict.action is not Action.LEAVE else ""
        if not why and left and verdict.action not in (Action.KEEP, Action.LEAVE, Action.SKIP):
            why = unmet(draft, item, found)
        if why:
            verdict = Verdict(Action.LEAVE, verdict.different, why)
        left = left or verdict.action in (Action.LEAVE, Action.SKIP)
        found[item.id] = verdict
    if left:
        found |= dict(_kept_identities(draft, found))
    return found


def _kept_identities(draft: Draft, found: Mapping[str, Verdict]) -> Iterator[tuple[str, Verdict]]:
    """New sequences of columns that stay identities: the identity's own sequence most likely has the name."""
    for key, verdict in found.items():
        column = f"column {draft.desired[key]['owned_by']}"
        kept = column in draft.actual and draft.actual[column]["identity"] and found[column].action is Action.LEAVE
        if kept and verdict.action is Action.MAKE:
            yield key, Verdict(Action.LEAVE, why=f"needs {column} to be no identity")


# Objects that are missing


def _missing(draft: Draft, item: Object, found: Mapping[str, Verdict], names: Mapping[str, Object]) -> Verdict:
    if item.parent is not None:
        above = next((key for kind in PARENTS if (key := f"{kind} {item.parent}") in found), "")
        if above and found[above].action is Action.LEAVE and above not in draft.actual:
            return Verdict(Action.SKIP)
    why = in_the_way(draft, item, names)
    if not why and item.parent is not None and item.parent not in draft.new_tables:
        why = rows.forbid(draft, item)
    return Verdict(Action.LEAVE, why=why) if why else Verdict(Action.MAKE)


# Objects that are there


def _existing(draft: Draft, item: Object, now: Object) -> Verdict:
    if item.kind == "index" and item.parent != now.parent:
        return Verdict(Action.LEAVE, why=f"an index of that name is on table {now.parent}")
    different = difference(item, now)
    if not different:
        return Verdict(Action.KEEP)
    if item.kind == "column":
        return _column(draft, item, now, different)
    if item.kind in ("constraint", "index"):
        return _key(draft, item, different)
    if why := _fixed(item, now, different):
        return Verdict(Action.LEAVE, different, f"{why}: write a transition")
    if item.kind == "sequence" and (why := rows.forbid(draft, item)):
        return Verdict(Action.LEAVE, different, why)
    return Verdict(Action.REPLACE if _has_to_go(item, now, different) else Action.ALTER, different)


def _fixed(item: Object, now: Object, different: frozenset[str]) -> str:
    """What cannot be changed in an object that holds data, or whose values are in use."""
    if item.kind == "table" and "partition_key" in different:
        return "partitioning cannot be changed in place"
    if item.kind == "domain" and "base" in different:
        return f"it is {now['base']}, wanted {item['base']}"
    if item.kind == "type" and (item["labels"] is None or now["labels"] is None):
        return f"{', '.join(sorted(different))} cannot be changed in place"
    return ""


def _has_to_go(item: Object, now: Object, different: frozenset[str]) -> bool:
    """Whether CREATE OR REPLACE or ALTER cannot change it (manual)."""
    match item.kind:
        case "materialized view":
            return True
        case "trigger":
            return "definition" in different
        case "view":
            return not appends(item, now)
        case "function" | "procedure":
            return bool(different & {"signature", "returns"})
    return False


def appends(item: Object, now: Object) -> bool:
    """Whether a view keeps its columns, so that CREATE OR REPLACE can change it."""
    columns = now["columns"] or []
    return bool((item["columns"] or [])[: len(columns)] == columns)


def _key(draft: Draft, item: Object, different: frozenset[str]) -> Verdict:
    if different == {"not_valid"}:
        if item["not_valid"]:
            return Verdict(Action.KEEP)
        why = rows.forbid(draft, item)
        return Verdict(Action.LEAVE, different, why) if why else Verdict(Action.ALTER, different)
    if why := rows.forbid(draft, item):
        return Verdict(Action.LEAVE, different, why)
    return Verdict(Action.REPLACE, different)


def loss(draft: Draft, item: Object, now: Object) -> str:
    """A query that counts the rows whose value a column's wanted type cannot keep."""
    table, new = str(item.parent), item["type"]
    enum = draft.desired.get(f"type {new}")
    if enum is not None and enum["labels"] is not None:
        return unlabelled(table, item.name, [render.literal(label) for label in enum["labels"]])
    domain = draft.desired.get(f"domain {new}")
    return lost(table, item.name, now["type"], new if domain is None else domain["base"])


def _column(draft: Draft, item: Object, now: Object, different: frozenset[str]) -> Verdict:
    """A column of another type keeps its values, or stays."""
    retyped = different & {"type", "collation"}
    if item["generated"] and (not now["generated"] or retyped):
        what = "generated" if "generated" in different else sorted(retyped)[0]
        wanted = f"{what} is {now[what] or 'none'}, wanted {item[what] or 'none'}"
        return Verdict(Action.LEAVE, different, f"{wanted}: write a transition")
    if not retyped:
        return Verdict(Action.ALTER, different)
    old, new = now["type"], item["type"]
    if conversion(old, new) is Conversion.CHECK:
        count = draft.count(item.id, loss(draft, item, now))
        if count:
            why = f"type is {old}, wanted {new}, which would lose the values of {count} rows: write a transition"
            return Verdict(Action.LEAVE, different, why)
    return Verdict(Action.CONVERT, different)
