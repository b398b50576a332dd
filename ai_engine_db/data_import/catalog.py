"""What schema ``public`` of one end holds, as an import has to know it. Reads by one query; works on PostgreSQL 12."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from ai_engine_db.schema.render import identifier
from ai_engine_db.schema.snapshot_query import PATH
from ai_engine_db.transport.session_settings import SEARCH_PATH

_CATALOG = Path(__file__).with_name("catalog.sql").read_text()


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        default: whether it has one, so that a row without the column can be made.
        labels: of an enum, in their order; None for any other type.
        own_oids: whether its binary format holds numbers that only its own server knows, or there is none.
        always: whether it is an identity that nobody may set by a plain statement.
        sequence: that its values come from, as PostgreSQL prints it.
        expression: of its default, or of a generated one.
        base: its type, or of a domain the type below it. cast: that for SQL, where it needs its schema.
        own: whether its type was made by a user of the database, who can also make casts from it and to it.
    """

    name: str
    type: str
    not_null: bool
    default: bool
    generated: bool
    labels: Sequence[str] | None
    own_oids: bool
    always: bool
    sequence: str | None
    expression: str | None
    base: str = ""
    cast: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """A primary key (``p``), check (``c``) or foreign key (``f``)."""

    name: str
    type: str
    definition: str
    valid: bool
    deferrable: bool
    check: str | None
    columns: Sequence[str]
    table: str | None
    references: Sequence[str]


@dataclass(frozen=True, slots=True)
class Unique:
    """A unique index, a primary key's included: its keys and predicate as PostgreSQL prints them.

    Attributes:
        nulls_equal: whether it was made with NULLS NOT DISTINCT.
    """

    name: str
    primary: bool
    definition: str
    valid: bool
    keys: Sequence[str]
    where: str | None
    nulls_equal: bool

    @property
    def rows(self) -> Sequence[str]:
        """The conditions for the rows that it keeps apart."""
        given = [] if self.nulls_equal else [f"({key}) IS NOT NULL" for key in self.keys]
        return [*given, self.where or ""]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger that fires, of a table or of a partition of it: both quoted for SQL; and what enables it again."""

    table: str
    name: str
    enable: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        pages: of its heap; None where its rows are in other tables' heaps, partitions or those that inherit from it.
        bytes: with its TOAST. total: with its indexes too.
        owned: whether our role may do what an owner may.
        triggers: those that fire. insert_triggers: whether any fires for INSERT.
    """

    name: str
    pages: int | None
    bytes: int
    total: int
    readable: bool
    owned: bool
    triggers: Sequence[Trigger]
    insert_triggers: bool
    columns: Mapping[str, Column]
    constraints: Sequence[Constraint]
    uniques: Sequence[Unique]

    @property
    def quoted(self) -> str:
        """Its name for SQL."""
        return f"public.{identifier(self.name)}"

    @property
    def key(self) -> Sequence[str]:
        """The columns of its primary key; none where it has none."""
        return next((each.columns for each in self.constraints if each.type == "p"), ())

    @property
    def foreign_keys(self) -> Sequence[Constraint]:
        return [each for each in self.constraints if each.type == "f" and each.table is not None]


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key, and the table that has it."""

    table: Table
    key: Constraint


@dataclass(frozen=True, slots=True)
class Catalog:
    """One end: the version of its server, its tables, and its sequences' last values.

    Attributes:
        types: of the server and of extensions, as they are printed, with their names for SQL.
        hidden: sequences whose values our role may not see.
        elsewhere: how many tables other schemas have, and foreign ones of public, by schema.
        large_objects: their number.
        superuser: whether our role is one. powers: by what else it could reach the server's files.
        calling: tables with an index or statistics made of functions of users.
    """

    version: int
    server: str
    tables: Mapping[str, Table]
    types: Mapping[str, str]
    sequences: Mapping[str, int]
    hidden: Sequence[str] = ()
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    large_objects: int = 0
    superuser: bool = False
    powers: Sequence[str] = ()
    calling: Sequence[str] = ()

    @property
    def references(self) -> Mapping[str, Sequence[Reference]]:
        """By table, the foreign keys that refer to it."""
        found: dict[str, list[Reference]] = {}
        for table in self.tables.values():
            for key in table.foreign_keys:
                found.setdefault(key.table or "", []).append(Reference(table, key))
        return found


def read(connection: psycopg.Connection[Any]) -> Catalog:
    """Reads the catalog of the connection's database."""
    found = _found(connection)
    return Catalog(
        found["version"],
        found["server"],
        {name: _table(name, each) for name, each in sorted((found["tables"] or {}).items())},
        found["types"],
        found["sequences"] or {},
        found["hidden"] or (),
        found["elsewhere"] or {},
        found["large_objects"],
        found["superuser"],
        found["powers"] or (),
        found["calling"] or (),
    )


def _found(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """The answer of the query, whose names are looked up before the search_path is the one to print with."""
    with connection.transaction(), connection.cursor(name="catalog") as cursor:
        before = connection.execute("SELECT pg_catalog.current_setting('search_path')").fetchone()
        connection.execute(f"SET LOCAL search_path = {SEARCH_PATH}")
        connection.execute("SET LOCAL cursor_tuple_fraction = 1")
        cursor.execute(_CATALOG)
        connection.execute(PATH)
        row = cursor.fetchone()
        connection.execute("SELECT pg_catalog.set_config('search_path', %s, false)", before)
    return row[0] if row else {}


def _table(name: str, found: dict[str, Any]) -> Table:
    lists = ("columns", "constraints", "uniques", "triggers")
    return Table(
        name=name,
        **{key: value for key, value in found.items() if key not in lists},
        columns={each["name"]: Column(**each) for each in found["columns"]},
        constraints=[
            Constraint(**{**each, "columns": each["columns"] or (), "references": each["references"] or ()})
            for each in found["constraints"]
        ],
        uniques=[Unique(**each) for each in found["uniques"]],
        triggers=[Trigger(each["table"], identifier(each["name"]), each["enable"]) for each in found["triggers"]],
    )
