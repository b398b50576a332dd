"""Connections to a database with the complete schema: one that is rolled back after each test, or as many as wanted."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import psycopg
import pytest

from tasks import scratch
from tasks.lock import apply, create_database, parse
from tasks.schema import lock

from .concurrency import Connect


@pytest.fixture(scope="session")
def application_dsn(image: str) -> Iterator[str]:
    """A database with the complete schema, made from the lock."""
    extensions = [source.text for source in parse("sql/extensions.sql", (lock.SQL / "extensions.sql").read_text())]
    with scratch.server(image) as server:
        with create_database(server, "application", extensions) as connection:
            apply(connection, dict(lock.fresh().objects))
        yield server.dsn("application")


@pytest.fixture
def db(application_dsn: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(application_dsn) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def connect(application_dsn: str) -> Connect:
    """Opens connections that commit what they did; a test removes its rows itself."""
    return partial(psycopg.connect, application_dsn)
