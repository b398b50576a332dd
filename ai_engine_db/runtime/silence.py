"""What is said while a command on a host says nothing: who or what it waits for. Reads, beside the command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gevent
from pyinfra.api.arguments import CONNECTOR_ARGUMENT_KEYS, pop_global_arguments
from pyinfra.api.command import StringCommand
from pyinfra.api.exceptions import PyinfraError
from pyinfra.api.host import Host

from ai_engine_db.facts import obstacles
from ai_engine_db.runtime import interrupts
from ai_engine_db.transport import connection

# Seconds after which nobody knows any more whether it works or hangs, and that a look may take.
SILENT_SECONDS = 10


@contextmanager
def noticed(host: Host, container: str, superuser: str = "") -> Iterator[list[str]]:
    """Says what keeps a command from going on, once it has taken long, as long as the block runs.

    After an interrupt, no such command begins: what is cleaned up would be made again by whom it was cut short.

    Args:
        host: where it runs.
        container: in which.
        superuser: of the server, where the command may wait for somebody's locks.

    Yields:
        What was said so far.
    """
    interrupts.stay()
    # pyinfra's own is whichever it is at work on, and in a greenlet of ours none.
    target, said = host.state.inventory.get_host(host.name), list[str]()
    given, _ = pop_global_arguments(host.state, target, {})
    arguments = {key: value for key, value in given.items() if key in CONNECTOR_ARGUMENT_KEYS}
    watcher = gevent.spawn(_watch, target, arguments, obstacles.command(container, superuser), said)
    try:
        yield said
    finally:
        watcher.kill(block=False)


def _watch(host: Host, arguments: dict[str, Any], command: str, said: list[str]) -> None:
    while True:
        gevent.sleep(SILENT_SECONDS)
        for line in _look(host, arguments, command):
            if line not in said:
                said.append(line)
                host.log_styled(f"    {line}", fg="yellow")


def _look(host: Host, arguments: dict[str, Any], command: str) -> list[str]:
    try:
        _, output = host.run_shell_command(StringCommand(command), **{**arguments, "_timeout": SILENT_SECONDS})
        return list(output.stdout_lines)
    except TimeoutError:
        return [f"the Docker engine, or the server, has not answered for {SILENT_SECONDS} s"]
    except (*connection.ERRORS, PyinfraError):
        return []
