"""Others who work on the database that is deployed to: in plain sessions, known as the night shift."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.operations.session import KEY
from tests.integration.conftest import Deployment


@contextmanager
def somebody(place: Deployment, seconds: float, database: str = "ai_engine") -> Iterator[None]:
    """A plain psql that has the deploys' lock for a time."""
    script = f"SELECT pg_advisory_lock({KEY}); SELECT 'got it'; SELECT pg_sleep({seconds});"
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
    while "got it" not in holder.stdout.readline():
        pass
    try:
        yield
    finally:
        place.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'the night shift'")
        holder.wait()
