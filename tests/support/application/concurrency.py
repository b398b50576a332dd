"""Two transactions at once: the second waits for what the first holds, and goes on when the first commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

import psycopg

from tests.support.application.rows import value
from tests.support.waiting import LIMIT, until

Connect = Callable[[], psycopg.Connection[Any]]


def wait_for_lock(db: psycopg.Connection[Any], backend: int) -> None:
    blocked = "SELECT cardinality(pg_blocking_pids(%s))"
    until(lambda: value(db, blocked, backend), "the second transaction waiting for the first", 0.01)


def at_once(connect: Connect, statement: LiteralString, *parameters: object) -> list[object]:
    """Runs the statement in two transactions, one for each parameter; the first ends when the second waits for it."""
    with connect() as first, connect() as second, ThreadPoolExecutor(1) as pool:
        answer = value(first, statement, parameters[0])
        waiting = pool.submit(value, second, statement, parameters[1])
        wait_for_lock(first, second.info.backend_pid)
        first.commit()
        return [answer, waiting.result(timeout=LIMIT)]
