"""What a database answers to queries: one psql, a read-only session of its owner's."""

import json
from collections.abc import Mapping
from typing import Any

from pyinfra.api.facts import FactBase

from ai_engine_db.schema import snapshot_query
from ai_engine_db.transport import psql

# One snapshot, and names as the application says them: whatever that finds runs with its owner's rights.
_OPENING = ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;", f"{snapshot_query.PATH}\\gset")


# In place of the value of a query that raised an error: its SQLSTATE and PostgreSQL's words.
RAISED = "##raised##"

_CATCH = f"""\\if :ERROR
SELECT pg_catalog.json_build_array(
    :'key', pg_catalog.json_build_array('{RAISED}', :'LAST_ERROR_SQLSTATE', :'LAST_ERROR_MESSAGE')
);
\\endif"""


def questions(
    database: str, owner: str, queries: Mapping[str, str], first: Mapping[str, str] | None = None, *, wait: int = 0
) -> str:
    """What :class:`Answers` wants on its standard input: queries of one value each, by the keys that it gives them.

    One that raises an error keeps the others from nothing.

    Args:
        database: which is asked.
        owner: the role that asks; expressions of the queries run with its rights.
        queries: by key.
        first: statements to run before a query, by its key.
        wait: seconds to wait for a table that somebody has locked; 0 for as long as it takes.
    """
    timeout = f"SET LOCAL lock_timeout = '{wait}s';"
    lines = [psql.connect(database, owner), *_OPENING, timeout, "\\set ON_ERROR_STOP off", "\\set ON_ERROR_ROLLBACK on"]
    for key, query in queries.items():
        if first and key in first:
            lines.append(f"{first[key]};")
        lines.append(f"\\set key {psql.argument(key)}")
        lines += [f"SELECT json_build_array(:'key', ({query}));", _CATCH]
    return "\n".join(lines)


class Answers(FactBase[dict[str, Any]]):
    """Runs :func:`questions`, which are too long for a command line, in one snapshot; gives their values by key."""

    def command(self, container: str, superuser: str) -> str:
        return psql.reading_command(container, superuser, rows=True)

    def process(self, output: list[str]) -> dict[str, Any]:
        return dict(json.loads(line) for line in output if line.startswith("["))


class Lines(FactBase[list[str]]):
    """The lines that a script of queries prints."""

    def command(self, container: str, superuser: str, script: str) -> str:
        return f"{psql.reading_command(container, superuser)} <<'##input##'\n{script}\n##input##\n"

    def process(self, output: list[str]) -> list[str]:
        return output
