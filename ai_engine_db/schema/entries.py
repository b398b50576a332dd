"""Files of sql/ that name objects one by one, in TOML: which to ignore, which to drop. Reads files.

An entry is a table of an array, ``[[ignore]]`` or ``[[drop]]``, with ``kind``, ``name`` and ``why``. An object has the
name that a dry run shows it by. Whatever is wrong with an entry is said by file and line.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ai_engine_db.schema import texts
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.planner import fields, options

KEYS = ("kind", "name", "why")


class EntryError(ValueError):
    """A file cannot be used as it is; the message names it, and the line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file.

    Attributes:
        at: its file and line. kind, name: of what it is about. why: in the words of whoever wrote it.
    """

    at: str
    kind: str
    name: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


def read(path: Path, array: str, kinds: Collection[str], required: Collection[str]) -> list[Entry]:
    """Reads a file; none when there is no file.

    Args:
        path: of the file.
        array: the name of its array.
        kinds: those that an entry may have.
        required: the keys that an entry must have.

    Raises:
        EntryError: it is no TOML, or an entry is not one.
    """
    name = f"sql/{path.name}"
    if not path.exists():
        return []
    try:
        text = texts.read(path, name)
        content = tomllib.loads(text)
    except texts.SourceError as error:
        raise EntryError(str(error)) from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise EntryError(f"{name}:{at[1] if at else len(text.splitlines())}: {error}") from None
    lines = [at for at, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[\[\s*{array}\s*\]\]", line)]
    rows = content.get(array, [])
    wrong = next((key for key in content if key != array), "" if len(rows) == len(lines) else array)
    if wrong:
        raise EntryError(f"{name}:1: `{wrong}`: it holds entries alone, each below a line `[[{array}]]`")
    found: dict[tuple[str, str], Entry] = {}
    for line, row in zip(lines, rows, strict=True):
        entry = _entry(f"{name}:{line}", row, kinds, required)
        if other := found.get((entry.kind, entry.name)):
            raise EntryError(f"{entry.at}: {entry} is there twice, see {other.at}")
        found[entry.kind, entry.name] = entry
    return list(found.values())


def _entry(at: str, row: Mapping[str, Any], kinds: Collection[str], required: Collection[str]) -> Entry:
    if problem := next(_problems(row, kinds, required), ""):
        raise EntryError(f"{at}: {problem}")
    return Entry(at, row["kind"], row["name"], row.get("why", ""))


def _problems(row: Mapping[str, Any], kinds: Collection[str], required: Collection[str]) -> Iterator[str]:
    for key, value in row.items():
        if key not in KEYS:
            yield f"there is no key `{key}`, only {', '.join(KEYS)}"
        elif not isinstance(value, str) or not value.strip():
            yield f"`{key}` is no text, or an empty one"
    for key in required:
        if key not in row:
            yield f"it has no `{key}`"
    if row["kind"] not in kinds:
        yield f"there is no kind `{row['kind']}` here, only {', '.join(kinds)}"


def of_sql(desired: Snapshot) -> Iterator[tuple[str, str]]:
    """The kinds and names of all that ``sql/`` has, as an entry says them."""
    for item in desired.values():
        yield item.kind, item.path
        yield from parts(item)


def parts(item: Object) -> Iterator[tuple[str, str]]:
    """The kinds and names of what an object consists of, and an entry may name."""
    yield from (("label", f"{item.path}.{label}") for label in item["labels"] or ())
    yield from (("attribute", f"{item.path}.{name}") for name in fields.attributes(item))
    yield from (("constraint", f"{item.path}.{name}") for name in item["checks"] or ())
    for entry in item["column_grants"] or ():
        column = options.first_name(entry)
        yield "grant", f"{entry[len(column) + 1 :]} of column {column} on {item.id}"
    for kind, key in (("grant", "grants"), ("revoke", "revoked")):
        yield from ((kind, f"{entry} on {item.id}") for entry in item[key] or ())
