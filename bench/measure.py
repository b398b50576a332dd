"""Times of things done in turn, and the ratios of their medians."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Samples = Mapping[str, Sequence[float]]


def nothing() -> None:
    """Prepares nothing."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to time, and what has to be made ready each time before the clock runs."""

    run: Callable[[], object]
    ready: Callable[[], object] = nothing


def interleaved(repetitions: int, actions: Mapping[str, Action]) -> dict[str, list[float]]:
    """Does all actions in turn, several times, so that a busy minute of the machine hits them alike.

    Returns:
        The seconds of each, by its name.
    """
    samples: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(repetitions):
        for name, action in actions.items():
            action.ready()
            started = time.perf_counter()
            action.run()
            samples[name].append(time.perf_counter() - started)
    return samples


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report.

    Attributes:
        name: of the bar. what: what was divided by what, or counted.
        value: what came out. bar: the greatest value that is good enough.
        best: the same of the minima, which noise touches least.
        details: the figures behind it.
    """

    name: str
    what: str
    value: float
    bar: float
    best: float | None = None
    details: str = ""

    @property
    def holds(self) -> bool:
        return self.value <= self.bar


def seconds(samples: Samples) -> str:
    """The samples for people: median and minimum of each."""
    return "; ".join(f"{name} {median(each):.2f} s (min {min(each):.2f})" for name, each in samples.items())
