"""The signals that end a program from outside, and how one that is no run of pyinfra ends by them: in order.

What is open is closed first, a throwaway server for example. Touches the process's signal handlers.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Ctrl-C, `kill` and a cancelled job, a closed terminal; and how a message of each begins.
SIGNALS = {
    signal.SIGINT: "Interrupted",
    signal.SIGTERM: "Terminated (SIGTERM)",
    signal.SIGHUP: "The terminal was closed (SIGHUP)",
}


def heard() -> Iterator[signal.Signals]:
    """Those that are to reach us: nohup, and a shell that puts us into the background, want some not to."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            yield number


def end_in_order() -> None:
    """Has each of them end this program by an exception, with the exit code that shells know it by."""
    for number in heard():
        signal.signal(number, _end)


@contextmanager
def held() -> Iterator[None]:
    """Lets none of them in between: what is made in the block is known when they come, after it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(number: int, _frame: FrameType | None) -> None:
    for each in SIGNALS:
        # Told twice means the same; only who presses Ctrl-C again does not want to wait.
        signal.signal(each, signal.SIG_DFL if each is signal.SIGINT else signal.SIG_IGN)
    raise SystemExit(128 + number)
