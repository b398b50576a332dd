"""What a deploy would do to a host, as its steps say it: kept, and logged. Touches the log only.

A step notes what it finds while the deploy is prepared, whether or not anybody then applies it.
"""

from collections.abc import Iterable
from dataclasses import replace

from pyinfra.api.host import Host

from ai_engine_db.runtime import host_run
from ai_engine_db.runtime.host_run import Line, Noted
from ai_engine_db.schema.statements import Change, Statement

COLOURS = {"+": "green", "~": "yellow", "-": "red", "!": "red", "?": "yellow"}


def of(host: Host) -> Noted:
    """What the steps noted so far."""
    return host_run.of(host).noted


def keep(host: Host, changes: Iterable[Change], statements: Iterable[Statement] = (), database: str = "") -> None:
    """Notes changes that the step logs in its own way."""
    noted = of(host)
    noted.changes += [(database, change) for change in changes]
    noted.statements += [(database, statement) for statement in statements]


def line(step: str, sign: str, item: str, detail: str = "", database: str = "") -> Line:
    """One change, as a step says it.

    Args:
        step: which says it.
        sign: ``+`` made, ``~`` changed, ``!`` left as it is, ``?`` cannot be told.
        item: what it is about: its kind and its name.
        detail: what changes, or why nothing does.
        database: where, unless the object is the database itself.
    """
    return database, Change(sign, item, step, detail)


def show(host: Host, lines: Iterable[Line]) -> None:
    """Notes and logs changes."""
    for database, change in lines:
        keep(host, [change], database=database)
        log(host, change if not database else replace(change, object=f"{change.object} in {database}"))


def note(host: Host, step: str, sign: str, item: str, detail: str = "", database: str = "") -> None:
    """Notes and logs one change; the arguments are those of :func:`line`."""
    show(host, [line(step, sign, item, detail, database)])


def failed(host: Host, message: str) -> None:
    """Logs why the deploy fails, and keeps it for the record."""
    of(host).errors.append(message)
    host.log_styled(message, fg="red")


def log(host: Host, change: Change) -> None:
    """Logs a line in the color of its sign, and one for each thing that others will notice."""
    host.log_styled(str(change), fg=COLOURS[change.sign])
    for hazard in change.hazards:
        host.log_styled(f"  ! {hazard}", fg=COLOURS["!"])
