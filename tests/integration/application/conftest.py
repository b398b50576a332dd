"""A connection to a provisioned database, in a transaction that is rolled back after each test."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest


@pytest.fixture
def db() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(os.environ["AI_ENGINE_TEST_DSN"]) as connection:
        yield connection
        connection.rollback()
