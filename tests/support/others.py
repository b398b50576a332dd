"""Others who work on the database that is deployed to: in plain sessions, known as the night shift."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from ai_engine_db.execution.session import KEY
from tests.support.deployment import Deployment
from tests.support.waiting import until

# A dump of ours that waits for a table.
DUMP_WAITS = """SELECT a.pid FROM pg_stat_activity AS a JOIN pg_locks AS l ON l.pid = a.pid AND NOT l.granted
WHERE a.application_name LIKE 'ai-engine-db%'"""


@contextmanager
def somebody(place: Deployment, database: str = "ai_engine") -> Iterator[None]:
    """A plain psql that has the deploys' lock until the block ends."""
    script = f"SELECT pg_advisory_lock({KEY}); SELECT 'got it'; SELECT pg_sleep('infinity');"
    holder = subprocess.Popen(
        [
            "docker",
            "exec",
            "-i",
            "-u",
            "postgres",
            "-e",
            "PGAPPNAME=the night shift",
            place.name,
            "psql",
            "-XAtq",
            database,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.write(script)
    holder.stdin.close()
    while (line := holder.stdout.readline()) != "got it\n":
        assert line, "psql has ended without the lock"
    try:
        yield
    finally:
        place.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'the night shift'")
        holder.wait()


@contextmanager
def held(place: Deployment) -> Iterator[psycopg.Connection]:
    """Somebody has a table that a dump comes to last, and that is none of public's, which a deploy reads at once."""
    place.psql("CREATE SCHEMA night AUTHORIZATION weedgo CREATE TABLE shift ()")
    with psycopg.connect(place.dsn(), application_name="the night shift") as connection:
        connection.execute("LOCK TABLE night.shift")
        try:
            yield connection
        finally:
            connection.rollback()
            place.psql("DROP SCHEMA night CASCADE")


def wait_for(place: Deployment, sql: str) -> None:
    """Waits until a query of the server's catalogs finds something."""
    until(lambda: place.psql(sql, "postgres"), sql)
