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
from ai_engine_db.schema.planner.order import closure, dependents

FUNCTIONS = ("function", "procedure")

# What changes nothing in what a function gives.
_COSTS = re.compile(r"\b(COST \S+|ROWS \S+|PARALLEL \w+|LEAKPROOF)\s*")
_BODY = re.compile(r"^(AS |RETURN |BEGIN ATOMIC)", re.MULTILINE)


def follow(builder: Builder, item: Object, now: Object, decision: Decision, absent: frozenset[str]) -> None:
    """Lets what is stored follow a function that is replaced in place, but for what is made again anyway."""
    if item.kind not in FUNCTIONS or decision.action is not Action.ALTER or _gives_the_same(item, now):
        return
    users = dependents(builder.actual)
    through = [key for key in closure(_among_functions(builder, users), [item.id]) if key in builder.actual]
    followed = []
    for key in sorted({user for each in through for user in users.get(each, ())} - absent):
        if _again(builder, item, builder.actual[key]):
            followed.append(key)
    if followed:
        builder.note("~", item, f"with {', '.join(followed)}")


def _gives_the_same(item: Object, now: Object) -> bool:
    """Whether a function only says other things of its costs."""
    return _essence(str(item["definition"])) == _essence(str(now["definition"]))


def _essence(definition: str) -> str:
    body = _BODY.search(definition)
    at = body.start() if body else len(definition)
    return " ".join(_COSTS.sub("", definition[:at]).split()) + definition[at:]


def _among_functions(builder: Builder, users: dict[str, list[str]]) -> dict[str, list[str]]:
    return {key: [user for user in found if builder.actual[user].kind in FUNCTIONS] for key, found in users.items()}


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
        case "materialized view":
            # It shows what was; when it is to show more is for who knows its query.
            builder.note("~", function, f"run REFRESH {render.target(user)} by hand")
            return False
        case _:
            return False
    return True


def _look(builder: Builder, function: Object, user: Object, table: str, find: str) -> None:
    """Refuses a function by which rows break what they kept to so far."""
    at = builder.places.at(function)
    builder.add(Phase.REST, user, f"LOCK TABLE {table} IN SHARE MODE", "SHARE", at=at)
    message = f"{user.id}: rows of table {table} would violate it with the new {function.id}"
    builder.add(Phase.REST, user, render.refuse_if(find, message), "SHARE", at=at, hazard=hazards.READS)
