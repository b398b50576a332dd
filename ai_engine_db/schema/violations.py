"""Constraints that rows may break, by `-- violations=keep: constraint orders.has_total` in a file of sql/. Pure.

Such a constraint holds for new rows at once, and is NOT VALID as long as rows that were there break it. Every check
says how many they are, and the first deploy after they were mended validates it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.texts import SourceError

# The attribute of a constraint in the lock.
KEEPS = "keeps"

_ANY = re.compile(r"^\s*--\s*violations?\b\s*[=:]", re.IGNORECASE)
_LINE = re.compile(r"^\s*-- violations=keep: (constraint \S.*?)\s*$")


def read(file: str, text: str) -> list[tuple[str, str]]:
    """The constraints that a file names, by id, each with its file and line.

    Args:
        file: what messages call it.
        text: all of it.

    Raises:
        SourceError: a line is not of the form that it has to be.
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if _ANY.match(line):
            if (match := _LINE.match(line)) is None:
                raise SourceError(f"{file}:{number}: write `-- violations=keep: constraint table.name`")
            found.append((match[1], f"{file}:{number}"))
    return found


def marked(objects: Snapshot, lines: Iterable[tuple[str, str]]) -> dict[str, Object]:
    """The lock with these constraints marked.

    Args:
        objects: of the lock.
        lines: ids, each with its file and line.

    Raises:
        SourceError: one is no constraint that can be NOT VALID.
    """
    result = dict(objects)
    for key, at in lines:
        item = result.get(key)
        if item is None:
            raise SourceError(f"{at}: there is no {key} in sql/")
        if item["type"] not in ("check", "foreign key"):
            raise SourceError(
                f"{at}: {key} is a {item['type']}: only a check or a foreign key can hold for new rows alone"
            )
        if item["inherited"]:
            raise SourceError(f"{at}: {key} comes from the table above: name the constraint of that")
        table = result.get(f"table {item.parent}")
        if item["type"] == "foreign key" and table is not None and table["partition_key"]:
            raise SourceError(f"{at}: {key} is a foreign key of a partitioned table, which cannot be NOT VALID")
        result[key] = replace(item, attributes={**item.attributes, KEEPS: True})
    return result
