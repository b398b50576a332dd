"""What the catalogs say of two databases, one as ``sql/`` makes it, one by the lock: nothing may be lost in between.

A dump leaves out what a restore makes by itself, or cannot make. This holds for all that a statement can have written,
in catalogs and columns of later versions too. Touches a throwaway server only.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

HERE = Path(__file__).parent
_QUERY = (HERE / "catalogs.sql").read_text()

Rows = Counter[tuple[str, str, str]]
"""Rows of the catalogs: the catalog, the object that one is about, and the row as JSON; how often each."""


def begin(connection: psycopg.Connection[Any]) -> int:
    """A number that all rows have which the catalogs get from now on, or a greater one."""
    row = connection.execute("SELECT pg_catalog.pg_current_xact_id()::text::bigint & 4294967295").fetchone()
    return int(row[0]) if row else 0


def rows(connection: psycopg.Connection[Any], since: int) -> Rows:
    """The rows that the catalogs got since :func:`begin`."""
    row = connection.execute(_QUERY.encode()).fetchone()
    # Names are printed with their schema, whatever the path is.
    with connection.transaction():
        connection.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL search_path = pg_catalog")
        found = connection.execute(str(row[0] if row else "").replace("$1", str(since)).encode()).fetchall()
    return Counter((catalog, str(name), json.dumps(value, sort_keys=True)) for catalog, name, value in found)


def differences(written: Rows, printed: Rows) -> Iterator[tuple[str, str]]:
    """What differs: the object, and words that say what the catalogs have of it and would have instead."""
    only, other = written - printed, printed - written
    for catalog, name, text in sorted(only):
        pairs = [each for each in sorted(other) if each[:2] == (catalog, name)]
        value, after = json.loads(text), json.loads(pairs[0][2]) if pairs else {}
        changed = [key for key in value.keys() | after.keys() if value.get(key) != after.get(key)]
        words = ", ".join(
            f"{key} {json.dumps(value.get(key))} → {json.dumps(after.get(key))}" for key in sorted(changed)
        )
        yield name, f"{catalog} of {name} cannot be represented in the lock file as it is written: {words}"
    for catalog, name, text in sorted(other - Counter({each: 1 for each in other if _paired(each, only)})):
        yield name, f"{catalog} of {name} would be added by the lock file: {text}"


def _paired(row: tuple[str, str, str], only: Rows) -> bool:
    return any(each[:2] == row[:2] for each in only)
