"""``make settings``: prints each setting of an environment's hosts with its value and its source. Reads only."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pyinfra.api.exceptions import DeployError, InventoryError
from pyinfra.api.state import State
from pyinfra.context import ctx_state
from rich.console import Console
from rich.table import Table

from ai_engine_db.data_import.settings import Legacy
from ai_engine_db.runtime.host_settings import reached
from ai_engine_db.settings import sizing, sources, words
from ai_engine_db.settings.model import SECRETS, Given, Settings


def table(host: str, found: Sequence[sources.Layer], problems: str) -> Table:
    """The settings of one host; where they are refused, the values are as they were given."""
    made = None if problems else reached(sources.made(found), host)
    sized = made.parameters if made and not sizing.is_share(made.db_memory) else {}

    def row(name: str, value: Any, source: str) -> tuple[str, str]:
        value = getattr(made, name) if made else value
        if value == "" and (parameter := name.removeprefix("db_")) in sized:
            return sized[parameter], "from DB_MEMORY"
        return text(name, value), source

    return _table(host, Settings, found, row)


def legacy(found: Sequence[sources.Layer]) -> Table:
    """Where the legacy database is, as it was given."""
    return _table("legacy import", Legacy, found, lambda name, value, source: (text(name, value), source))


def _table(
    title: str, model: type[Given], found: Sequence[sources.Layer], row: Callable[[str, Any, str], tuple[str, str]]
) -> Table:
    """A row for each setting; ``row`` gives its value and its source as they are to be shown."""
    shown = Table("setting", "value", "source", title=title, title_justify="left", box=None, pad_edge=False)
    for name, field in model.model_fields.items():
        layer = next((each for each in found if name in each.given), None)
        given, source = (layer.given[name], layer.source) if layer else (field.get_default(), "default")
        missing = layer is None and field.is_required()
        shown.add_row(words.shown(name), *(("not set", source) if missing else row(name, given, source)))
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
