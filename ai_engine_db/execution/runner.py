"""Scripts run on the target by one shell command, again when others were in the way, and what became of them.

Logs for whom it waits, and never the SQL, which may hold a verifier.
"""

import copy
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import StringCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.execution import session
from ai_engine_db.execution.lock_wait import LockWait
from ai_engine_db.execution.session import SessionResult, SqlPart
from ai_engine_db.execution.terminate import ending
from ai_engine_db.facts.docker import LastWords
from ai_engine_db.runtime import deploy_log, host_settings, host_state, last_deploy, silence
from ai_engine_db.transport import connection, psql
from ai_engine_db.transport.retry import retrying


@dataclass(frozen=True, slots=True)
class SqlScript:
    """What one psql reads.

    Attributes:
        database: that its errors are told under.
        parts: sessions, one after the other.
        done: what to log when it went through.
    """

    database: str
    parts: Sequence[SqlPart]
    done: str = ""


@dataclass
class Result:
    """What became of some work, in as many rounds as it took.

    Attributes:
        done: what was done, in words.
        lines: what was printed.
        errors: why a database stopped, by its name; of the last round, for the others were got over.
    """

    done: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def add(self, scripts: Sequence[SqlScript], outcomes: Sequence[SessionResult]) -> None:
        """Adds a round."""
        found = list(zip(scripts, outcomes, strict=True))
        self.done += [line for script, each in found if each.done for line in script.done.splitlines()]
        self.lines += [line for _, each in found for line in each.lines]
        self.errors = {script.database: each.error for script, each in found if each.error}


# What psql says when the server is gone.
CRASHED = re.compile("crash of another server process|closed the connection|terminated abnormally|connection to server")
# What it says when a role may not log in, or finds no room.
REFUSED = re.compile("FATAL: +(Peer authentication|role|too many connections|no pg_hba|database|remaining connection)")
# What it says when pg_hba.conf does not let the owner in over the socket, and what helps.
NOT_LET_IN = re.compile("FATAL: +(Peer|password|.*) ?authentication failed|FATAL: +no pg_hba")
LET_IN = (
    "The owner of the database must be allowed to connect over the socket: run tasks/access.py, or all of deploy.py."
)


def crashed(error: str) -> bool:
    """Whether a session ended because its server did."""
    return bool(CRASHED.search(error)) and not REFUSED.search(error)


# Makes the scripts, at most two, from what the host is like now: none when nothing is left to do.
MakeScripts = Callable[[Host], Sequence[SqlScript]]


def as_owner(
    target: Host, database: str, work: Sequence[SqlPart], holds: str = "", *, owner: str = ""
) -> list[SqlPart]:
    """A session that logs in as the owner of a database, for work that was planned from what is known of the host.

    Args:
        target: the host.
        database: its name.
        work: what to run.
        holds: a condition in SQL that the plan still holds; by default that the definitions are those that were read.
        owner: its owner, where that is no longer who it was when it was read.
    """
    holds = holds or _unchanged(target, database, owner=True)
    user = owner or host_state.owner(target, database)
    return session.session(database, work, holds, host_settings.of(target).db_lock_timeout, user=user, owner=True)


def as_superuser(target: Host, database: str, work: Sequence[SqlPart], holds: str = "") -> list[SqlPart]:
    """A session of the superuser's, as :func:`as_owner`; what it runs touches catalogs and the server alone.

    Args:
        target: the host.
        database: its name; ``postgres`` for roles and databases.
        work: what to run.
        holds: as there.
    """
    holds = holds or _unchanged(target, database, owner=False)
    superuser = host_state.of(target).docker.superuser
    return session.session(database, work, holds, host_settings.of(target).db_lock_timeout, user=superuser)


def recorded(target: Host, database: str, work: Sequence[SqlPart], record: str) -> list[SqlPart]:
    """Work of the superuser's in a database, and then its record, which the owner's session makes: that table is its.

    Args:
        target: the host.
        database: its name.
        work: what the superuser runs.
        record: the SQL that records it.
    """
    about = SqlPart(record, f"the deploy log in {database}")
    return [
        *as_superuser(target, database, work),
        *as_owner(target, database, [about], holds=session.AS_LEFT),
    ]


def _unchanged(target: Host, database: str, *, owner: bool) -> str:
    stamp = host_state.stamp(target, database)
    return session.unchanged(database, stamp, owner=owner) if stamp else "true"


