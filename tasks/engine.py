"""Step 1: a Docker engine that answers. Touches apt and the service manager, only where there is no engine."""

from pyinfra import host
from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError

from tasks import settings, state
from tasks.facts.machine import Machine
from tasks.operations import docker


@deploy("Engine")
def engine() -> None:
    """Uses an engine that answers; installs and starts one on Debian and Ubuntu.

    Raises:
        DeployError: the settings are refused, or there is no engine and this is no machine to install one on.
    """
    settings.of(host)
    problem = state.of(host).docker.problem
    if problem and (obstacle := host.get_fact(Machine).obstacle(problem)):
        raise DeployError(f"{host.name}: {obstacle}. Nothing was changed.")
    docker.engine(name="The engine answers")


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    engine()
