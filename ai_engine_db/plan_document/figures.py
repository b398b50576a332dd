"""A plan that makes a whole database, in figures. Pure."""

from collections import Counter
from collections.abc import Iterable

from ai_engine_db.schema.statements import Change

PLURALS = {"index": "indexes"}


def by_step(changes: Iterable[Change]) -> list[str]:
    """A line a step, in the order of the plan: ``+ auth: 11 tables, 31 indexes``."""
    steps: dict[str, Counter[str]] = {}
    for change in changes:
        steps.setdefault(change.step, Counter())[change.object.partition(" ")[0]] += 1
    return [f"+ {step}: {', '.join(_counted(*each) for each in kinds.items())}" for step, kinds in steps.items()]


def _counted(kind: str, number: int) -> str:
    return f"{number} {kind if number == 1 else PLURALS.get(kind, f'{kind}s')}"
