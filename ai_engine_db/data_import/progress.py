"""What people see while rows move: bars on a terminal, plain lines anywhere else. Writes to stderr, or by ``say``."""

import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from ai_engine_db import units

_EVERY_SECONDS = 10.0


class Watch:
    """Counts rows and bytes of tables, from any thread.

    Args:
        rows: an estimate for each table. pieces: how many a table comes in, if not in one.
        say: writes a plain line.
        check: raises when the work is to end.
    """

    def __init__(
        self,
        rows: Mapping[str, int],
        pieces: Mapping[str, int],
        say: Callable[[str], None],
        check: Callable[[], None],
    ) -> None:
        self._expected = rows
        self._left = dict(pieces)
        self._say, self._check = say, check
        self._lock = threading.Lock()
        self._began = self._told = time.monotonic()
        self._first: dict[str, float] = {}
        self.rows: dict[str, int] = {}
        self.bytes: dict[str, int] = {}
        console = Console(stderr=True)
        self._bars = _bars(console) if console.is_terminal else None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "Watch":
        if self._bars:
            self._bars.start()
            self._tasks[""] = self._bars.add_task("all tables", total=max(1, sum(self._expected.values())), size="")
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if self._bars:
            self._bars.stop()

    def moved(self, table: str, rows: int, size: int) -> None:
        """Some rows of a table are on their way."""
        self._check()
        with self._lock:
            self._first.setdefault(table, time.monotonic())
            self.rows[table] = self.rows.get(table, 0) + rows
            self.bytes[table] = self.bytes.get(table, 0) + size
            if self._bars:
                self._show(self._bars, table, rows)
            elif time.monotonic() - self._told > _EVERY_SECONDS:
                self._told = time.monotonic()
                self._say(self._overall())

    def done(self, table: str) -> None:
        """A piece of a table is finished."""
        with self._lock:
            self._left[table] = self._left.get(table, 1) - 1
            if self._left[table]:
                return
            if self._bars and table in self._tasks:
                self._bars.remove_task(self._tasks.pop(table))
            seconds = time.monotonic() - self._first.get(table, self._began)
            if not self._bars:
                size = self.bytes.get(table, 0)
                self._say(f"{table}: {self.rows.get(table, 0)} rows, {units.size(size)}, {_speed(size, seconds)}")

    @property
    def summary(self) -> str:
        seconds = time.monotonic() - self._began
        size = sum(self.bytes.values())
        rows = sum(self.rows.values())
        return f"{rows} rows, {units.size(size)} in {seconds:.1f} s ({_speed(size, seconds)})"

    def _overall(self) -> str:
        rows, expected = sum(self.rows.values()), max(1, sum(self._expected.values()))
        seconds = time.monotonic() - self._began
        left = max(0.0, seconds / max(1, rows) * (expected - rows))
        return f"{rows} of about {expected} rows, {_speed(sum(self.bytes.values()), seconds)}, about {left:.0f} s left"

    def _show(self, bars: Progress, table: str, rows: int) -> None:
        if table not in self._tasks:
            self._tasks[table] = bars.add_task(table, total=max(1, self._expected.get(table, 0)), size="")
        for name, size in ((table, self.bytes[table]), ("", sum(self.bytes.values()))):
            seconds = time.monotonic() - (self._first[table] if name else self._began)
            bars.update(self._tasks[name], advance=rows, size=_speed(size, seconds))


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} rows"),
        TextColumn("{task.fields[size]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def _speed(size: int, seconds: float) -> str:
    return f"{size / 1e6 / max(seconds, 0.001):.1f} MB/s"
