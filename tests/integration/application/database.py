"""A database with the complete schema, made from the lock on a server of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from tasks import scratch
from tasks.lock import apply, create_database
from tasks.schema import lock
from tasks.sources import parse


@contextmanager
def complete(image: str) -> Iterator[str]:
    """Gives the DSN of the database, for as long as the block lasts."""
    extensions = [source.text for source in parse("sql/extensions.sql", (lock.SQL / "extensions.sql").read_text())]
    with scratch.server(image) as server:
        with create_database(server, "application", extensions) as connection:
            apply(connection, dict(lock.fresh().objects))
        yield server.dsn("application")
