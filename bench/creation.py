"""What creating everything costs: a deploy, against psql with the very statements that the deploy ran.

The statements are what a deploy wrote to psql, taken down on the way: reference rows and records included.
"""

from statistics import median

from pglast.parser import split

from bench import bars
from bench.measure import Action, Result, interleaved, seconds
from bench.place import DATABASES, Place, scripts


def schema(place: Place) -> list[Result]:
    """The schema in databases that are there, with their extensions, and hold nothing.

    A deploy also starts Python, reads the server and looks at the steps that have nothing to do. That is what a deploy
    with nothing to do takes, and is taken off.
    """
    place.keep_extensions()
    place.databases_with_extensions()
    statements = {name: script for name, script in scripts(place.watched()).items() if name in DATABASES}
    samples = interleaved(
        bars.REPETITIONS_SCHEMA,
        {
            "deploy": Action(place.deploy, place.databases_with_extensions),
            "nothing to do": Action(place.deploy),
            "psql -1": Action(lambda: place.psql_at_once(statements), place.databases_with_extensions),
        },
    )
    added = [a - b for a, b in zip(samples["deploy"], samples["nothing to do"], strict=True)]
    return [
        Result(
            "schema",
            "(deploy into empty databases - deploy with nothing to do) / psql -1 of its statements, each database",
            median(added) / median(samples["psql -1"]),
            bars.SCHEMA,
            min(added) / min(samples["psql -1"]),
            seconds({**samples, "added": added}),
        )
    ]


def whole(place: Place) -> list[Result]:
    """Role, databases, extensions, schema and rows on a server that has nothing, in a container that runs.

    The role and CREATE DATABASE, which no transaction may hold, are in the time of the deploy and not in psql's.
    """
    place.empty_server()
    written = scripts(place.watched())
    bare, statements = written["postgres"], {name: written[name] for name in DATABASES}
    sample, rest = sample_of(statements[DATABASES[0]])
    count = sum(len(statements_of(script)) for script in statements.values())

    def ready_for_sample() -> None:
        place.databases(bare)
        place.psql_at_once({DATABASES[0]: rest})

    samples = interleaved(
        bars.REPETITIONS_WHOLE,
        {
            "deploy": Action(place.deploy, place.empty_server),
            "psql -1": Action(lambda: place.psql_at_once(statements), lambda: place.databases(bare)),
            f"{len(sample)} operations": Action(lambda: place.one_by_one(DATABASES[0], sample), ready_for_sample),
            "empty deploy": Action(lambda: place.pyinfra("empty.py", "")),
        },
    )
    deploy, at_once, operations, empty = samples.values()
    one_by_one = [
        idle + (several - idle) / len(sample) * count for several, idle in zip(operations, empty, strict=True)
    ]
    return [
        Result(
            "from nothing",
            "deploy to an empty server / psql -1 of its statements, each database",
            median(deploy) / median(at_once),
            bars.WHOLE,
            min(deploy) / min(at_once),
            seconds({"deploy": deploy, "psql -1": at_once}),
        ),
        Result(
            "from nothing",
            f"the same deploy / an operation a statement (reckoned from {len(sample)} of {count})",
            median(deploy) / median(one_by_one),
            bars.ONE_BY_ONE,
            min(deploy) / min(one_by_one),
            seconds({"one by one": one_by_one}),
        ),
    ]


def statements_of(script: str) -> list[str]:
    """The statements of a script, without those that set up the session."""
    found = split(script.replace("\\gset", ";"), with_parser=False)
    return [each for each in found if not each.startswith(("SET ", "RESET ")) and "set_config(" not in each]


def sample_of(script: str) -> tuple[list[str], str]:
    """Some statements from the middle, and a script of all that come before them."""
    statements = statements_of(script)
    start = len(statements) // 3
    return statements[start : start + bars.SAMPLE], ";\n".join([*statements[:start], ""])
