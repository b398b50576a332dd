"""Transitions: the changes that a comparison of two schemas cannot know, and what a plan makes of them. Pure.

Each runs once in a database, as a transaction of the step that it begins, and is put on record in that transaction.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from tasks.schema.model import Object, Snapshot
from tasks.schema.plan import Change, Plan, Statement
from tasks.schema.planner.draft import mentions
from tasks.schema.render import literal
from tasks.schema.statements import Check
from tasks.schema.transition_file import Transition


def changed(found: Iterable[Transition], record: Mapping[str, str]) -> list[str]:
    """The names of those that are on record with another digest: what ran is no longer what the file says."""
    return [each.name for each in found if record.get(each.name, each.digest) != each.digest]


def candidates(found: Iterable[Transition], actual: Snapshot, record: Mapping[str, str]) -> list[Transition]:
    """Those that have not run and whose objects are as they want; what they ask of rows is yet to be asked."""
    return [each for each in found if each.name not in record and each.applies(actual)]


def on_record(found: Iterable[Transition]) -> str:
    """The SQL that notes that transitions need not run any more."""
    rows = ", ".join(f"({literal(each.name)}, {literal(each.digest)})" for each in found)
    return f"INSERT INTO deploy.transitions (name, digest) VALUES {rows};" if rows else ""


def renamed(actual: Snapshot, transitions: Iterable[Transition]) -> dict[str, Object]:
    """The snapshot as it will be once objects have their new names."""
    result = dict(actual)
    for transition in transitions:
        if transition.renames is not None:
            result = _rename(result, *transition.renames)
    return result


def renamed_tables(sizes: Mapping[str, int], transitions: Iterable[Transition]) -> dict[str, int]:
    """Sizes of tables, by the names that these will have."""
    found = {f"table {name}": size for name, size in sizes.items()}
    for transition in transitions:
        if transition.renames is not None:
            move = _moved(*transition.renames)
            found = {move(key): size for key, size in found.items()}
    return {key.removeprefix("table "): size for key, size in found.items()}


def new_ids(actual: Snapshot, transitions: Iterable[Transition]) -> dict[str, str]:
    """The ids that columns will have, by those that they have now, as far as they are others."""
    found: dict[str, str] = {key: key for key, item in actual.items() if item.kind == "column"}
    for transition in transitions:
        if transition.renames is not None:
            before, after = transition.renames
            moved = _moved(before, after)
            found = {key: moved(now) for key, now in found.items()}
    return {key: now for key, now in found.items() if key != now}


def _moved(before: str, after: str) -> Callable[[str], str]:
    """What an id becomes by a rename: its own object's, or that of what belongs to a renamed table."""
    if not before.startswith("table "):
        return lambda key: after if key == before else key
    old, new = f" {before.removeprefix('table ')}.", f" {after.removeprefix('table ')}."

    def move(key: str) -> str:
        kind, _, name = key.partition(" ")
        return (
            after
            if key == before
            else f"{kind}{new}{name.removeprefix(old[1:])}"
            if f" {name}".startswith(old)
            else key
        )

    return move


def _rename(actual: Mapping[str, Object], before: str, after: str) -> dict[str, Object]:
    move = _moved(before, after)
    kind = before.partition(" ")[0]
    old, new = (key.removeprefix(f"{kind} ").rpartition(".")[2] for key in (before, after))
    result = {}
    for key, item in actual.items():
        parent = new if kind == "table" and item.parent == old else item.parent
        name = new if key == before else item.name
        needs = tuple(map(move, item.needs))
        depends = needs != item.needs or parent != item.parent or key == before
        attributes = _reworded(item, old, new) if depends else item.attributes
        result[move(key)] = replace(item, name=name, parent=parent, needs=needs, attributes=attributes)
    return result


