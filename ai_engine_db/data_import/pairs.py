"""Which table and column goes where, and what cannot. Pure: two catalogs and the options in, pairs and problems out."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ai_engine_db.data_import.catalog import Catalog, Column, Table
from ai_engine_db.data_import.options import Options
from ai_engine_db.schema.render import identifier

# Types whose binary format is the text itself, so that COPY can write one and read the other.
_TEXTS = ("text", "character varying", "character", "name")


@dataclass(frozen=True, slots=True)
class Pair:
    """A table that both ends have.

    Attributes:
        columns: those that are copied, by the target's order; generated ones are not.
        expressions: what the source has to select for each, in the target's type.
        condition: which rows; empty for all.
        binary: whether both ends read and write the same binary format.
        added: the target's columns that the source does not have.
    """

    source: Table
    target: Table
    columns: Sequence[str]
    expressions: Sequence[str]
    condition: str
    binary: bool
    added: Sequence[Column]

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def table(self) -> str:
        """Its name for SQL, the same at both ends."""
        return self.target.quoted

    @property
    def names(self) -> str:
        return ", ".join(map(identifier, self.columns))

    @property
    def keys(self) -> Sequence[str]:
        """The primary key's columns, quoted; none where there is no key to compare by."""
        return [identifier(name) for name in self.target.key] if set(self.target.key) <= set(self.columns) else []

    def key(self, alias: str = "") -> str:
        """The text of a row's primary key, for SQL."""
        return row_text(f"{alias}.{name}" if alias else name for name in self.keys)

    def select(self, extra: str = "") -> str:
        """The source's query for rows; ``extra`` is a further condition."""
        return f"SELECT {', '.join(self.expressions)} FROM {self.table}{where(self.condition, extra)}"

    def typed(self) -> str:
        """The source's rows under the target's names and types, columns that it lacks left out."""
        columns = ", ".join(
            f"{expression} AS {identifier(name)}"
            for name, expression in zip(self.columns, self.expressions, strict=True)
        )
        return f"(SELECT {columns} FROM {self.table}{where(self.condition)})"


def row_text(expressions: Iterable[str]) -> str:
    """The text of a row, for SQL; by the types' own output, which is no cast that somebody may have defined."""
    return f"pg_catalog.textin(pg_catalog.record_out(ROW({', '.join(expressions)})))"


def value_text(value: str) -> str:
    """The text of a value, for SQL, likewise."""
    return f"CASE WHEN pg_catalog.num_nulls({value}) = 0 THEN pg_catalog.concat({value}) END"


def where(*conditions: str) -> str:
    """A WHERE clause of those that are not empty."""
    given = [f"({each})" for each in conditions if each]
    return f" WHERE {' AND '.join(given)}" if given else ""


def base(type_name: str) -> str:
    """A type without its modifiers: ``numeric`` of ``numeric(10,2)``."""
    return re.sub(r"\([^)]*\)", "", type_name)


def expression(source: Column, target: Column, types: Mapping[str, str]) -> str | None:
    """What the source selects for a column of the target; None when the types cannot meet.

    No cast is used that a user of the legacy database can have made: those are of types of theirs.
    """
    name = identifier(source.name)
    if source.type == target.type and (source.labels is None or target.labels is not None):
        return name
    if target.labels is not None:
        return value_text(name) if source.labels is not None or base(source.type) in _TEXTS else None
    wanted = target.base or target.type
    known = base(wanted).removesuffix("[]")
    if known not in types:
        return None
    value = f"({value_text(name)})" if source.own else name
    return f"{value}::{wanted.replace(known, types[known], 1)}"


def chosen(source: Catalog, target: Catalog, options: Options) -> tuple[list[str], list[str]]:
    """The tables to bring over, and what is wrong with the choice."""
    problems = []
    for option, given in (("tables", options.tables), ("exclude", options.exclude), ("where", options.where)):
        for name in given:
            if name not in source.tables and name not in target.tables:
                near = difflib.get_close_matches(name, source.tables, n=1)
                problems.append(f"{option}: there is no table {name}" + (f": did you mean {near[0]}?" if near else ""))
    names = [
        name for name in source.tables if (not options.tables or name in options.tables) and name not in options.exclude
    ]
    problems += [
        f"{option}: the legacy database has no table {name}"
        for option, given in (("tables", options.tables), ("where", options.where))
        for name in given
        if name in target.tables and name not in source.tables
    ]
    problems += [
        f"where: table {name} is left out" for name in options.where if name in source.tables and name not in names
    ]
    return names, problems


