"""What a run costs that changes nothing: a deploy and a dry run, against a pyinfra deploy that holds nothing."""

from statistics import median

from bench import bars
from bench.measure import Action, Result, interleaved, seconds
from bench.place import Place


def measure(place: Place) -> list[Result]:
    """Measures both; the place holds the complete schema."""
    execs = [call for call in place.watched() if call.is_exec]
    samples = interleaved(
        bars.REPETITIONS_IDLE,
        {
            "empty deploy": Action(lambda: place.pyinfra("empty.py", "")),
            "deploy": Action(place.deploy),
            "dry run": Action(place.dry),
        },
    )
    empty = samples["empty deploy"]
    return [
        Result(
            name,
            f"{action} / empty pyinfra deploy",
            median(samples[action]) / median(empty),
            bar,
            min(samples[action]) / min(empty),
            seconds({"empty": empty, action: samples[action]}),
        )
        for name, action, bar in (("nothing to do", "deploy", bars.IDLE), ("dry run", "dry run", bars.DRY))
    ] + [Result("nothing to do", "number of docker exec", len(execs), bars.EXECS)]
