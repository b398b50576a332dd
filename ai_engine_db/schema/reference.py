"""Reference data: the rows of ``sql/reference/*.csv``, and the SQL that compares and loads them. Reads the files.

Rows are told apart by a natural key. A missing row is made; one that an operator changed stays as it is, unless the
deploy is told to overwrite.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.render import literal


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference rows of one table.

    Attributes:
        table: its name, and that of the CSV file.
        key: columns that tell rows apart, whatever else an operator changes.
        lookups: for a column of the file, the table's column it stands for and the query that finds its value.
    """

    table: str
    key: tuple[str, ...]
    lookups: Mapping[str, tuple[str, str]] = field(default_factory=dict)


# In the order in which they can be loaded.
TABLES = (
    Reference("provinces_territories", ("code",)),
    Reference(
        "provincial_suppliers",
        ("provinces_territories_id", "is_provincial_supplier"),
        {
            "province_code": (
                "provinces_territories_id",
                "SELECT p.id FROM provinces_territories AS p WHERE p.code = row_ ->> 'province_code'",
            )
        },
    ),
    Reference("supported_languages", ("code",)),
    Reference("role_permissions", ("role", "resource_type", "action")),
)


def rows(reference: Reference, folder: Path = SQL / "reference") -> list[dict[str, str | None]]:
    """The rows of a CSV file; an empty field is NULL.

    Raises:
        ValueError: two rows have the same key, or a row has too few or too many fields.
    """
    path = folder / f"{reference.table}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    key_fields = [_source_field(reference, column) for column in reference.key]
    seen: set[tuple[str | None, ...]] = set()
    for number, row in enumerate(found, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{path}:{number}: the number of fields differs from the header")
        key = tuple(row[name] for name in key_fields)
        if key in seen:
            raise ValueError(f"{path}:{number}: {', '.join(map(str, key))} occurs twice")
        seen.add(key)
    return [{name: value or None for name, value in row.items()} for row in found]


def _source_field(reference: Reference, column: str) -> str:
    return next((name for name, (target, _) in reference.lookups.items() if target == column), column)


def filled(reference: Reference, data: Sequence[Mapping[str, str | None]]) -> list[str]:
    """The columns of the table that its file fills."""
    return [reference.lookups[name][0] if name in reference.lookups else name for name in data[0]]


def _source(reference: Reference, data: Sequence[Mapping[str, str | None]]) -> str:
    """The rows with the table's own types, as an item of FROM."""
    found = ", ".join(f"'{column}', ({query})" for column, query in reference.lookups.values())
    return (
        f"jsonb_populate_recordset(NULL::{reference.table}, (SELECT jsonb_agg(row_ || jsonb_build_object({found}))"
        f" FROM jsonb_array_elements({literal(json.dumps(data, ensure_ascii=False))}::jsonb) AS row_)) AS wanted"
    )


def _same(columns: Sequence[str], row: str = "has") -> str:
    return " AND ".join(f"{row}.{column} IS NOT DISTINCT FROM wanted.{column}" for column in columns)


def _others(reference: Reference, columns: Sequence[str]) -> list[str]:
    return [column for column in columns if column not in reference.key]


def compare(reference: Reference, data: Sequence[Mapping[str, str | None]]) -> str:
    """A query for one JSON object: how many rows are missing, and how many differ from the file."""
    columns = filled(reference, data)
    differs = f"NOT ({_same(columns)})" if _others(reference, columns) else "false"
    return (
        f"SELECT jsonb_build_object('reference', '{reference.table}',"
        f" 'missing', count(*) FILTER (WHERE has.tableoid IS NULL),"
        f" 'different', count(*) FILTER (WHERE has.tableoid IS NOT NULL AND {differs}))"
        f" FROM {_source(reference, data)} LEFT JOIN {reference.table} AS has ON {_same(reference.key)}"
    )


def made(reference: Reference, data: Sequence[Mapping[str, str | None]], row: str) -> str:
    """The condition for a row, by its alias, that the file has with the same values."""
    return f"EXISTS (SELECT FROM {_source(reference, data)} WHERE {_same(filled(reference, data), row)})"


def load(reference: Reference, data: Sequence[Mapping[str, str | None]], *, overwrite: bool) -> list[str]:
    """Statements that make missing rows and, when told, give changed ones the file's values again."""
    columns = filled(reference, data)
    listed = ", ".join(columns)
    statements = [
        f"INSERT INTO {reference.table} ({listed}) SELECT {', '.join(f'wanted.{each}' for each in columns)}"
        f" FROM {_source(reference, data)}"
        f" WHERE NOT EXISTS (SELECT FROM {reference.table} AS has WHERE {_same(reference.key)})"
    ]
    others = _others(reference, columns)
    if overwrite and others:
        statements.append(
            f"UPDATE {reference.table} AS has SET {', '.join(f'{each} = wanted.{each}' for each in others)}"
            f" FROM {_source(reference, data)} WHERE {_same(reference.key)} AND NOT ({_same(others)})"
        )
    return statements
