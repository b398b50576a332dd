"""What a run of pyinfra knows of a host, and has done there: one object a host, from its first look to its end.

The modules beside this one say what each part of it means, and are the only ones that change theirs. Touches nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pyinfra.api.host import Host

from ai_engine_db.facts.state import State
from ai_engine_db.schema.statements import Change, Plan, Statement
from ai_engine_db.settings.model import Settings
from ai_engine_db.transport.connection import Watch

if TYPE_CHECKING:
    # With nothing to do, none of these is imported.
    from ai_engine_db.backup_format.manifest import Manifest
    from ai_engine_db.plan_document.document import HostPlan
    from ai_engine_db.schema.digest import Table

# A change, and the database that it is in; empty for the database itself, and for what is in none.
Line = tuple[str, Change]


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


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that this run took: its manifest, its folder, and how long it took in seconds."""

    manifest: "Manifest"
    folder: str
    seconds: float


@dataclass
class SchemaRun:
    """All steps of a host's databases, applied by one exec: a session a database, both at once.

    An exec a step would take longer than the steps themselves. pyinfra's operations report what became of theirs.

    Attributes:
        plans: what was to be done, by database.
        done: what a step did and how many milliseconds it took, by step and database; absent for one not reached.
        errors: why a database stopped, by database.
    """

    plans: dict[str, Plan] = field(default_factory=dict)
    done: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checksums:
    """What a database held: its tables, the names that their columns will get, and the digests by table."""

    tables: "Sequence[Table]"
    names: Mapping[str, str]
    found: Mapping[str, Mapping[str, Any]]

    @property
    def rows(self) -> int:
        return sum(each["rows"] for each in self.found.values())

    def __str__(self) -> str:
        columns = sum(len(table.columns) for table in self.tables)
        return f"{len(self.tables)} tables, {columns} columns, {self.rows} rows"


@dataclass
class DeployRow:
    """The row of a deploy in ``deploy.deploys``.

    Attributes:
        began: when the host's first operation began, on the monotonic clock; None before, and for a run that is not
            to be recorded.
        keys: of the row, by database. completed: whether this run has written how it ended.
    """

    began: float | None = None
    keys: dict[str, str] = field(default_factory=dict)
    completed: bool = False


@dataclass
class HostRun:
    """A run on one host.

    Attributes:
        settings: once read. state: the last reading; None when the next look has to be a new one.
        changed: whether this run changed the host.
        noted: what its steps would do. notes: lines for the summary: what each is about, and what there is to say.
        backups: that it took, in their order. schema: what became of the schema's steps, once they were applied.
        checksums: by database. row: in the deploy log. plan: for the plan file.
        connection: whether pyinfra's still stands.
        foretold: objects of databases that the plan has said to leave to the next deploy.
    """

    settings: Settings | None = None
    state: State | None = None
    changed: bool = False
    noted: Noted = field(default_factory=Noted)
    notes: list[tuple[str, str]] = field(default_factory=list)
    backups: list[Taken] = field(default_factory=list)
    schema: SchemaRun | None = None
    checksums: dict[str, Checksums] = field(default_factory=dict)
    row: DeployRow = field(default_factory=DeployRow)
    plan: "HostPlan | None" = None
    connection: Watch = field(default_factory=Watch)
    foretold: set[tuple[str, str]] = field(default_factory=set)


_runs: WeakKeyDictionary[Host, HostRun] = WeakKeyDictionary()


def of(host: Host) -> HostRun:
    """The run on a host; pyinfra's own ``host`` stands for the one that it is at work on."""
    target = actual(host)
    if target not in _runs:
        _runs[target] = HostRun()
    return _runs[target]


def actual(host: Host) -> Host:
    """The host itself, also where pyinfra's own ``host`` stands for it."""
    return host.state.inventory.get_host(host.name)
