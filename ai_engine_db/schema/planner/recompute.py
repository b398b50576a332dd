"""What was computed by a function that changes, and is stored: built, or checked, again along with it. Pure.

An index finds no row by what the function used to give, and nobody checks again what a constraint once let pass. All of
it is in the function's own transaction: interrupted, or refused for a row, it leaves the function as it was.
"""

import re

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import domains, hazards
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.decisions import Action, Decision
from ai_engine_db.schema.planner.order import FUNCTIONS, closure, dependents

VIEWS = ("view", "materialized view")

# What changes nothing in what a function gives.
_COSTS = re.compile(r"\b(COST \S+|ROWS \S+|PARALLEL \w+|LEAKPROOF)\s*")
_BODY = re.compile(r"^(AS |RETURN |BEGIN ATOMIC)", re.MULTILINE)


def follow(builder: Builder, item: Object, now: Object, decision: Decision, absent: frozenset[str]) -> None:
    """Lets what is stored follow a function that is replaced in place, but for what is made again anyway.

    A materialized view follows a generated column too: PostgreSQL lets the other things that are stored do so itself.
    """
    if decision.action is not Action.ALTER:
        return
    users = dependents(builder.actual)
    if item.kind == "column" and item["generated"] and "generated" in decision.different:
        _tell(builder, item, _refresh(builder, item, users, absent))
    if item.kind not in FUNCTIONS or _gives_the_same(item, now):
        return
    through = [key for key in closure(_among(builder, users, FUNCTIONS), [item.id]) if key in builder.actual]
    followed = []
    for key in sorted({user for each in through for user in users.get(each, ())} - absent):
        if _again(builder, item, builder.actual[key]):
            followed.append(key)
    _tell(builder, item, followed + _refresh(builder, item, users, absent))


def _tell(builder: Builder, item: Object, followed: list[str]) -> None:
    if followed:
        builder.note("~", item, f"with {', '.join(followed)}")


def _refresh(builder: Builder, item: Object, users: dict[str, list[str]], absent: frozenset[str]) -> list[str]:
    """Fills the materialized views anew that read something, each after those that it reads; gives their ids."""
    found = closure(_among(builder, users, (*FUNCTIONS, *VIEWS)), [item.id]) - absent
    known = [each for each in builder.order if each.id in found and each.kind == "materialized view"]
    at = builder.places.at(item)
    for view in known:
        # By then all that its query reads is as it shall be.
        at = max(at, builder.places.at(view))
        sql, lock = f"REFRESH {render.target(view)}", hazards.EXCLUSIVE
        builder.add(Phase.REST, view, sql, lock, at=at, hazard=hazards.REWRITES)
    for key in sorted(found - {view.id for view in known}):
        if key in builder.actual and builder.actual[key].kind == "materialized view":
            # It shows what was; when it is to show more is for who knows its query.
            builder.note("~", item, f"run REFRESH {render.target(builder.actual[key])} by hand")
    return [view.id for view in known]


def _gives_the_same(item: Object, now: Object) -> bool:
    """Whether a function only says other things of its costs."""
    return _essence(str(item["definition"])) == _essence(str(now["definition"]))


def _essence(definition: str) -> str:
    body = _BODY.search(definition)
    at = body.start() if body else len(definition)
    return " ".join(_COSTS.sub("", definition[:at]).split()) + definition[at:]


def _among(builder: Builder, users: dict[str, list[str]], kinds: tuple[str, ...]) -> dict[str, list[str]]:
    return {key: [user for user in found if builder.actual[user].kind in kinds] for key, found in users.items()}


def _again(builder: Builder, function: Object, user: Object) -> bool:
    """Adds what makes one object follow; says whether it is one that has to."""
    at = builder.places.at(function)
    match user.kind:
        case "index" if not user["invalid"]:
            builder.add(Phase.REST, user, f"REINDEX INDEX {user.name}", "SHARE", at=at, hazard=hazards.BUILDS)
        case "constraint" if user["type"] == "exclude":
            builder.add(Phase.REST, user, f"REINDEX INDEX {user.name}", "SHARE", at=at, hazard=hazards.BUILDS)
        case "column" if user["generated"]:
            sql = f"ALTER TABLE {user.parent} ALTER COLUMN {user.name} SET EXPRESSION AS ({user['generated']})"
            builder.add(Phase.REST, user, sql, hazards.EXCLUSIVE, at=at, hazard=hazards.REWRITES)
        case "constraint" if user["type"] == "check" and not user["not_valid"]:
            condition = str(user["definition"]).removeprefix("CHECK ").removesuffix(" NO INHERIT")
            find = f"SELECT FROM {user.parent} WHERE NOT {condition}"
            _look(builder, function, user, str(user.parent), find)
        case "domain":
            for table, find in domains.broken(builder, user):
                _look(builder, function, user, table, find)
        case _:
            return False
    return True


def _look(builder: Builder, function: Object, user: Object, table: str, find: str) -> None:
    """Refuses a function by which rows break what they kept to so far."""
    at = builder.places.at(function)
    builder.add(Phase.REST, user, f"LOCK TABLE {table} IN SHARE MODE", "SHARE", at=at)
    message = f"{user.id}: rows of table {table} would violate it with the new {function.id}"
    builder.add(Phase.REST, user, render.refuse_if(find, message), "SHARE", at=at, hazard=hazards.READS)
