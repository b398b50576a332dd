"""The proof that no value was lost: what databases held before a deploy, and hold after it. Reads; writes nothing."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.exceptions import PyinfraError
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.execution.activity import Answering
from ai_engine_db.execution.difference import Difference
from ai_engine_db.runtime import host_run, host_state, progress, queries, schema_lock, schema_plans, summary
from ai_engine_db.runtime.host_run import Checksums
from ai_engine_db.schema import digest
from ai_engine_db.schema.statements import Plan


def due(target: Host, databases: Sequence[str]) -> list[str]:
    """The databases that have tables and whose schema is about to change."""
    return [
        name
        for name in databases
        if any(item.kind == "table" for item in _objects(target, name).values())
        and schema_plans.of(target, name).statements
    ]


class Before(PyinfraCommand):
    """Takes the digests that :class:`After` compares with."""

    def __init__(self, databases: Sequence[str]) -> None:
        super().__init__()
        self.databases = databases

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self.databases)})"

    def execute(self, _state: PyinfraState, target: Host, arguments: ConnectorArguments) -> bool:
        reading = Answering(target, arguments, {name: self._tables(target, name) for name in self.databases})
        try:
            with progress.shown(target, f"reading every value of {' and '.join(self.databases)}", reading.look):
                return self._done(target)
        except PyinfraError as error:
            target.log_styled(str(error), fg="red")
            return False

    def _tables(self, target: Host, database: str) -> list[str]:
        return sorted(item.name for item in _objects(target, database).values() if item.kind == "table")

    def _done(self, target: Host) -> bool:
        # With nothing to do, nothing of the planner is imported.
        from ai_engine_db.schema import renames, transitions

        started = time.monotonic()
        for name in self.databases:
            actual = _objects(target, name)
            recorded = server.databases[name].transitions if (server := host_state.of(target).server) else {}
            left = [each for each in transitions.read() if each.name not in recorded and each.applies(actual)]
            wanted = schema_lock.read()
            moves = renames.due(wanted.objects, transitions.renamed(actual, left), wanted.renames)
            names = renames.ids(actual, [*transitions.every_rename(left), *moves.renames])
            kept = _kept(actual, schema_plans.of(target, name), names)
            tables = digest.tables(kept, wanted.objects, names)
            found = queries.answers(target, name, {each.name: each.query(actual, {}) for each in tables})
            look = host_run.of(target).checksums[name] = Checksums(tables, names, found)
            target.log_styled(f"    {name}: {look} ({time.monotonic() - started:.2f} s)", fg="green")
        return True


class After(Before):
    """Takes them again, and fails where one is another."""

    def _tables(self, target: Host, database: str) -> list[str]:
        names = host_run.of(target).checksums[database].names
        return [digest.renamed(table.name, names) for table in host_run.of(target).checksums[database].tables]

    def _done(self, target: Host) -> bool:
        started = time.monotonic()
        host_state.note_change(target)
        wrong = []
        for name in self.databases:
            look, actual = host_run.of(target).checksums[name], _objects(target, name)
            asked = {each.name: each.query(actual, look.names) for each in look.tables}
            found = queries.answers(target, name, {table: query for table, query in asked.items() if query})
            for table in look.tables:
                lines = digest.differences(table, look.found[table.name], found.get(table.name))
                wrong += [f"{name}: {line}" for line in lines]
            if not wrong:
                took = time.monotonic() - started
                target.log_styled(f"    {name}: {look}: all values are unchanged ({took:.2f} s)", fg="green")
                summary.note(target, f"data checksums of {name}", f"all values are unchanged: {look}")
        for line in wrong:
            target.log_styled(line, fg="red")
        if wrong:
            target.log_styled(
                "Data checksums differ, unless another session wrote to these tables meanwhile.", fg="red"
            )
        return not wrong


def _kept(actual: Mapping[str, Any], plan: Plan, names: Mapping[str, str]) -> Mapping[str, Any]:
    """What a database has without what the plan drops on purpose, by the ids that ``names`` has for those of now."""
    gone = {change.object for change in plan.changes if change.sign == "-"}
    return {
        key: item
        for key, item in actual.items()
        if not gone & {names.get(each, each) for each in (key, f"table {item.parent}")}
    }


def _objects(target: Host, database: str) -> Mapping[str, Any]:
    server = host_state.of(target).server
    return server.databases[database].objects if server and database in server.databases else {}


def look(target: Host, databases: Sequence[str]) -> Difference:
    """Which databases are about to change, so that what they hold is to be noted.

    Args:
        target: the host.
        databases: names.
    """
    found = due(target, databases)
    return Difference(commands=[Before(found)] if found else [], nothing="no schema is about to change")


def compare(target: Host, databases: Sequence[str]) -> Difference:
    """Which databases are to be compared with what was noted: those that a plan changes, or that have been looked at.

    Args:
        target: the host.
        databases: names.
    """
    found = list(host_run.of(target).checksums) if target.state.is_executing else due(target, databases)
    return Difference(commands=[After(found)] if found else [], nothing="no schema has changed")