def run(state_: PyinfraState, target: Host, arguments: ConnectorArguments, work: MakeScripts) -> Result:
    """Runs the scripts of some work at the same time; again, from what is left to do, after others were in the way."""
    result = Result()
    turns = LockWait(target)

    def attempt() -> bool:
        """Whether it is worth another attempt in a while, because somebody had a lock."""
        host_state.pin(target)
        while scripts := work(target):
            outcomes = run_once(state_, target, arguments, scripts)
            result.add(scripts, outcomes)
            left = {script.database: each for script, each in zip(scripts, outcomes, strict=True) if not each.done}
            if not left or not all(each.again for each in left.values()):
                return False
            # What is to be done now is told by what is there now.
            problem = turns.next(left)
            host_state.reread(target)
            if problem := problem or host_state.pin(target).unknown or last_deploy.older(target):
                result.errors = dict.fromkeys(left, problem)
                return False
            if any(each.locked for each in left.values()):
                return True
        result.errors = {}
        return False

    limit = host_settings.of(target).db_lock_wait
    if attempt() and retrying(limit, bool, longest=10)(attempt):
        given_up = f"Gave up after {limit} s (DB_LOCK_WAIT)."
        result.errors = {database: f"{error}\n{given_up}" for database, error in result.errors.items()}
    return result


def run_once(
    state_: PyinfraState, target: Host, arguments: ConnectorArguments, scripts: Sequence[SqlScript]
) -> list[SessionResult]:
    """Runs scripts at the same time, once, whatever comes of it."""
    scripts = [replace(script, parts=[*_recorded(target, script.parts)]) for script in scripts]
    texts = ["\n".join(part.sql for part in script.parts) for script in scripts]
    given, arguments = arguments, copy.copy(arguments)
    # Nobody's text can hold it, to be taken for ours.
    token = secrets.token_hex(8)
    exit_line = f"{psql.EXIT}{token} "
    arguments["_stdin"] = f"\n{psql.SEPARATOR}{token}\n".join(texts)
    container = host_state.container(target)
    command = psql.writing_command(container, host_state.of(target).docker.superuser, session.application(), token)
    try:
        with (
            silence.noticed(target, container),
            ending(state_, target, given, application=session.application()),
        ):
            _, output = target.run_shell_command(
                StringCommand(command), print_output=False, print_input=state_.print_input, **arguments
            )
        lines = list(output.output_lines)
    except connection.ERRORS:
        # It ended before it had read the script.
        lines = [_unread(target)]
    if any(line.startswith(exit_line) for line in lines):
        host_state.note_change(target, keep_reading=True)
    elif not lines and (gone := host_state.lost(target)):
        lines = [gone]
    deploy_log.read(target, lines)
    outcomes, begin = [], 0
    for script in scripts:
        end = next((at for at in range(begin, len(lines)) if lines[at].startswith(exit_line)), len(lines))
        said = lines[begin:end]
        well = end < len(lines) and lines[end] == f"{exit_line}0"
        error = "" if well else explain(container, said, script.parts)
        if crashed(error) and (words := target.get_fact(LastWords, container=container)):
            error = f"{error}\nThe server crashed. Last lines of the server log:\n{words}"
        outcomes.append(session.result_of(said, error))
        begin = end + 1
    for each in outcomes:
        for database, stamp in each.stamps.items():
            host_state.stamped(target, database, stamp)
    return outcomes


def _recorded(target: Host, parts: Sequence[SqlPart]) -> Iterator[SqlPart]:
    """The parts, and among them the record of the deploy, once, before the first work in the main database."""
    for part in parts:
        yield part
        if part.opens and deploy_log.missing(target, part.opens):
            yield SqlPart(deploy_log.opening(target), "the deploy log")


def _unread(target: Host) -> str:
    """Why a script was not read: only a connection that is lost, and a missing or stopped container, have that."""
    if words := host_state.lost(target):
        return words
    container = host_state.container(target)
    gone = host_state.of(target).docker.container is None
    return f"no such container: {container}" if gone else f"container {container} is not running"


def explain(container: str, lines: Sequence[str], parts: Sequence[SqlPart]) -> str:
    """Why a script stopped, and at what; in words for people."""
    if any("no such container" in line.lower() for line in lines):
        return f"there is no container {container}: run the steps before this one, or all of deploy.py"
    found = psql.first_error(lines)
    if found is None:
        return "\n".join(lines) or "psql exited without output: was the container stopped?"
    about = _about(found.line, parts)
    if NOT_LET_IN.search(found.message):
        return f"{about}{found.message}\n{LET_IN}"
    stays = " What was committed before it remains." if _committed(found.line, parts) else ""
    return f"{about}{found.message}\nIt was rolled back.{stays} Fix the cause, then try again."


def _committed(line: int, parts: Sequence[SqlPart]) -> bool:
    """Whether something was committed before a line."""
    lines = "\n".join(part.sql for part in parts).splitlines()[: max(line - 1, 0)]
    return any(each.strip() == "COMMIT;" for each in lines)


def _about(line: int, parts: Sequence[SqlPart]) -> str:
    for part in parts:
        line -= part.sql.count("\n") + 1
        if line <= 0:
            return f"{part.about}: " if part.about else ""
    return ""
