"""A Docker engine that answers. Touches apt and the service manager, only where there is no engine."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host
from pyinfra.context import host

from ai_engine_db import settings
from ai_engine_db.facts import compatibility
from ai_engine_db.facts.machine import Machine
from ai_engine_db.operations import docker
from ai_engine_db.runtime import changes, host_settings, host_state


@deploy("Engine")
def engine() -> None:
    """Uses an engine that answers; installs and starts one on Debian and Ubuntu.

    Raises:
        DeployError: the settings are refused, the host is none to write to, or there is no engine and this is no
            machine to install one on.
    """
    wanted = host_settings.of(host)
    require_fit(host)
    if problem := compatibility.clock(host_state.of(host).clock_ahead):
        if wanted.environment is not settings.Environment.DEV:
            raise DeployError(f"{host.name}: {problem}. Nothing was changed.")
        changes.note(host, "engine", "!", "clock", problem)
    if problem := host_state.of(host).docker.problem:
        machine = host.get_fact(Machine)
        if obstacle := machine.obstacle(problem):
            raise DeployError(f"{host.name}: {obstacle}. Nothing was changed.")
        sign, detail = ("~", "start") if machine.daemon else ("+", "package docker.io")
        changes.note(host, "engine", sign, "engine", detail)
    docker.engine(name="Docker engine")


def require_fit(target: Host) -> None:
    """Makes sure that the server, where there is one, may be written to.

    Raises:
        DeployError: it is a standby, or of another major version, or its container is paused.
    """
    if host_state.of(target).docker.paused:
        raise DeployError(f"{target.name}: {host_state.of(target).unknown}. Nothing was changed.")
    server = host_state.of(target).server
    if server is not None and server.facts and (problem := compatibility.server(server.facts)):
        raise DeployError(f"{target.name}: {problem}. Nothing was changed.")


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    engine()