def match(source: Catalog, target: Catalog, options: Options) -> tuple[dict[str, Pair], list[str], list[str]]:
    """Pairs the tables.

    Returns:
        The pairs by name, the problems, and notes of what is left out or left as it is.
    """
    names, problems = chosen(source, target, options)
    notes: list[str] = []
    found: dict[str, Pair] = {}
    if target.superuser or target.powers:
        what = "a superuser" if target.superuser else f"a member of {', '.join(target.powers)}"
        return (
            {},
            [f"the target's role is {what}, and triggers would run with these privileges: run the deploy first"],
            [],
        )
    if source.superuser:
        notes.append(
            "the legacy role is a superuser; a read-only role is enough. For a superuser, no CHECK and no"
            " index is tested on the rows before they are written"
        )
    if not target.tables:
        return {}, ["the target database has no tables: run the deploy first"], []
    for name in names:
        table = source.tables[name]
        if name not in target.tables:
            _extra(f"table {name} is not in the target", options, problems, notes)
            continue
        if not table.readable:
            problems.append(f"table {name}: the legacy role may not read it (GRANT SELECT, and no row security)")
        if not target.tables[name].owned:
            problems.append(f"table {name}: the target's role does not own it: run the deploy first")
        pair = _pair(table, target.tables[name], source, options, problems, notes)
        if pair.columns:
            found[name] = pair
    if not options.tables:
        problems += [
            f"sequence {name}: the legacy role may not read it (GRANT SELECT)"
            for name in source.hidden
            if name in target.sequences
        ]
        missing = [name for name in target.tables if name not in source.tables and name not in options.exclude]
        notes += [f"table {name} is not in the legacy database: not changed" for name in missing]
        notes += _unseen(source)
    return found, problems, notes


def _unseen(source: Catalog) -> Iterator[str]:
    """What the legacy database has that is no table of schema public, and does not come over."""
    for schema, tables in sorted(source.elsewhere.items()):
        what = "foreign tables" if schema == "public" else f"tables of schema {schema}"
        yield f"{what}: {tables}, which are left out"
    if source.large_objects:
        yield f"large objects: {source.large_objects}, which are left out"


def _pair(
    source: Table, target: Table, catalog: Catalog, options: Options, problems: list[str], notes: list[str]
) -> Pair:
    columns, expressions, binary = [], [], True
    for column in target.columns.values():
        there = source.columns.get(column.name)
        if column.generated or there is None:
            continue
        if (found := expression(there, column, catalog.types)) is None:
            problems.append(f"column {target.name}.{column.name}: type {there.type} does not fit {column.type}")
            continue
        columns.append(column.name)
        expressions.append(found)
        binary = binary and not (column.own_oids or there.own_oids)
    for name in source.columns:
        if name not in target.columns:
            _extra(f"column {target.name}.{name} is not in the target", options, problems, notes)
    added = [each for each in target.columns.values() if each.name not in source.columns and not each.generated]
    problems += [
        f"column {target.name}.{each.name} is not in the legacy database, is NOT NULL and has no default"
        for each in added
        if each.not_null and not each.default
    ]
    notes += [f"column {target.name}.{each.name} is not in the legacy database: gets its default" for each in added]
    return Pair(source, target, columns, expressions, options.where.get(target.name, ""), binary, added)


def _extra(what: str, options: Options, problems: list[str], notes: list[str]) -> None:
    if options.ignore_extra:
        notes.append(f"{what}: left out")
    else:
        problems.append(f"{what}: add it to sql/, or --data ignore_extra=true leaves it out")


def converted(pair: Pair) -> Iterator[tuple[Column, Column]]:
    """The columns whose types differ, source and target."""
    for name in pair.columns:
        source, target = pair.source.columns[name], pair.target.columns[name]
        if source.type != target.type or source.labels != target.labels:
            yield source, target
