"""Partitions, and tables that inherit: what they have from others, how they come and go, and their indexes. Pure.

What an object has from another table is marked ``inherited``: a statement about that other table makes and changes it.
A partition of a table in use is made beside it and attached, which keeps nobody from reading and writing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ai_engine_db.schema import concurrent, render
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner import hazards
from ai_engine_db.schema.planner.builder import Builder, Phase, difference, mentions
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS
from ai_engine_db.schema.planner.locations import VALIDATION
from ai_engine_db.schema.statements import WRITE_A_TRANSITION

UNMANAGED = "unmanaged"

# What a column of a partition may have otherwise than its parent's.
OWN = ("default", "not_null")
# What it has from its parent besides when it is made.
_FROM_PARENT = ("type", "collation", "generated", "identity", "storage", "compression", *OWN)

_IDENTITY = ("identity", "identity_options")

_LIKE = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION"
_ONE_KEY = re.compile(r'(RANGE|LIST) \(("(?:[^"]|"")*"|\w+)\)')
_RANGE = re.compile(r"FOR VALUES FROM \((.+)\) TO \((.+)\)", re.DOTALL)
_LIST = re.compile(r"FOR VALUES IN \((.+)\)", re.DOTALL)


def parents(item: Object | None) -> list[str]:
    """The tables that a table has columns from."""
    if item is None:
        return []
    return [item["partition_of"]] if item["partition_of"] else list(item["inherits"] or ())


def is_partitioned(builder: Builder, table: str | None) -> bool:
    """Whether a table is partitioned, or is to be."""
    item = builder.desired.get(f"table {table}") or builder.actual.get(f"table {table}")
    return item is not None and bool(item["partition_key"])


def joins(builder: Builder, table: str | None) -> bool:
    """Whether a table that is there becomes a partition, or comes to inherit."""
    key = f"table {table}"
    if key not in builder.actual or key not in builder.desired:
        return False
    return bool(set(parents(builder.desired[key])) - set(parents(builder.actual[key])))


def has_to_be_made(builder: Builder, item: Object) -> bool:
    """Whether what an object has from another table has to be there before its own table joins that one."""
    if item.kind not in ("column", "constraint") or not joins(builder, item.parent):
        return False
    if item.kind == "constraint":
        return bool(item["type"] == "check")
    already = parents(builder.actual[f"table {item.parent}"])
    return not any(f"column {each}.{item.name}" in builder.desired for each in already)


def source(builder: Builder, item: Object) -> Object | None:
    """The column that an inherited one comes from."""
    above = parents(builder.desired.get(f"table {item.parent}"))
    return next((found for each in above if (found := builder.desired.get(f"column {each}.{item.name}"))), None)


def own_difference(builder: Builder, item: Object, now: Object) -> frozenset[str]:
    """What a statement about an inherited column's own table has to change, once its parent's were run."""
    if joins(builder, item.parent):
        return difference(item, now)
    from_ = source(builder, item)
    if from_ is None:
        return frozenset()
    before = builder.actual.get(from_.id)
    differ = set()
    for name in OWN:
        recurses = before is None or not from_.agrees(before, name)
        has = from_[name] if recurses else now[name]
        if has not in (item[name], item.settled.get(name, item[name])):
            differ.add(name)
    return frozenset(differ)


def as_made(builder: Builder, item: Object) -> Object | None:
    """An inherited column as it is when its table has just been made."""
    from_ = source(builder, item)
    if from_ is None:
        return None
    return replace(item, attributes={name: from_[name] for name in _FROM_PARENT if from_[name] is not None})


def own_settings(builder: Builder, item: Object) -> Iterator[str]:
    """What makes a column of a new partition other than its parent's."""
    made = as_made(builder, item)
    if made is None or item["generated"]:
        return
    column = f"ALTER TABLE {item.parent} ALTER COLUMN {item.name}"
    if item["default"] != made["default"] and not item["identity"]:
        yield f"{column} DROP DEFAULT" if item["default"] is None else f"{column} SET DEFAULT {item['default']}"
    if item["not_null"] and not made["not_null"]:
        yield f"{column} SET NOT NULL"


