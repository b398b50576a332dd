"""The difference between two schemas, and the statements that remove it. Pure: snapshots in, a plan out.

Nothing here destroys: what the database has and ``sql/`` has not is reported, a column's type changes only when every
value survives, and a view, index, constraint or function that has to go for a moment comes back in the same
transaction.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from tasks.schema import render
from tasks.schema.model import Object, Snapshot, children
from tasks.schema.types import Conversion, conversion, lost

FIRST_STEPS = ("types", "functions")
LAST_STEPS = ("foreign keys", "views")

# Kinds in the order in which they can be made.
RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "type", "domain", "sequence", "function", "procedure", "table", "column", "constraint", "index",
            "view", "materialized view", "trigger",
        )
    )  # fmt: skip
}
# Relations share one name space (pg_class), whatever their kind.
RELATIONS = ("table", "view", "materialized view", "foreign table", "index", "sequence")
SEQUENCE_OPTIONS = ("type", "start", "increment", "minimum", "maximum", "cache", "cycle")

EXCLUSIVE = "ACCESS EXCLUSIVE"

# A column added later stands last; a view's columns follow from its definition.
IGNORED = {"position", "columns", "references"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement of a plan.

    Attributes:
        sql: its text, without the closing ``;``.
        object: id of the object it is about.
        step: the transaction it belongs to: a domain, or one of FIRST_STEPS and LAST_STEPS.
        lock: the lock it takes on an existing table, in PostgreSQL's words; empty for none that matters.
        hazards: what a DBA would want to know before it runs.
        as_superuser: it needs more than the owner of the database may do.
    """

    sql: str
    object: str
    step: str
    lock: str = ""
    hazards: tuple[str, ...] = ()
    as_superuser: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan.

    Attributes:
        sign: ``+`` made, ``~`` changed, ``!`` left as it is.
        object: id of the object. step: as in Statement.
        detail: what changes, or why nothing does.
        falls_short: the object stays other than ``sql/`` wants it.
    """

    sign: str
    object: str
    step: str
    detail: str = ""
    falls_short: bool = False

    def __str__(self) -> str:
        if not self.detail:
            return f"{self.sign} {self.object}"
        return f"{self.sign} {self.object}{' ' if self.detail.startswith('is ') else ': '}{self.detail}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deploy would do to one database.

    Attributes:
        statements: in the order to run them.
        changes: a line an object.
        checks: queries by object id; a count above 0 means that the object cannot be changed without losing data.
    """

    statements: tuple[Statement, ...] = ()
    changes: tuple[Change, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)

    def step(self, name: str) -> tuple[Statement, ...]:
        return tuple(each for each in self.statements if each.step == name)


def steps(domains: Iterable[str]) -> tuple[str, ...]:
    """The transactions of a deploy in their order: types, functions, each domain, foreign keys, views."""
    special = (*FIRST_STEPS, *LAST_STEPS)
    return (*FIRST_STEPS, *sorted({each for each in domains if each and each not in special}), *LAST_STEPS)


def plan(
    desired: Snapshot, actual: Snapshot, lost_rows: Mapping[str, int] | None = None, owner: str = "CURRENT_USER"
) -> Plan:
    """Compares two snapshots.

    Args:
        desired: the lock.
        actual: what the server has.
        owner: the role that owns the database, quoted where SQL wants quotes.
        lost_rows: results of the plan's own ``checks``; an object whose check has no result counts as losing none.

    Raises:
        ValueError: objects of the lock need each other in a circle.
    """
    if all(_same(item, actual.get(key)) for key, item in desired.items()) and actual.keys() <= desired.keys():
        return Plan()
    return _Planner(desired, actual, lost_rows or {}, owner).run()


def _same(item: Object, now: Object | None) -> bool:
    """A quick test that most objects pass; the planner looks closer at the others."""
    if now is None:
        return False
    if item.attributes == now.attributes:
        return True
    differ = [name for name in {*item.attributes, *now.attributes} if not item.agrees(now, name)]
    return set(differ) <= IGNORED


