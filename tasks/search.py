"""Product search. Touches schema ``search`` of each database."""

from functools import partial

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import search as operations
from ai_engine_db.runtime import host_settings


@deploy("Search")
def search() -> None:
    """Makes the materialized view and the function that find products."""
    databases = host_settings.of(host).databases
    difference.remove("Product search", partial(operations.search, databases=databases))


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    search()
