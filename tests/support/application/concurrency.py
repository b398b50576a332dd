"""Two transactions at once: the second waits for what the first holds, and goes on when the first commits."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

import psycopg

from tests.support.application.rows import value

Connect = Callable[[], psycopg.Connection[Any]]


def wait_for_lock(db: psycopg.Connection[Any], backend: int) -> None:
    for _ in range(500):
        if value(db, "SELECT cardinality(pg_blocking_pids(%s))", backend):
            return
        time.sleep(0.01)
    raise AssertionError("the second transaction never waited for the first")


def at_once(connect: Connect, statement: LiteralString, *parameters: object) -> list[object]:
    """Runs the statement in two transactions, one for each parameter; the first ends when the second waits for it."""
    with connect() as first, connect() as second, ThreadPoolExecutor(1) as pool:
        answer = value(first, statement, parameters[0])
        waiting = pool.submit(value, second, statement, parameters[1])
        wait_for_lock(first, second.info.backend_pid)
        first.commit()
        return [answer, waiting.result(timeout=10)]
