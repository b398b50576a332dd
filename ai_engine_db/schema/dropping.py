"""The end of a plan: what ``sql/drops.toml`` names is dropped, in the right order and never with CASCADE. Pure.

It comes last, when nothing that ``sql/`` has uses it any more. What depends on it has to be named as well, or to be
what belongs to it alone: a table's columns, indexes, triggers.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ai_engine_db import units
from ai_engine_db.hazards import Code
from ai_engine_db.schema import concurrent, labels, render
from ai_engine_db.schema.belonging import along, sources
from ai_engine_db.schema.drops import Drop
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner.hazards import EXCLUSIVE, HARMLESS
from ai_engine_db.schema.planner.order import dependents, ordered
from ai_engine_db.schema.planner.partitions import keyed
from ai_engine_db.schema.statements import DROPS, Change, Hazard, Plan, Raised, Statement

# How many names of what goes along a line has.
SHOWN = 5

FILE = "sql/drops.toml"
ROWS = ("table", "materialized view", "foreign table")

_PART = re.compile("^(label|attribute|constraint) ")

Answers = Mapping[str, Any]
"""What a database answered, by the keys of the questions; an error as :class:`Raised`."""


def ended(
    made: Plan,
    desired: Snapshot,
    actual: Snapshot,
    wanted: Sequence[Drop],
    answers: Answers,
    owner: str,
    sizes: Mapping[str, int],
    were: Snapshot | None = None,
) -> Plan:
    """A plan that drops at its end what is to go.

    Args:
        made: the plan of everything else.
        desired: the lock.
        actual: what the database has.
        wanted: what is to go.
        answers: what the database said to the questions of ``drop_questions``.
        owner: the role that owns the database, quoted where SQL wants quotes.
        sizes: bytes of the tables that hold rows.
        were: what gets its id in the same plan, as it is before, by that id.
    """
    used = tuple(each.entry.at for each in wanted)
    # A function that another takes the place of goes with that.
    replaced = {each.detail.partition("replaces ")[2] for each in made.changes}
    wanted = [each for each in wanted if each.item.id not in replaced]
    final = _after(made, desired, actual)
    gone = {each.item.id for each in wanted if not each.part}
    gone |= {key for each in gone for key in along(final[each], final)}
    # What a partition has from its table goes with that.
    wanted = [each for each in wanted if each.part or not gone & {*sources(each.item, final)}]
    left = _left(wanted, final, gone, answers)
    chosen = [each for each in wanted if each.key not in left]
    lines = [Change("!", key, DROPS, f"is not dropped: {why}") for key, why in sorted(left.items())]
    statements = list(_untied(chosen, final))
    for each in _in_order(chosen, final):
        hazards = tuple(_hazards(each))
        if each.entry.kind == "label":
            continue
        if each.item["owner"] is not None and not each.part:
            statements.append(_given((were or {}).get(each.item.id, each.item), owner))
        statements += _statements(each, final, sizes, hazards)
        lines.append(Change("-", each.key, DROPS, _line(each, final, answers), hazards=hazards))
    for item, several in _by_type(chosen):
        hazards = (Hazard(Code.DATA_LOSS, f"drops {', '.join(each.key for each in several)}"),)
        recreated = list(labels.recreated(item, [each.part for each in several], final, actual, owner, sizes, hazards))
        statements += recreated
        told = tuple(dict.fromkeys(hazard for each in recreated for hazard in each.hazards))
        lines += [Change("-", each.key, DROPS, "the type is recreated", hazards=told) for each in several]
    about = {(each.item.id, each.part) for each in wanted}
    about |= {(key, "") for each in chosen if not each.part for key in along(each.item, final)}
    kept = [change for change in made.changes if not _is_about(change, about)]
    return replace(made, statements=(*made.statements, *statements), changes=(*kept, *lines), used=(*made.used, *used))


def _is_about(change: Change, about: set[tuple[str, str]]) -> bool:
    """Whether a line only says that something to be dropped is there."""
    if change.sign != "!" or not change.detail.endswith("is not in sql/") or change.falls_short:
        return False
    what = change.detail.removesuffix("is not in sql/").strip()
    return (change.object, _PART.sub("", what)) in about


def _after(made: Plan, desired: Snapshot, actual: Snapshot) -> dict[str, Object]:
    """What a database has before anything is dropped: what ``sql/`` says, but for what the plan leaves as it is."""
    stays = {change.object for change in made.changes if change.falls_short}
    final = {key: actual[key] if key in stays and key in actual else item for key, item in desired.items()}
    return {key: item for key, item in {**actual, **final}.items() if key not in stays or key in actual}


def _hazards(drop: Drop) -> Iterator[Hazard]:
    yield Hazard(Code.DATA_LOSS, f"drops {drop.key}, which only a backup has then")
    if drop.item.kind == "policy":
        yield Hazard(Code.AUTHZ, f"changes who may use table {drop.item.parent}")


def _left(wanted: Sequence[Drop], final: Snapshot, gone: set[str], answers: Answers) -> dict[str, str]:
    """Why something is not dropped after all, by its key: something depends on it that stays."""
    left: dict[str, str] = {}
    users = dependents(final)
    while True:
        stays = {each.item.id for each in wanted if each.key in left and not each.part}
        stays |= {key for each in stays for key in along(final[each], final)}
        before = len(left)
        for each in wanted:
            if each.key not in left and (why := _obstacle(each, final, gone - stays, users, answers)):
                left[each.key] = why
        if len(left) == before:
            return left


def _obstacle(drop: Drop, final: Snapshot, gone: set[str], users: Mapping[str, Sequence[str]], answers: Answers) -> str:
    if drop.entry.kind == "label":
        return labels.obstacle(drop.item, drop.part, final, gone, _rows(drop, final, answers))
    others = answers.get(f"others {drop.key}")
    if drop.entry.kind == "attribute" and isinstance(others, list):
        return f"{_listed(others)} depends on it"
    if drop.part:
        return f"{drop.item.id} belongs to {drop.item['owner']}" if drop.item["owner"] is not None else ""
    above = final.get(f"table {drop.item.parent}")
    if above is not None and above["owner"] is not None and above.id not in gone:
        return f"{above.id} belongs to {above['owner']}"
    if from_ := sources(drop.item, final):
        return f"{drop.item.path} comes from {from_[0]}: name that"
    if drop.item.kind == "column" and (table := keyed(final, drop.item)) and table not in gone:
        return f"{table} is partitioned by it"
    own = {drop.item.id, *along(drop.item, final)}
    using = sorted({user for each in own for user in users.get(each, ())} - own - gone)
    if using:
        verb = "depends" if len(using) == 1 else "depend"
        return f"{_listed(using)} {verb} on it: list what goes along in {FILE}, or change it"
    if isinstance(others, list):
        return f"{_listed(others)} in another schema depends on it, which a deploy never drops"
    return ""


def _rows(drop: Drop, final: Snapshot, answers: Answers) -> dict[str, int]:
    """How many rows have a label, by the id of the column."""
    found = {column.id: answers.get(f"rows {drop.key} {column.id}", 0) for column in labels.columns(drop.item, final)}
    return {key: rows for key, rows in found.items() if isinstance(rows, int) and rows}


def _in_order(chosen: Iterable[Drop], final: Snapshot) -> list[Drop]:
    """What depends on something else goes before it; parts of objects last."""
    whole = {each.item.id: each for each in chosen if not each.part}
    within = {key: final[key] for key in whole}
    for key, each in whole.items():
        # What belongs to a table needs what that needs.
        needs = {need for part in along(each.item, final) - _ties(whole, final) for need in final[part].needs}
        above = {_above(need, whole) for need in (*needs, *within[key].needs)} - {key, ""}
        within[key] = replace(within[key], needs=tuple(sorted(above)))
    order = [whole[item.id] for item in reversed(ordered(within))]
    return order + [each for each in chosen if each.part]


def _ties(whole: Collection[str], final: Snapshot) -> set[str]:
    """The ids of foreign keys from one table that goes to another, by which two tables may need each other."""
    return {
        key
        for key, each in final.items()
        if each.kind == "constraint"
        and each["type"] == "foreign key"
        and key not in whole
        and not each["inherited"]
        and each.parent != each["references"]["table"]
        and {f"table {each.parent}", f"table {each['references']['table']}"} <= set(whole)
    }


def _untied(chosen: Iterable[Drop], final: Snapshot) -> Iterator[Statement]:
    """What lets tables that go be dropped one after the other."""
    for key in sorted(_ties({each.item.id for each in chosen}, final)):
        yield Statement(_whole(final[key]), key, DROPS, EXCLUSIVE, transaction=key)


def _above(need: str, whole: Mapping[str, Drop]) -> str:
    """What is dropped, of what something needs: that itself, or the table it is a part of."""
    if need in whole:
        return need
    _, _, path = need.rpartition(" ")
    table = path.rpartition(".")[0]
    return next((key for kind in ROWS if (key := f"{kind} {table}") in whole), "")


def _by_type(chosen: Iterable[Drop]) -> Iterator[tuple[Object, list[Drop]]]:
    types: dict[str, list[Drop]] = {}
    for each in chosen:
        if each.entry.kind == "label":
            types.setdefault(each.item.id, []).append(each)
    yield from ((several[0].item, several) for several in types.values())


def _given(item: Object, owner: str) -> Statement:
    """What the superuser does before all else: the object still has the name that it had."""
    given = Hazard(Code.AUTHZ, f"gives {item.id} to the owner of the database, to be dropped")
    return Statement(render.owner(item, owner), item.id, DROPS, hazards=(given,), as_superuser=True)


def _statements(
    drop: Drop, final: Snapshot, sizes: Mapping[str, int], hazards: tuple[Hazard, ...]
) -> Iterator[Statement]:
    item = drop.item
    above = final.get(f"table {item.parent}")
    if item.kind == "index" and item.parent in sizes and (above is None or not above["partition_key"]):
        yield Statement(concurrent.drop(item.name), item.id, DROPS, HARMLESS, hazards, alone=True)
        return
    on_table = item.kind in (*ROWS, "column", "constraint", "index", "trigger", "policy", "rule")
    if item["partition_of"] and not drop.part:
        # A foreign key to the table above would keep it from being dropped, and has no row in it once it is apart.
        sql = f"ALTER TABLE {item['partition_of']} DETACH PARTITION {item.name}"
        yield Statement(sql, drop.key, DROPS, EXCLUSIVE, transaction=drop.key)
    yield Statement(_sql(drop), drop.key, DROPS, EXCLUSIVE if on_table else "", hazards, transaction=drop.key)


def _sql(drop: Drop) -> str:
    item = drop.item
    if drop.part:
        what = "ATTRIBUTE" if drop.entry.kind == "attribute" else "CONSTRAINT"
        return f"ALTER {item.kind.upper()} {item.name} DROP {what} {drop.part}"
    return _whole(item)


def _whole(item: Object) -> str:
    match item.kind:
        case "column" | "constraint":
            return f"ALTER TABLE {item.parent} DROP {item.kind.upper()} {item.name}"
        case "trigger" | "policy" | "rule":
            return f"DROP {item.kind.upper()} {item.name} ON {item.parent}"
    return f"DROP {item.kind.upper()} {item.name}"


def _line(drop: Drop, final: Snapshot, answers: Answers) -> str:
    """How much goes, and what goes along."""
    found = answers.get(f"figures {drop.key}")
    told = []
    if isinstance(found, list):
        rows, size = found
        if rows is not None:
            with_value = " with a value" if drop.item.kind == "column" else ""
            told.append(f"{rows:,} {'row' if rows == 1 else 'rows'}{with_value}")
        told.append(units.size(size))
    elif isinstance(found, Raised):
        told.append(f"its rows cannot be counted ({found.words})")
    with_it = [] if drop.part else [final[key] for key in sorted(along(drop.item, final))]
    if shown := [each.id for each in with_it if each.kind != "column" and not each["inherited"]]:
        told.append(f"with {_listed(shown)}")
    return ", ".join(told)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
