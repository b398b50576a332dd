"""Step 10: product search. Touches schema ``search`` of each database."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from tasks import changes, settings, state
from tasks.operations import search as operations


@deploy("Search")
def search() -> None:
    """Makes the materialized view and the function that find products."""
    wanted = settings.of(host)
    now = state.of(host)
    if not now.unknown and not host.state.is_executing:
        for name in wanted.databases:
            if operations.differs(now.server.databases.get(name) if now.server else None):
                changes.note(host, "search", "+", "product search", database=name)
    operations.search(name="Product search", databases=wanted.databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    search()
