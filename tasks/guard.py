"""What pyinfra's command line lets pass and we do not: an unknown --limit, and an interrupt that looks like success.

Called by each inventory, because that is the first of our code that runs. Touches the process's signal handler.
"""

import gc
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from types import FrameType
from typing import Any

import click
from pyinfra.api.exceptions import InventoryError

# pyinfra loads the deploy in greenlets of its own, where click's context is not seen.
_dry: list[bool] = []

Hosts = Sequence[str | tuple[str, Mapping[str, Any]]]


def inventory(**groups: Hosts) -> None:
    """Checks an inventory's groups against the command line.

    Raises:
        InventoryError: ``--limit`` or ``--exclude`` names no host of it.
    """
    signal.signal(signal.SIGINT, _interrupted)
    # A run makes some ten thousand objects that live until its end; looking for garbage among them takes a tenth of it.
    gc.set_threshold(200_000)
    context = click.get_current_context(silent=True)
    if context and context.params.get("dry"):
        _dry.append(True)
    patterns = [*context.params.get("limit", ()), *context.params.get("exclude", ())] if context else []
    hosts = [host if isinstance(host, str) else host[0] for group in groups.values() for host in group]
    for pattern in patterns:
        if pattern not in groups and not any(fnmatch(host, pattern) for host in hosts):
            raise InventoryError(
                f"--limit or --exclude {pattern}: no such host; this inventory has {', '.join([*groups, *hosts])}"
            )


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    click.echo(
        "\nInterrupted. The step that was running is done whole or not at all; run the same command again to go on.",
        err=True,
    )
    # Leaving at once: pyinfra's greenlets would go on for a while, and end in a traceback.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(130)


def dry() -> bool:
    """Whether this run shows what it would do, and stops."""
    return bool(_dry)
