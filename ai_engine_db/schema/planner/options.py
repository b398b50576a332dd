"""What an object has beside its definition: comments on its parts, STORAGE, STATISTICS, REPLICA IDENTITY ... Pure.

None of it needs the object to be made again, and PostgreSQL drops it along with an object that is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS

# The parameter of a table whose change nobody may read beside.
_EXCLUSIVE_OPTION = "user_catalog_table"

_NAME = re.compile(r'"(?:[^"]|"")*"|\S+')

Step = tuple[str, str, str]
"""What changes, in words; the statement; its lock."""


def make(builder: Builder, item: Object, at: int | None = None) -> None:
    """Gives an object that is made, or made again, what it has beside its definition."""
    for _, sql, lock in _made(item):
        builder.add(Phase.REST, item, sql, lock, at=at)


def own(item: Object) -> Iterator[str]:
    """The statements that give an object what it has beside its definition, once it is made."""
    yield from (sql for _, sql, _ in _made(item))


def _made(item: Object) -> Iterator[Step]:
    yield from _steps({item.id: item}, item, Object(item.kind, item.name, item.parent), made=True)


def change(builder: Builder, item: Object, now: Object, at: int, *, silent: bool = False) -> None:
    """Brings what an object has beside its definition to what it should be."""
    for words, sql, lock in _steps(builder.desired, item, now):
        if not silent:
            builder.note("~", item, words)
        builder.add(Phase.REST, item, sql, lock, at=at)


def again(builder: Builder, item: Object, column: str) -> None:
    """Says anew how a column is stored, which a change of its type takes back."""
    for name in ("storage", "compression"):
        if item[name]:
            builder.add(Phase.MAKES, item, f"{column} SET {name.upper()} {item[name]}", EXCLUSIVE)


def set_and_reset(wanted: Iterable[str] | None, has: Iterable[str] | None) -> Iterator[tuple[str, str]]:
    """``RESET (…)`` and ``SET (…)`` that lead from some options to others, each with its lock on a table."""
    wanted, has = list(wanted or ()), list(has or ())
    gone = sorted({_option(each) for each in has} - {_option(each) for each in wanted})
    new = [each for each in wanted if each not in has]
    for word, options in (("RESET", gone), ("SET", new)):
        if options:
            lock = EXCLUSIVE if any(_option(each) == _EXCLUSIVE_OPTION for each in options) else HARMLESS
            yield f"{word} ({', '.join(options)})", lock


def _option(text: str) -> str:
    return text.partition("=")[0]


def _steps(desired: Snapshot, item: Object, now: Object, *, made: bool = False) -> Iterator[Step]:
    match item.kind:
        case "table":
            yield from _identity(item, now)
        case "column":
            yield from _column(item, now, made=made)
        case "index" | "constraint":
            if made and item["type"] == "exclude":
                for words, lock in set_and_reset(item["options"], ()):
                    yield words.lower(), f"ALTER INDEX {item.name} {words}", lock
            yield from _index(desired, item, now)
        case "view" | "materialized view":
            yield from _view(item, now)
    yield from _comments(item, now)


def _identity(item: Object, now: Object) -> Iterator[Step]:
    wanted = item["replica_identity"]
    # An index says itself that it is the one.
    if wanted != now["replica_identity"] and wanted != "INDEX":
        mode = wanted or "DEFAULT"
        sql = f"ALTER TABLE {item.name} REPLICA IDENTITY {mode}"
        yield f"replica identity {mode.lower()}", sql, EXCLUSIVE


def _column(item: Object, now: Object, *, made: bool) -> Iterator[Step]:
    column = f"ALTER TABLE {item.parent} ALTER COLUMN {item.name}"
    for name, lock in (("storage", EXCLUSIVE), ("compression", EXCLUSIVE), ("statistics", HARMLESS)):
        if item[name] != now[name] and not (made and name != "statistics"):
            value = "DEFAULT" if item[name] is None else item[name]
            yield f"{name} {str(value).lower()}", f"{column} SET {name.upper()} {value}", lock
    for words, lock in set_and_reset(item["options"], now["options"]):
        yield words.lower(), f"{column} {words}", lock


def _index(desired: Snapshot, item: Object, now: Object) -> Iterator[Step]:
    table = f"ALTER TABLE {item.parent}"
    if item["replica_identity"] and not now["replica_identity"]:
        yield "replica identity", f"{table} REPLICA IDENTITY USING INDEX {item.name}", EXCLUSIVE
    if item["clustered"] and not now["clustered"]:
        yield "cluster on", f"{table} CLUSTER ON {item.name}", HARMLESS
    elif now["clustered"] and not item["clustered"] and not _another(desired, item):
        yield "no cluster on", f"{table} SET WITHOUT CLUSTER", HARMLESS
    wanted, has = item["statistics"] or {}, now["statistics"] or {}
    for number in sorted({*wanted, *has}, key=int):
        if wanted.get(number) != has.get(number):
            target = wanted.get(number, -1)
            sql = f"ALTER INDEX {item.name} ALTER COLUMN {number} SET STATISTICS {target}"
            yield f"statistics of column {number}", sql, HARMLESS


def _another(desired: Snapshot, item: Object) -> bool:
    return any(each["clustered"] and each.parent == item.parent for each in desired.values())


def _view(item: Object, now: Object) -> Iterator[Step]:
    for name, wanted in _differing(item["defaults"], now["defaults"], columns(item)):
        action = "DROP DEFAULT" if wanted is None else f"SET DEFAULT {wanted}"
        yield f"{action.lower()} of {name}", f"ALTER VIEW {item.name} ALTER COLUMN {name} {action}", EXCLUSIVE


def _comments(item: Object, now: Object) -> Iterator[Step]:
    parts = {f"COLUMN {item.name}.{name}" for name in (*columns(item), *map(first_name, item["attributes"] or ()))}
    parts |= {f"CONSTRAINT {name} ON DOMAIN {item.name}" for name in item["checks"] or ()}
    if item.kind in ("column", "constraint"):
        parts |= {*(now["comments"] or ())}
    for name, wanted in _differing(item["comments"], now["comments"], parts):
        text = "NULL" if wanted is None else render.literal(wanted)
        yield f"{'no ' if wanted is None else ''}comment on {_lower(name)}", f"COMMENT ON {name} IS {text}", ""


def _differing(
    wanted: Mapping[str, str] | None, has: Mapping[str, str] | None, there: Iterable[str]
) -> Iterator[tuple[str, str | None]]:
    """What differs by name, and what is wanted, where the object still has such a part."""
    wanted, has, there = wanted or {}, has or {}, set(there)
    for name in sorted({*wanted, *has}):
        if wanted.get(name) != has.get(name) and (name in wanted or name in there):
            yield name, wanted.get(name)


def columns(item: Object) -> list[str]:
    """The names of a view's columns."""
    return [first_name(each) for each in item["columns"] or ()]


def first_name(text: str) -> str:
    """The name in a column of a view or a field of a type, ``status character varying(20)``."""
    found = _NAME.match(text)
    return found[0] if found else text


def _lower(target: str) -> str:
    kind, _, name = target.partition(" ")
    return f"{kind.lower()} {name}"
