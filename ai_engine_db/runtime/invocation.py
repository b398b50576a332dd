"""What pyinfra lets pass and we do not: no hosts, an unknown --limit, nobody to ask, an interrupt like success.

Called by each inventory, because that is the first of our code that runs. Touches the process's signal handlers.
"""

import gc
import io
import logging
import os
import select
import shlex
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType
from typing import Any

import click
import gevent
from pyinfra.api.exceptions import InventoryError
from pyinfra.api.host import Host as ApiHost
from pyinfra.api.state import State
from pyinfra.context import ctx_host, ctx_state

from ai_engine_db.signals import SIGNALS, heard

# pyinfra loads the deploy in greenlets of its own, where click's context is not seen.
_dry: list[bool] = []
_inventory: list[str] = []
# What an interrupt shall say besides, for example how to go back.
hints: list[str] = []
# What is to be cleaned up before an interrupt leaves, and whether one is on its way.
_endings: list[Callable[[], object]] = []
_leaving: list[gevent.Greenlet] = []
# What is to be taken off the terminal before an interrupt says its last words.
curtains: list[Callable[[], object]] = []

# Seconds that cleaning up may take: whoever told us to end may not wait for longer.
CLEANING_SECONDS = 60

# Options with which pyinfra does not ask.
_UNASKED = ("yes", "dry", "json_output", "debug_facts", "debug_operations")

Host = str | tuple[str, Mapping[str, Any]]
Hosts = Sequence[Host]
# Hosts, and the data that all of them have.
Group = tuple[Hosts, Mapping[str, Any]]


def hosts(variable: str, *committed: Host) -> Hosts:
    """The hosts that an environment variable names, between spaces or commas; or else the committed ones.

    Args:
        variable: its name. A committed host of the same name gives its data.
        committed: what the inventory lists.

    Raises:
        InventoryError: there is none.
    """
    data = {_name(host): host for host in committed}
    names = os.environ.get(variable, "").replace(",", " ").split() or list(data)
    if not names:
        raise InventoryError(f"no hosts: list them in the inventory, or in {variable}")
    return [data.get(name, name) for name in names]


def inventory(**groups: Group) -> None:
    """Checks an inventory's groups against the command line.

    Raises:
        InventoryError: ``--limit`` or ``--exclude`` names no host of it, a plan file is not for this command, or there
            is nobody to ask.
    """
    for number in heard():
        signal.signal(number, _interrupted)
    # What pyinfra says of a connection in words, paramiko would say by a traceback before.
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    # A run makes some ten thousand objects that live until its end; looking for garbage among them takes a tenth of it.
    gc.set_threshold(200_000)
    context = click.get_current_context(silent=True)
    parameters = context.params if context else {}
    if parameters.get("dry"):
        _dry.append(True)
    _plan_files(parameters)
    _answers(parameters)
    _inventory.append(str(parameters.get("inventory", "INVENTORY")))
    patterns = [*parameters.get("limit", ()), *parameters.get("exclude", ())]
    names = [_name(host) for members, _ in groups.values() for host in members]
    for pattern in patterns:
        if pattern not in groups and not any(fnmatch(name, pattern) for name in names):
            raise InventoryError(
                f"--limit or --exclude {pattern}: no such host; this inventory has {', '.join([*groups, *names])}"
            )


def _name(host: Host) -> str:
    return host if isinstance(host, str) else host[0]


def _plan_files(parameters: Mapping[str, Any]) -> None:
    """A plan is of a whole deploy, and only a run that stops before it applies anything writes one."""
    given = {each.partition("=")[0] for each in parameters.get("data", ())}
    named = [name for name in ("plan", "plan_out") if name in given]
    if named and [Path(each).name for each in parameters["operations"]] != ["deploy.py"]:
        raise InventoryError(f"--data {named[0]} works with deploy.py only, because a plan covers all its steps")
    if "plan_out" in named and not dry():
        raise InventoryError("--data plan_out requires --dry: only a dry run writes a plan")


def _answers(parameters: Mapping[str, Any]) -> None:
    """Where pyinfra is going to ask, there is somebody who answers: at the end of its input it ends in a traceback."""
    asks = any(each.endswith(".py") for each in parameters.get("operations", ()))
    if not asks or any(parameters.get(name) for name in _UNASKED) or sys.stdin.isatty():
        return
    waiting = sys.stdin.buffer
    ready, _, _ = select.select([waiting], [], [], 0)
    if ready and isinstance(waiting, io.BufferedReader) and not waiting.peek(1):
        raise InventoryError(
            "nobody can confirm, because standard input is empty: add -y to skip the question, or --dry to only look"
        )


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


def _interrupted(number: int, _frame: FrameType | None) -> None:
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


def dry() -> bool:
    """Whether this run shows what it would do, and stops."""
    return bool(_dry)


def command(host: str, task: str, *data: str) -> str:
    """The command line that runs a task like this run, on one of its hosts."""
    program = os.path.relpath(sys.argv[0]) if Path(sys.argv[0]).is_relative_to(Path.cwd()) else sys.argv[0]
    words = [program, *_inventory[:1], task, *(word for each in data for word in ("--data", each))]
    return shlex.join(words if host == "@local" else [*words, "--limit", host])
