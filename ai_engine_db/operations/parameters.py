"""The server's parameters, each by ALTER SYSTEM; a reload, or a restart when told. Writes postgresql.auto.conf.

A value is written as ``SHOW`` prints it, so that comparing texts is comparing values.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution import script as files
from ai_engine_db.execution.commands import Psql, apply
from ai_engine_db.execution.runner import Script, as_superuser
from ai_engine_db.execution.session import Part
from ai_engine_db.facts.server import ServerState
from ai_engine_db.runtime import host_state
from ai_engine_db.schema import render

RESTART = Path(__file__).with_name("restart.sh")


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


def statements(values: Mapping[str, str]) -> str:
    """ALTER SYSTEM for each; none of it fits a transaction."""
    return "".join(f"ALTER SYSTEM SET {name} = {render.literal(value)};\n" for name, value in values.items())


@operation()
def parameters(wanted: Mapping[str, str], restart: bool) -> Generator[PyinfraCommand, None, None]:
    """Sets the parameters that differ, and restarts the server where one waits for that and it is allowed.

    Args:
        wanted: values as ``SHOW`` prints them, by name.
        restart: whether the server may be restarted, which ends all sessions.
    """

    def work(target: Host) -> list[Script]:
        values = differences(host_state.of(target).server, wanted).to_set
        if not values:
            return []
        # The server tells all sessions; none of this fits a transaction.
        parts = [Part(f"{statements(values)}SELECT pg_catalog.pg_reload_conf() AS reloaded \\gset", "parameters")]
        told = ", ".join(f"{name} {value}" for name, value in values.items())
        return [Script("postgres", as_superuser(target, "postgres", parts), f"parameters: {told}")]

    now = host_state.of(host)
    found = differences(now.server, wanted)
    if now.unknown or not (restart and found.waiting):
        yield from apply(work, "the parameters are as they should be")
    else:
        if found.to_set:
            yield Psql(work)
        yield restarted(host_state.container(host), found.waiting)
    if found.to_set or (restart and found.waiting):
        host_state.forget(host)


def restarted(container: str, waiting: Sequence[str]) -> PyinfraCommand:
    """The command that restarts a server for the parameters that wait for it."""
    return files.Script(RESTART, [container, *waiting], f"restarting container {container}")
