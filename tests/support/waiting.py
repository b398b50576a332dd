"""Waiting until something is seen. No test counts on how long anything takes: a machine may be as busy as it likes."""

import time
from collections.abc import Callable
from typing import TypeVar

# Seconds after which what does not come is a failure and not a test without an end; far beyond what anything takes.
LIMIT = 600

T = TypeVar("T")


def until(look: Callable[[], T], wanted: object = "", pause: float = 0.05) -> T:
    """Looks until there is something to see.

    Args:
        look: gives something true when it is there.
        wanted: what is waited for, for the message; asked for its text when it did not come.
        pause: seconds between two looks.

    Returns:
        What was seen.
    """
    end = time.monotonic() + LIMIT
    while not (seen := look()):
        assert time.monotonic() < end, f"never seen: {wanted() if callable(wanted) else wanted or look}"
        time.sleep(pause)
    return seen
