"""The record of deploys in a database. One read-only session of its owner's; writes nothing."""

import json
from collections.abc import Mapping
from typing import Any

from pyinfra.api.facts import FactBase

from ai_engine_db.transport import psql

_QUERY = """SELECT to_regclass('deploy.deploys') IS NOT NULL AS recorded \\gset
\\if :recorded
SELECT row_to_json(d) FROM (
    SELECT date_trunc('second', started_at)::text AS started_at, took_ms, deployed_by, revision, plan_digest, objects,
        statements, backups, outcome, message
    FROM deploy.deploys AS d ORDER BY d.started_at DESC LIMIT {limit}
) AS d;
\\endif"""


class Deploys(FactBase[list[Mapping[str, Any]]]):
    """The rows of ``deploy.deploys``, newest first; none where a database has no record yet."""

    def command(self, container: str, superuser: str, owner: str, database: str, limit: int) -> str:
        text = f"{psql.connect(database, owner)}\n{_QUERY.format(limit=int(limit))}"
        return f"{psql.reading_command(container, superuser, rows=True)} <<'##input##'\n{text}\n##input##\n"

    def process(self, output: list[str]) -> list[Mapping[str, Any]]:
        return [_row(json.loads(line)) for line in output if line.startswith("{")]


def _row(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with texts where texts belong: the owner of the database may have made the table anew."""
    words = ("started_at", "deployed_by", "revision", "plan_digest", "outcome", "message")
    paths = found["backups"] if isinstance(found["backups"], list) else [found["backups"]]
    return {**found, **{name: str(found[name]) for name in words}, "backups": [str(path) for path in paths]}
