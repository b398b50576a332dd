"""What a host is like now, read once and shared by all steps. Reads through the facts; writes nothing.

pyinfra asks every operation twice, before and while it works. Reading again each time would cost an exec an
operation, so a reading holds until somebody changed something, or a few seconds (a person at the prompt takes longer).
"""

import math
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import gevent
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from ai_engine_db.facts import compatibility
from ai_engine_db.facts.answers import RAISED, Answers, Lines, questions
from ai_engine_db.facts.docker import DockerState
from ai_engine_db.facts.reading import HostState, Reading, parse
from ai_engine_db.facts.state import State
from ai_engine_db.runtime import host_settings, interrupts, silence, verified
from ai_engine_db.schema import lock as locks
from ai_engine_db.schema import render
from ai_engine_db.schema.statements import Check, Raised
from ai_engine_db.security.parameters import NAMES
from ai_engine_db.transport import connection
from ai_engine_db.transport.locks import keeping_from_reading
from ai_engine_db.transport.retry import retrying

# SQLSTATEs of what no row is to blame for: connection, transaction, resources, locks, cancelled, system, damage.
PASSING = ("08", "25", "40", "53", "55", "57", "58", "F0", "XX001", "XX002")

# lock_not_available
NOT_LOCKED = "55P03"

HOLDS_SECONDS = 3.0

# No reading takes as long; an engine that takes connections and answers none would be waited for without an end.
READING_SECONDS = 60


_states: WeakKeyDictionary[Host, State] = WeakKeyDictionary()
_changed: WeakSet[Host] = WeakSet()


@dataclass
class _SchemaLock:
    """The lock, once read; and whether a database was found up to date with it, so that it is sound."""

    found: locks.Lock | None = None
    good: bool = False

    def read(self) -> locks.Lock:
        if self.found is None:
            self.found = locks.fresh(lazily=True)
        return self.found


_lock = _SchemaLock()


def schema_lock() -> locks.Lock:
    """The desired schema.

    Raises:
        DeployError: the lock is missing or stale.
    """
    try:
        found = _lock.read()
        if not _lock.good:
            len(found.objects)
    except locks.LockError as error:
        raise DeployError(f"{error}. Nothing was changed.") from None
    return found


def _try_lock() -> None:
    with suppress(locks.LockError):
        _lock.read()


def of(host: Host) -> State:
    """The state of a host: the last reading, or a new one when that is too old or the host has changed."""
    state = _states.get(host)
    # Between the plan and its application a person may have taken their time.
    if state is None or (host.state.is_executing and time.monotonic() - state.read_at > HOLDS_SECONDS):
        state = _states[host] = _read(host)
    return state


def reread(host: Host) -> None:
    """Makes the next look a new reading: another session may have changed the host."""
    _states.pop(host, None)


def note_change(host: Host, *, keep_reading: bool = False) -> None:
    """Notes that this run changed the host; the next look is a new reading.

    Args:
        host: that was changed.
        keep_reading: leaves the reading to steps that work through one plan together.
    """
    _changed.add(host)
    if not keep_reading:
        reread(host)


def changed(host: Host) -> bool:
    """Whether this run changed the host."""
    return host in _changed


def stamp(host: Host, database: str) -> str:
    """The state in which a database was last seen, or left by us; ``postgres`` is for roles and databases."""
    return of(host).stamps.get(database, "")


def stamped(host: Host, database: str, stamp: str) -> None:
    """Says in which state we left a database."""
    if host in _states:
        _states[host].stamps[database] = stamp


def pin(host: Host) -> State:
    """A reading that stays until a change is noted, for steps that work through one plan together."""
    state = of(host)
    state.read_at = math.inf
    return state


def _read(host: Host) -> State:
    wanted = host_settings.of(host)
    # The lock is read while the server thinks; its errors are for whoever asks for it.
    gevent.spawn(_try_lock)
    found = _look(host)
    if found.in_the_way:
        who = _keeping_from_reading(host, found)
        host.log_styled(f"waiting to read: {found.in_the_way}{who}", fg="yellow")
        found = retrying(wanted.db_lock_wait, lambda found: bool(found.in_the_way))(_look, host)
        if found.in_the_way and found.server is not None:
            who = _keeping_from_reading(host, found)
            problem = f"{found.in_the_way}{who}\nGave up after {wanted.db_lock_wait} s (DB_LOCK_WAIT)"
            found = replace(found, server=replace(found.server, problem=problem))
    stamps: dict[str, str] = {}
    if found.server is not None and not found.server.problem:
        stamps = {name: each.stamp for name, each in found.server.databases.items()}
        stamps["postgres"] = found.server.facts["stamp"]
        if any(each.verified for each in found.server.databases.values()):
            _lock.good = True
    # While it works, a deploy itself says what it changed; before that, people may take their time.
    read_at = math.inf if host.state.is_executing else time.monotonic()
    clocks = [found.clock]
    if found.server is not None and found.server.facts:
        clocks.append(float(found.server.facts["clock"]))
    ahead = max((clock - time.time() for clock in clocks), key=abs)
    return State(found.docker, found.server, read_at, ahead, stamps=stamps)


def _keeping_from_reading(host: Host, found: HostState) -> str:
    """Who has locked tables against all others, as far as they are still there; in brackets, behind a message."""
    wanted = host_settings.of(host)
    names = [name for name in wanted.databases if found.server and f"database {name}:" in found.server.problem]
    return "".join(_holders(host, name, found.docker.superuser) for name in names)


