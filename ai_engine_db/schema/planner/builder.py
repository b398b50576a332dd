"""A plan in the making: what is compared, and what was written down so far. The planner's only mutable state."""

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum

from ai_engine_db.schema import acl, violations
from ai_engine_db.schema.model import Object, Snapshot, children
from ai_engine_db.schema.planner import hazards, overloads
from ai_engine_db.schema.planner.locations import Places
from ai_engine_db.schema.planner.order import PRIVILEGES, RANK, ordered
from ai_engine_db.schema.statements import Change, Check, Hazard, Plan, Raised, Statement

# A column added later stands last; a view's columns follow from its definition, and so on.
IGNORED = frozenset(
    {
        "position", "columns", "references", "keys", "where", "evaluates", "inherited", "attached_to", "partitions",
        violations.KEEPS,
    }
)  # fmt: skip

# What differs in these never needs more than ALTER … OWNER, COMMENT and GRANT, or is left and told.
MARGINAL = frozenset({"comment", "grants", "revoked", "owner", "beside", "comments", "column_grants"})

# What is set apart from an object's definition (planner/options.py).
APART: dict[str, frozenset[str]] = {
    "table": frozenset({"replica_identity"}),
    "column": frozenset({"storage", "compression", "statistics", "options"}),
    "index": frozenset({"replica_identity", "clustered", "statistics"}),
    "constraint": frozenset({"replica_identity", "clustered"}),
    "view": frozenset({"defaults"}),
}


NO_CHANGE = Change("", "", "")


class Phase(IntEnum):
    """The parts of a transaction, in their order."""

    OWNERS = 0
    DROPS = 1
    # Partitions that get other bounds: all of them leave before one joins, and nothing else is done in between.
    LEAVES = 2
    JOINS = 3
    MAKES = 4
    REST = 5


