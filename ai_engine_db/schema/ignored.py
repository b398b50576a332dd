"""What a database has beside ``sql/`` and may keep without a word: the entries of ``sql/ignore.toml``. Reads files.

An entry is about what a plan would say ``is not in sql/`` of. It changes nothing of what a plan does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from ai_engine_db.schema import entries
from ai_engine_db.schema.entries import Entry, EntryError
from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.model import Snapshot
from ai_engine_db.schema.planner.order import KINDS as MANAGED
from ai_engine_db.schema.planner.order import PRIVILEGES
from ai_engine_db.schema.statements import Change, Plan

PATH = SQL / "ignore.toml"
UNMANAGED = "is not in sql/"

# What sql/ may hold, what it never does, and what an object that it holds may have beside.
KINDS = tuple(
    dict.fromkeys(
        (
            *(kind for kind in MANAGED if kind not in PRIVILEGES),
            "foreign table", "operator", "operator class", "operator family", "conversion", "text search configuration",
            "text search dictionary", "text search parser", "text search template", "cast", "event trigger",
            "publication", "language", "foreign-data wrapper", "server", "subscription",
            "label", "attribute", "grant", "revoke",
        )
    )
)  # fmt: skip
_PART = re.compile(r"(label|attribute|constraint|grant|revoke) (.+)")


def read(path: Path = PATH, desired: Snapshot | None = None) -> list[Entry]:
    """The entries of the project.

    Args:
        path: of the file; without one there are none.
        desired: what ``sql/`` has; None when that is not known.

    Raises:
        EntryError: one cannot be used as it is, or is about something that ``sql/`` has.
    """
    found = entries.read(path, "ignore", KINDS, ("kind", "name"))
    for entry in found if desired is not None else ():
        for kind, name in entries.of_sql(desired or {}):
            if matches(entry, kind, name):
                raise EntryError(f"{entry.at}: {entry} is {kind} {name} of sql/, which a deploy looks after")
    return found


def matches(entry: Entry, kind: str, name: str) -> bool:
    """Whether an entry is about something: ``*`` in its name is any text, ``?`` one letter, all else itself."""
    return entry.kind == kind and _pattern(entry.name).fullmatch(name) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in name), re.DOTALL)


def subject(change: Change, actual: Snapshot) -> tuple[str, str] | None:
    """The kind and name of what a line says that it is not in ``sql/``; None for other lines."""
    item = actual.get(change.object)
    if item is None or change.sign != "!" or change.falls_short or not change.detail.endswith(UNMANAGED):
        return None
    what = change.detail.removesuffix(UNMANAGED).strip()
    if not what:
        return item.kind, item.path
    part = _PART.fullmatch(what)
    if part is None:
        return None
    return part[1], f"{part[2]} on {item.id}" if part[1] in ("grant", "revoke") else f"{item.path}.{part[2]}"


def applied(made: Plan, known: Sequence[Entry], actual: Snapshot) -> Plan:
    """A plan without the lines about what is ignored; it keeps those aside, with the entries that are about them."""
    kept: list[Change] = []
    ignored: list[str] = []
    used: list[str] = []
    for change in made.changes:
        about = subject(change, actual)
        found = [entry.at for entry in known if about and matches(entry, *about)]
        used += found
        if found:
            ignored.append(str(change))
        else:
            kept.append(change)
    return replace(made, changes=tuple(kept), ignored=(*made.ignored, *ignored), used=(*made.used, *used))
