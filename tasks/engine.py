"""Step 1: a Docker engine that answers. Touches apt and the service manager, only where there is no engine."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from tasks import changes, settings, state
from tasks.facts.machine import Machine
from tasks.operations import docker


@deploy("Engine")
def engine() -> None:
    """Uses an engine that answers; installs and starts one on Debian and Ubuntu.

    Raises:
        DeployError: the settings are refused, or there is no engine and this is no machine to install one on.
    """
    settings.of(host)
    if problem := state.of(host).docker.problem:
        machine = host.get_fact(Machine)
        if obstacle := machine.obstacle(problem):
            raise DeployError(f"{host.name}: {obstacle}. Nothing was changed.")
        sign, detail = ("~", "start") if machine.daemon else ("+", "package docker.io")
        changes.note(host, "engine", sign, "engine", detail)
    docker.engine(name="The engine answers")


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    engine()