def ordered(objects: Snapshot) -> list[Object]:
    """Objects such that each comes after what it needs, and otherwise by kind and name."""
    graph = {key: [need for need in item.needs if need in objects] for key, item in sorted(objects.items())}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise ValueError("these objects need each other in a circle: " + ", ".join(error.args[1])) from error
    return sorted((objects[key] for key in order), key=lambda item: RANK.get(item.kind, len(RANK)))


class _Planner:
    def __init__(self, desired: Snapshot, actual: Snapshot, lost_rows: Mapping[str, int], owner: str) -> None:
        self.desired = desired
        self.actual = actual
        self.lost_rows = lost_rows
        self.owner = owner
        self.statements: list[tuple[int, Statement]] = []
        self.details: dict[str, list[str]] = {}
        self.signs: dict[str, str] = {}
        self.blocked: dict[str, str] = {}
        self.checks: dict[str, str] = {}
        self.columns = children(desired, "column")
        self.constraints = children(desired, "constraint")
        self.relations = {item.name: item for item in actual.values() if item.kind in RELATIONS}
        self.new_tables = {
            item.name for key, item in desired.items() if item.kind == "table" and key not in actual
        }
        self.late = self._needing_tables()
        self.dependents: dict[str, list[str]] = {}
        for key, item in actual.items():
            for need in item.needs:
                self.dependents.setdefault(need, []).append(key)

    def run(self) -> Plan:
        order = ordered(self.desired)
        for item in order:
            now = self.actual.get(item.id)
            if now is None:
                self._create(item)
            else:
                self._compare(item, now)
        unmanaged = list(self._unmanaged())
        steps_in_order = {name: at for at, name in enumerate(steps(item.domain for item in order))}
        # Sorting is stable: within a phase of a step, statements stay in the order of their objects.
        self.statements.sort(key=lambda pair: (steps_in_order[pair[1].step], pair[0]))
        changes = [
            Change(self.signs[key], key, self._step(self.desired[key]), ", ".join(details))
            for key, details in self.details.items()
        ]
        changes += [
            Change("!", key, self._step(self.desired[key]), why, falls_short=True) for key, why in self.blocked.items()
        ]
        changes.sort(key=lambda change: (steps_in_order[change.step], RANK[self.desired[change.object].kind], change.object))
        return Plan(tuple(each for _, each in self.statements), (*changes, *unmanaged), self.checks)

    # Where things go

    def _needing_tables(self) -> set[str]:
        """Functions that cannot be made before the tables, and what in turn needs those functions."""
        late: set[str] = set()
        for item in ordered(self.desired):
            if item.kind in ("function", "procedure"):
                if any(need.startswith(("table ", "view ", "column ")) or need in late for need in item.needs):
                    late.add(item.id)
            elif item.kind in ("constraint", "index", "trigger") and late.intersection(item.needs):
                late.add(item.id)
        return late

    def _step(self, item: Object) -> str:
        if item.id in self.late or item.kind in ("view", "materialized view"):
            return "views"
        if item.kind in ("type", "domain"):
            return "types"
        if item.kind in ("function", "procedure"):
            return "functions"
        if item.kind == "constraint" and item["type"] == "foreign key":
            return "foreign keys"
        if item.kind == "sequence" and not item["owned_by"]:
            return "types"
        return item.domain

    def _inline(self, item: Object) -> bool:
        """Whether CREATE TABLE makes it along with its table."""
        return item.parent in self.new_tables and (
            item.kind == "column"
            or (item.kind == "constraint" and item["type"] != "foreign key" and item.id not in self.late)
        )

    def _add(self, phase: int, item: Object, sql: str, lock: str = "", *, as_superuser: bool = False) -> None:
        existing = item.parent is not None and item.parent not in self.new_tables
        lock = lock if existing or item.id in self.actual else ""
        statement = Statement(sql, item.id, self._step(item), lock, as_superuser=as_superuser)
        self.statements.append((phase, statement))

    def _note(self, sign: str, item: Object, detail: str = "") -> None:
        self.signs.setdefault(item.id, sign)
        details = self.details.setdefault(item.id, [])
        if detail:
            details.append(detail)

    # Phases of a step: 0 owners, 1 what has to go for a moment, 2 make, 3 change, 4 keys and indexes, 5 the rest

    def _create(self, item: Object) -> None:
        blocker = self._in_the_way(item)
        if blocker:
            self.blocked[item.id] = blocker
            return
        if item.parent is not None and f"table {item.parent}" in self.blocked:
            return
        if not self._inline(item):
            self._note("+", item)
            self._make(item)
        self._describe(item)

    def _in_the_way(self, item: Object) -> str | None:
        taken = self.relations.get(item.name)
        if item.kind in RELATIONS and taken is not None:
            return f"a {taken.kind} of that name is in the way"
        return None

    def _make(self, item: Object) -> None:
        match item.kind:
            case "table":
                columns = self.columns.get(item.name, [])
                inline = [each for each in self.constraints.get(item.name, []) if self._inline(each)]
                self._add(2, item, render.table(item, columns, inline))
            case "sequence":
                self._add(1, item, render.create(item))
                if item["owned_by"]:
                    self._own_sequence(item)
            case "column":
                self._add(3, item, render.create(item), EXCLUSIVE)
            case "constraint":
                lock = "SHARE ROW EXCLUSIVE" if item["type"] == "foreign key" else EXCLUSIVE
                self._add(4, item, render.create(item), lock)
            case "index":
                self._add(4, item, render.create(item), "SHARE")
            case "trigger":
                self._add(5, item, render.create(item), "SHARE ROW EXCLUSIVE")
                if item["enabled"]:
                    self._add(5, item, f"ALTER TABLE {item.parent} {item['enabled']} TRIGGER {item.name}", EXCLUSIVE)
            case _:
                self._add(2, item, render.create(item))

    def _own_sequence(self, item: Object) -> None:
        self._add(3, item, f"ALTER SEQUENCE {item.name} OWNED BY {item['owned_by']}")
        if column := self.actual.get(f"column {item['owned_by']}"):
            # A new sequence must not give numbers that rows already have.
            largest = f"max({column.name})"
            self._add(
                3,
                item,
                f"SELECT setval({render.literal(item.name)}, {largest}) FROM {column.parent}"
                f" HAVING {largest} IS NOT NULL",
            )

    def _describe(self, item: Object) -> None:
        if item["comment"] is not None:
            self._add(5, item, render.comment(item))
        for entry in item["grants"] or ():
            self._add(5, item, render.grant(item, entry))

    def _compare(self, item: Object, now: Object) -> None:
        if item.kind == "index" and item.parent != now.parent:
            self.blocked[item.id] = f"an index of that name is on table {now.parent}"
            return
        differ = [name for name in item.attributes if not item.agrees(now, name)]
        differ += [name for name in now.attributes if name not in item.attributes]
        different = set(differ) - IGNORED - {"comment", "grants", "owner"}
        if now["owner"] != item["owner"] and now["owner"] is not None:
            self._note("~", item, f"owner {now['owner']} → {self.owner}")
            self._add(0, item, render.owner(item, self.owner), as_superuser=True)
        if different:
            getattr(self, f"_change_{item.kind.replace(' ', '_')}", self._change_other)(item, now, different)
        if item["comment"] is not None and "comment" in differ:
            self._note("~", item, "comment")
            self._add(5, item, render.comment(item))
        for entry in sorted(set(item["grants"] or ()) - set(now["grants"] or ())):
            self._note("~", item, f"grant {entry}")
            self._add(5, item, render.grant(item, entry))

    # Changes, by kind

    def _change_table(self, item: Object, now: Object, different: set[str]) -> None:
        if "partition_key" in different:
            self.blocked[item.id] = "partitioning cannot be changed in place"
        if "unlogged" in different:
            mode = "UNLOGGED" if item["unlogged"] else "LOGGED"
            self._note("~", item, mode.lower())
            self._add(3, item, f"ALTER TABLE {item.name} SET {mode}", EXCLUSIVE)
        if "options" in different:
            self._note("~", item, "storage options")
            gone = {each.split("=")[0] for each in now["options"] or ()}
            gone -= {each.split("=")[0] for each in item["options"] or ()}
            if gone:
                self._add(3, item, f"ALTER TABLE {item.name} RESET ({', '.join(sorted(gone))})", EXCLUSIVE)
            if item["options"]:
                self._add(3, item, f"ALTER TABLE {item.name} SET ({', '.join(item['options'])})", EXCLUSIVE)

    def _change_column(self, item: Object, now: Object, different: set[str]) -> None:
        for what in ("generated", "collation"):
            if what in different:
                wanted = item[what] or "none"
                self.blocked[item.id] = f"{what} is {now[what] or 'none'}, wanted {wanted}: write a transition"
                return
        alter = f"ALTER TABLE {item.parent} ALTER COLUMN {item.name}"
        if "type" in different and not self._change_type(item, now):
            return
        if "identity" in different:
            self._note("~", item, "identity")
            if not item["identity"]:
                self._add(3, item, f"{alter} DROP IDENTITY", EXCLUSIVE)
            elif now["identity"]:
                self._add(3, item, f"{alter} SET GENERATED {item['identity']}", EXCLUSIVE)
            else:
                self._add(3, item, f"{alter} DROP DEFAULT", EXCLUSIVE)
                if not now["not_null"]:
                    self._add(3, item, f"{alter} SET NOT NULL", EXCLUSIVE)
                self._add(3, item, f"{alter} ADD GENERATED {item['identity']} AS IDENTITY", EXCLUSIVE)
        elif "default" in different:
            if item["default"] is None:
                self._note("~", item, f"no default (was {now['default']})")
                self._add(3, item, f"{alter} DROP DEFAULT", EXCLUSIVE)
            else:
                self._note("~", item, f"default {item['default']}")
                self._add(3, item, f"{alter} SET DEFAULT {item['default']}", EXCLUSIVE)
        if "not_null" in different and not ("identity" in different and item["identity"]):
            self._note("~", item, "not null" if item["not_null"] else "nullable")
            self._add(3, item, f"{alter} {'SET' if item['not_null'] else 'DROP'} NOT NULL", EXCLUSIVE)

    def _change_type(self, item: Object, now: Object) -> bool:
        """Plans a change of type with all that depends on the column; False when it would lose data."""
        old, new = now["type"], item["type"]
        way = conversion(old, new)
        if way is Conversion.CHECK:
            self.checks[item.id] = lost(str(item.parent), item.name, old, new)
            if rows := self.lost_rows.get(item.id, 0):
                self.blocked[item.id] = (
                    f"type is {old}, wanted {new}, which would lose the values of {rows} rows: write a transition"
                )
                return False
        depending = self._depending(now)
        in_the_way = [each for each in depending if each.kind not in ("view", "index", "constraint", "trigger")]
        if in_the_way:
            self.blocked[item.id] = f"type is {old}, wanted {new}, but {in_the_way[0].id} depends on it"
            return False
        if way is Conversion.WIDEN:
            depending = [each for each in depending if each.kind in ("view", "trigger")]
        alter = f"ALTER TABLE {item.parent} ALTER COLUMN {item.name}"
        with_default = way is Conversion.CHECK and now["default"] is not None and not item["identity"]
        body: list[str] = []
        if way is Conversion.CHECK:
            body += [
                f"LOCK TABLE {item.parent} IN ACCESS EXCLUSIVE MODE",
                _refuse_if(self.checks[item.id], f"{item.path}: values would be lost by type {new}"),
            ]
        if with_default:
            body.append(f"{alter} DROP DEFAULT")
        using = "" if way is Conversion.WIDEN else f" USING ({item.name})::text::{new}"
        body.append(f"{alter} TYPE {new}{using}")
        if with_default and item.agrees(now, "default"):
            body.append(f"{alter} SET DEFAULT {item['default']}")
        self._note("~", item, f"type {old} → {new}")
        self._around(item, depending, body)
        return True

    def _change_constraint(self, item: Object, now: Object, different: set[str]) -> None:
        if different == {"not_valid"}:
            self._note("~", item, "validate")
            self._add(4, item, f"ALTER TABLE {item.parent} VALIDATE CONSTRAINT {item.name}", "SHARE UPDATE EXCLUSIVE")
            return
        self._replace(item, now, EXCLUSIVE)

    def _change_index(self, item: Object, now: Object, different: set[str]) -> None:
        self._replace(item, now, EXCLUSIVE, "invalid: rebuilt" if "invalid" in different else "definition")

    def _change_trigger(self, item: Object, now: Object, different: set[str]) -> None:
        if "definition" in different:
            self._replace(item, now, "SHARE ROW EXCLUSIVE")
        if "enabled" in different or ("definition" in different and item["enabled"]):
            mode = item["enabled"] or "ENABLE"
            self._note("~", item, mode.lower())
            self._add(5, item, f"ALTER TABLE {item.parent} {mode} TRIGGER {item.name}", EXCLUSIVE)

    def _change_view(self, item: Object, now: Object, _different: set[str]) -> None:
        columns = now["columns"] or []
        if (item["columns"] or [])[: len(columns)] == columns:
            self._note("~", item, "definition")
            self._add(2, item, render.create(item))
            for gone in {each.split("=")[0] for each in now["options"] or ()} - {
                each.split("=")[0] for each in item["options"] or ()
            }:
                self._add(2, item, f"ALTER VIEW {item.name} RESET ({gone})")
        else:
            self._replace(item, now, EXCLUSIVE, "columns")

    def _change_materialized_view(self, item: Object, now: Object, _different: set[str]) -> None:
        self._replace(item, now, EXCLUSIVE)

    def _change_function(self, item: Object, now: Object, _different: set[str]) -> None:
        # CREATE OR REPLACE keeps the arguments' names and defaults and the result as they are (manual).
        if item["signature"] == now["signature"] and item["returns"] == now["returns"]:
            self._note("~", item, "definition")
            self._add(2, item, render.create(item))
        else:
            self._replace(item, now, "", "signature")

    _change_procedure = _change_function

    def _change_sequence(self, item: Object, now: Object, different: set[str]) -> None:
        if different.intersection(SEQUENCE_OPTIONS):
            changed = sorted(different.intersection(SEQUENCE_OPTIONS))
            self._note("~", item, ", ".join(f"{name} {item[name]}" for name in changed))
            self._add(3, item, f"ALTER SEQUENCE {item.name} {render.sequence_options(item)}")
        if "owned_by" in different:
            self._note("~", item, f"owned by {item['owned_by'] or 'none'}")
            self._add(5, item, f"ALTER SEQUENCE {item.name} OWNED BY {item['owned_by'] or 'NONE'}")

    def _change_type_labels(self, item: Object, now: Object) -> None:
        has = list(now["labels"])
        for at, label in enumerate(item["labels"]):
            if label not in has:
                place = f" AFTER {render.literal(item['labels'][at - 1])}" if at else (
                    f" BEFORE {render.literal(has[0])}" if has else ""
                )
                self._note("~", item, f"label {label}")
                self._add(2, item, f"ALTER TYPE {item.name} ADD VALUE {render.literal(label)}{place}")
                has.insert(has.index(item["labels"][at - 1]) + 1 if at else 0, label)
        kept = [label for label in has if label in item["labels"]]
        if kept != list(item["labels"]):
            self.blocked[item.id] = f"its labels are in another order: {', '.join(kept)}"

    def _change_domain(self, item: Object, now: Object, different: set[str]) -> None:
        if "base" in different:
            self.blocked[item.id] = f"it is {now['base']}, wanted {item['base']}: write a transition"
            return
        alter = f"ALTER DOMAIN {item.name}"
        if "default" in different:
            action = "DROP DEFAULT" if item["default"] is None else f"SET DEFAULT {item['default']}"
            self._note("~", item, action.lower())
            self._add(3, item, f"{alter} {action}")
        if "not_null" in different:
            action = "SET NOT NULL" if item["not_null"] else "DROP NOT NULL"
            self._note("~", item, action.lower())
            self._add(3, item, f"{alter} {action}")
        has = now["checks"] or {}
        for name, check in (item["checks"] or {}).items():
            if "checks" in different and has.get(name) not in (check, item.settled.get("checks", {}).get(name)):
                self._note("~", item, f"constraint {name}")
                if name in has:
                    self._add(3, item, f"{alter} DROP CONSTRAINT {name}")
                self._add(3, item, f"{alter} ADD CONSTRAINT {name} {check}")

    def _change_other(self, item: Object, now: Object, different: set[str]) -> None:
        if item.kind == "type" and item["labels"] is not None and now["labels"] is not None:
            self._change_type_labels(item, now)
        else:
            self.blocked[item.id] = f"{', '.join(sorted(different))} cannot be changed in place: write a transition"

    # What has to go for a moment

    def _replace(self, item: Object, now: Object, lock: str, detail: str = "definition") -> None:
        """Drops and makes again, with all that depends on it put back as it was, in one transaction."""
        depending = self._depending(now)
        in_the_way = [each for each in depending if each.kind not in ("view", "index", "constraint", "trigger")]
        if in_the_way:
            self.blocked[item.id] = f"{detail} differs, but {in_the_way[0].id} depends on it"
            return
        self._note("~", item, detail)
        self._around(item, depending, [render.drop(item), render.create(item)], lock)
        self._describe(item)

    def _depending(self, item: Object) -> list[Object]:
        """All objects of the database that cannot exist without this one, each before what it depends on."""
        found: dict[str, Object] = {}
        waiting = [item.id]
        while waiting:
            for key in self.dependents.get(waiting.pop(), ()):
                if key not in found and key != item.id:
                    found[key] = self.actual[key]
                    waiting.append(key)
        return list(reversed(ordered(found)))

    def _around(self, item: Object, depending: list[Object], body: list[str], lock: str = EXCLUSIVE) -> None:
        for each in depending:
            self._add(1, item, render.drop(each), lock, as_superuser=True)
        for sql in body:
            self._add(1, item, sql, lock)
        for each in reversed(depending):
            wanted = self.desired.get(each.id)
            # One that is to change anyway is made by its own statements, from sql/.
            if wanted is not None and any(not wanted.agrees(each, name) for name in wanted.attributes):
                continue
            for sql in self._put_back(each):
                self._add(1, item, sql, lock, as_superuser=True)

    def _put_back(self, item: Object) -> Iterator[str]:
        """Makes an object again as it was, with its owner, comment and grants."""
        yield render.create(item)
        if item.kind in ("view", "materialized view", "function", "procedure"):
            yield render.owner(item, item["owner"] or self.owner)
        if item["enabled"]:
            yield f"ALTER TABLE {item.parent} {item['enabled']} TRIGGER {item.name}"
        if item["comment"] is not None:
            yield render.comment(item)
        for entry in item["grants"] or ():
            yield render.grant(item, entry)

    # What sql/ does not know

    def _unmanaged(self) -> Iterator[Change]:
        for key, item in sorted(self.actual.items()):
            if key in self.desired:
                labels = set(item["labels"] or ()) - set(self.desired[key]["labels"] or ())
                for label in sorted(labels):
                    yield Change("!", key, "types", f"label {label} is not in sql/")
                continue
            if item.parent is not None and f"table {item.parent}" not in self.desired:
                continue
            if item.kind == "sequence" and item["owned_by"] and f"column {item['owned_by']}" not in self.desired:
                continue
            yield Change("!", key, "", "is not in sql/")


def _refuse_if(count: str, message: str) -> str:
    """A statement that fails when a counting query counts anything."""
    return f"DO $check$ BEGIN IF ({count}) > 0 THEN RAISE EXCEPTION {render.literal(message)}; END IF; END $check$"
