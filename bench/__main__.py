"""Runs the bench, shows a table, and fails where a bar is missed. Takes some minutes; wants a quiet machine."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bench import creation, idle, waits
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


def main() -> int:
    """Measures everything; the exit code is 1 where a bar is missed."""
    with place() as here:
        results = [*creation.whole(here), *creation.schema(here), *idle.measure(here)]
    results += waits.measure()
    Console(width=120).print(report(results))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
