"""Tables for people: what databases hold, beside what they should. Writes to pyinfra's log only."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyinfra.api.host import Host

from ai_engine_db.runtime import host_state, schema_lock
from ai_engine_db.security.hardening import Item

if TYPE_CHECKING:
    from rich.table import Table

COUNTED = ("table", "view", "index", "foreign key", "sequence", "function", "trigger", "extension")


def counts(host: Host, database: str | None) -> Counter[str]:
    """Objects by kind, as plain SQL would count them: a primary key or unique constraint is an index too.

    Args:
        host: whose databases.
        database: a name, or None for what the lock wants.
    """
    if database is None:
        objects, extensions = schema_lock.read().objects, schema_lock.read().extensions
    else:
        server = host_state.of(host).server
        found = server.databases.get(database) if server else None
        objects, extensions = (found.objects, found.extensions) if found else ({}, {})
    counted: Counter[str] = Counter(extension=len(extensions))
    for item in objects.values():
        if item.kind == "constraint":
            counted[item["type"]] += 1
            counted["index"] += item["type"] in ("primary key", "unique", "exclude")
        else:
            counted[item.kind] += 1
    return counted


def show(host: Host, databases: Sequence[str]) -> None:
    """Logs a table with a row a database."""
    from rich.table import Table

    table = Table("", *(f"{kind}s".replace("indexs", "indexes") for kind in COUNTED), box=None, pad_edge=False)
    for name in databases:
        found = counts(host, name)
        table.add_row(name, *(str(found[kind]) for kind in COUNTED))
    wanted = counts(host, None)
    table.add_row("wanted", *(str(wanted[kind]) for kind in COUNTED))
    log_table(host, table)


def show_hardening(host: Host, items: Sequence[Item]) -> None:
    """Logs a table with a row an item of the hardening, and under it what is wrong."""
    from rich.table import Table

    table = Table("hardening", "", "", box=None, pad_edge=False)
    for item in items:
        table.add_row(item.name, item.result, item.holds)
        for problem in item.problems:
            table.add_row("", "", f"  {problem}")
    log_table(host, table)


def log_table(host: Host, table: "Table", width: int = 120) -> None:
    """Logs a table, without color."""
    from rich.console import Console

    console = Console(width=width, no_color=True)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().rstrip().splitlines():
        host.log(line.rstrip())