def before_renames(query: str, transitions: Iterable[Transition]) -> str:
    """A query that speaks of columns by their new names, made to run while they still have the old ones."""
    tables: dict[str, list[str]] = {}
    new_names: dict[str, str] = {}
    for transition in transitions:
        if transition.renames is not None and transition.renames[0].startswith("table "):
            old, new = (key.removeprefix("table ") for key in transition.renames)
            if mentions(query, new):
                new_names[new] = old
        elif transition.renames is not None and transition.renames[0].startswith("column "):
            before, after = (key.removeprefix("column ").rpartition(".") for key in transition.renames)
            if mentions(query, before[0]) and mentions(query, after[2]):
                tables.setdefault(before[0], []).append(f"{before[2]} AS {after[2]}")
    shadows = [f"{new} AS (SELECT * FROM {old})" for new, old in new_names.items()]
    shadows += [f"{table} AS (SELECT *, {', '.join(columns)} FROM {table})" for table, columns in tables.items()]
    return f"WITH {', '.join(shadows)} {query}" if shadows else query


def asked_before(checks: Mapping[str, Check], transitions: Iterable[Transition]) -> dict[str, Check]:
    """A plan's checks, made to run before the transitions; without those for whose object one of them provides."""
    chosen = list(transitions)
    provided = {key for transition in chosen for key in transition.lacks}
    return {
        name: replace(check, find=before_renames(check.find, chosen))
        for name, check in checks.items()
        if check.object not in provided
    }


def _reworded(item: Object, old: str, new: str) -> Mapping[str, object]:
    """The definition of an index, constraint or trigger says the new name; a view keeps its own column names."""
    word = re.compile(rf'(?<![\w"]){re.escape(old)}(?![\w"])')
    attributes = dict(item.attributes)
    if item.kind in ("index", "constraint", "trigger"):
        attributes["definition"] = word.sub(new, str(item["definition"]))
    for name in ("owned_by", "columns", "keys"):
        if attributes.get(name) and item.kind in ("sequence", "index", "constraint"):
            attributes[name] = _said(attributes[name], word, new)
    return attributes


def _said(value: object, word: "re.Pattern[str]", new: str) -> object:
    return [_said(each, word, new) for each in value] if isinstance(value, list) else word.sub(new, str(value))


def examined_after(checks: Mapping[str, Check], transitions: Sequence[Transition]) -> dict[str, str]:
    """The checks of rows that a transition writes, each with the name of the last one that does: it asks at its end."""
    found: dict[str, str] = {}
    for name, check in checks.items():
        last = next((each for each in reversed(transitions) if _writes(each, check.table)), None)
        if last is not None:
            found[name] = last.name
    return found


def _writes(transition: Transition, table: str) -> bool:
    """Whether a transition writes rows of a table, which may be just what keeps the rest of the plan from them."""
    verbs = r"\b(?:UPDATE|DELETE FROM|INSERT INTO|MERGE INTO)\s+(?:ONLY\s+)?(?:public\.)?"
    written = rf'{verbs}{re.escape(table)}(?![\w"])'
    return bool(table) and re.search(written, transition.sql, re.IGNORECASE) is not None


def begun(plan: Plan, transitions: Sequence[Transition], checks: Mapping[str, Sequence[Check]]) -> Plan:
    """A plan whose steps begin with the transitions that apply.

    Args:
        plan: what follows them.
        transitions: in their order.
        checks: what has to find no row once one has run, by its name.
    """
    chosen = list(transitions)
    statements = [_statement(each, checks.get(each.name, ())) for each in chosen]
    changes = [Change("~", f"transition {each.name}", each.step, each.title) for each in chosen]
    return replace(plan, statements=(*statements, *plan.statements), changes=(*changes, *plan.changes))


def _statement(transition: Transition, checks: Sequence[Check]) -> Statement:
    sql, file = transition.sql, f"sql/transitions/{transition.name}"
    if transition.check:
        sql += _raises(f"({transition.check}) > 0", f"{file}: its check counts rows")
    for check in checks:
        # Only once its own step and those before it have made what it names, if it names anything new.
        sql += _raises(
            f"({check.count}) > 0", f"{file}: rows of table {check.table} are left {check.what}: {check.find}"
        )
    sql += f";\n{on_record([transition]).rstrip(';')}"
    return Statement(
        sql, f"transition {transition.name}", transition.step, "ACCESS EXCLUSIVE", transaction=transition.name
    )


def _raises(condition: str, message: str) -> str:
    body = f"BEGIN IF {condition} THEN RAISE EXCEPTION USING MESSAGE = {literal(message)}; END IF; END"
    return f";\nDO {literal(body)}"
