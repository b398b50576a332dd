"""Commands that operations yield: SQL on psql's standard input, and a refusal with its reason.

Touches the target by one shell command; logs what it did, and never the SQL, which may hold a verifier.
"""

import copy
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand, StringCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from tasks import psql, state
from tasks.operations import session
from tasks.operations.session import Outcome, Part
from tasks.operations.turns import Turns


@dataclass(frozen=True, slots=True)
class Script:
    """What one psql reads.

    Attributes:
        parts: sessions, one after the other.
        done: what to log when it went through.
    """

    parts: Sequence[Part]
    done: str = ""


# Makes the scripts, at most two, from what the host is like now: none when nothing is left to do.
Work = Callable[[Host], Sequence[Script]]


def under_lock(target: Host, database: str, work: Sequence[Part], holds: str = "") -> list[Part]:
    """A session of one database, for work that was planned from what is known of the host.

    Args:
        target: the host.
        database: its name; ``postgres`` for roles and databases.
        work: what to run.
        holds: a condition in SQL that the plan still holds; by default that the definitions are those that were read.
    """
    stamp = state.stamp(target, database)
    return session.session(database, work, holds or (session.unchanged(database, stamp) if stamp else "true"))


def run(state_: PyinfraState, target: Host, arguments: ConnectorArguments, work: Work) -> list[tuple[Script, Outcome]]:
    """Runs the scripts of some work at the same time, and plans anew as often as another deploy was in the way.

    Returns:
        What became of each script that was run, those of all rounds.
    """
    found: list[tuple[Script, Outcome]] = []
    turns = Turns(target)
    state.hold(target)
    while scripts := work(target):
        outcomes = _run_once(state_, target, arguments, scripts)
        found += zip(scripts, outcomes, strict=True)
        if any(each.error for each in outcomes) or not any(each.held or each.stale for each in outcomes):
            return found
        # What is to be done now is told by what is there now.
        state.forget(target)
        if problem := turns.next(outcomes) or state.hold(target).unknown:
            left = [script for script, each in zip(scripts, outcomes, strict=True) if not each.done]
            return [*found, *((script, Outcome(error=problem)) for script in left)]
    return found


def _run_once(
    state_: PyinfraState, target: Host, arguments: ConnectorArguments, scripts: Sequence[Script]
) -> list[Outcome]:
    texts = ["\n".join(part.sql for part in script.parts) for script in scripts]
    arguments = copy.copy(arguments)
    arguments["_stdin"] = f"\n{psql.SEPARATOR}\n".join(texts)
    container = state.container(target)
    command = psql.writing_command(container, state.of(target).docker.superuser, session.application())
    try:
        _, output = target.run_shell_command(
            StringCommand(command), print_output=False, print_input=state_.print_input, **arguments
        )
        lines = list(output.output_lines)
    except BrokenPipeError:
        # It ended before it had read the script, which only a missing or stopped container does.
        gone = state.of(target).docker.container is None
        lines = [f"no such container: {container}" if gone else f"container {container} does not run"]
    if any(line.startswith(psql.EXIT) for line in lines):
        state.wrote(target)
    outcomes, begin = [], 0
    for script in scripts:
        end = next((at for at in range(begin, len(lines)) if lines[at].startswith(psql.EXIT)), len(lines))
        said = lines[begin:end]
        well = end < len(lines) and lines[end] == f"{psql.EXIT}0"
        outcomes.append(session.outcome(said, "" if well else explain(container, said, script.parts)))
        begin = end + 1
    for each in outcomes:
        for database, stamp in each.stamps.items():
            state.stamped(target, database, stamp)
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
    """Runs what work makes, by psql in the container.

    Args:
        work: makes the scripts, again each time that another deploy changed the database.
    """

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work

    def __repr__(self) -> str:
        return "Psql"

    def execute(self, state_: PyinfraState, target: Host, connector_arguments: ConnectorArguments) -> bool:
        started = time.monotonic()
        found = run(state_, target, connector_arguments, self.work)
        errors = dict.fromkeys(each.error for _, each in found if each.error)
        for error in errors:
            target.log_styled(error, fg="red")
        if errors:
            state.forget(target)
            return False
        lines = [line for script, each in found if each.done for line in script.done.splitlines()]
        *lines, last = lines or ["nothing left to do"]
        for line in (*lines, f"{last} ({time.monotonic() - started:.2f} s)"):
            target.log_styled(f"    {line}", fg="green")
        return True


def apply(work: Work, nothing: str) -> Generator[PyinfraCommand, None, None]:
    """What an operation yields: the work, or a refusal where the server cannot be told; or it has nothing to do.

    Args:
        work: makes the scripts.
        nothing: what to say when there are none.
    """
    now = state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
    elif work(host):
        yield Psql(work)
    else:
        host.noop(nothing)


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
