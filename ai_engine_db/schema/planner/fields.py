"""Attributes of composite types: which are added or changed in place, and why others cannot be. Pure.

PostgreSQL adds an attribute behind the others, also to a type that columns use. It changes one only where no column
has a value of the type.
"""

from collections.abc import Iterator

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.planner.order import FUNCTIONS, closure, dependents
from ai_engine_db.schema.statements import WRITE_A_TRANSITION


def form(item: Object) -> str:
    """Which of the three forms a type has, in words."""
    if item["labels"] is not None:
        return "an enum"
    return "a range type" if item["range"] is not None else "a composite type"


def parts(attribute: str) -> tuple[str, str]:
    """The name and the type of an attribute; the name may be quoted, a collation may follow the type."""
    if not attribute.startswith('"'):
        name, _, type_ = attribute.partition(" ")
        return name, type_
    end = attribute.index('" ', 1)
    while attribute[1:end].count('"') % 2:
        end = attribute.index('" ', end + 1)
    return attribute[: end + 1], attribute[end + 2 :]


def attributes(item: Object) -> dict[str, str]:
    """The types of a composite type's attributes, by name and in order."""
    return dict(parts(each) for each in item["attributes"] or ())


def forbid(builder: Builder, item: Object, now: Object) -> str:
    """Why a composite type cannot become what is wanted; empty when it can."""
    wanted, has = attributes(item), attributes(now)
    if retyped := [name for name in wanted if name in has and not _same(item, wanted, has, name)]:
        found = closure(users := dependents(builder.actual), users.get(item.id, ()))
        if used := sorted(key for key in found if builder.actual[key].kind not in FUNCTIONS):
            name = retyped[0]
            return (
                f"attribute {name} is {has[name]}, wanted {wanted[name]}, and {used[0]} uses the type:"
                f" create a type of another name, or {WRITE_A_TRANSITION}"
            )
    then = [name for name in has if name in wanted] + [name for name in wanted if name not in has]
    if then != list(wanted):
        return f"its attributes would be in the order {', '.join(then)}: a new one has to stand last"
    return ""


def _same(item: Object, wanted: dict[str, str], has: dict[str, str], name: str) -> bool:
    settled = dict(parts(each) for each in item.settled.get("attributes") or ())
    return has[name] in (wanted[name], settled.get(name))


def alter(builder: Builder, item: Object, now: Object) -> None:
    """Adds attributes, and changes the types of others."""
    wanted, has = attributes(item), attributes(now)
    for name, type_ in wanted.items():
        if name not in has:
            builder.note("~", item, f"attribute {name}")
            builder.add(Phase.MAKES, item, f"ALTER TYPE {item.name} ADD ATTRIBUTE {name} {type_}")
        elif not _same(item, wanted, has, name):
            builder.note("~", item, f"attribute {name} {has[name]} → {type_}")
            builder.add(Phase.MAKES, item, f"ALTER TYPE {item.name} ALTER ATTRIBUTE {name} TYPE {type_}")


def left(wanted: Object, now: Object) -> Iterator[str]:
    """Attributes that ``sql/`` does not know."""
    if form(wanted) == form(now):
        yield from (f"attribute {name}" for name in attributes(now) if name not in attributes(wanted))
