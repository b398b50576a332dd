"""The live bars at the bottom of a terminal, one for each thing that takes long. Writes to the terminal.

pyinfra's spinner draws over the line of the cursor. As long as there is a bar it does not get through, and what else
is written goes above the bars.
"""

import io
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TextIO, cast

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column
from rich.text import Text

from ai_engine_db.runtime import interrupts

# What the spinner writes: its line, which the next one begins anew, and the code that clears a line.
BEGIN_ANEW = "\r"
CLEAR = "\033[K"

BAR_WIDTH = 20


class _Screen:
    """The terminal, while there are bars."""

    def __init__(self) -> None:
        self.streams = sys.stdout, sys.stderr
        console = Console(file=sys.stderr)
        self.progress = Progress(
            TextColumn("    [{task.fields[host]}]", markup=False),
            TextColumn("{task.description}", markup=False, table_column=Column(ratio=1)),
            BarColumn(bar_width=BAR_WIDTH),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=console,
            expand=True,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        sys.stderr = cast("TextIO", _Above(console, sys.stderr))
        if sys.stdout.isatty():
            sys.stdout = cast("TextIO", _Above(console, sys.stdout))
        self.bars: set[TaskID] = set()
        self.progress.start()
        self._open = ExitStack()
        self._open.enter_context(interrupts.curtain(self.end))

    def end(self) -> None:
        """Gives the terminal back."""
        self._open.close()
        self.progress.stop()
        sys.stdout, sys.stderr = self.streams


class _Above(io.TextIOBase):
    """A stream whose lines come above the bars, as they are; the spinner's do not come at all."""

    def __init__(self, console: Console, stream: TextIO) -> None:
        self._console = console
        self._stream = stream
        self._begun = ""

    def write(self, text: str) -> int:
        # click tries whether it is a stream of bytes.
        if not isinstance(text, str):
            raise TypeError
        if not text.endswith(BEGIN_ANEW) and text != CLEAR:
            *lines, self._begun = (self._begun + text).split("\n")
            if lines:
                # Without a break: it may be a command, for somebody to copy.
                self._console.print(Text.from_ansi("\n".join(lines)), soft_wrap=True)
        return len(text)

    def isatty(self) -> bool:
        return True

    # click takes a stream that does not say for one of ASCII, and writes past it.
    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self._stream.errors


@dataclass
class _Terminal:
    """The process's only one."""

    screen: _Screen | None = None


_terminal = _Terminal()


class Bar:
    """A bar; the first brings the display, and the last takes it away.

    Args:
        host: its name stands before it.
        what: is going on.
        started: on the monotonic clock, in seconds.
    """

    def __init__(self, host: str, what: str, started: float) -> None:
        self._screen = _terminal.screen = _terminal.screen or _Screen()
        progress = self._screen.progress
        self._id = progress.add_task(what, total=None, host=host)
        progress.tasks[-1].start_time = progress.get_time() - (time.monotonic() - started)
        self._screen.bars.add(self._id)

    def show(self, what: str, part: float | None) -> None:
        """Says what is going on, and how much of all is done, 0 to 1; without that the bar moves to and fro."""
        total = None if part is None else 1.0
        self._screen.progress.update(self._id, description=what, completed=part or 0.0, total=total)

    def remove(self) -> None:
        """Takes it away."""
        self._screen.progress.remove_task(self._id)
        self._screen.bars.discard(self._id)
        if not self._screen.bars:
            _terminal.screen = None
            self._screen.end()
