"""Runs the bench, shows a table, and fails where a bar is missed. Takes some minutes; wants a quiet machine.

``python -m bench legacy`` runs one part of it; ``python -m bench legacy idle`` two.
"""

import sys
from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from ai_engine_db import signals
from bench import creation, idle, legacy, waits
from bench.measure import Result
from bench.place import place


def report(results: Sequence[Result]) -> Table:
    """The table of all results."""
    table = Table("", "measured", "median", "of minima", "bar", "", title="ratios, and seconds; lower is better")
    for result in results:
        table.add_row(
            result.name,
            f"{result.what}\n[dim]{result.details}[/dim]" if result.details else result.what,
            f"{result.value:.2f}",
            "" if result.best is None else f"{result.best:.2f}",
            f"{result.bar:.2f}",
            "[green]ok[/green]" if result.holds else "[red]missed[/red]",
        )
    return table


def _creation() -> list[Result]:
    with place() as here:
        return [*creation.whole(here), *creation.schema(here)]


def _idle() -> list[Result]:
    with place() as here:
        here.deploy()
        return idle.measure(here)


PARTS: Mapping[str, Callable[[], Sequence[Result]]] = {
    "creation": _creation,
    "idle": _idle,
    "waits": waits.measure,
    "legacy": legacy.measure,
}


def main() -> int:
    """Measures the parts that are named, or everything; the exit code is 1 where a bar is missed."""
    signals.end_in_order()
    names = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in names if name not in PARTS]:
        print(f"there is no bench {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    results = [result for name in names for result in PARTS[name]()]
    Console(width=120).print(report(results))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
