"""What a signal does to a run: cleans up, says how to go on, and leaves. Touches this process and its children."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import click
import gevent
from pyinfra.api.host import Host as ApiHost
from pyinfra.api.state import State
from pyinfra.context import ctx_host, ctx_state

from ai_engine_db.signals import SIGNALS

# Seconds that cleaning up may take: whoever told us to end may not wait for longer.
CLEANING_SECONDS = 60


@dataclass
class _Interrupt:
    """What an interrupt finds: signals come to the process, with nothing but their number.

    Attributes:
        hints: what it says besides, for example how to go back.
        endings: what is cleaned up before it leaves. leaving: what cleans up, once one is on its way.
        curtains: what is taken off the terminal before it says its last words.
    """

    hints: list[str] = field(default_factory=list)
    endings: list[Callable[[], object]] = field(default_factory=list)
    leaving: gevent.Greenlet | None = None
    curtains: list[Callable[[], object]] = field(default_factory=list)


_interrupt = _Interrupt()


def hint(text: str) -> None:
    """Has an interrupt say something besides, for example how to go back."""
    _interrupt.hints.append(text)


@contextmanager
def curtain(action: Callable[[], object]) -> Iterator[None]:
    """Has an interrupt take something off the terminal before its last words, as long as the block runs."""
    _interrupt.curtains.append(action)
    try:
        yield
    finally:
        _interrupt.curtains.remove(action)


@contextmanager
def before_leaving(state: State, host: ApiHost, action: Callable[[], object]) -> Iterator[None]:
    """Has an interrupt do something on a host before it leaves, as long as the block runs."""

    def there() -> None:
        # In a greenlet of its own, which pyinfra's context does not reach by itself.
        with ctx_state.use(state), ctx_host.use(host):
            action()

    _interrupt.endings.append(there)
    try:
        yield
    finally:
        _interrupt.endings.remove(there)


def stay() -> None:
    """Keeps what an interrupt has cut short from going on: the interrupt is about to end this process."""
    while _interrupt.leaving is not None and gevent.getcurrent() is not _interrupt.leaving:
        gevent.sleep(1)


def interrupted(number: int, _frame: FrameType | None) -> None:
    """Handles a signal: cleans up once, and leaves."""
    code = 128 + number
    if _interrupt.leaving is None and _interrupt.endings:
        told = (
            f"{SIGNALS[signal.Signals(number)]}: cleaning up, which takes a moment. Press Ctrl-C again to exit at once."
        )
        _say(f"\n{told}")
        _interrupt.leaving = gevent.spawn(_clean_up, code)
    elif _interrupt.leaving is None or number == signal.SIGINT:
        end_children()
        _leave(code)
    # `timeout`, make and a terminal that is closed say it twice, the process's group and the process itself.


def _clean_up(code: int) -> None:
    end_children()
    with gevent.Timeout(CLEANING_SECONDS, exception=False):
        # What was begun last is ended first.
        for action in reversed(list(_interrupt.endings)):
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
    for curtain in list(_interrupt.curtains):
        curtain()
    word = SIGNALS[signal.Signals(code - 128)]
    _say(
        f"\n{word}. Completed steps are committed, what was running is rolled back. Run the same command again"
        " to continue.",
        *_interrupt.hints,
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
