"""What a statement does to those who use a table that holds rows: a code, and words with size and lock. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from ai_engine_db.hazards import Code
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.statements import Change, Hazard, Statement

REWRITES = "rewrites"
READS = "reads all of"
BUILDS = "builds an index of"
# It rewrites, and what it leaves is emptied by a crash.
EMPTIES = "rewrites, and lets a crash empty,"
RIGHTS = "changes who may use"

CODES = {
    REWRITES: (Code.REWRITE,),
    READS: (Code.CONSTRAINT_SCAN,),
    BUILDS: (Code.INDEX_BUILD,),
    EMPTIES: (Code.DATA_LOSS, Code.REWRITE),
    RIGHTS: (Code.AUTHZ,),
}
# What is worth a word however small the table is, and what takes long with a large one alone.
ALWAYS = frozenset({Code.REWRITE, Code.DATA_LOSS})
LONG = frozenset({Code.REWRITE, Code.CONSTRAINT_SCAN, Code.INDEX_BUILD})

Phase = TypeVar("Phase")

# To read a table of this size takes a second at worst, and who waits as long is not worth a word; bytes.
LARGE = 64_000_000

EXCLUSIVE = "ACCESS EXCLUSIVE"
# No reader or writer waits for it.
HARMLESS = "SHARE UPDATE EXCLUSIVE"

_VOLATILE = re.compile(r"\b(nextval|random\w*|gen_random_uuid|uuid_generate_v\w+|clock_timestamp|timeofday)\(")
_UNITS = ("KB", "MB", "GB", "TB")


def told(hazard: str, item: Object, lock: str, size: int, relation: str) -> tuple[Hazard, ...]:
    """The hazards of a statement about an object, unless its table is empty, or nobody has to wait for long.

    Args:
        hazard: one of :data:`CODES`; empty for none.
        item: the object.
        lock: that the statement takes.
        size: bytes of what has the rows that it is about.
        relation: the id of that.
    """
    if not hazard:
        return ()
    if hazard == RIGHTS:
        return (Hazard(Code.AUTHZ, f"{hazard} {f'table {item.parent}' if item.kind == 'policy' else item.id}"),)
    codes = CODES[hazard]
    if not size or (size < LARGE and not ALWAYS.intersection(codes)):
        return ()
    return tuple(Hazard(code, f"{hazard} {relation} ({_words(size)}) under {lock}") for code in codes)


def with_held_locks(
    statements: Sequence[tuple[int, Phase, Statement]], table: Callable[[str], str], sizes: Mapping[str, int]
) -> list[tuple[int, Phase, Statement]]:
    """Statements in their order, where one that locks a table against all says so if another then takes long.

    A transaction holds its locks to its end: where one changes several tables, the users of the first wait for all.

    Args:
        statements: each with the number of its place, and its phase.
        table: gives the table of an object's id.
        sizes: bytes of the tables that hold rows.
    """
    last: dict[int, dict[str, int]] = {}
    for at, (place, _, each) in enumerate(statements):
        name = table(each.object)
        if sizes.get(name, 0) >= LARGE and LONG.intersection(hazard.code for hazard in each.hazards):
            last.setdefault(place, {})[name] = at
    found, told = list(statements), set()
    for at, (place, phase, each) in enumerate(statements):
        name = table(each.object)
        if each.alone or each.lock != EXCLUSIVE or name not in sizes or (place, name) in told:
            continue
        told.add((place, name))
        if others := [other for other, then in last.get(place, {}).items() if other != name and then > at]:
            words = f"locks table {name} ({_words(sizes[name])}) until table {others[0]} is changed as well"
            hazards = (*each.hazards, Hazard(Code.ACCESS_EXCLUSIVE, words))
            found[at] = place, phase, replace(each, hazards=hazards)
    return found


def lock(item: Object) -> str:
    """The lock that making something of a table takes, when it is made plainly."""
    if item.kind == "index":
        return "SHARE"
    if item.kind == "statistics":
        return HARMLESS
    if item.kind == "trigger":
        return "SHARE ROW EXCLUSIVE"
    return "SHARE ROW EXCLUSIVE" if item["type"] == "foreign key" else EXCLUSIVE


def of(item: Object) -> str:
    """What making a constraint, index or materialized view does, when it is made plainly."""
    if item.kind == "index" or item["type"] in ("primary key", "unique", "exclude"):
        return BUILDS
    if item.kind == "materialized view":
        return REWRITES
    return READS if item.kind == "constraint" else ""


def of_column(desired: Snapshot, item: Object) -> str:
    """What adding a column does: a value that has to be made for each row rewrites the table, one for all does not."""
    domain = desired.get(f"domain {item['type']}")
    checked = domain is not None and (domain["checks"] or domain["not_null"])
    default = str(item["default"] or (domain["default"] if domain is not None else "") or "")
    calls = default and any(need.startswith("function ") for need in item.needs)
    if item["generated"] or item["identity"] or checked or calls or _VOLATILE.search(default):
        return REWRITES
    return ""


def by_object(statements: Iterable[Statement]) -> dict[str, Change]:
    """What is hazardous, by object; the lines are for those that have no other."""
    found: dict[str, Change] = {}
    for each in statements:
        if each.hazards:
            before = found[each.object].hazards if each.object in found else ()
            told = tuple(dict.fromkeys((*before, *each.hazards)))
            found[each.object] = Change("~", each.object, each.step, "recreated", hazards=told)
    return found


def _words(count: int) -> str:
    """A number of bytes for people: ``1.2 GB``."""
    amount, at = count / 1000, 0
    while amount >= 1000 and at < len(_UNITS) - 1:
        amount, at = amount / 1000, at + 1
    return f"{amount:.1f} {_UNITS[at]}"
