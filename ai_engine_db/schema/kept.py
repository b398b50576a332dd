"""Constraints that rows may break (``-- violations=keep``), where a transition changes those rows first. Pure.

Whether they still break one is known only behind the transition: so it is validated on the spot where none does.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ai_engine_db.schema.render import do, literal
from ai_engine_db.schema.statements import Check, Plan, Statement

_STEP = "validation"
_SHAPES = re.compile(r"\b(ALTER|CREATE|DROP)\b", re.IGNORECASE)


def asked_before(check: Check, sql: str) -> bool:
    """Whether a question can be asked before a transition that writes its rows; not of what that one makes."""
    return check.kept and not _SHAPES.search(sql)


def validated(plan: Plan, checks: Iterable[tuple[str, Check]]) -> Plan:
    """A plan that validates constraints only where no row breaks them by then.

    Args:
        plan: behind the transitions.
        checks: those about rows that a transition writes, by their names in the plan.
    """
    made = list(plan.statements)
    for name, check in checks:
        constraint = check.object.removeprefix(f"constraint {check.table}.")
        plain = f"ALTER TABLE {check.table} VALIDATE CONSTRAINT {constraint}"
        later = _where_none(check, constraint, plain)
        counted = plan.checks.get(name)
        if any(each.sql == plain for each in made):
            made = [replace(each, sql=later) if each.sql == plain else each for each in made]
        elif counted is not None and counted.rows and not counted.error:
            made.append(Statement(later, check.object, _STEP, "SHARE UPDATE EXCLUSIVE", alone=True))
    return replace(plan, statements=tuple(made))


def _where_none(check: Check, constraint: str, sql: str) -> str:
    waits = (
        f"SELECT FROM pg_catalog.pg_constraint WHERE conrelid = {literal(check.table)}::pg_catalog.regclass"
        f" AND pg_catalog.quote_ident(conname) = {literal(constraint)} AND NOT convalidated"
    )
    body = f" BEGIN IF EXISTS ({waits}) AND NOT EXISTS ({check.find}) THEN {sql}; END IF; END "
    return do(body, "validate")
