"""A snapshot as it will be once an object has another name: what PostgreSQL itself carries along. Pure.

A definition that is not followed to the letter only means that a plan makes the object again (CREATE OR REPLACE): a
view keeps the names of its columns, so one that uses a renamed column is left as it prints now. What stands in a
string constant or in the body of a function is nobody's name, and never changes by itself.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ai_engine_db.schema.model import NAMED_ALONE, Object, Snapshot
from ai_engine_db.schema.rename import RELATIONS, ROUTINES, TYPES, Rename, children_of
from ai_engine_db.schema.render import literal

# Attributes that hold the name of a type, and those that hold an expression.
_OF_TYPES = ("type", "signature", "returns", "base", "attributes", "columns")
_EXPRESSIONS = ("default", "generated", "definition", "keys", "where", "evaluates", "checks")

_LITERAL = re.compile(r"('(?:[^']|'')*')")
_INDEX = re.compile(r'(CREATE (?:UNIQUE )?INDEX )((?:"(?:[^"]|"")*"|\S+))( ON (?:ONLY )?)((?:"(?:[^"]|"")*"|\S)+)')
_STATISTICS = re.compile(r'(CREATE STATISTICS (?:public\.)?)((?:"(?:[^"]|"")*"|[^\s(.]+))')
_TRIGGER = re.compile(r'(CREATE (?:CONSTRAINT )?TRIGGER )((?:"(?:[^"]|"")*"|\S+))')


def moved(objects: Snapshot, each: Rename) -> dict[str, Object]:
    """The snapshot once an object has its new name; a column has it in partitions, and where it is inherited, too."""
    result = _moved(objects, each)
    if each.kind == "column":
        for table in children_of(objects, each.parent):
            below = Rename("column", f"{table}.{each.old_name}", f"{table}.{each.name}")
            if below.before in result and result[below.before]["inherited"]:
                result = moved(result, below)
    return result


def _moved(objects: Snapshot, each: Rename) -> dict[str, Object]:
    follow = _FOLLOW[each.kind]
    touched = {key: _itself(item, each) if key == each.before else item for key, item in objects.items()}
    touched = {key: follow(item, each) for key, item in touched.items()}
    ids = {key: item.id for key, item in touched.items() if item.id != key}
    result = {}
    for item in touched.values():
        now = item
        if any(need in ids for need in item.needs):
            now = replace(item, needs=tuple(ids.get(need, need) for need in item.needs))
        result[now.id] = now
    return result


def _itself(item: Object, each: Rename) -> Object:
    """The object with its name, wherever its own definition says it."""
    arguments = item.name.partition("(")[2]
    name = f"{each.name}({arguments}" if item.kind in ROUTINES else each.name
    definition = str(item["definition"] or "")
    match item.kind:
        case "index":
            definition = _INDEX.sub(lambda found: f"{found[1]}{each.name}{found[3]}{found[4]}", definition, count=1)
        case "statistics":
            definition = _STATISTICS.sub(lambda found: f"{found[1]}{each.name}", definition, count=1)
        case "trigger":
            definition = _TRIGGER.sub(lambda found: f"{found[1]}{each.name}", definition, count=1)
        case "function" | "procedure":
            begin = re.compile(rf"((?:FUNCTION|PROCEDURE) (?:public\.)?){re.escape(each.old_name)}(?=\()")
            definition = begin.sub(lambda found: f"{found[1]}{each.name}", definition, count=1)
    attributes = {**item.attributes, "definition": definition} if definition else item.attributes
    return replace(item, name=name, attributes=attributes)


def named_like(item: Object, name: str) -> Object:
    """A constraint, index or sequence by another name."""
    path = name if item.parent is None or item.kind in NAMED_ALONE else f"{item.parent}.{name}"
    return _itself(item, Rename(item.kind, item.path, path))


# What the others say of it


def word(old: str, new: str, before: str = r'(?<![\w".$])', after: str = r'(?![\w"$])') -> Callable[[str], str]:
    """A function that writes a new name for an old one, string constants aside."""
    pattern = re.compile(f"{before}{re.escape(old)}{after}")

    def change(text: str) -> str:
        if old not in text:
            return text
        return "".join(
            part if part.startswith("'") else pattern.sub(lambda _: new, part) for part in _LITERAL.split(text)
        )

    return change


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [_each(one, change) for one in value]
    if isinstance(value, Mapping):
        return {key: _each(one, change) for key, one in value.items()}
    return value


def _with(item: Object, names: tuple[str, ...], change: Callable[[str], str]) -> Object:
    """The object with some of its attributes written anew."""
    found = {name: _each(item[name], change) for name in names if item[name] is not None}
    return replace(item, attributes={**item.attributes, **found}) if found else item


def _head(change: Callable[[str], str]) -> Callable[[str], str]:
    """The same for a function: its body is a string constant of another kind."""

    def head(definition: str) -> str:
        begin, mark, body = definition.partition("\nAS $")
        return f"{change(begin)}{mark}{body}"

    return head


def _relation(item: Object, each: Rename) -> Object:
    old, new = each.old, each.new
    if item.parent == old:
        item = replace(item, parent=new)
    elif each.before not in item.needs and not any(need.startswith(f"column {old}.") for need in item.needs):
        return item if not str(item["owned_by"] or "").startswith(f"{old}.") else _owned(item, old, new)
    match item.kind:
        case "table":
            return _with(item, ("partition_of", "inherits"), lambda name: new if name == old else name)
        case "index" | "trigger" | "statistics":
            return _with(item, ("definition",), _on(old, new))
        case "constraint":
            return _with(_referring(item, old, new), ("definition",), _on(old, new))
        case "view" | "materialized view" | "rule":
            return _with(item, ("definition",), word(old, new, r'(?<![\w"$])'))
        case "function" | "procedure":
            item = _with(item, ("definition",), _head(word(old, new, r'(?<![\w"$])')))
            return _typed(_with_arguments(item, old, new), old, new)
        case "sequence":
            return _owned(item, old, new)
        case "column" | "type" | "domain":
            return _typed(item, old, new)
    return item


def _referring(item: Object, old: str, new: str) -> Object:
    if not item["references"] or item["references"]["table"] != old:
        return item
    return replace(item, attributes={**item.attributes, "references": {**item["references"], "table": new}})


def _on(old: str, new: str) -> Callable[[str], str]:
    pattern = re.compile(rf'( (?:ON|ONLY|FROM|REFERENCES) (?:public\.)?){re.escape(old)}(?![\w"$])')
    return lambda text: pattern.sub(lambda found: f"{found[1]}{new}", text)


def _owned(item: Object, old: str, new: str) -> Object:
    owner = str(item["owned_by"] or "")
    if not owner.startswith(f"{old}."):
        return item
    return replace(item, attributes={**item.attributes, "owned_by": new + owner.removeprefix(old)})


def _column(item: Object, each: Rename) -> Object:
    table, old, new = each.parent, each.old_name, each.name
    if item["owned_by"] == each.old:
        return replace(item, attributes={**item.attributes, "owned_by": each.new})
    change = word(old, new, r'(?<![\w"$:])', r'(?![\w"$(])')
    here, there = item.parent == table, bool(item["references"]) and item["references"]["table"] == table
    if item.kind == "constraint" and (here or there):
        return _of_constraint(item, change, here=here, there=there)
    if not here or item.id == each.after:
        return item
    match item.kind:
        case "index":
            item = _with(item, ("keys", "where", "evaluates"), change)
            return _with(item, ("definition",), _behind(_INDEX, change))
        case "statistics":
            return _with(item, ("definition",), _behind(_STATISTICS, change))
        case "trigger":
            return _with(item, ("definition",), _behind(_TRIGGER, change))
        case "column":
            return _with(item, ("generated",), change)
        case "policy":
            return _with(item, tuple(name for name in item.attributes if name != "comment"), change)
    return item


def _behind(head: re.Pattern[str], change: Callable[[str], str]) -> Callable[[str], str]:
    def behind(definition: str) -> str:
        found = head.match(definition)
        return definition[: found.end()] + change(definition[found.end() :]) if found else definition

    return behind


def _of_constraint(item: Object, change: Callable[[str], str], *, here: bool, there: bool) -> Object:
    own, mark, other = str(item["definition"]).partition(" REFERENCES ")
    # Behind the name of the table, its columns stand in parentheses.
    name, parenthesis, columns = other.partition("(")
    definition = f"{change(own) if here else own}{mark}{name}{parenthesis}{change(columns) if there else columns}"
    found = {**item.attributes, "definition": definition}
    if here and item["columns"]:
        found["columns"] = _each(item["columns"], change)
    if there:
        found["references"] = {**item["references"], "columns": _each(item["references"]["columns"], change)}
    return replace(item, attributes=found)


def _typed(item: Object, old: str, new: str) -> Object:
    return _with(item, _OF_TYPES, word(old, new))


def _type(item: Object, each: Rename) -> Object:
    if each.before not in item.needs:
        return item
    cast = word(each.old, each.new, r"(?<=::)")
    if item.kind in ROUTINES:
        item = _with_arguments(item, each.old, each.new)
        item = _with(item, ("definition",), _head(word(each.old, each.new)))
    else:
        item = _with(item, _EXPRESSIONS, cast)
    return _typed(item, each.old, each.new) if item.kind != "constraint" else item


def _with_arguments(item: Object, old: str, new: str) -> Object:
    """A function is named by the types of its arguments too."""
    name, parenthesis, arguments = item.name.partition("(")
    return replace(item, name=f"{name}{parenthesis}{word(old, new)(arguments)}")


def _label(item: Object, each: Rename) -> Object:
    enum = each.parent
    if item.id == f"type {enum}":
        labels = [each.name if label == each.old_name else label for label in item["labels"] or ()]
        return replace(item, attributes={**item.attributes, "labels": labels})
    if f"type {enum}" not in item.needs or item.kind in ROUTINES:
        return item
    old, new = f"{literal(each.old_name)}::{enum}", f"{literal(each.name)}::{enum}"
    return _with(item, _EXPRESSIONS, lambda text: re.sub(rf'{re.escape(old)}(?![\w"])', lambda _: new, text))


def _sequence(item: Object, each: Rename) -> Object:
    if each.before not in item.needs:
        return item
    pattern = re.compile(rf"'((?:public\.)?){re.escape(each.old)}'::regclass")
    return _with(item, _EXPRESSIONS, lambda text: pattern.sub(lambda found: f"'{found[1]}{each.new}'::regclass", text))


def _routine(item: Object, each: Rename) -> Object:
    if each.before not in item.needs:
        return item
    call = word(each.old_name, each.name, r'(?<![\w"$])', r"(?=\()")
    return _with(item, _EXPRESSIONS, _head(call) if item.kind in ROUTINES else call)


def _key(item: Object, each: Rename) -> Object:
    """What partitions have of a key or an index."""
    return _with(item, ("attached_to",), lambda name: each.name if name == each.old_name else name)


def _nothing(item: Object, _each: Rename) -> Object:
    return item


_FOLLOW: Mapping[str, Callable[[Object, Rename], Object]] = {
    **dict.fromkeys(RELATIONS, _relation),
    **dict.fromkeys(TYPES, _type),
    **dict.fromkeys(ROUTINES, _routine),
    **dict.fromkeys(("constraint", "index"), _key),
    **dict.fromkeys(("statistics", "trigger", "policy"), _nothing),
    "column": _column,
    "label": _label,
    "sequence": _sequence,
}
