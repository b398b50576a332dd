"""A deploy's row in ``deploy.deploys``: made before its first work in the main database, completed at its end.

What ends it in between, Ctrl-C, SIGKILL or a lost connection, leaves the row ``unfinished``. Texts out, texts in.
"""

import time
from collections.abc import Sequence

from pyinfra.api.host import Host

from ai_engine_db.facts.server import RECORDED
from ai_engine_db.runtime import backups, changes, host_run, host_settings, schema_lock
from ai_engine_db.schema.render import literal

# What the session prints that made the row, followed by its key.
BEGUN = "##begun "

# Steps whose changes are of files and copies, not of objects.
COPYING = ("backup", "rehearsal")

COMPLETED = ("took_ms", "plan_digest", "objects", "statements", "backups", "outcome", "message")


def began(target: Host) -> None:
    """Says that the host's first operation begins, of a deploy that is to be on record."""
    row = host_run.of(target).row
    row.began = time.monotonic() if row.began is None else row.began


def missing(target: Host, database: str) -> bool:
    """Whether a deploy that is to be on record has no row in a database yet, which is the main one."""
    row, main = host_run.of(target).row, host_settings.of(target).db_name
    return row.began is not None and database == main and main not in row.keys


def opening(target: Host) -> str:
    """What makes the row, where the table is there; a first deploy has to make that."""
    row = _insert(target, "", "unfinished", "Still running, or interrupted.")
    told = f"RETURNING {literal(BEGUN)} || current_database() || ' ' || started_at"
    return f"{RECORDED}\\gset\n\\if :on_record\n{row} {told};\n\\endif"


def read(target: Host, lines: Sequence[str]) -> None:
    """Notes the row that a session made, from what it printed."""
    for line in lines:
        if line.startswith(BEGUN):
            database, *started = line.removeprefix(BEGUN).rsplit(" ", 2)
            host_run.of(target).row.keys[database] = " ".join(started)


def closing(target: Host, outcome: str, message: str) -> str:
    """What completes the row, or makes it where nothing has been done in the main database."""
    known = host_run.of(target).row.keys.get(host_settings.of(target).db_name)
    row = _insert(target, literal(known) + "::timestamptz" if known else "", outcome, message)
    values = ", ".join(f"excluded.{name}" for name in COMPLETED)
    return f"{row} ON CONFLICT (started_at) DO UPDATE SET ({', '.join(COMPLETED)}) = ROW({values});"


def _insert(target: Host, started: str, outcome: str, message: str) -> str:
    # Only a deploy that changed something needs these.
    from ai_engine_db.plan_document import document
    from ai_engine_db.runtime import revision
    from ai_engine_db.schema import lock as locks

    noted, began = changes.of(target), host_run.of(target).row.began
    took = 0.0 if began is None else time.monotonic() - began
    objects = sum(change.sign in "+~" and change.step not in COPYING for _, change in noted.changes)
    paths = ", ".join(literal(f"{each.folder}/{each.manifest.name}") for each in backups.taken(target))
    digest = document.host_plan({}, {}, noted.changes, noted.statements)["digest"]
    # The server's clock is the one that counts.
    started = started or f"clock_timestamp() - make_interval(secs => {took:.6f})"
    return (
        f"INSERT INTO deploy.deploys SELECT {started}, {took * 1000:.3f},"
        f" {literal(revision.who())}, {literal(revision.current())}, {literal(digest)}, {objects},"
        f" {len(noted.statements)}, ARRAY[{paths}]::text[], {literal(outcome)}, {literal(message)},"
        f" {literal(locks.of_files(schema_lock.read().files))}"
    )