def obstacle(builder: Builder, item: Object, now: Object | None) -> str:
    """Why a table cannot become the partition that it shall be; empty when it can."""
    parent = item["partition_of"]
    if not parent or (now is not None and not _moves(item, now)):
        return ""
    if now is not None:
        wanted = {each.name for each in builder.columns.get(str(parent), ())}
        has = {each.name for each in builder.actual.values() if each.kind == "column" and each.parent == item.name}
        if more := sorted(has - wanted):
            return f"column {', '.join(more)} is none of table {parent}: {WRITE_A_TRANSITION}"
        if now["partition_key"] != item["partition_key"]:
            return ""
        if outside := _condition(builder, parent, item["bound"]):
            find = f"SELECT * FROM {item.name} WHERE ({outside}) IS NOT TRUE"
            if builder.count(item.id, item, find, f"outside of {_words(item['bound'])}"):
                return f"{builder.against(item.id)}: {WRITE_A_TRANSITION}"
    inside = _condition(builder, parent, item["bound"])
    default = next((each for each in below(builder.actual, parent) if each["bound"] == "DEFAULT"), None)
    if inside and default is not None and default.id != item.id:
        find = f"SELECT * FROM {default.name} WHERE {inside}"
        name = f"{item.id} in {default.id}"
        if builder.count(name, item, find, f"of table {default.name} that belong in it", table=default.name):
            return f"{builder.against(name)}: {WRITE_A_TRANSITION}"
    return ""


def _condition(builder: Builder, parent: str, bound: str) -> str:
    """Which rows belong in a partition, where its table is partitioned by one column; empty where it cannot be told."""
    key = _ONE_KEY.fullmatch(str(builder.desired[f"table {parent}"]["partition_key"]))
    if key is None:
        return ""
    column = key[2]
    if key[1] == "LIST" and (values := _LIST.fullmatch(bound)):
        return f"{column} IS NULL" if values[1] == "NULL" else f"{column} IN ({values[1]}){_or_null(column, values[1])}"
    if key[1] == "RANGE" and (ends := _RANGE.fullmatch(bound)):
        parts = [f"{column} IS NOT NULL"]
        parts += [f"{column} >= {ends[1]}"] if ends[1] != "MINVALUE" else []
        parts += [f"{column} < {ends[2]}"] if ends[2] != "MAXVALUE" else []
        return " AND ".join(parts)
    return ""


def _or_null(column: str, values: str) -> str:
    return f" OR {column} IS NULL" if re.search(r"(^|, )NULL(,|$)", values) else ""


def _words(bound: str) -> str:
    return bound.removeprefix("FOR VALUES ")


def _moves(item: Object, now: Object) -> bool:
    return (item["partition_of"], item["bound"]) != (now["partition_of"], now["bound"])


def create(builder: Builder, item: Object, constraints: list[Object]) -> Iterator[tuple[str, str]]:
    """The statements that make a partition, each with its lock."""
    parent = str(item["partition_of"])
    beside = f"table {parent}" in builder.actual and builder.places.in_use(parent)
    lines = [f"LIKE {parent} {_LIKE}"] if beside else []
    lines += [f"CONSTRAINT {each.name} {concurrent.whole(each)}" for each in constraints]
    inside = ",\n    ".join(lines)
    body = f" (\n    {inside}\n)" if lines else ""
    options = render.table_options(item)
    if beside:
        yield f"CREATE {render.unlogged(item)}TABLE {item.name}{body}{options}", ""
        yield attach(item), HARMLESS
    else:
        of = f" PARTITION OF {parent}"
        yield f"CREATE {render.unlogged(item)}TABLE {item.name}{of}{body} {item['bound']}{options}", EXCLUSIVE


def searched(builder: Builder, item: Object) -> str:
    """The default partition, which PostgreSQL reads for rows of a new one while nobody else may; empty for none."""
    found = below(builder.actual, str(item["partition_of"]))
    return next((each.name for each in found if each["bound"] == "DEFAULT"), "")


def attach(item: Object) -> str:
    """ATTACH PARTITION."""
    return f"ALTER TABLE {item['partition_of']} ATTACH PARTITION {item.name} {item['bound']}"


