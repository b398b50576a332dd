"""The server's parameters, each by ALTER SYSTEM; a reload, or a restart when told. Writes postgresql.auto.conf.

A value is written as ``SHOW`` prints it, so that comparing texts is comparing values.
"""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution import script as files
from ai_engine_db.execution.commands import Psql, apply
from ai_engine_db.execution.runner import SqlScript, as_superuser
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.runtime import host_state
from ai_engine_db.security.server_parameters import differences, statements

RESTART = Path(__file__).with_name("restart.sh")


@operation()
def parameters(wanted: Mapping[str, str], restart: bool) -> Generator[PyinfraCommand, None, None]:
    """Sets the parameters that differ, and restarts the server where one waits for that and it is allowed.

    Args:
        wanted: values as ``SHOW`` prints them, by name.
        restart: whether the server may be restarted, which ends all sessions.
    """

    def work(target: Host) -> list[SqlScript]:
        values = differences(host_state.of(target).server, wanted).to_set
        if not values:
            return []
        # The server tells all sessions; none of this fits a transaction.
        parts = [SqlPart(f"{statements(values)}SELECT pg_catalog.pg_reload_conf() AS reloaded \\gset", "parameters")]
        told = ", ".join(f"{name} {value}" for name, value in values.items())
        return [SqlScript("postgres", as_superuser(target, "postgres", parts), f"parameters: {told}")]

    now = host_state.of(host)
    found = differences(now.server, wanted)
    if now.unknown or not (restart and found.waiting):
        yield from apply(work, "the parameters are up to date")
    else:
        if found.to_set:
            yield Psql(work)
        yield restarted(host_state.container(host), found.waiting)
    if found.to_set or (restart and found.waiting):
        host_state.note_change(host)


def restarted(container: str, waiting: Sequence[str]) -> PyinfraCommand:
    """The command that restarts a server for the parameters that wait for it."""
    return files.ShellScript(RESTART, [container, *waiting], f"restarting container {container}")
