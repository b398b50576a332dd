"""The server's parameters, each by ALTER SYSTEM; a reload, or a restart when told. Writes postgresql.auto.conf.

A value is written as ``SHOW`` prints it, so that comparing texts is comparing values.
"""

from collections.abc import Sequence
from pathlib import Path

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from ai_engine_db.execution import script as files
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.runner import SqlScript, as_superuser
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.runtime.host_run import Line
from ai_engine_db.security.server_parameters import Differences, differences, statements

RESTART = Path(__file__).with_name("restart.sh")


def parameters(target: Host) -> Difference:
    """Which parameters differ; a restart, where one waits for that, only with ``restart`` or ``recreate``."""
    wanted, now = host_settings.of(target), host_state.of(target)
    if now.docker.foreign:
        # They are sized from the memory that we would have given it.
        return Difference()
    restart = wanted.restart or wanted.recreate
    found = differences(now.server, wanted.parameters)
    restarts = restart and bool(found.waiting)
    return Difference(
        [_line(found, name, wanted.parameters[name], restart=restart) for name in found.now],
        [_script(target, found)] if found.to_set else [],
        [restarted(host_state.container(target), found.waiting)] if restarts else [],
        rereads=True,
        nothing="the parameters are up to date",
    )


def _line(found: Differences, name: str, value: str, *, restart: bool) -> Line:
    sign, detail = "~", f"{found.now[name]} → {value}"
    if name in found.fixed:
        sign, detail = "!", f"{detail}, but the server's command line overrides it"
    elif name in found.waiting and not restart:
        sign = "~" if name in found.to_set else "!"
        detail = f"{detail} (takes effect at a restart: --data restart=true)"
    elif name in found.waiting:
        detail = f"{detail} (the server is restarted)"
    return line("parameters", sign, f"parameter {name}", detail)


def _script(target: Host, found: Differences) -> SqlScript:
    # The server tells all sessions; none of this fits a transaction.
    sql = f"{statements(found.to_set)}SELECT pg_catalog.pg_reload_conf() AS reloaded \\gset"
    told = ", ".join(f"{name} {value}" for name, value in found.to_set.items())
    parts = as_superuser(target, "postgres", [SqlPart(sql, "parameters")])
    return SqlScript("postgres", parts, f"parameters: {told}")


def restarted(container: str, waiting: Sequence[str]) -> PyinfraCommand:
    """The command that restarts a server for the parameters that wait for it."""
    return files.ShellScript(RESTART, [container, *waiting], f"restarting container {container}")
