"""The deploys on record, newest first: ``--data limit=20``, ``--data format=json`` for programs. Touches nothing."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db import report
from ai_engine_db.facts.history import Deploys
from ai_engine_db.runtime import host_settings, host_state


@deploy("History")
def history() -> None:
    """Shows when, by whom and of which revision the host was deployed to, and what came of it.

    Raises:
        DeployError: there is no server to ask.
    """
    wanted, now = host_settings.of(host), host_state.of(host)
    if now.unknown or now.server is None:
        raise DeployError(f"{host.name}: {now.unknown or 'there is no server'}, so its deploys cannot be read.")
    found: list[Mapping[str, Any]] = []
    if wanted.db_name in now.server.databases:
        found = host.get_fact(
            Deploys,
            container=wanted.db_container,
            superuser=now.docker.superuser,
            owner=host_state.owner(host, wanted.db_name),
            database=wanted.db_name,
            limit=wanted.limit,
        )
    if wanted.format == "json":
        # A line a host, and nothing else on standard output.
        sys.stdout.write(json.dumps({"host": host.name, "database": wanted.db_name, "deploys": found}) + "\n")
    elif not found:
        host.log(f"no deploy of {wanted.db_name} is recorded")
    else:
        show(found)


def show(rows: Sequence[Mapping[str, Any]]) -> None:
    """Logs a table with a row a deploy, and below it what does not fit in: backups, and why one failed."""
    from rich.table import Table

    columns = ("started", "outcome", "seconds", "objects", "statements", "plan", "revision", "by")
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        seconds = f"{float(row['took_ms']) / 1000:.1f}" if row["outcome"] != "unfinished" else ""
        figures = [seconds, str(row["objects"]), str(row["statements"])]
        names = [row["plan_digest"][:12], row["revision"], row["deployed_by"]]
        table.add_row(row["started_at"], row["outcome"], *figures, *names)
    report.log_table(host, table, width=150)
    for row in rows:
        for line in (*(f"backup {path}" for path in row["backups"]), *row["message"].splitlines()):
            host.log(f"{row['started_at']}: {line}")


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    history()
