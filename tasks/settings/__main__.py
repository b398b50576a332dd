"""``make settings``: prints each setting of an environment's hosts with its value and its source. Reads only."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pyinfra.api.exceptions import DeployError, InventoryError
from pyinfra.api.state import State
from pyinfra.context import ctx_state
from rich.console import Console
from rich.table import Table

from tasks.legacy.settings import Legacy
from tasks.settings import reached, sizing, sources, words
from tasks.settings.model import SECRETS, Settings


def table(host: str, found: Sequence[sources.Layer], problems: str) -> Table:
    """The settings of one host; where they are refused, the values are as they were given."""
    made = None if problems else reached(sources.made(found), host)
    shown = Table("setting", "value", "source", title=host, title_justify="left", box=None, pad_edge=False)
    sized = made.parameters if made and not sizing.is_share(made.db_memory) else {}
    for name, field in Settings.model_fields.items():
        layer = next((each for each in found if name in each.given), None)
        given = layer.given[name] if layer else field.get_default()
        value = getattr(made, name) if made else given
        if value == "" and (parameter := name.removeprefix("db_")) in sized:
            shown.add_row(words.shown(name), sized[parameter], "from DB_MEMORY")
        else:
            shown.add_row(words.shown(name), text(name, value), layer.source if layer else "default")
    return shown


def legacy(found: Sequence[sources.Layer]) -> Table:
    """Where the legacy database is, as it was given."""
    shown = Table("setting", "value", "source", title="legacy import", title_justify="left", box=None, pad_edge=False)
    for name, field in Legacy.model_fields.items():
        layer = next((each for each in found if name in each.given), None)
        value = layer.given[name] if layer else "not set" if field.is_required() else field.get_default()
        shown.add_row(
            words.shown(name), text(name, value) if layer else str(value), layer.source if layer else "default"
        )
    return shown


def text(name: str, value: Any) -> str:
    """A value for people; a secret shows only whether there is one."""
    if name in SECRETS:
        return "not set" if value is None or not str(value) else "********"
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def hosts(environment: str) -> Mapping[str, Mapping[str, Any]]:
    """The data of each host of an inventory, by its name.

    Raises:
        InventoryError: there is no such inventory, or no host in it.
    """
    known = sorted(path.stem for path in (sources.ROOT / "inventories").glob("*.py"))
    if environment not in known:
        raise InventoryError(f"ENV={environment}: no such environment, there are {', '.join(known)}")
    with ctx_state.use(State()):
        # Importing it patches threads for gevent, which whoever imports this module may not want.
        from pyinfra_cli.inventory import make_inventory

        inventory = make_inventory(f"inventories/{environment}.py", cwd=str(sources.ROOT))
    return {host.name: {**inventory.get_data(), **host.group_data, **host.host_data} for host in inventory}


def main(environment: str) -> int:
    """Prints a table a host; 1 when settings are refused."""
    console, refused = Console(width=None if sys.stdout.isatty() else 200), 0
    try:
        for name, data in hosts(environment).items():
            found = sources.layers(data, {})
            problems = refusal(found)
            console.print(table(name, found, problems))
            if problems:
                refused = 1
                console.print(problems, style="red", highlight=False)
            there = sources.layers(data, {}, Legacy)
            if any(layer.given for layer in there):
                console.print(legacy(there))
                if wrong := sources.tried(there, Legacy)[1]:
                    refused = 1
                    console.print(str(sources.refusal(wrong)), style="red", highlight=False)
    except (DeployError, InventoryError) as error:
        console.print(str(error), style="red", highlight=False)
        return 1
    return refused


def refusal(found: Sequence[sources.Layer]) -> str:
    """Why the settings are refused; empty when they are not."""
    try:
        sources.made(found)
    except DeployError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "dev"))
