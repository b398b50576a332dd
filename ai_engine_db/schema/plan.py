"""The difference between two schemas, and the statements that remove it. Pure: snapshots in, a plan out.

Nothing here destroys: what the database has and ``sql/`` has not is reported, a column's type changes only when every
value survives, and a view, index, constraint or function that has to go for a moment comes back. What ``sql/`` does not
know comes back in the same transaction; what it knows may wait for its own step of the same plan.
"""

from collections.abc import Mapping

from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner import make_plan
from ai_engine_db.schema.planner.builder import IGNORED
from ai_engine_db.schema.planner.order import ordered
from ai_engine_db.schema.statements import Change, Plan, Raised, Statement, steps

__all__ = ["Change", "Plan", "Statement", "ordered", "plan", "steps"]


def plan(
    desired: Snapshot,
    actual: Snapshot,
    lost_rows: Mapping[str, int | Raised] | None = None,
    owner: str = "CURRENT_USER",
    sizes: Mapping[str, int] | None = None,
) -> Plan:
    """Compares two snapshots.

    Args:
        desired: the lock.
        actual: what the server has.
        owner: the role that owns the database, quoted where SQL wants quotes.
        lost_rows: results of the plan's own ``checks``; a check without a result counts as having found no row.
        sizes: bytes of the tables that hold rows; what is done to those lets others go on reading and writing.

    Raises:
        ValueError: objects of the lock need each other in a circle.
    """
    if all(_same(item, actual.get(key)) for key, item in desired.items()) and actual.keys() <= desired.keys():
        return Plan()
    return make_plan(desired, actual, lost_rows or {}, owner, sizes or {})


def _same(item: Object, now: Object | None) -> bool:
    """A quick test that most objects pass; the planner looks closer at the others."""
    if now is None:
        return False
    if item.attributes == now.attributes:
        return True
    return not {name for name in {*item.attributes, *now.attributes} if not item.agrees(now, name)} - IGNORED
