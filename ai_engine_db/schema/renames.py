"""Renames: new names of objects that a comparison of two schemas would take for a drop and a creation. Pure.

A rename is a line of the file of what has the new name, ``-- renames: table basket to carts``, and a line of the lock.
All that apply to a database are one transaction, the first of a deploy, together with the functions whose text says
the new names: others see all of it at once, or nothing. What has been renamed, or never had the old name, is passed
over.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner.builder import difference, mentions
from ai_engine_db.schema.rename import (
    KINDS,
    PARTS,
    RELATIONS,
    ROUTINES,
    TYPES,
    Rename,
    children_of,
    has,
    last,
)
from ai_engine_db.schema.renamed import moved, named_like
from ai_engine_db.schema.render import literal, unquoted
from ai_engine_db.schema.statements import FIRST_STEPS, Change, Plan, Statement

# The transaction of all renames, in the first step.
TRANSACTION = "renames"
STEP = FIRST_STEPS[0]
EXCLUSIVE = "ACCESS EXCLUSIVE"

# What gets its name from its table or column, unless sql/ gives it one.
_DERIVED = ("sequence", "constraint", "index", "statistics")


class RenameError(ValueError):
    """A rename cannot be made as it is; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What one database has to be renamed.

    Attributes:
        renames: in the order to make them.
        actual: the snapshot as it will be then.
        identities: new names of the sequences of identity columns, by the old ones.
        checks: domain, old name and new one of the constraints of domains.
    """

    renames: tuple[Rename, ...] = ()
    actual: Snapshot = field(default_factory=dict)
    identities: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[tuple[str, str, str], ...] = ()


def due(desired: Snapshot, actual: Snapshot, renames: Iterable[Rename]) -> Moves:
    """The renames that apply to a database, and what it is like after them.

    Args:
        desired: the lock.
        actual: what the database has.
        renames: all of the project.

    Raises:
        RenameError: the database has both the old and the new one.
    """
    now, found = dict(actual), []
    for each in sorted(renames, key=lambda each: KINDS.index(each.kind)):
        if not has(now, each.before):
            continue
        if has(now, each.after):
            raise RenameError(
                f"it has both {each.before} and {each.after}, and sql/ renames one to the other:"
                f" move over what {each.before} holds, then drop it or give it another name"
            )
        found.append(each)
        now = moved(now, each)
    if not found:
        return Moves(actual=actual)
    for each in _derived(desired, now, found):
        found.append(each)
        now = moved(now, each)
    checks = list(_checks(desired, now, found))
    for domain, old, new in checks:
        item = now[f"domain {domain}"]
        kept = {new if name == old else name: check for name, check in item["checks"].items()}
        now[item.id] = replace(item, attributes={**item.attributes, "checks": kept})
    return Moves(tuple(found), now, _identities(actual, now, found), tuple(checks))


def _checks(desired: Snapshot, now: Snapshot, found: Iterable[Rename]) -> Iterator[tuple[str, str, str]]:
    """Constraints of renamed domains that are the same but for a name made of the domain's."""
    for each in found:
        if each.kind == "domain":
            has_now, wanted = (objects[each.after]["checks"] or {} for objects in (now, desired))
            missing = [name for name in wanted if name not in has_now]
            for old, check in has_now.items():
                new = next((name for name in missing if wanted[name] == check), "")
                if old not in wanted and new:
                    missing.remove(new)
                    yield each.new, old, new


def _derived(desired: Snapshot, now: Snapshot, found: Sequence[Rename]) -> list[Rename]:
    """New names of the keys, indexes and sequences of what is renamed, where they are the same but for the name."""
    tables = {each.new if each.kind in RELATIONS else each.parent for each in found if each.kind != "label"}
    missing = [item for key, item in desired.items() if key not in now and item.kind in _DERIVED]
    made: list[Rename] = []
    for item in now.values():
        table = item.parent or str(item["owned_by"] or "").rpartition(".")[0]
        if item.kind not in _DERIVED or table not in tables or item.id in desired:
            continue
        for other in missing:
            if other.kind != item.kind or other.parent != item.parent:
                continue
            like = named_like(item, other.name)
            if like.id == other.id and not difference(other, like):
                missing.remove(other)
                made.append(Rename(item.kind, item.path, other.path))
                break
    return sorted(made, key=lambda each: KINDS.index(each.kind))