class Builder:
    """A plan in the making.

    Attributes:
        desired, actual: the two snapshots.
        owner: the role that owns what is made.
        sizes: bytes of the tables that hold rows.
        order: the objects of ``desired``, each after what it needs.
        places: which step and transaction each belongs to.
        columns, constraints: those of the tables of ``desired``.
        new_tables: names of the tables that have to be made.
        keys: columns of the primary keys of those that are there.
        grantees: roles to which ``sql/`` grants anything.
        superseded: ids of functions that go, each with that of the function that takes its place.
        kept: ids of constraints that rows break, and may.
        decided: ids of what an interrupted deploy left, as far as the plan has decided on it.
    """

    def __init__(
        self,
        desired: Snapshot,
        actual: Snapshot,
        lost_rows: Mapping[str, int | Raised],
        owner: str,
        sizes: Mapping[str, int],
    ) -> None:
        self.desired = desired
        self.actual = actual
        self.owner = owner
        self.sizes = sizes
        self.order = ordered(desired)
        in_use = [name for name in sizes if f"table {name}" in actual]
        self.places = Places(self.order, actual, in_use)
        self.columns = children(desired, "column")
        self.constraints = children(desired, "constraint")
        self.new_tables = {item.name for key, item in desired.items() if item.kind == "table" and key not in actual}
        self.keys = {
            str(item.parent): tuple(item["columns"])
            for item in actual.values()
            if item.kind == "constraint" and item["type"] == "primary key"
        }
        self.grantees = grantees(desired)
        self.superseded = overloads.superseded(desired, actual)
        self.decided: set[str] = set()
        self.kept: set[str] = set()
        self._lost_rows = lost_rows
        self._statements: list[tuple[int, Phase, Statement]] = []
        self._signs: dict[str, str] = {}
        self._details: dict[str, list[str]] = {}
        self._left: dict[str, list[str]] = {}
        self._checks: dict[str, Check] = {}

    def add(
        self,
        phase: Phase,
        item: Object,
        sql: str,
        lock: str = "",
        *,
        at: int | None = None,
        hazard: str = "",
        rows_of: str = "",
        as_superuser: bool = False,
    ) -> None:
        """Adds a statement at the object's own place, or at place number ``at``.

        Args:
            phase: its part of the transaction.
            item: the object.
            sql: the statement.
            lock: that it takes.
            at: number of the place.
            hazard: what it does to those who use the object's table.
            rows_of: another table that it does that to.
            as_superuser: the owner may not run it.
        """
        at = self.places.at(item) if at is None else at
        existing = item.parent not in self.new_tables if item.parent is not None else item.id in self.actual
        # A foreign key locks both of its tables.
        existing |= item["type"] == "foreign key" and item["references"]["table"] not in self.new_tables
        # Schema public is there as soon as the database holds anything.
        existing |= bool(rows_of) or (item.kind in PRIVILEGES and bool(self.actual))
        place, lock = self.places.all[at], lock if existing else ""
        told = self._told(hazard, item, lock, rows_of or str(item.parent or item.name)) if existing else ()
        statement = Statement(sql, item.id, place.step, lock, told, as_superuser, place.alone, place.transaction)
        self._statements.append((at, phase, statement))

    def _told(self, hazard: str, item: Object, lock: str, relation: str) -> tuple[Hazard, ...]:
        stored = f"materialized view {relation}"
        key = stored if stored in self.actual else f"table {relation}"
        return hazards.told(hazard, item, lock, self.sizes.get(relation, 0), key)

    def note(self, sign: str, item: Object, detail: str = "") -> None:
        """Says in a line that an object is made (``+``) or changed (``~``)."""
        self._signs.setdefault(item.id, sign)
        details = self._details.setdefault(item.id, [])
        if detail:
            details.append(detail)

    def leave(self, item: Object, why: str) -> None:
        """Says in a line that an object stays other than it should be."""
        self._left.setdefault(item.id, []).append(why)

    def count(
        self,
        name: str,
        item: Object,
        find: str,
        what: str = "",
        *,
        decisive: bool = True,
        table: str = "",
        one: str = "",
    ) -> int:
        """Asks how many rows a query finds; the answer is 0 until it has been run."""
        table = table or str(item.parent or item.name)
        answer = self._lost_rows.get(name, 0)
        rows, error = (1, answer.words) if isinstance(answer, Raised) else (answer, "")
        key = self.keys.get(table, ())
        kept = bool(item[violations.KEEPS])
        self._checks[name] = Check(item.id, find, what, table, key, decisive, rows, error, one, kept)
        return rows

    def raises(self, name: str) -> bool:
        """Whether a row raised an error where :meth:`count` asked."""
        return self._checks[name].error != ""

    def broken(self, item: Object) -> bool:
        """Whether rows break a constraint that they may go on to break."""
        check = self._checks.get(item.id)
        return bool(item[violations.KEEPS] and check and check.rows and not check.error)

    def against(self, name: str) -> str:
        """What the answer to :meth:`count` says that forbids a change."""
        return self._checks[name].found

    def inline(self, item: Object) -> bool:
        """Whether CREATE TABLE makes it along with its table."""
        if item.parent not in self.new_tables or item.kind not in ("column", "constraint"):
            return False
        return item.kind == "column" or not (
            item["type"] == "foreign key" or item["not_valid"] or self.places.late(item) or self._repeats(item)
        )

    def _repeats(self, item: Object) -> bool:
        """Whether it is unique by the columns of another key: CREATE TABLE would leave one of the two out."""
        others = (each for each in self.constraints[str(item.parent)] if each.id != item.id)
        return item["type"] == "unique" and any(
            each["type"] in ("primary key", "unique") and each["columns"] == item["columns"] for each in others
        )

    def named(self, item: Object) -> list[Object]:
        """The other columns of its own table that an object's text names."""
        texts = (item["definition"] or item["generated"], item["using"], item["check"])
        text = " ".join(str(each) for each in texts if each)
        columns = self.columns.get(item.parent, ()) if item.parent is not None and text else ()
        return [each for each in columns if each.id != item.id and mentions(text, each.name)]

    def _table(self, key: str) -> str:
        """The table that an object is, or belongs to."""
        item = self.desired.get(key) or self.actual.get(key)
        return str(item.parent or item.name) if item is not None else ""

    def finish(self, unmanaged: Iterable[Change]) -> Plan:
        """The plan, with the lines about what ``sql/`` does not know at its end."""
        # Sorting is stable: within a phase of a step, statements stay in the order in which they were added.
        self._statements.sort(key=lambda each: each[:2])
        self._statements = hazards.with_held_locks(self._statements, self._table, self.sizes)
        told = hazards.by_object(each for *_, each in self._statements)
        lines = [(self.desired[key], self._signs[key], ", ".join(each), False) for key, each in self._details.items()]
        lines += [(self.desired[key], "!", ", ".join(each), key not in self.kept) for key, each in self._left.items()]
        lines.sort(key=lambda line: (self.places.at(line[0]), RANK[line[0].kind], line[0].id))
        changes = [
            Change(
                sign,
                item.id,
                self.places.step(item),
                detail,
                falls_short,
                told[item.id].hazards if item.id in told else (),
            )
            for item, sign, detail, falls_short in lines
        ]
        again = [change for key, change in told.items() if key not in self._details]
        return Plan(tuple(each for *_, each in self._statements), (*changes, *again, *unmanaged), self._checks)


def grantees(objects: Snapshot) -> frozenset[str]:
    """The roles that have a privilege on any of some objects."""
    entries = (entry for item in objects.values() for entry in item["grants"] or ())
    return frozenset(acl.parse(entry).grantee for entry in entries) - {"PUBLIC"}


def difference(item: Object, now: Object) -> frozenset[str]:
    """Names of the attributes that are not as they should be, the marginal ones left out."""
    differ = {name for name in item.attributes if not item.agrees(now, name)}
    differ.update(name for name in now.attributes if name not in item.attributes and not item.agrees(now, name))
    return frozenset(differ - IGNORED - MARGINAL - APART.get(item.kind, frozenset()))


def mentions(text: str, name: str) -> bool:
    """Whether SQL text holds a name as a word; it may be the name of something else."""
    return name in text and re.search(rf'(?<![\w"]){re.escape(name)}(?![\w"])', text) is not None
