"""Who may do what. Touches the privileges of PUBLIC and of the read-only role in each database."""

from functools import partial

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import privileges as operations
from ai_engine_db.runtime import host_settings


@deploy("Privileges")
def privileges() -> None:
    """Takes from PUBLIC what it has in the databases, and lets the read-only role read."""
    databases = host_settings.of(host).databases
    difference.remove("Privileges", partial(operations.privileges, databases=databases))


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    privileges()
