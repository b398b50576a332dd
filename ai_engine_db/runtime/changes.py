"""What a deploy would do to a host, as its steps say it: kept, and logged. Touches the log only.

A step notes what it finds while the deploy is prepared, whether or not anybody then applies it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from pyinfra.api.host import Host

from ai_engine_db.schema.statements import Change, Statement

# A change, and the database that it is in; empty for the database itself, and for what is in none.
Line = tuple[str, Change]

COLOURS = {"+": "green", "~": "yellow", "!": "red", "?": "yellow"}


@dataclass
class Noted:
    """What the steps of a host noted, in their order, each with its database; empty for what is in none.

    Attributes:
        changes: a line an object. statements: the SQL of the schema's plans.
        errors: why the deploy failed, as it was said.
    """

    changes: list[Line] = field(default_factory=list)
    statements: list[tuple[str, Statement]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def pending(self) -> bool:
        """Whether this run is going to change the host, or cannot tell yet."""
        return any(change.sign != "!" for _, change in self.changes)


_noted: WeakKeyDictionary[Host, Noted] = WeakKeyDictionary()


def of(host: Host) -> Noted:
    """What the steps noted so far."""
    return _noted.setdefault(host, Noted())


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
