"""What is wrong with settings, in words for people. Pure; no message holds the value of a secret."""

import difflib
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError

from ai_engine_db.settings.model import Given

# How alike a name and a setting are, without what all of them begin with, before one is taken for the other.
NEAR = 0.65


def lines(error: ValidationError, model: type[Given], origin: Callable[[str], str]) -> list[str]:
    """A line a problem: the setting's name, what is wrong with it, what it is for, and where its value came from."""
    return [_line(dict(each), model, origin) for each in error.errors(include_url=False)]


def _line(error: dict[str, Any], model: type[Given], origin: Callable[[str], str]) -> str:
    message = _message(error)
    if not error["loc"]:
        return message
    name = str(error["loc"][0])
    where = origin(name)
    return f"{shown(name)}: {message} ({model.model_fields[name].description}){where and f', set in {where}'}"


def _message(error: dict[str, Any]) -> str:
    given, limits = error["input"], error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "is not set, and has no default here"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"is {given!r}, which is not a whole number"
        case "greater_than_equal":
            return f"is {given}, but must be at least {limits['ge']}"
        case "less_than_equal":
            return f"is {given}, but must be at most {limits['le']}"
        case "literal_error" | "enum":
            return f"is {given!r}, but must be {limits['expected']}"
        case "bool_parsing" | "bool_type":
            return f"is {given!r}, which is neither true nor false"
        case "string_too_short":
            return "is empty"
        case _:
            return str(error["msg"]).removeprefix("Value error, ")


def shown(name: str) -> str:
    """A setting's name as people set it: DB_PORT by a variable, ``recreate`` by --data."""
    return name.upper() if name.startswith(("db_", "legacy_")) else name


def unknown(name: str, source: str, names: Sequence[str]) -> str:
    """Says that there is no such setting, and which was meant."""
    settings = {_bare(each): each for each in names}
    near = difflib.get_close_matches(_bare(name), settings, n=1, cutoff=NEAR)
    hint = (
        f": did you mean {settings[near[0]]}?"
        if near
        else ": `make settings` lists all, docs/settings.md explains them"
    )
    return f"{name} in {source} is not a setting{hint}"


def _bare(name: str) -> str:
    return name.lower().removeprefix("db_").removeprefix("legacy_")
