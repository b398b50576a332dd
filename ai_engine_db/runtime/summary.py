"""What a deploy did, at its end: a row a step, and what was noted by the way. Reads the record of steps."""

import re
import time
from collections.abc import Sequence

from pyinfra.api.host import Host

from ai_engine_db.runtime import host_run, queries

STARTED = time.monotonic()


def note(host: Host, what: str, text: str) -> None:
    """Keeps a line for the summary: what it is about, and what there is to say."""
    host_run.of(host).notes.append((what, text))


def show(host: Host, databases: Sequence[str]) -> None:
    """Logs the steps that changed a database since the start of this run, their objects and seconds, and the notes."""
    from rich.console import Console
    from rich.table import Table

    found = {name: _steps(host, name) for name in databases}
    steps = list(dict.fromkeys(step for each in found.values() for step in each))
    if not steps:
        return
    table = Table("step", box=None, pad_edge=False)
    for name in databases:
        table.add_column(name, justify="right")
        table.add_column("s", justify="right")
    for step in steps:
        table.add_row(step, *(cell for name in databases for cell in _cells([found[name].get(step, (0, 0.0))])))
    table.add_row("objects, time", *(cell for name in databases for cell in _cells(list(found[name].values()))))
    console = Console(width=120, no_color=True)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().rstrip().splitlines():
        host.log(line.rstrip())
    for what, text in host_run.of(host).notes:
        host.log(f"{what}: {text}")


def _cells(steps: Sequence[tuple[int, float]]) -> tuple[str, str]:
    objects, seconds = sum(each[0] for each in steps), sum(each[1] for each in steps)
    return (str(objects), f"{seconds:.2f}") if objects else ("", "")


def _steps(host: Host, database: str) -> dict[str, tuple[int, float]]:
    """Objects and seconds of the steps that this run applied, by step."""
    # By how long ago that was: the clock of the server may be another one than ours.
    since = f"clock_timestamp() - interval '{time.monotonic() - STARTED:.1f} seconds'"
    rows = (
        "SELECT coalesce(json_agg(json_build_array(substr(version, 22), description, execution_time_ms)"
        f" ORDER BY version), '[]') FROM deploy.schema_migrations WHERE applied_at > {since}"
    )
    found: dict[str, tuple[int, float]] = {}
    for step, description, milliseconds in queries.answers(host, database, {"steps": rows})["steps"]:
        objects, seconds = found.get(step, (0, 0.0))
        found[step] = objects + counted(description), seconds + milliseconds / 1000
    return found


def counted(description: str) -> int:
    """How many objects the record of a step speaks of: ``9 tables, 2 changed``, or names."""
    numbers = [int(each) for each in re.findall(r"(?<!\S)\d+(?= \w)", description)]
    return sum(numbers) if numbers else len(description.split(", "))
