"""Commands that operations yield: SQL on psql's standard input, and a refusal with its reason.

Touches the target by one shell command; logs what it did, and never the SQL, which may hold a verifier.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand, StringCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from tasks import psql, state


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a script, and what it is about, so that an error can name it."""

    sql: str
    about: str = ""


class Psql(PyinfraCommand):
    """Runs a script by psql in the container; forgets what was read before.

    Args:
        container, superuser: where, and as whom.
        parts: the script.
        done: what to log when it worked, line by line; the time is added.
    """

    def __init__(self, container: str, superuser: str, parts: Sequence[Part], done: Sequence[str]) -> None:
        super().__init__()
        self.container = container
        self.superuser = superuser
        self.parts = parts
        self.done = done

    def __repr__(self) -> str:
        return f"Psql({self.container}, {'; '.join(self.done)})"

    def execute(self, state_: PyinfraState, host: Host, connector_arguments: ConnectorArguments) -> bool:
        started = time.monotonic()
        connector_arguments["_stdin"] = "\n".join(part.sql for part in self.parts)
        ok, output = host.run_shell_command(
            StringCommand(psql.command(self.container, self.superuser)),
            print_output=False,
            print_input=state_.print_input,
            **connector_arguments,
        )
        if ok:
            for line in self.done[:-1]:
                host.log_styled(f"    {line}", fg="green")
            host.log_styled(f"    {self.done[-1]} ({time.monotonic() - started:.2f} s)", fg="green")
            state.wrote(host)
        else:
            host.log_styled(self._explain(output.stderr_lines), fg="red")
            state.forget(host)
        return ok

    def _explain(self, lines: list[str]) -> str:
        found = psql.first_error(lines)
        if any("no such container" in line.lower() for line in lines):
            return f"there is no container {self.container}: run the steps before this one, or all of deploy.py"
        if found is None:
            return "\n".join(lines) or "psql ended without a word: was the container stopped?"
        at, message = found
        for part in self.parts:
            at -= part.sql.count("\n") + 1
            if at <= 0:
                about = f"{part.about}: " if part.about else ""
                return f"{about}{message}\nIts transaction was rolled back. Remove the cause, then deploy again."
        return message


class Refuse(PyinfraCommand):
    """Fails the operation on this host with a message, before it changes anything."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message

    def __repr__(self) -> str:
        return f"Refuse({self.message})"

    def execute(self, _state: PyinfraState, host: Host, _connector_arguments: ConnectorArguments) -> bool:
        host.log_styled(self.message, fg="red")
        return False
