"""What a signal does to a run: cleans up, says how to go on, and leaves. Touches this process and its children."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click
import gevent
from pyinfra.api.host import Host as ApiHost
from pyinfra.api.state import State
from pyinfra.context import ctx_host, ctx_state

from ai_engine_db.signals import SIGNALS

# What an interrupt shall say besides, for example how to go back.
hints: list[str] = []
# What is to be cleaned up before an interrupt leaves, and whether one is on its way.
_endings: list[Callable[[], object]] = []
_leaving: list[gevent.Greenlet] = []
# What is to be taken off the terminal before an interrupt says its last words.
curtains: list[Callable[[], object]] = []

# Seconds that cleaning up may take: whoever told us to end may not wait for longer.
CLEANING_SECONDS = 60


@contextmanager
def before_leaving(state: State, host: ApiHost, action: Callable[[], object]) -> Iterator[None]:
    """Has an interrupt do something on a host before it leaves, as long as the block runs."""

    def there() -> None:
        # In a greenlet of its own, which pyinfra's context does not reach by itself.
        with ctx_state.use(state), ctx_host.use(host):
            action()

    _endings.append(there)
    try:
        yield
    finally:
        _endings.remove(there)


def stay() -> None:
    """Keeps what an interrupt has cut short from going on: the interrupt is about to end this process."""
    while _leaving and gevent.getcurrent() is not _leaving[0]:
        gevent.sleep(1)


def interrupted(number: int, _frame: FrameType | None) -> None:
    """Handles a signal: cleans up once, and leaves."""
    code = 128 + number
    if not _leaving and _endings:
        told = (
            f"{SIGNALS[signal.Signals(number)]}: cleaning up, which takes a moment. Press Ctrl-C again to exit at once."
        )
        _say(f"\n{told}")
        _leaving.append(gevent.spawn(_clean_up, code))
    elif not _leaving or number == signal.SIGINT:
        end_children()
        _leave(code)
    # `timeout`, make and a terminal that is closed say it twice, the process's group and the process itself.


def _clean_up(code: int) -> None:
    end_children()
    with gevent.Timeout(CLEANING_SECONDS, exception=False):
        # What was begun last is ended first.
        for action in reversed(list(_endings)):
            try:
                action()
            except Exception as error:
                _say(f"Cleanup did not finish, the next run does the rest: {error!r}")
        _leave(code)
    _say(f"Cleanup did not finish within {CLEANING_SECONDS} s, the next run does the rest.")
    _leave(code)


def end_children() -> None:
    """Tells the programs that we run here to end, which a signal to this process alone has not reached."""
    for process in _descendants(os.getpid()):
        # What has a group of its own ends by itself: the end of its input tells it.
        with suppress(OSError):
            if os.getpgid(process) == os.getpgrp():
                os.kill(process, signal.SIGTERM)


def _descendants(process: int) -> Iterator[int]:
    """The processes below one, where the system tells."""
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                yield from _descendants(child)
                yield child


def _leave(code: int) -> None:
    for curtain in list(curtains):
        curtain()
    word = SIGNALS[signal.Signals(code - 128)]
    _say(
        f"\n{word}. Completed steps are committed, what was running is rolled back. Run the same command again"
        " to continue.",
        *hints,
    )
    # Leaving at once: pyinfra's greenlets would go on for a while, and end in a traceback.
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _say(*lines: str) -> None:
    # A terminal that was closed takes no more words.
    with suppress(OSError, ValueError):
        for line in lines:
            click.echo(line, err=True)
