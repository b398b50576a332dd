"""Mermaid entity-relationship diagrams of a domain, laid out to be read. Pure: a catalogue in, diagrams out.

A diagram shows the key columns of each table and the foreign keys between them. It runs from left to right, so that
the many tables that refer to one stand below each other and the page does not get wide.
"""

import re
from collections import Counter
from dataclasses import dataclass

from ai_engine_db.schema.model import Object
from ai_engine_db.schema_docs.catalog import Catalog

# A domain with more tables than this leaves out the lines to tables of other domains that many of its own refer to.
LARGE = 12
MANY = 3

# Mermaid's own spacing is meant for three boxes. rankSpacing leaves room for the two ends of a line and its label.
# Mermaid before 11.5 takes the direction from here alone, and newer ones from the statement.
LAYOUT = (
    '%%{{init: {{"er": {{"layoutDirection": "{}", "nodeSpacing": 30, "rankSpacing": 60, "diagramPadding": 8}}}}}}%%'
)

SHORT_TYPES = (
    ("character varying", "varchar"),
    ("timestamp with time zone", "timestamptz"),
    ("timestamp without time zone", "timestamp"),
    ("time without time zone", "time"),
    ("double precision", "float8"),
)


@dataclass(frozen=True, slots=True)
class Diagrams:
    """What a domain's page shows.

    Attributes:
        related: the diagram of the tables that a line leads to or from; empty when there is none.
        alone: the diagram of the others; empty when there is none.
        hubs: tables of other domains that the lines leave out.
    """

    related: str
    alone: str
    hubs: tuple[str, ...]


def diagrams(catalog: Catalog, domain: str) -> Diagrams:
    """Draws the tables of a domain, each in one of two diagrams."""
    tables = catalog.domains[domain]
    keys = catalog.foreign_keys(tables)
    hubs = _hubs(catalog, domain, keys)
    drawn = [key for key in keys if key["references"]["table"] not in hubs]
    ends = {key.parent for key in drawn} | {key["references"]["table"] for key in drawn}
    related = [line for table in tables if table.name in ends for line in _entity(catalog, table)]
    alone = [line for table in tables if table.name not in ends for line in _entity(catalog, table)]
    # Lines go before boxes: Mermaid lays out in the order of the text.
    lines = [_relation(catalog, domain, key) for key in _ordered(catalog, domain, drawn)]
    return Diagrams(
        related=_mermaid("LR", [*lines, *related]) if related else "",
        alone=_mermaid("TB", alone) if alone else "",
        hubs=hubs,
    )


def _hubs(catalog: Catalog, domain: str, keys: list[Object]) -> tuple[str, ...]:
    if len(catalog.domains[domain]) <= LARGE:
        return ()
    referred = Counter(key["references"]["table"] for key in keys)
    return tuple(
        sorted(name for name, count in referred.items() if count >= MANY and catalog.tables[name].domain != domain)
    )


def _ordered(catalog: Catalog, domain: str, keys: list[Object]) -> list[Object]:
    """The order in which Mermaid draws the fewest lines behind boxes; found by looking at the eleven domains.

    The tables that most lines lead to come first, those of other domains after all others and the other way round.
    """
    lines = Counter(end for key in keys for end in {key.parent, key["references"]["table"]})

    def rank(key: Object) -> tuple[bool, int, str, int, str, str]:
        target = key["references"]["table"]
        foreign = catalog.tables[target].domain != domain
        toward = lines[target] if foreign else -lines[target]
        return foreign, toward, target, lines[key.parent], str(key.parent), key.name

    return sorted(keys, key=rank)


def _mermaid(direction: str, lines: list[str]) -> str:
    head = (LAYOUT.format(direction), "erDiagram", f"    direction {direction}")
    return "\n".join((*head, *(f"    {line}" for line in lines)))


def _entity(catalog: Catalog, table: Object) -> list[str]:
    marks = catalog.marks(table.name)
    columns = [
        f"    {short_type(item['type'])} {_word(item.name)} {', '.join(marks[item.name])}"
        for item in catalog.on(table.name, "column")
        if item.name in marks
    ]
    return [f"{_name(table.name)} {{", *columns, "}"] if columns else [_name(table.name)]


def _relation(catalog: Catalog, domain: str, key: Object) -> str:
    target = catalog.tables[key["references"]["table"]]
    name = target.name if target.domain == domain else f"{target.domain}.{target.name}"
    one = "|o" if catalog.optional(key) else "||"
    many = "o|" if catalog.single(key) else "o{"
    return f'{_name(name)} {one}--{many} {_name(str(key.parent))} : "{_label(key)}"'


def _label(key: Object) -> str:
    """The columns of a foreign key, unless they are named after the table that they refer to."""
    columns = ", ".join(map(_word, key["columns"]))
    # Without its last letter the singular is in the plural too: category, categories.
    stem = columns.removesuffix("_id")[:-1]
    return "" if columns.endswith("_id") and stem in key["references"]["table"] else columns


def short_type(type_: str) -> str:
    """A type as one word of Mermaid's grammar: ``varchar`` for ``character varying(50)``."""
    bare = re.sub(r"\([^)]*\)", "", type_)
    for long, short in SHORT_TYPES:
        bare = bare.replace(long, short)
    return re.sub(r"[^\w\[\]]+", "_", bare.replace('"', ""))


def _word(name: str) -> str:
    return re.sub(r"\W+", "_", name.strip('"'))


def _name(name: str) -> str:
    return '"' + re.sub(r'["%\\\r\n]', "", name) + '"'
