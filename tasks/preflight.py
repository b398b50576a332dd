"""Existing rows that violate what this deploy would add: found before the first statement, and then nothing is changed.

Touches nothing; reads the rows of the databases.
"""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import preflight as operations
from ai_engine_db.runtime import host_settings


@deploy("Preflight")
def preflight() -> None:
    """Counts the rows that would break a constraint, a key or a type; a dry run shows them and goes on.

    Raises:
        DeployError: there are any.
    """
    operations.check(host_settings.of(host).databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    preflight()
