"""Product search. Touches schema ``search`` of each database."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import search as operations
from ai_engine_db.runtime import changes, host_settings, host_state


@deploy("Search")
def search() -> None:
    """Makes the materialized view and the function that find products."""
    wanted = host_settings.of(host)
    now = host_state.of(host)
    if not now.unknown and not host.state.is_executing:
        for name in wanted.databases:
            if operations.differs(now.server.databases.get(name) if now.server else None):
                changes.note(host, "search", "+", "product search", database=name)
    operations.search(name="Product search", databases=wanted.databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    search()
