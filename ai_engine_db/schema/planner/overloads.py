"""Functions that sql/ no longer has, and that would make calls of one that it has ambiguous. Pure.

PostgreSQL cannot choose between ``f(integer)`` and ``f(integer, integer DEFAULT 0)`` for ``f(1)`` (manual, CREATE
FUNCTION): who gives a function a further argument means another function, and the old one has to go.
"""

import re

from ai_engine_db.schema.model import Object, Snapshot

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_DEFAULT = re.compile(r"\bDEFAULT\b")


def superseded(desired: Snapshot, actual: Snapshot) -> dict[str, str]:
    """The ids of such functions, each with that of the function that takes its place."""
    by_name: dict[str, list[Object]] = {}
    for item in desired.values():
        if item.kind in ("function", "procedure"):
            by_name.setdefault(_name(item), []).append(item)
    return {
        key: new.id
        for key, item in actual.items()
        if item.kind in ("function", "procedure") and key not in desired
        for new in by_name.get(_name(item), ())
        if ambiguous(item, new)
    }


def ambiguous(one: Object, other: Object) -> bool:
    """Whether some call could mean either of two functions of one name, by the types of their arguments."""
    first, second = _types(one), _types(other)
    least = max(_least(one, first), _least(other, second))
    longest = min(len(first), len(second))
    if first == second or any("VARIADIC " in str(each["signature"]) for each in (one, other)):
        return False
    return any(first[:count] == second[:count] for count in range(least, longest + 1))


def _name(item: Object) -> str:
    return item.name.rpartition("(")[0]


def _types(item: Object) -> list[str]:
    """The types of what a call has to give."""
    inside = item.name.rpartition("(")[2].removesuffix(")")
    return inside.split(", ") if inside else []


def _least(item: Object, types: list[str]) -> int:
    """How many arguments a call has to give at least."""
    return len(types) - len(_DEFAULT.findall(_QUOTED.sub("", str(item["signature"] or ""))))
