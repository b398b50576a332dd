"""Connections to a database with the complete schema: one that is rolled back after each test, or as many as wanted."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import psycopg
import pytest

from tests.support.application.concurrency import Connect
from tests.support.application.database import complete


@pytest.fixture(scope="session")
def application_dsn(image: str) -> Iterator[str]:
    with complete(image) as dsn:
        yield dsn


@pytest.fixture
def db(application_dsn: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(application_dsn) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def connect(application_dsn: str) -> Connect:
    """Opens connections that commit what they did; a test removes its rows itself."""
    return partial(psycopg.connect, application_dsn)