def alter(builder: Builder, item: Object, now: Object) -> None:
    """Lets a table leave the tables that it is no part of any more, and join others."""
    # A partition that gets other bounds is one again before its table changes, in a single transaction.
    stays = item["partition_of"] == now["partition_of"]
    if now["partition_of"] and _moves(item, now):
        builder.note("~", item, f"detached from {now['partition_of']}")
        sql = f"ALTER TABLE {now['partition_of']} DETACH PARTITION {item.name}"
        builder.add(Phase.LEAVES if stays else Phase.DROPS, item, sql, EXCLUSIVE, at=_leaving(builder, item, now))
    for parent in now["inherits"] or ():
        if parent not in (item["inherits"] or ()):
            builder.note("~", item, f"no longer inherits {parent}")
            builder.add(Phase.DROPS, item, f"ALTER TABLE {item.name} NO INHERIT {parent}", EXCLUSIVE)
    if item["partition_of"] and _moves(item, now):
        builder.note("~", item, f"attached to {item['partition_of']} {item['bound']}")
        phase, at = (Phase.JOINS, builder.places.at(item)) if stays else (Phase.REST, _joining(builder, item))
        builder.add(phase, item, attach(item), EXCLUSIVE, at=at, hazard=hazards.READS)
    for parent in item["inherits"] or ():
        if parent not in (now["inherits"] or ()):
            builder.note("~", item, f"inherits {parent}")
            sql = f"ALTER TABLE {item.name} INHERIT {parent}"
            builder.add(Phase.REST, item, sql, EXCLUSIVE, at=_joining(builder, item))


def _leaving(builder: Builder, item: Object, now: Object) -> int:
    """When a table leaves another: before it changes, and before others get the bounds that it had."""
    above = builder.desired.get(f"table {now['partition_of']}")
    own = builder.places.at(item)
    return own if above is None else min(own, builder.places.at(above))


def _joining(builder: Builder, item: Object) -> int:
    """When a table joins another: once its rows are known to keep to what that wants."""
    return builder.places.number(VALIDATION) if builder.places.in_use(item.name) else builder.places.at(item)


def below(objects: Snapshot, parent: str) -> list[Object]:
    """The partitions of a table."""
    return [each for each in objects.values() if each.kind == "table" and each["partition_of"] == parent]


def keyed(objects: Snapshot, column: Object) -> str:
    """The id of the table, or of a part of it, that is partitioned by a column: it keeps its type. Empty for none."""
    tables = [str(column.parent)]
    for name in tables:
        table = objects.get(f"table {name}")
        if table is not None and mentions(str(table["partition_key"] or ""), column.name):
            return table.id
        tables += [each.name for each in below(objects, name)]
    return ""


# What nobody has to look after


def is_looked_after(desired: Snapshot, actual: Snapshot, item: Object) -> bool:
    """Whether a table that ``sql/`` does not know is a partition that somebody else makes, as ``sql/`` says."""
    above = item["partition_of"]
    while above:
        known = desired.get(f"table {above}")
        if known is not None:
            return bool(known["partitions"] == UNMANAGED)
        there = actual.get(f"table {above}")
        above = there["partition_of"] if there is not None else None
    return False


def after_leaving(desired: Snapshot, actual: Snapshot) -> Snapshot:
    """What a database has, without what tables lose when they are partitions no more: triggers, and identities."""
    found = dict(actual)
    for key, item in actual.items():
        if not item["inherited"] or key not in desired or desired[key]["inherited"]:
            continue
        if item.kind == "trigger":
            del found[key]
        elif item.kind == "column" and item["identity"] and not desired[f"table {item.parent}"]["partition_of"]:
            kept = {name: value for name, value in item.attributes.items() if name not in _IDENTITY}
            found[key] = replace(item, attributes=kept)
    return found


def roots(objects: Mapping[str, Object]) -> dict[str, str]:
    """The table that each table has columns from in the end, by name."""
    above = {item.name: parents(item)[0] for item in objects.values() if item.kind == "table" and parents(item)}
    found = {}
    for name in above:
        top = name
        while top in above:
            top = above[top]
        found[name] = top
    return found
