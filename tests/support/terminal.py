"""A deploy at a real pseudo terminal, and what somebody at it sees."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.support.deployment import HEARS, PYINFRA, Deployment, clean_environment
from tests.support.waiting import LIMIT

# So wide that no line of a test has to be broken.
COLUMNS, LINES = 240, 100

# Whoever is controlled by a terminal hears when that is closed.
CONTROLLED = ("setsid", "--ctty", *HEARS)

_CODE = re.compile(r"\x1b\[([?\d;]*)([A-Za-z])")


@dataclass
class Terminal:
    """A terminal and the process that has it.

    Attributes:
        written: all that was written to it so far.
    """

    process: "subprocess.Popen[bytes]"
    end: int
    written: str = ""

    def read_until(self, text: str) -> None:
        """Reads until something was written, or the process has ended."""
        while text not in plain(self.written) and self._read():
            pass

    def read_until_match(self, pattern: str) -> None:
        """The same for a regular expression."""
        while not re.search(pattern, plain(self.written)) and self._read():
            pass

    def leave(self) -> int:
        """Reads until the process has ended; gives its exit code."""
        while self._read():
            pass
        return self.process.wait()

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)

    def close(self) -> int:
        """Closes the terminal, as a window is closed; gives the exit code of the process."""
        os.close(self.end)
        self.end = -1
        return self.process.wait(timeout=LIMIT)

    def _read(self) -> bool:
        try:
            found = os.read(self.end, 65536)
        except OSError:  # nobody is at the other end any more
            return False
        self.written += found.decode(errors="replace")
        return bool(found)


@contextmanager
def terminal(place: Deployment, task: str, *arguments: str, asks: bool = False) -> Iterator[Terminal]:
    """Runs a task with both streams and its input at a terminal, which is the one that it is controlled by.

    Args:
        place: what it works on.
        task: its file.
        arguments: further ones.
        asks: whether it asks before it does anything.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = clean_environment() | place.settings | {"TERM": "xterm-256color"}
    # readline gives pytest's processes those of another terminal, which would count for more than its own.
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    process = subprocess.Popen(
        [*CONTROLLED, str(PYINFRA), place.inventory, task, *([] if asks else ["-y"]), *arguments],
        cwd=place.root,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    guard = threading.Timer(LIMIT, process.kill)
    guard.start()
    made = Terminal(process, ours)
    try:
        yield made
    finally:
        guard.cancel()
        process.kill()
        process.wait()
        if made.end >= 0:
            os.close(made.end)


def plain(written: str) -> str:
    """What was written, without codes."""
    return _CODE.sub("", written)


def seen(written: str) -> list[str]:
    """The lines that are on the screen after all that was written; as if it had no end at the right."""
    screen, row, column = [""], 0, 0
    for text in re.split(r"(\x1b\[[?\d;]*[A-Za-z]|[\r\n])", written):
        code = _CODE.fullmatch(text)
        if text == "\r":
            column = 0
        elif text == "\n":
            row += 1
            screen += [""] * (row + 1 - len(screen))
        elif code and code[2] == "A":
            row -= int(code[1] or 1)
        elif code and code[2] == "K":
            screen[row] = "" if code[1] == "2" else screen[row][:column]
        elif not code:
            screen[row] = screen[row][:column].ljust(column) + text + screen[row][column + len(text) :]
            column += len(text)
    return [line.rstrip() for line in screen]
