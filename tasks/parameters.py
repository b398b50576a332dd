"""The server's parameters: sized from the container's memory. Touches postgresql.auto.conf; restarts only when told."""

from pyinfra.api.deploy import deploy

from ai_engine_db.execution import difference
from ai_engine_db.operations import parameters as operations


@deploy("Parameters")
def parameters() -> None:
    """Shows and sets the parameters that differ; ``recreate`` allows a restart as ``restart`` does."""
    difference.remove("Parameters", operations.parameters)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    parameters()
