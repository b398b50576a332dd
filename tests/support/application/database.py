"""A database with the complete schema, made from the lock on a server of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from ai_engine_db.cli import scratch_server
from ai_engine_db.cli.build_lock import apply, create_database
from ai_engine_db.cli.sql_files import parse
from ai_engine_db.schema import lock


@contextmanager
def complete(image: str) -> Iterator[str]:
    """Gives the DSN of the database, for as long as the block lasts."""
    extensions = [source.text for source in parse("sql/extensions.sql", (lock.SQL / "extensions.sql").read_text())]
    with scratch_server.server(image) as server:
        with create_database(server, "application", extensions) as connection:
            apply(connection, dict(lock.fresh().objects))
        yield server.dsn("application")