def _holders(host: Host, database: str, superuser: str) -> str:
    found = host.get_fact(
        Lines,
        container=host_settings.of(host).db_container,
        superuser=superuser,
        script=keeping_from_reading(database),
        _ignore_errors=True,
    )
    return f" ({'; '.join(found)})" if found else ""


def _look(host: Host) -> HostState:
    wanted = host_settings.of(host)
    connection.watch(host, wanted.db_ssh_timeout)
    output = None
    with suppress(*connection.ERRORS), silence.noticed(host, wanted.db_container) as said:
        output = host.get_fact(
            Reading,
            container=wanted.db_container,
            volume=wanted.db_volume,
            image=wanted.db_image,
            roles={
                "role": wanted.db_user,
                "readonly": wanted.readonly_user,
                "catalog": wanted.catalog_user,
                "backup": wanted.backup_user,
            },
            databases=wanted.databases,
            parameters=(*wanted.parameters, *NAMES),
            verified=verified.key(wanted.db_user),
            # Else pyinfra ends the run by a traceback while it works.
            _ignore_errors=True,
            _timeout=READING_SECONDS,
        )
    if output:
        return parse(output, wanted.databases)
    # On this machine its programs would wait for the engine on their own.
    interrupts.end_children()
    return _unread(host, said)


def _unread(host: Host, said: Sequence[str]) -> HostState:
    """What is known of a host that does not answer: nothing, so that every operation refuses to go on there.

    Raises:
        DeployError: nothing was begun yet.
    """
    problem = connection.lost(host) or "; ".join(said) or "the shell of the host does not answer"
    if not host.state.is_executing:
        raise DeployError(f"{host.name}: {problem}")
    return HostState(DockerState(problem), None, time.time())


def answers(
    host: Host,
    database: str,
    queries: Mapping[str, str],
    first: Mapping[str, str] | None = None,
    raised: dict[str, Raised] | None = None,
) -> dict[str, Any]:
    """What a database answers to queries of one value each, by their keys.

    Args:
        host: where.
        database: its name.
        queries: by key.
        first: statements to run before a query, by its key.
        raised: takes what PostgreSQL says of queries that it could not answer for what they ask; they have no value.

    Raises:
        DeployError: one could not be run.
    """
    if not queries:
        return {}
    wanted, superuser = host_settings.of(host), of(host).docker.superuser
    with silence.noticed(host, wanted.db_container, superuser):
        found = host.get_fact(
            Answers,
            container=wanted.db_container,
            superuser=superuser,
            _stdin=questions(database, owner(host, database), queries, first, wait=wanted.db_lock_wait),
        )
    if found is None or set(found) != set(queries):
        missing = ", ".join(key for key in queries if key not in (found or ()))
        raise DeployError(
            f"{host.name}: database {database} did not answer the query for {missing}. Nothing was changed."
        )
    for key, value in found.items():
        if isinstance(value, list) and value[:1] == [RAISED]:
            _, sqlstate, words = value
            if sqlstate == NOT_LOCKED:
                words += f"{_holders(host, database, superuser)}. Gave up after {wanted.db_lock_wait} s (DB_LOCK_WAIT)"
            if raised is None or sqlstate.startswith(PASSING):
                raise DeployError(f"{host.name}: database {database} could not answer the query for {key}: {words}")
            raised[key] = Raised(words)
    return {key: value for key, value in found.items() if raised is None or key not in raised}


def counts(host: Host, database: str, checks: Mapping[str, Check]) -> dict[str, int | Raised]:
    """How many rows each check of a plan finds, or what PostgreSQL says of a row that it cannot tell of.

    Raises:
        DeployError: the database could not be asked.
    """
    raised: dict[str, Raised] = {}
    found = answers(host, database, {key: check.count for key, check in checks.items()}, raised=raised)
    return {**found, **raised}


def owner(host: Host, database: str) -> str:
    """The role that what a database's users have defined may run as: its owner, as it is now.

    Raises:
        DeployError: that is a superuser, and another role has defined something there.
    """
    wanted, now = host_settings.of(host), of(host)
    if now.server is None or database not in now.server.databases:
        return wanted.db_user
    has: str = now.server.facts["databases"][database]["owner"]
    if has == wanted.db_user or has not in now.server.facts["superusers"]:
        return has
    if strangers := now.server.databases[database].strangers:
        raise DeployError(
            f"{host.name}: database {database} belongs to {has}, a superuser, and {', '.join(strangers)} has made"
            " objects in it, which must not run with superuser privileges: ALTER DATABASE"
            f" {render.identifier(database)} OWNER TO {render.identifier(wanted.db_user)}, and deploy again."
            " Nothing was changed."
        )
    return has


def owner_problem(host: Host, database: str) -> str:
    """Why the owner of a database cannot log in to it over the socket, as far as that was tried; empty when it can."""
    server = of(host).server
    found = server.databases.get(database) if server else None
    return found.owner_problem if found and owner(host, database) == host_settings.of(host).db_user else ""


def unfit(host: Host) -> str:
    """Why the server must not be written to: a standby, another major version, a paused container; else empty."""
    now = of(host)
    if now.docker.paused:
        return now.unknown
    return compatibility.server(now.server.facts) if now.server is not None and now.server.facts else ""


def container(host: Host) -> str:
    """The name of the host's container."""
    return host_settings.of(host).db_container
