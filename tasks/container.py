"""The container. Touches the container and its volume; never removes a volume."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import container as operations
from ai_engine_db.runtime import host_settings


@deploy("Container")
def container() -> None:
    """Makes, starts or, when told, recreates the container.

    Raises:
        DeployError: its name or its port is taken by something else, the host is none to write to, or the data are of
            another major version.
    """
    difference.remove(f"Container {host_settings.of(host).db_container}", operations.container, server=False)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    container()
