"""The databases. Touches the server's databases, and schema ``deploy`` in each."""

from functools import partial

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import database
from ai_engine_db.runtime import host_settings


@deploy("Databases")
def databases() -> None:
    """Makes the databases, and keeps their owner and search_path right."""
    names = host_settings.of(host).databases
    difference.remove("Databases", partial(database.databases, names=names))


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    databases()
