"""Work done by several threads at once, each with a connection to either end. Stops all of it when one fails."""

import heapq
import itertools
import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from types import TracebackType

import psycopg

from ai_engine_db.data_import.ends import Connection, End

Action = Callable[[Connection, Connection], None]
_LOOK_SECONDS = 0.2


class StoppedError(Exception):
    """The work is to end before it is done."""


@dataclass(frozen=True, slots=True)
class Node:
    """Something to do, in one piece or in several at once.

    Attributes:
        name: by which others wait for it. after: those that it waits for.
        weight: the heaviest of those that can begin does so first.
    """

    name: Hashable
    actions: Sequence[Action]
    after: frozenset[Hashable] = frozenset()
    weight: int = 0


class Pool:
    """Threads and their connections, until the block ends.

    Args:
        source, target: the ends. snapshot: of the source, which all see.
        size: how many threads, at most. read_only: whether the target is only read.
    """

    def __init__(self, source: End, target: End, snapshot: str, size: int, *, read_only: bool) -> None:
        self._source, self._target, self._snapshot = source, target, snapshot
        self._read_only = read_only
        self._size = size
        self._idle: SimpleQueue[tuple[Connection, Connection]] = SimpleQueue()
        self._open: list[Connection] = []
        self._stopping = threading.Event()
        self._executor = ThreadPoolExecutor(size)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is not None:
            self._stopping.set()
            for connection in list(self._open):
                with suppress(psycopg.Error):
                    connection.cancel_safe(timeout=5)
        self._executor.shutdown(cancel_futures=True)
        for connection in self._open:
            connection.close()

    def check(self) -> None:
        """Raises StoppedError when the work is to end."""
        if self._stopping.is_set():
            raise StoppedError

    def run(self, nodes: Iterable[Node]) -> None:
        """Does the work; raises the first error of it."""
        waiting = {node.name: node for node in nodes}
        left = {name: len(node.actions) for name, node in waiting.items()}
        ready: list[tuple[int, int, Node, Action]] = []
        running: dict[Future[None], Node] = {}
        counter = itertools.count()
        while waiting or ready or running:
            for node in [each for each in waiting.values() if not any(left.get(name) for name in each.after)]:
                del waiting[node.name]
                for action in node.actions:
                    heapq.heappush(ready, (-node.weight, next(counter), node, action))
            while ready and len(running) < self._size:
                _, _, node, action = heapq.heappop(ready)
                running[self._executor.submit(self._do, action)] = node
            finished, _ = wait(running, _LOOK_SECONDS, FIRST_COMPLETED)
            for future in finished:
                left[running.pop(future).name] -= 1
                future.result()

    def _do(self, action: Action) -> None:
        self.check()
        try:
            pair = self._idle.get_nowait()
        except Empty:
            pair = self._connect()
        action(*pair)
        self._idle.put(pair)

    def _connect(self) -> tuple[Connection, Connection]:
        source = self._source.connect(self._snapshot, read_only=True)
        self._open.append(source)
        target = self._target.connect(read_only=self._read_only)
        self._open.append(target)
        target.execute("SET synchronous_commit = off")
        return source, target
