"""How an enum loses labels: the type is made again without them, in one transaction with all that uses it. Pure.

PostgreSQL takes no label away from a type. A value that a row has is never lost: the conversion fails, and all of it is
rolled back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from ai_engine_db.hazards import Code
from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner import grants, options, partitions
from ai_engine_db.schema.planner.hazards import EXCLUSIVE
from ai_engine_db.schema.planner.order import FUNCTIONS, closure, dependents, ordered
from ai_engine_db.schema.statements import DROPS, Hazard, Statement, amount

# These go and come back; of the indexes and keys only those whose text has a label, or a value of the type.
AROUND = ("view", "rule", "policy", "statistics", "trigger", *FUNCTIONS)


def columns(item: Object, objects: Snapshot) -> list[Object]:
    """The columns of a type, or of its arrays; those that another table has as well are that one's."""
    return [each for each in _all_columns(item, objects) if not each["inherited"]]


def _all_columns(item: Object, objects: Snapshot) -> list[Object]:
    types = (item.name, f"{item.name}[]")
    return [each for each in objects.values() if each.kind == "column" and each["type"] in types]


def rows(column: Object, label: str) -> str:
    """A query that counts the rows which have a label in a column."""
    value = render.literal(label)
    if str(column["type"]).endswith("[]"):
        return f"SELECT count(*) FROM public.{column.parent} WHERE {value} = ANY ({column.name}::text[])"
    return f"SELECT count(*) FROM public.{column.parent} WHERE {column.name}::text = {value}"


def obstacle(item: Object, label: str, final: Snapshot, gone: set[str], used: Mapping[str, int]) -> str:
    """Why a label cannot go: rows have it, or something uses the type that cannot be made again; empty when it can."""
    for key, count in used.items():
        return f"{amount(count)} of {key} {'has' if count == 1 else 'have'} label {label}"
    if item["owner"] is not None:
        return f"{item.id} belongs to {item['owner']}"
    for column in columns(item, final):
        if table := partitions.keyed(final, column):
            return f"{table} is partitioned by {column.id}"
    for key in sorted(_using(item, final)):
        each = final[key]
        fixed = each.kind == "column" and (each["generated"] or each["type"] not in (item.name, f"{item.name}[]"))
        if key not in gone and (fixed or not _comes_back(each)):
            return f"{key} depends on {item.id}: write a transition (a data migration in sql/transitions)"
        if each["owner"] is not None:
            return f"{key} depends on {item.id}, and belongs to {each['owner']}"
    return ""


def _comes_back(item: Object) -> bool:
    return item.kind in (*AROUND, "column", "index", "constraint")


def _using(item: Object, final: Snapshot) -> set[str]:
    """The ids of what depends on a type, or on a column of it."""
    return closure(dependents(final), dependents(final).get(item.id, ())) - {item.id}


def _goes(item: Object, name: str) -> bool:
    """Whether something that uses a type, or a column of it, is in the way of the column's other type."""
    if item["inherited"]:
        # It goes, and comes back, with what it comes from.
        return False
    if item.kind in AROUND:
        return True
    text = str(item["definition"])
    if item.kind == "index":
        return name in text
    return item.kind == "constraint" and (item["type"] in ("check", "foreign key", "exclude"))


def recreated(
    item: Object,
    gone: Sequence[str],
    final: Snapshot,
    actual: Snapshot,
    owner: str,
    sizes: Mapping[str, int],
    hazards: tuple[Hazard, ...],
) -> Iterator[Statement]:
    """The statements of one transaction that make a type again without some of its labels.

    Args:
        item: the type as a database has it.
        gone: the labels that go.
        final: what the database has by then.
        actual: what it has before the plan, with what people granted by hand.
        owner: the role that owns the database, quoted where SQL wants quotes.
        sizes: bytes of the tables that hold rows.
        hazards: what the loss is.
    """
    wanted = final[item.id]
    kept = [each for each in (*wanted["labels"], *item["labels"]) if each not in gone]
    kept = list(dict.fromkeys(kept))
    around = ordered({key: final[key] for key in _using(item, final) if _goes(final[key], item.name)})
    old = f"deploy_old_{sha256(item.name.encode()).hexdigest()[:12]}"
    key = f"label {item.path}.{gone[0]}"

    def add(sql: str, lock: str = "", told: tuple[Hazard, ...] = ()) -> Statement:
        return Statement(sql, key, DROPS, lock, told, transaction=item.id)

    for each in reversed(around):
        yield add(render.drop(each), EXCLUSIVE)
    yield add(f"ALTER TYPE {item.name} RENAME TO {old}", told=hazards)
    yield add(f"CREATE TYPE {item.name} AS ENUM ({', '.join(map(render.literal, kept))})")
    own = [each for each in _all_columns(item, final) if each["inherited"] and each["default"] is not None]
    for each in own:
        yield add(f"ALTER TABLE {each.parent} ALTER COLUMN {each.name} DROP DEFAULT", EXCLUSIVE)
    for table, parts in _tables(columns(item, final)).items():
        size = sizes.get(table, 0)
        told = (Hazard(Code.REWRITE, f"rewrites table {table} under {EXCLUSIVE}"),) if size else ()
        actions = ", ".join(action for column in parts for action in _converted(column))
        yield add(f"ALTER TABLE {table} {actions}", EXCLUSIVE, told)
    for each in own:
        yield add(f"ALTER TABLE {each.parent} ALTER COLUMN {each.name} SET DEFAULT {each['default']}", EXCLUSIVE)
    yield add(f"DROP TYPE {old}")
    for each in (wanted, *around):
        if each is not wanted:
            yield add(render.create(each), EXCLUSIVE)
        yield from map(add, _described(each, actual.get(each.id, each), owner))


def _tables(found: Sequence[Object]) -> dict[str, list[Object]]:
    tables: dict[str, list[Object]] = {}
    for column in found:
        tables.setdefault(str(column.parent), []).append(column)
    return tables


def _converted(column: Object) -> Iterator[str]:
    """What ALTER TABLE does to one column, whose default is of the old type before, and of the new one behind."""
    name, array = column.name, "[]" if str(column["type"]).endswith("[]") else ""
    if column["default"] is not None:
        yield f"ALTER COLUMN {name} DROP DEFAULT"
    yield f"ALTER COLUMN {name} TYPE {column['type']} USING {name}::text{array}::{column['type']}"
    if column["default"] is not None:
        yield f"ALTER COLUMN {name} SET DEFAULT {column['default']}"


def _described(item: Object, now: Object, owner: str) -> Iterator[str]:
    """What makes a new object what the old one was, besides its definition; ``now``: as a database has it."""
    yield from render.state(item)
    if item["comment"] is not None:
        yield render.comment(item)
    given = {each: sorted({*(item[each] or ()), *(now[each] or ())}) for each in ("grants", "revoked", "column_grants")}
    yield from grants.make(replace(item, attributes={**item.attributes, **given}), owner)
    yield from options.own(item)
