"""Commands that operations yield: SQL on psql's standard input, one that may take minutes, and a refusal."""

import time
from collections.abc import Sequence
from typing import Any

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand, StringCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.execution.runner import MakeScripts, SqlScript, run
from ai_engine_db.runtime import changes, host_state, interrupts, progress


class Psql(PyinfraCommand):
    """Runs what work makes, by psql in the container.

    Args:
        work: makes the scripts, again each time that another deploy changed the database.
        first: the scripts of the first attempt.
    """

    def __init__(self, work: MakeScripts, first: Sequence[SqlScript]) -> None:
        super().__init__()
        self.work = work
        self.first = first

    def __repr__(self) -> str:
        return "Psql"

    def execute(self, state_: PyinfraState, target: Host, connector_arguments: ConnectorArguments) -> bool:
        started = time.monotonic()
        first = iter([self.first])
        result = run(state_, target, connector_arguments, lambda target: next(first, None) or self.work(target))
        for error in dict.fromkeys(result.errors.values()):
            changes.failed(target, error)
        if result.errors:
            host_state.note_change(target)
            return False
        *lines, last = result.done or ["nothing left to do"]
        for line in (*lines, f"{last} ({time.monotonic() - started:.2f} s)"):
            target.log_styled(f"    {line}", fg="green")
        return True


class Slow(StringCommand):
    """A command that may take minutes, and says nothing itself.

    Args:
        what: it is at, in words.
        bits: of the command.
        arguments: pyinfra's own.
    """

    def __init__(self, what: str, *bits: str, **arguments: Any) -> None:
        super().__init__(*bits, **arguments)
        self.what = what

    def execute(self, state: PyinfraState, host: Host, connector_arguments: ConnectorArguments) -> Any:
        interrupts.stay()
        with progress.shown(host, self.what):
            return super().execute(state, host, connector_arguments)


class Refuse(PyinfraCommand):
    """Fails the operation on this host with a message, before it changes anything."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message

    def __repr__(self) -> str:
        return f"Refuse({self.message})"

    def execute(self, _state: PyinfraState, host: Host, _connector_arguments: ConnectorArguments) -> bool:
        changes.failed(host, self.message)
        return False
