"""Which change of a column's type keeps every value, told from the two types alone. Pure."""

import re
from collections.abc import Sequence
from enum import Enum


class Conversion(Enum):
    """How a column gets from one type to another."""

    WIDEN = "only the catalog changes"
    CHECK = "each value is converted, if none is lost"


_VARCHAR = re.compile(r"character varying(?:\((\d+)\))?(\[\])?$")
_NUMERIC = re.compile(r"numeric(?:\((\d+),(-?\d+)\))?$")
_INTEGERS = ("smallint", "integer", "bigint")
_FLOATS = ("real", "double precision")
_UNBOUNDED = 10**9


def _length(name: str) -> tuple[int, bool] | None:
    """Greatest length of a text type, and whether it is an array of it."""
    if name in ("text", "text[]"):
        return _UNBOUNDED, name.endswith("[]")
    if found := _VARCHAR.match(name):
        return int(found[1] or _UNBOUNDED), found[2] is not None
    return None


def is_number(name: str) -> bool:
    """Whether a type holds one number, in the words of ``format_type``."""
    return name in _INTEGERS or name in _FLOATS or _NUMERIC.match(name) is not None


def conversion(old: str, new: str) -> Conversion:
    """Tells whether every value of type ``old`` is one of ``new`` as it stands (manual, ALTER TABLE, Notes).

    Arguments are types in the words of ``format_type``.
    """
    if old == new:
        return Conversion.WIDEN
    before, after = _length(old), _length(new)
    if before and after:
        same_shape = before[1] == after[1]
        return Conversion.WIDEN if same_shape and after[0] >= before[0] else Conversion.CHECK
    a, b = _NUMERIC.match(old), _NUMERIC.match(new)
    if a and b:
        if b[1] is None:
            return Conversion.WIDEN
        if a[1] is not None and a[2] == b[2] and int(b[1]) >= int(a[1]):
            return Conversion.WIDEN
    return Conversion.CHECK


def akin(old: str, new: str) -> bool:
    """Whether what was written for a column of type ``old`` reads the same for ``new``.

    It is so within texts, integers, numerics and floats; ``price > 5`` is an error once ``price`` is a text.
    """
    return old == new or (_family(old) is not None and _family(old) == _family(new))


def _family(name: str) -> str | None:
    if length := _length(name):
        return "text[]" if length[1] else "text"
    if name in _INTEGERS:
        return "integer"
    if name in _FLOATS:
        return "float"
    return "numeric" if _NUMERIC.match(name) else None


def convert(column: str, old: str, new: str) -> str:
    """The expression that takes a value to type ``new``: through its text, or exactly from number to number."""
    if is_number(old) and is_number(new):
        return f"({column})::text::numeric::{new}"
    return f"({column})::text::{new}"


def valid(column: str, old: str, new: str) -> str:
    """The condition on which :func:`convert` raises no error."""
    text = f"({column})::text"
    if is_number(old) and is_number(new):
        text = f"trim_scale({text}::numeric)::text"
    return f"pg_input_is_valid({text}, $type${new}$type$)"


def lost(table: str, column: str, old: str, new: str) -> str:
    """A query that finds the rows whose value does not come back the same from type ``new``.

    A number comes back the same when it is equal, anything else when its text is. No value raises an error: one that
    is no ``new``, or whose ``new`` is no ``old`` any more, counts as lost. Names are as SQL takes them, types in the
    words of ``format_type``.
    """
    text = f"({column})::text"
    there = f"({convert(column, old, new)})::text"
    if is_number(old) and is_number(new):
        same = f"{there}::numeric = {text}::numeric"
    else:
        returns = f"pg_input_is_valid({there}, $type${old}$type$)"
        same = f"CASE WHEN {returns} THEN ({there}::{old})::text = {text} ELSE false END"
    kept = f"CASE WHEN {valid(column, old, new)} THEN {same} ELSE false END"
    return f"SELECT * FROM {table} WHERE {column} IS NOT NULL AND NOT {kept}"


def unlabelled(table: str, column: str, labels: Sequence[str]) -> str:
    """A query that finds the rows whose text is none of an enum's labels, which need not be there yet.

    The labels are string constants as SQL takes them.
    """
    known = f"({column})::text IN ({', '.join(labels)})" if labels else "false"
    return f"SELECT * FROM {table} WHERE {column} IS NOT NULL AND NOT {known}"
