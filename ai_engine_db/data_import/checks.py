"""What would go wrong with the legacy rows, found before any is written. Reads; gives one line for each problem.

A constraint that the legacy database has itself, validated, is not looked at: no row of it can break that.
"""

import re
from collections.abc import Iterable, Iterator

import psycopg

from ai_engine_db.data_import.catalog import Column, Constraint, Table, Unique
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair, converted, row_text, value_text, where
from ai_engine_db.schema.render import identifier

# A column, as PostgreSQL prints the key of an index.
_NAME = re.compile('[a-z_][a-z0-9_$]*|"(?:[^"]|"")+"')


def problems(source: Connection, pair: Pair, *, superuser: bool = False) -> Iterator[str]:
    """What is wrong with the rows of one table, but for its foreign keys, when they can be read (:func:`encoding`).

    Args:
        source: in its snapshot.
        pair: the table.
        superuser: whether that is the source's role, which is to run no expression that the target's owner wrote.
    """
    yield from _types(source, pair)
    yield from _nulls(source, pair)
    if superuser:
        return
    for constraint in pair.target.constraints:
        if constraint.type == "c" and not held(constraint, pair.source):
            yield from _check(source, pair, constraint)
    for index in pair.target.uniques:
        if not any(each.valid and each.definition == index.definition for each in pair.source.uniques):
            yield from _unique(source, pair, index)


def encoding(source: Connection, pair: Pair) -> str:
    """What of a table's rows is not valid UTF-8, so that nothing can read them from here; empty for nothing.

    A legacy database in SQL_ASCII takes any bytes; other encodings have some that UTF-8 has no letter for.
    """
    name = source.info.parameter_status("server_encoding")
    if name == "UTF8":
        return ""
    row = "pg_catalog.textin(pg_catalog.record_out(t))"
    text = f"convert_to({row}, 'UTF8')"
    if name == "SQL_ASCII":
        text = f"convert_from(convert_to({row}, 'SQL_ASCII'), 'UTF8')"
    rows = f"(SELECT {pair.names} FROM {pair.table}{where(pair.condition)})"
    try:
        with source.transaction():
            source.execute(f"SELECT count({text}) FROM {rows} AS t")
    except (psycopg.errors.CharacterNotInRepertoire, psycopg.errors.UntranslatableCharacter) as error:
        return (
            f"table {pair.name}: {error.diag.message_primary}: convert it to UTF-8, which the legacy database"
            " does not check"
        )
    return ""


def held(constraint: Constraint, table: Table) -> bool:
    """Whether the source has the same constraint, so that none of its rows can break it."""
    return any(each.valid and each.definition == constraint.definition for each in table.constraints)


def condition(source: Connection, pair: Pair) -> str:
    """What is wrong with the condition that ``where`` gave for a table; empty when nothing is."""
    try:
        with source.transaction():
            source.execute(f"SELECT FROM {pair.table}{where(pair.condition)} LIMIT 0")
    except psycopg.Error as error:
        return f"where: {pair.name}: {error.diag.message_primary}"
    return ""


def _types(source: Connection, pair: Pair) -> Iterator[str]:
    by_name = dict(zip(pair.columns, pair.expressions, strict=True))
    for there, here in converted(pair):
        name = f"column {pair.name}.{here.name}"
        if here.labels is not None:
            yield from _labels(source, pair, there, here)
            continue
        try:
            count = _lost(source, pair, there, by_name[here.name])
        except psycopg.Error as error:
            yield f"{name}: type {there.type} does not fit {here.type}: {error.diag.message_primary}"
            continue
        if count:
            yield f"{name}: {count} values of type {there.type} do not fit {here.type}"


def _lost(source: Connection, pair: Pair, there: Column, expression: str) -> int:
    """How many values are other ones after the way there and back. Raises where one cannot be converted at all."""
    name = identifier(there.name)
    if there.own:
        # A cast from it or to it may be anybody's.
        back = f"{value_text(f'({expression})')} IS DISTINCT FROM {value_text(name)}"
    else:
        back = f"({expression})::{there.cast or there.base or there.type} IS DISTINCT FROM {name}"
    try:
        with source.transaction():
            return _count(source, f"SELECT count(*) FROM {pair.table}{where(pair.condition, back)}")
    except psycopg.errors.UndefinedFunction:  # json and the like, whose values nothing tells apart
        with source.transaction():
            source.execute(f"SELECT count({expression}) FROM {pair.table}{where(pair.condition)}")
        return 0


def _labels(source: Connection, pair: Pair, there: Column, here: Column) -> Iterator[str]:
    value = value_text(identifier(there.name))
    rows = source.execute(
        f"SELECT {value}, count(*) FROM {pair.table}"
        f"{where(pair.condition, f'{value} <> ALL (%s::text[])')} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
        [list(here.labels or ())],
    ).fetchall()
    for label, count in rows:
        yield f"column {pair.name}.{here.name}: {count} rows have {label!r}, which is not a label of {here.type}"


def _nulls(source: Connection, pair: Pair) -> Iterator[str]:
    wanted = [
        name for name in pair.columns if pair.target.columns[name].not_null and not pair.source.columns[name].not_null
    ]
    if not wanted:
        return
    counts = ", ".join(f"count(*) FILTER (WHERE {identifier(name)} IS NULL)" for name in wanted)
    row = source.execute(f"SELECT {counts} FROM {pair.table}{where(pair.condition)}").fetchone()
    for name, count in zip(wanted, row or (), strict=True):
        if count:
            yield f"column {pair.name}.{name}: {count} rows have NULL, which the column does not allow"


def _check(source: Connection, pair: Pair, constraint: Constraint) -> Iterator[str]:
    if not set(constraint.columns) <= set(pair.columns) or _owned(pair, constraint.columns):
        return  # a column gets its default, or code of somebody's might run: the target checks those rows
    query = f"SELECT count(*) FROM {pair.typed()} AS {identifier(pair.name)} WHERE NOT ({constraint.check})"
    name = f"constraint {constraint.name} of {pair.name}"
    try:
        with source.transaction():
            count = _count(source, query)
    except psycopg.Error as error:
        # Class 42: the legacy server has no such function or operator, and the target checks.
        if not (error.sqlstate or "").startswith("42"):
            yield f"{name}: {error.diag.message_primary}"
        return
    if count:
        yield f"{name}: {count} rows violate it: {constraint.definition}"


def _unique(source: Connection, pair: Pair, index: Unique) -> Iterator[str]:
    keys = ", ".join(index.keys)
    given = where(*index.rows)
    if (index.where or not all(map(_NAME.fullmatch, index.keys))) and _owned(pair, pair.columns):
        return  # as above
    try:
        with source.transaction():
            row = source.execute(
                f"SELECT count(*), min(k) FROM (SELECT {row_text(index.keys)} AS k FROM {pair.typed()}"
                f" AS {identifier(pair.name)}{given} GROUP BY {keys} HAVING count(*) > 1) AS g"
            ).fetchone()
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith("42"):
            raise
        return  # made of a column that the source lacks, or of a function
    if row and row[0]:
        yield f"unique index {index.name} of {pair.name}: {row[0]} keys occur more than once, for example {row[1]}"


def _owned(pair: Pair, columns: Iterable[str]) -> bool:
    """Whether the type of any of those columns is one that a user of the legacy database made."""
    return any(pair.source.columns[name].own for name in columns)


def _count(source: Connection, query: str) -> int:
    row = source.execute(query).fetchone()
    return int(row[0]) if row else 0
