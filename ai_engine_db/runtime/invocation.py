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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click
from pyinfra.api.exceptions import InventoryError

from ai_engine_db.runtime.interrupts import interrupted
from ai_engine_db.settings import sources
from ai_engine_db.signals import heard


@dataclass
class _Invocation:
    """How pyinfra was called; it loads the deploy in greenlets of its own, where click's context is not seen."""

    dry: bool = False
    verbose: bool = False
    inventory: str = ""
    whole: bool = False


_invoked = _Invocation()


# The task that takes more by --data than settings.
IMPORT = "import_legacy.py"

# Options with which pyinfra does not ask.
_UNASKED = ("yes", "dry", "json_output", "debug_facts", "debug_operations")

InventoryHost = str | tuple[str, Mapping[str, Any]]
InventoryHosts = Sequence[InventoryHost]
# Hosts, and the data that all of them have.
Group = tuple[InventoryHosts, Mapping[str, Any]]


def hosts(variable: str, *committed: InventoryHost) -> InventoryHosts:
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
        DeployError: the settings of a host are refused. Later they would be as well, but only once it is connected.
    """
    for number in heard():
        signal.signal(number, interrupted)
    # What pyinfra says of a connection in words, paramiko would say by a traceback before.
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    # A run makes some ten thousand objects that live until its end; looking for garbage among them takes a tenth of it.
    gc.set_threshold(200_000)
    context = click.get_current_context(silent=True)
    parameters = context.params if context else {}
    _invoked.dry = bool(parameters.get("dry"))
    _invoked.verbose = bool(parameters.get("verbosity"))
    _invoked.whole = [Path(each).name for each in parameters.get("operations", ())] == ["deploy.py"]
    _plan_files(parameters)
    _answers(parameters)
    _invoked.inventory = str(parameters.get("inventory", "INVENTORY"))
    patterns = [*parameters.get("limit", ()), *parameters.get("exclude", ())]
    names = [_name(host) for members, _ in groups.values() for host in members]
    for pattern in patterns:
        if pattern not in groups and not any(fnmatch(name, pattern) for name in names):
            raise InventoryError(
                f"--limit or --exclude {pattern}: no such host; this inventory has {', '.join([*groups, *names])}"
            )
    _settings(parameters, groups)


def _settings(parameters: Mapping[str, Any], groups: Mapping[str, Group]) -> None:
    """Reads the settings of each host of this run, and keeps nothing: what is wrong is said before it is connected."""
    tasks = {Path(each).name for each in parameters.get("operations", ()) if each.endswith(".py")}
    if not tasks:
        return
    if parameters.get("group_data") or Path("group_data").exists():
        return  # pyinfra reads those later than the inventory
    from pyinfra_cli.util import parse_cli_arg

    pairs = (each.partition("=") for each in parameters.get("data", ()))
    overrides = {name: parse_cli_arg(value) for name, _, value in pairs}
    if tasks == {IMPORT}:
        from ai_engine_db.data_import import settings as legacies

        _, overrides = legacies.split(overrides)
    limits, excluded = parameters.get("limit", ()), parameters.get("exclude", ())
    for group, (members, data) in groups.items():
        for member in members:
            if _matches(limits or ("*",), group, _name(member)) and not _matches(excluded, group, _name(member)):
                own = {} if isinstance(member, str) else member[1]
                sources.read({**data, **own}, overrides, inventory_file())


def _matches(patterns: Sequence[str], group: str, name: str) -> bool:
    return any(pattern == group or fnmatch(name, pattern) for pattern in patterns)


def _name(host: InventoryHost) -> str:
    return host if isinstance(host, str) else host[0]


def _plan_files(parameters: Mapping[str, Any]) -> None:
    """A plan is of a whole deploy, and only a run that stops before it applies anything writes one."""
    given = {each.partition("=")[0] for each in parameters.get("data", ())}
    named = [name for name in ("plan", "plan_out") if name in given]
    if named and not _invoked.whole:
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


def dry() -> bool:
    """Whether this run shows what it would do, and stops."""
    return _invoked.dry


def verbose() -> bool:
    """Whether this run tells more than it has to."""
    return _invoked.verbose


def whole() -> bool:
    """Whether this run is a deploy, and not a step or a task that runs alone."""
    return _invoked.whole


def inventory_file() -> str:
    """The file of this run's inventory; empty where pyinfra was not told one."""
    name = _invoked.inventory
    return os.path.relpath(name) if name.endswith(".py") else ""


def command(host: str, task: str, *data: str) -> str:
    """The command line that runs a task like this run, on one of its hosts."""
    program = os.path.relpath(sys.argv[0]) if Path(sys.argv[0]).is_relative_to(Path.cwd()) else sys.argv[0]
    words = [program, *filter(None, [_invoked.inventory]), task, *(word for each in data for word in ("--data", each))]
    return shlex.join(words if host == "@local" else [*words, "--limit", host])
