"""What a statement does to those who use a table that holds rows, in words with the table's size and the lock. Pure."""

import re
from collections.abc import Iterable, Mapping

from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.statements import Change, Statement

REWRITES = "rewrites"
READS = "reads all of"
BUILDS = "builds an index of"

# To read a table of this size takes a second at worst, and who waits as long is not worth a word; bytes.
LARGE = 64_000_000

EXCLUSIVE = "ACCESS EXCLUSIVE"
# No reader or writer waits for it.
HARMLESS = "SHARE UPDATE EXCLUSIVE"

_VOLATILE = re.compile(r"\b(nextval|random\w*|gen_random_uuid|uuid_generate_v\w+|clock_timestamp|timeofday)\(")
_UNITS = ("KB", "MB", "GB", "TB")


def told(hazard: str, item: Object, lock: str, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """The hazard of a statement about an object, unless its table is empty, or nobody has to wait for long."""
    table = item.parent or item.name
    size = sizes.get(table, 0)
    if not hazard or not size or (size < LARGE and hazard != REWRITES):
        return ()
    return (f"{hazard} table {table} ({_words(size)}) under {lock}",)


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
    """What making a constraint or index does, when it is made plainly."""
    if item.kind == "index" or item["type"] in ("primary key", "unique", "exclude"):
        return BUILDS
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
