"""What a database holds, as far as a backup must bring it back: rows, schema, sequences, roles. Pure.

Made of the lines that ``contents.sql`` and ``snapshot.sql`` print, of the database and of its restored copy alike.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ai_engine_db.schema import acl, snapshot_query

# psql's input.
SQL = "\n".join(
    (Path(__file__).with_name("contents.sql").read_text(), snapshot_query.SNAPSHOT, "\\endif\nCOMMIT;\n\\endif\n")
)

_NAME = r'(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)'
_CAST = re.compile(
    r"::(?:character varying|double precision|bit varying|time(?:stamp)?(?:\(\d\))? with(?:out)? time zone"
    rf"|{_NAME}(?:\.{_NAME})?)(?:\(\d+(?:,-?\d+)?\))?(?:\[\])*"
)
# What says nothing of an object: a dropped column leaves a gap before the next, and dependencies follow from the rest.
# No dump holds that a foreign key's triggers are disabled, nor all that stands beside what a snapshot tells; what an
# index evaluates is in its definition.
_IGNORED = ("position", "needs", "disabled", "beside", "evaluates")
# What an owner cannot restore.
_OF_SUPERUSERS = (
    "event trigger", "publication", "subscription", "language", "foreign-data wrapper", "server", "cast",
    "operator class", "operator family", "text search parser", "text search template",
)  # fmt: skip
# The kinds that a snapshot tells apart, by those that have an owner.
KINDS = {
    "TABLE": ("table", "sequence"),
    "VIEW": ("view", "materialized view", "foreign table"),
    "ROUTINE": ("function", "procedure", "aggregate"),
    "TYPE": ("type", "domain"),
    "SCHEMA": (),
}
# pg_database.datlocprovider, as CREATE DATABASE names it.
PROVIDERS = {"b": "builtin", "c": "libc", "i": "icu"}
_EXPRESSIONS = ("definition", "default", "generated", "checks", "signature", "using", "check")


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's rows: their number, and a digest that their order does not change; empty where nobody may read them.

    To plan a query on a table is to run what its indexes evaluate: only its owner does.
    """

    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A database.

    Attributes:
        database: its properties, by the names of ``contents.sql``: owner, locale, settings, grants, extensions ...
        tables: by qualified name. objects: a hash of each object of schema ``public``, by id.
        sequences: last value, direction and cycling of each, by qualified name.
        roles: all of the server, without passwords.
        owned: what belongs to others than the database's owner; a backup of an earlier version does not say.
    """

    database: Mapping[str, Any]
    tables: Mapping[str, Rows]
    objects: Mapping[str, str]
    sequences: Mapping[str, Mapping[str, Any]]
    roles: Sequence[Mapping[str, Any]]
    owned: Sequence[Mapping[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.database["database"])

    @property
    def rows(self) -> int:
        return sum(table.count for table in self.tables.values())

    @property
    def digest(self) -> str:
        """Names this very schema: sha256 over its objects, in hex."""
        return hashlib.sha256(
            "\n".join(f"{key} {self.objects[key]}" for key in sorted(self.objects)).encode()
        ).hexdigest()


def parse(lines: Iterable[str]) -> Contents:
    """Reads what ``contents.sql`` and ``snapshot.sql`` print.

    Raises:
        ValueError: a line is not JSON, or the database is missing.
    """
    found: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    database = next((each for each in found if "database" in each), None)
    if database is None:
        raise ValueError("the database was not read completely")
    return Contents(
        database=database,
        tables={each["table"]: Rows(each["rows"], each["digest"]) for each in found if "table" in each},
        objects=dict(objects(each for each in found if "kind" in each)),
        sequences={each["sequence"]: each for each in found if "sequence" in each},
        roles=[each for each in found if "role" in each],
        owned=[each for each in found if "owned" in each],
    )


def objects(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The id and a hash of each object of a snapshot; pg_dump leaves invalid indexes out, and so do we."""
    for row in rows:
        if not row.get("invalid") and row["kind"] not in _OF_SUPERUSERS:
            parent = f"{row['parent']}." if "parent" in row else ""
            text = json.dumps(meaning(row), sort_keys=True, ensure_ascii=False)
            yield f"{row['kind']} {parent}{row['name']}", hashlib.sha256(text.encode()).hexdigest()[:16]


def meaning(row: Mapping[str, Any]) -> dict[str, Any]:
    """An object as it reads the same before a dump and after its restore.

    PostgreSQL prints the casts and parentheses of an expression in other places once its own printing has been run;
    expressions are compared without either. A function's body, which is text, stays as it is. A dump holds no grant
    that PostgreSQL makes by itself.
    """
    usual = row.get("grants") == [acl.USUAL.get(str(row["kind"]))]
    ignored = (*_IGNORED, "grants") if usual else _IGNORED
    return {key: _plain(value) if key in _EXPRESSIONS else value for key, value in row.items() if key not in ignored}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    head, as_, body = str(value).partition("\nAS ")
    return re.sub(r"[()\s]", "", _CAST.sub("", head)) + as_ + body


def differences(wanted: Contents, found: Contents) -> list[str]:
    """Where a restored copy is not what was backed up, a line each; empty when it is."""
    # These differ by their owner, and are told by themselves.
    left = {key for each in kept_by_owner(wanted, found) for key in _keys(each)}
    return [
        *_names("table", wanted.tables, found.tables),
        *(
            f"table {name}: {found.tables[name].count} rows instead of {rows.count}"
            if found.tables[name].count != rows.count
            else f"table {name}: its {rows.count} rows differ"
            for name, rows in wanted.tables.items()
            if name in found.tables and found.tables[name] != rows and found.tables[name].digest and rows.digest
        ),
        *_names("", wanted.objects, found.objects),
        *(
            f"{key} differs"
            for key, value in wanted.objects.items()
            if found.objects.get(key, value) != value and _bare(key) not in left
        ),
        *_names("extension", wanted.database["extensions"], found.database["extensions"]),
        *_names("sequence", wanted.sequences, found.sequences),
        *(
            f"sequence {name} is behind: {found.sequences[name]['last']} instead of {was['last']}"
            for name, was in wanted.sequences.items()
            if name in found.sequences and _behind(was, found.sequences[name]["last"])
        ),
    ]


def kept_by_owner(wanted: Contents, found: Contents) -> list[Mapping[str, Any]]:
    """What a restore left to the database's owner although it belonged to somebody else, who may more than that.

    Whoever can write to the folder of backups would else have what they like run with such rights.
    """
    return [each for each in wanted.owned if each not in found.owned]


def _keys(owned: Mapping[str, Any]) -> Iterator[str]:
    """The ids that an object may have in a snapshot, bare."""
    name = str(owned["name"]).removeprefix("public.") if owned["owned"] == "ROUTINE" else owned["name"]
    yield from (_bare(f"{kind} {name}") for kind in KINDS[owned["owned"]])


def _bare(key: str) -> str:
    """An id without quotes and spaces, which PostgreSQL writes here and not there."""
    return key.replace('"', "").replace(" ", "")


def _names(kind: str, wanted: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    wanted, found, start = set(wanted), set(found), f"{kind} " if kind else ""
    yield from (f"{start}{name} is missing" for name in sorted(wanted - found))
    yield from (f"{start}{name} exists, but was not in the backup" for name in sorted(found - wanted))


def _behind(was: Mapping[str, Any], last: int | None) -> bool:
    # It was read before the dump, and may have gone on until then; it never goes back.
    if was["last"] is None or was["cycles"]:
        return False
    return last is None or (last < was["last"] if was["rises"] else last > was["last"])
