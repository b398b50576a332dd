"""The server's parameters, each by ALTER SYSTEM; a reload, or a restart when told. Writes postgresql.auto.conf.

A value is written as ``SHOW`` prints it, so that comparing texts is comparing values.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.operation import operation
from pyinfra.context import host

from tasks import state
from tasks.facts.server import ServerState
from tasks.operations.commands import Part, Psql, Refuse
from tasks.operations.script import Script
from tasks.schema import render


@dataclass(frozen=True, slots=True)
class Differences:
    """Where a server's parameters are not those wanted.

    Attributes:
        now: values of those that differ, by name.
        to_set: new values, by name. waiting: those that are set, or will be, and take effect at a restart.
        fixed: those that ALTER SYSTEM does not reach, because the server's command line has them.
    """

    now: Mapping[str, str] = field(default_factory=dict)
    to_set: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()


def differences(server: ServerState | None, wanted: Mapping[str, str]) -> Differences:
    """Compares; without a server there are none, because a new one is made with what is wanted."""
    if server is None or not server.facts:
        return Differences()
    found: Mapping[str, Mapping[str, Any]] = server.facts["parameters"]
    wrong = {name: found[name] for name, value in wanted.items() if name in found and not _is(found[name], value)}
    values = {name: each["value"] for name, each in wrong.items()}
    fixed = tuple(name for name, each in wrong.items() if each["source"] == "command line")
    to_set = {name: wanted[name] for name, each in wrong.items() if name not in fixed and each["file"] != wanted[name]}
    waiting = tuple(name for name, each in wrong.items() if each["restart"] and each["value"] != wanted[name])
    return Differences(values, to_set, tuple(name for name in waiting if name not in fixed), fixed)


def _is(found: Mapping[str, Any], value: str) -> bool:
    """Whether a parameter has a value, and will have it after a restart."""
    return bool(found["value"] == value and not found["pending"])


def script(values: Mapping[str, str]) -> str:
    """ALTER SYSTEM for each; none of it fits a transaction."""
    return "".join(f"ALTER SYSTEM SET {name} = {render.literal(value)};\n" for name, value in values.items())


@operation()
def parameters(wanted: Mapping[str, str], restart: bool) -> Generator[PyinfraCommand, None, None]:
    """Sets the parameters that differ, and restarts the server where one waits for that and it is allowed.

    Args:
        wanted: values as ``SHOW`` prints them, by name.
        restart: whether the server may be restarted, which ends all sessions.
    """
    now = state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
        return
    found = differences(now.server, wanted)
    if not found.to_set and not (restart and found.waiting):
        host.noop("the parameters are as they should be")
        return
    if found.to_set:
        sql = f"{script(found.to_set)}SELECT pg_reload_conf() AS reloaded \\gset\n"
        done = [f"parameters: {', '.join(f'{name} {value}' for name, value in found.to_set.items())}"]
        yield Psql(state.container(host), now.docker.superuser, [[Part(sql, "parameters")]], done)
    if restart and found.waiting:
        yield Script("restart.sh", [state.container(host), *found.waiting])
    state.forget(host)
