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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a script: the lines it printed, and why it stopped; no reason when it went through."""

    lines: Sequence[str]
    error: str = ""


def run_scripts(
    state_: PyinfraState,
    host: Host,
    arguments: ConnectorArguments,
    container: str,
    superuser: str,
    scripts: Sequence[Sequence[Part]],
) -> list[Outcome]:
    """Runs one script, or two at the same time, by psql in the container; each stops at its first error."""
    texts = ["\n".join(part.sql for part in parts) for parts in scripts]
    one = len(texts) == 1
    arguments["_stdin"] = texts[0] if one else f"\n{psql.SEPARATOR}\n".join(texts)
    command = psql.command(container, superuser) if one else psql.each_command(container, superuser)
    try:
        ok, output = host.run_shell_command(
            StringCommand(command), print_output=False, print_input=state_.print_input, **arguments
        )
        lines = list(output.output_lines)
    except BrokenPipeError:
        # It ended before it had read the script, which only a missing or stopped container does.
        ok = False
        gone = state.of(host).docker.container is None
        lines = [f"no such container: {container}" if gone else f"container {container} does not run"]
    if ok or any(line.startswith(psql.EXIT) for line in lines):
        state.wrote(host)
    if one:
        return [Outcome(lines, "" if ok else explain(container, lines, scripts[0]))]
    outcomes, begin = [], 0
    ends = [at for at, line in enumerate(lines) if line.startswith(psql.EXIT)]
    for end, parts in zip(ends, scripts, strict=False):
        said = lines[begin:end]
        error = "" if lines[end] == f"{psql.EXIT}0" else explain(container, said, parts)
        outcomes.append(Outcome(said, error))
        begin = end + 1
    while len(outcomes) < len(scripts):
        outcomes.append(Outcome((), explain(container, lines[begin:], scripts[len(outcomes)])))
    return outcomes


def explain(container: str, lines: Sequence[str], parts: Sequence[Part]) -> str:
    """Why a script stopped, and at what; in words for people."""
    if any("no such container" in line.lower() for line in lines):
        return f"there is no container {container}: run the steps before this one, or all of deploy.py"
    found = psql.first_error(list(lines))
    if found is None:
        return "\n".join(lines) or "psql ended without a word: was the container stopped?"
    at, message = found
    for part in parts:
        at -= part.sql.count("\n") + 1
        if at <= 0:
            about = f"{part.about}: " if part.about else ""
            return f"{about}{message}\nIts transaction was rolled back. Remove the cause, then deploy again."
    return message


class Psql(PyinfraCommand):
    """Runs scripts by psql in the container, one or two of them at the same time.

    Args:
        container: where. superuser: as whom.
        scripts: one, or one for each of two databases.
        done: what to log when all worked, line by line; the time is added.
    """

    def __init__(self, container: str, superuser: str, scripts: Sequence[Sequence[Part]], done: Sequence[str]) -> None:
        super().__init__()
        self.container = container
        self.superuser = superuser
        self.scripts = scripts
        self.done = done

    def __repr__(self) -> str:
        return f"Psql({self.container}, {'; '.join(self.done)})"

    def execute(self, state_: PyinfraState, host: Host, connector_arguments: ConnectorArguments) -> bool:
        started = time.monotonic()
        outcomes = run_scripts(state_, host, connector_arguments, self.container, self.superuser, self.scripts)
        errors = [outcome.error for outcome in outcomes if outcome.error]
        for error in errors:
            host.log_styled(error, fg="red")
        if errors:
            state.forget(host)
            return False
        for line in self.done[:-1]:
            host.log_styled(f"    {line}", fg="green")
        host.log_styled(f"    {self.done[-1]} ({time.monotonic() - started:.2f} s)", fg="green")
        return True


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
