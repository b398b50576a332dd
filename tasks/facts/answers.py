"""What a database answers to queries: one psql, a read-only session."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyinfra.api.facts import FactBase

from tasks import psql

_SEARCH_PATH = (Path(__file__).parents[1] / "schema" / "search_path.sql").read_text()
# One snapshot; then whatever a value's text depends on, and what would end a query that takes its time.
_OPENING = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;",
    "SET LOCAL datestyle = 'ISO';",
    "SET LOCAL intervalstyle = 'postgres';",
    "SET LOCAL extra_float_digits = 1;",
    "SET LOCAL bytea_output = 'hex';",
    "SET LOCAL lc_monetary = 'C';",
    "SET LOCAL statement_timeout = 0;",
)


def questions(database: str, queries: Mapping[str, str]) -> str:
    """What :class:`Answers` wants on its standard input: queries of one value each, by the keys that it gives them."""
    lines = [psql.connect(database), *_OPENING, _SEARCH_PATH + "\\gset"]
    for key, query in queries.items():
        lines.append(f"\\set key {psql.argument(key)}")
        lines.append(f"SELECT json_build_array(:'key', ({query}));")
    return "\n".join(lines)


class Answers(FactBase[dict[str, Any]]):
    """Runs :func:`questions`, which are too long for a command line, in one snapshot; gives their values by key."""

    def command(self, container: str, superuser: str) -> str:
        return psql.reading_command(container, superuser)

    def process(self, output: list[str]) -> dict[str, Any]:
        return dict(json.loads(line) for line in output if line.startswith("["))


class Lines(FactBase[list[str]]):
    """The lines that a script of queries prints."""

    def command(self, container: str, superuser: str, script: str) -> str:
        return f"{psql.reading_command(container, superuser)} <<'##input##'\n{script}\n##input##\n"

    def process(self, output: list[str]) -> list[str]:
        return output
