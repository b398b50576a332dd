"""What anybody sees of the processes of this machine."""

import os
import threading
from pathlib import Path


class Watch:
    """Reads the command line of every process of this machine, again and again, until the block ends."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            for name in os.listdir("/proc"):
                if name.isdigit():
                    try:
                        self.seen.add(Path("/proc", name, "cmdline").read_bytes())
                    except OSError:
                        continue

    @property
    def text(self) -> str:
        return "\n".join(sorted(line.replace(b"\0", b" ").decode(errors="replace") for line in self.seen))
