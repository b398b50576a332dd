"""Readers and writers on the baseline tables: short transactions one after the other, as an application sends them.

Each thread has rows of its own, so that none waits for another of them: what they wait for is a deploy.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

PAUSE = 0.01  # seconds between two transactions of a thread

Transaction = Callable[[psycopg.Connection[Any], int, int], None]


@dataclass
class Traffic:
    """What the readers and writers saw.

    Attributes:
        longest: seconds that the slowest transaction of each kind took.
        count: transactions of each kind. failures: what the failed ones said.
    """

    longest: dict[str, float] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def took(self, kind: str, seconds: float) -> None:
        self.longest[kind] = max(self.longest.get(kind, 0.0), seconds)
        self.count[kind] = self.count.get(kind, 0) + 1


def sell(connection: psycopg.Connection[Any], thread: int, number: int) -> None:
    """A new order, and its store."""
    connection.execute(
        "INSERT INTO orders (order_number, user_id, store_id, total_amount)"
        " SELECT %s, u.id, s.id, 9.90 FROM users u, stores s WHERE u.email = %s AND s.store_code = %s",
        [f"T-{thread}-{number}", f"user{thread}@example.com", f"S-é-{thread}"],
    )
    connection.execute("UPDATE stores SET name = %s WHERE store_code = %s", [f"Store {number}", f"S-é-{thread}"])


def restock(connection: psycopg.Connection[Any], thread: int, number: int) -> None:
    """The same two tables the other way round: who locks both can meet it in a deadlock."""
    connection.execute("UPDATE stores SET name = %s WHERE store_code = %s", [f"Store {number}", f"S-é-{thread}"])
    connection.execute("UPDATE orders SET notes = %s WHERE order_number = %s", [f"note {number}", f"ORD-{thread}"])


def log_in(connection: psycopg.Connection[Any], thread: int, number: int) -> None:
    """A log entry, which gets a trigger, and the user."""
    connection.execute(
        "INSERT INTO user_login_logs (user_id, session_id) SELECT id, %s FROM users WHERE email = %s",
        [str(number), f"user{thread}@example.com"],
    )
    connection.execute("UPDATE users SET active = NOT active WHERE email = %s", [f"user{thread}@example.com"])


def read(connection: psycopg.Connection[Any], thread: int, _number: int) -> None:
    """A user's orders; the login of some, and a store's settings, by views."""
    connection.execute(
        "SELECT o.order_number, o.total_amount FROM users u JOIN orders o ON o.user_id = u.id WHERE u.email = %s",
        [f"user{thread}@example.com"],
    ).fetchall()
    connection.execute(
        "SELECT email, login_timestamp FROM recent_login_activity"
        " WHERE user_id = (SELECT id FROM users WHERE email = %s) LIMIT 5",
        [f"user{thread}@example.com"],
    ).fetchall()
    connection.execute(
        "SELECT store_name, settings FROM store_settings_view WHERE store_code = %s", [f"S-é-{thread}"]
    ).fetchall()


KINDS: tuple[Transaction, ...] = (sell, restock, log_in, read, read)


@contextmanager
def traffic(dsn: str) -> Iterator[Traffic]:
    """Readers and writers, until the block ends."""
    found = Traffic()
    stop = threading.Event()

    def run(transaction: Transaction, thread: int) -> None:
        kind = transaction.__name__
        with psycopg.connect(dsn, autocommit=True) as connection:
            number = 0
            while not stop.wait(PAUSE):
                number += 1
                started = time.perf_counter()
                try:
                    with connection.transaction():
                        transaction(connection, thread, number)
                except psycopg.Error as error:
                    found.failures.append(f"{kind}: {type(error).__name__}: {error}")
                found.took(kind, time.perf_counter() - started)

    # Rows 1 and 2 of a table may be what a test is about.
    threads = [threading.Thread(target=run, args=(each, at)) for at, each in enumerate(KINDS, 11)]
    for each in threads:
        each.start()
    try:
        yield found
    finally:
        stop.set()
        for each in threads:
            each.join()
