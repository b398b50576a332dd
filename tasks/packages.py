"""What the extensions need inside the container. Touches the container's packages."""

from pyinfra.api.deploy import deploy

from ai_engine_db.execution import difference
from ai_engine_db.operations import container as operations


@deploy("Packages")
def packages() -> None:
    """Makes sure that the running container offers every extension of the lock."""
    difference.remove("Packages", operations.packages)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    packages()