def _identities(actual: Snapshot, now: Snapshot, found: Sequence[Rename]) -> dict[str, str]:
    """The sequences of identity columns have no line of their own, and a name made of table and column."""
    names = {}
    back = {each.after: each.before for each in reversed(found)}
    tables = {each.new: each.old for each in found if each.kind == "table"}
    for key, item in now.items():
        if item.kind == "column" and item["identity"]:
            table = tables.get(str(item.parent), str(item.parent))
            column = back.get(key, key).rpartition(".")[2]
            old, new = _sequence(table, column), _sequence(str(item.parent), item.name)
            if old != new and f"sequence {old}" not in actual and f"sequence {new}" not in now:
                names[old] = new
    return names


def _sequence(table: str, column: str) -> str:
    """The name of an identity's sequence, where it needs no quotes and is not too long."""
    name = f"{table}_{column}_seq"
    return name if re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name) else ""


# What is written about them


def statement(each: Rename) -> Statement:
    """The statement that gives an object its new name."""
    lock = EXCLUSIVE
    match each.kind:
        case "column":
            sql = f"ALTER TABLE {each.parent} RENAME COLUMN {each.old_name} TO {each.name}"
        case "constraint":
            sql = f"ALTER TABLE {each.parent} RENAME CONSTRAINT {each.old_name} TO {each.name}"
        case "trigger" | "policy":
            sql = f"ALTER {each.kind.upper()} {each.old_name} ON {each.parent} RENAME TO {each.name}"
        case "label":
            sql = f"ALTER TYPE {each.parent} RENAME VALUE {literal(each.old_name)} TO {literal(each.name)}"
            lock = ""
        case "index":
            sql, lock = f"ALTER INDEX {each.old} RENAME TO {each.new}", "SHARE UPDATE EXCLUSIVE"
        case _:
            sql = f"ALTER {each.kind.upper()} {each.old} RENAME TO {each.name}"
            lock = EXCLUSIVE if each.kind in RELATIONS else ""
    key = f"type {each.parent}" if each.kind == "label" else each.after
    return Statement(sql, key, STEP, lock, transaction=TRANSACTION)


def begun(plan: Plan, moves: Moves, desired: Snapshot) -> Plan:
    """A plan that begins with the renames, and with the functions whose text says the new names.

    Args:
        plan: of the state after them.
        moves: what is renamed.
        desired: the lock.
    """
    if not moves.renames:
        return plan
    follow = [each for each in plan.statements if _follows(each, plan, moves, desired)]
    others = [_by_old_names(each, moves) if each.as_superuser else each for each in plan.statements]
    sequences = [
        Statement(f"ALTER SEQUENCE IF EXISTS {old} RENAME TO {new}", f"sequence {new}", STEP, transaction=TRANSACTION)
        for old, new in moves.identities.items()
        if old and new
    ]
    sequences += [
        Statement(
            f"ALTER DOMAIN {domain} RENAME CONSTRAINT {old} TO {new}",
            f"domain {domain}",
            STEP,
            transaction=TRANSACTION,
        )
        for domain, old, new in moves.checks
    ]
    first = [
        *map(statement, moves.renames),
        *sequences,
        *(replace(each, step=STEP, transaction=TRANSACTION) for each in follow),
    ]
    lines = [_line(each) for each in moves.renames]
    return replace(
        plan,
        statements=(*first, *(each for each in others if each not in follow)),
        changes=(*lines, *plan.changes),
    )


def _line(each: Rename) -> Change:
    if each.kind == "label":
        return Change("~", f"type {each.parent}", STEP, f"label {each.name} renamed from {each.old_name}")
    return Change("~", each.after, STEP, f"renamed from {each.old_name}")


def _follows(each: Statement, plan: Plan, moves: Moves, desired: Snapshot) -> bool:
    """Whether it replaces a function, in place and of what is there by then, whose text says a new name."""
    if not each.object.startswith(ROUTINES) or "CREATE OR REPLACE" not in each.sql or each.object not in moves.actual:
        return False
    if any(other.object == each.object and "DROP" in other.sql.split() for other in plan.statements):
        return False
    there = all(need in moves.actual for need in desired[each.object].needs)
    return there and any(mentions(each.sql, rename.name) for rename in moves.renames)


def _by_old_names(each: Statement, moves: Moves) -> Statement:
    """What the superuser does before all else, while everything has its old name."""
    back = {rename.after: rename for rename in moves.renames}
    if (rename := back.get(each.object)) is None or rename.kind not in (*RELATIONS, *TYPES, *ROUTINES, "sequence"):
        return each
    return replace(each, sql=each.sql.replace(f" {rename.new} ", f" {rename.old} ", 1))


