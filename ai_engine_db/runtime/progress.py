"""What a step that takes long is at: a live bar on a terminal, in a log a line every few seconds. Touches stderr."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gevent
from gevent.event import Event
from pyinfra.api.host import Host

if TYPE_CHECKING:
    from ai_engine_db.runtime.progress_bar import Bar

# How often a log gets a line, and a terminal something new; what ends before that is not long.
LINE_SECONDS = 10.0
BAR_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Progress:
    """What is going on at a moment: in words, and how much of the whole is done, 0 to 1; None when nobody knows."""

    what: str = ""
    part: float | None = None


@contextmanager
def shown(host: Host, what: str, look: Callable[[], Progress] = Progress) -> Iterator[None]:
    """Says what is going on, and for how long, as long as the block runs.

    Args:
        host: where.
        what: in words.
        look: finds out more; asked only when it takes long, beside the block, and never cut off.
    """
    view = _OnTerminal(host, what) if _watched() else _InLog(host, what)
    ended = Event()

    def tell() -> None:
        while not ended.wait(view.seconds):
            now = look()
            if not ended.is_set():
                view.tell(now)

    gevent.spawn(tell)
    try:
        yield
    finally:
        ended.set()
        view.end()


def _watched() -> bool:
    """Whether somebody looks on, at a terminal that can draw over a line, and has not told pyinfra to keep still."""
    able = sys.stderr.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
    return able and os.environ.get("PYINFRA_PROGRESS") != "off"


class _InLog:
    seconds = LINE_SECONDS

    def __init__(self, host: Host, what: str) -> None:
        self.host = host
        self.what = what
        self.started = time.monotonic()

    def tell(self, now: Progress) -> None:
        part = "" if now.part is None else f", {now.part:.0%}"
        more = f": {now.what}" if now.what else ""
        self.host.log(f"    {self.what}: {time.monotonic() - self.started:.0f} s so far{part}{more}")

    def end(self) -> None:
        """Lines stay."""


class _OnTerminal(_InLog):
    seconds = BAR_SECONDS
    bar: "Bar | None" = None

    def tell(self, now: Progress) -> None:
        if self.bar is None:
            from ai_engine_db.runtime.progress_bar import Bar

            self.bar = Bar(self.host.name, self.what, self.started)
        self.bar.show(now.what or self.what, now.part)

    def end(self) -> None:
        if self.bar is not None:
            self.bar.remove()
