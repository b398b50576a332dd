"""Which change of a column's type keeps every value, told from the two types alone. Pure."""

import re
from enum import Enum


class Conversion(Enum):
    """How a column gets from one type to another."""

    WIDEN = "only the catalog changes"
    CHECK = "each value is converted, if none is lost"


_VARCHAR = re.compile(r"character varying(?:\((\d+)\))?(\[\])?$")
_NUMERIC = re.compile(r"numeric(?:\((\d+),(\d+)\))?$")
_UNBOUNDED = 10**9


def _length(name: str) -> tuple[int, bool] | None:
    """Greatest length of a text type, and whether it is an array of it."""
    if name in ("text", "text[]"):
        return _UNBOUNDED, name.endswith("[]")
    if found := _VARCHAR.match(name):
        return int(found[1] or _UNBOUNDED), found[2] is not None
    return None


def conversion(old: str, new: str) -> Conversion:
    """Tells whether every value of type ``old`` is one of ``new`` as it stands (manual, ALTER TABLE, Notes).

    Arguments are types in the words of ``format_type``.
    """
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


def lost(table: str, column: str, old: str, new: str) -> str:
    """A query that counts the rows whose value does not come back the same from type ``new``.

    The way there and back goes through the value's text, as the USING clause of the change does.

    Args:
        table, column: names as SQL takes them.
        old, new: types in the words of ``format_type``.
    """
    text = f"({column})::text"
    return (
        f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND CASE"
        f" WHEN NOT pg_input_is_valid({text}, $type${new}$type$) THEN true"
        f" ELSE (({text})::{new}::text::{old})::text IS DISTINCT FROM {text} END"
    )
