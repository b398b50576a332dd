"""A Docker engine that answers. Touches apt and the service manager, only where there is no engine."""

from pyinfra.api.deploy import deploy

from ai_engine_db.execution import difference
from ai_engine_db.operations import engine as operations


@deploy("Engine")
def engine() -> None:
    """Uses an engine that answers; installs and starts one on Debian and Ubuntu.

    Raises:
        DeployError: the settings are refused, the host is none to write to, or there is no engine and this is no
            machine to install one on.
    """
    difference.remove("Docker engine", operations.engine, server=False)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    engine()
