"""What a host is like now, read once and shared by all steps. Reads through the facts; writes nothing.

pyinfra asks every operation twice, before and while it works. Reading again each time would cost an exec an
operation, so a reading holds until somebody changed something, or a few seconds (a person at the prompt takes longer).
"""

import math
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import gevent
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from ai_engine_db.facts import compatibility
from ai_engine_db.facts.answers import Lines
from ai_engine_db.facts.docker import DockerState
from ai_engine_db.facts.reading import HostState, Reading, parse
from ai_engine_db.facts.state import State
from ai_engine_db.runtime import host_run, host_settings, interrupts, schema_lock, silence, verified
from ai_engine_db.schema import beside, render
from ai_engine_db.security.parameters import NAMES
from ai_engine_db.transport import connection
from ai_engine_db.transport.locks import keeping_from_reading
from ai_engine_db.transport.retry import retrying

HOLDS_SECONDS = 3.0

# No reading takes as long; an engine that takes connections and answers none would be waited for without an end.
READING_SECONDS = 60


def of(host: Host) -> State:
    """The state of a host: the last reading, or a new one when that is too old or the host has changed."""
    run = host_run.of(host)
    # Between the plan and its application a person may have taken their time.
    if run.state is None or (host.state.is_executing and time.monotonic() - run.state.read_at > HOLDS_SECONDS):
        run.state = _read(host)
    return run.state


def reread(host: Host) -> None:
    """Makes the next look a new reading: another session may have changed the host."""
    host_run.of(host).state = None


def note_change(host: Host, *, keep_reading: bool = False) -> None:
    """Notes that this run changed the host; the next look is a new reading.

    Args:
        host: that was changed.
        keep_reading: leaves the reading to steps that work through one plan together.
    """
    host_run.of(host).changed = True
    if not keep_reading:
        reread(host)


def changed(host: Host) -> bool:
    """Whether this run changed the host."""
    return host_run.of(host).changed


def stamp(host: Host, database: str) -> str:
    """The state in which a database was last seen, or left by us; ``postgres`` is for roles and databases."""
    return of(host).stamps.get(database, "")


def stamped(host: Host, database: str, stamp: str) -> None:
    """Says in which state we left a database."""
    if (state := host_run.of(host).state) is not None:
        state.stamps[database] = stamp


def pin(host: Host) -> State:
    """A reading that stays until a change is noted, for steps that work through one plan together."""
    state = of(host)
    state.read_at = math.inf
    return state


def _read(host: Host) -> State:
    wanted = host_settings.of(host)
    # The lock is read while the server thinks; its errors are for whoever asks for it.
    gevent.spawn(schema_lock.try_read)
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
            schema_lock.found_sound()
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
    return "".join(holders(host, name, found.docker.superuser) for name in names)


def holders(host: Host, database: str, superuser: str) -> str:
    """Who has locked tables of a database against all others, in brackets; empty when nobody has."""
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
    host_run.of(host).connection.begin(host_run.actual(host), wanted.db_ssh_timeout)
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
                "granted": "\n".join(wanted.granted_roles),
            },
            databases=wanted.databases,
            parameters=(*wanted.parameters, *NAMES),
            # What is ignored is told by check alone, which then looks at all that there is.
            verified=""
            if wanted.plan_out and beside.there()
            else verified.key(wanted.db_user, tuple(wanted.placeholders.items())),
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
    problem = lost(host) or "; ".join(said) or "the shell of the host does not answer"
    if not host.state.is_executing:
        raise DeployError(f"{host.name}: {problem}")
    return HostState(DockerState(problem), None, time.time())


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


def lost(host: Host) -> str:
    """That the connection to a host is gone, in words; empty where it stands, and on this machine."""
    return host_run.of(host).connection.lost(host_run.actual(host))


def container(host: Host) -> str:
    """The name of the host's container."""
    return host_settings.of(host).db_container