def sizes(found: Mapping[str, int], moves: Iterable[Rename]) -> dict[str, int]:
    """Sizes of tables by the names that they will have."""
    names = {each.old: each.new for each in moves if each.kind == "table"}
    return {names.get(name, name): size for name, size in found.items()}


def ids(actual: Snapshot, renames: Iterable[Rename]) -> dict[str, str]:
    """The ids that tables and columns will have, by those that they have; without what stays as it is."""
    chosen, found = list(renames), {}
    for key, item in actual.items():
        if item.kind not in ("table", "column"):
            continue
        after = key
        for each in chosen:
            if after == each.before:
                after = each.after
            elif item.kind == "column" and each.kind == "table" and after.startswith(f"column {each.old}."):
                after = f"column {each.new}.{after.removeprefix(f'column {each.old}.')}"
        if after != key:
            found[key] = after
    for key, after in list(found.items()):
        if key.startswith("column "):
            found |= _inherited(actual, key, last(after.partition(" ")[2], "column"), found)
    return found


def _inherited(actual: Snapshot, key: str, name: str, known: Mapping[str, str]) -> dict[str, str]:
    """The ids that a column will have in the tables that have it from another."""
    item, found = actual[key], {}
    for table in children_of(actual, str(item.parent)):
        below = f"column {table}.{item.name}"
        if below in actual and actual[below]["inherited"]:
            place = known.get(f"table {table}", f"table {table}").removeprefix("table ")
            found[below] = f"column {place}.{name}"
            found |= _inherited(actual, below, name, known)
    return found


def were(actual: Snapshot, renames: Iterable[Rename]) -> dict[str, Object]:
    """The objects that get another id, as they are before, by the ids that they will have."""
    now = {key: replace(item, attributes={**item.attributes, "was": key}) for key, item in actual.items()}
    for each in renames:
        if has(now, each.before):
            now = moved(now, each)
    return {key: actual[item["was"]] for key, item in now.items() if item["was"] != key}


def before(query: str, renames: Iterable[Rename]) -> str:
    """A query that says new names, made to run while there are the old ones."""
    tables: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    others = []
    for each in renames:
        if each.kind in RELATIONS:
            tables[each.new] = tables.pop(each.old, each.old)
            columns[each.new] = columns.pop(each.old, {})
        elif each.kind == "column":
            there = columns.setdefault(each.parent, {})
            there[each.name] = there.pop(each.old_name, each.old_name)
        else:
            others.append(each)
    for each in reversed(others):
        query = _with_old(query, each)
    query = _in_catalogs(query, tables, columns)
    shadows = []
    for table in sorted({*tables, *columns}, key=lambda name: name in tables, reverse=True):
        named = [f"{old} AS {new}" for new, old in columns.get(table, {}).items() if mentions(query, new)]
        if mentions(query, table) and (named or table in tables):
            shadows.append(f"{table} AS (SELECT {', '.join(['*', *named])} FROM {tables.get(table, table)})")
    return f"WITH {', '.join(shadows)} {query}" if shadows else query


def _in_catalogs(query: str, tables: Mapping[str, str], columns: Mapping[str, Mapping[str, str]]) -> str:
    """A query by the old names of tables and columns that it says as text, for the catalogs to find them."""
    for table, names in columns.items():
        for new, old in names.items():
            of = f"attrelid = {literal(table)}::regclass AND attname = "
            query = query.replace(of + literal(unquoted(new)), of + literal(unquoted(old)))
    return re.sub(
        r"'(public\.)?((?:[^']|'')*)'(?=::regclass\b)",
        lambda found: literal((found[1] or "") + tables.get(name := found[2].replace("''", "'"), name)),
        query,
    )


def _with_old(query: str, each: Rename) -> str:
    """A query by the old name of a type, a label, a function or a sequence."""
    if each.kind == "label":
        return re.sub(
            rf"{re.escape(literal(each.name))}(?=::{re.escape(each.parent)}\b)", literal(each.old_name), query
        )
    if each.kind not in (*TYPES, *ROUTINES, "sequence"):
        return query
    return re.sub(rf'(?<![\w".]){re.escape(each.name)}(?![\w"])', lambda _: each.old_name, query)


def touches(key: str, every: Collection[Rename]) -> bool:
    """Whether an id is that of an object before a rename, or of a part of one."""
    kind, _, path = key.partition(" ")
    return any(
        key == each.before or (kind in PARTS and each.kind in (*RELATIONS, "type") and path.startswith(f"{each.old}."))
        for each in every
    )
