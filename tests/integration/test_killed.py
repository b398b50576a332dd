"""SIGKILL of pyinfra, of the server's backend and of the container, at every step of the upgrade of a database in use.

Seeded: each round kills some runs, one after the other, and then lets one go through. Whatever was killed and when,
the result is that of an upgrade that nobody disturbed, and every row is there.
"""

import random
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from bench.baseline import make_baseline
from tests.support.deployment import ROOT, Deployment, docker
from tests.support.upgrade import RENAMED, columns, digests
from tests.support.waiting import LIMIT

ROWS = 200
VICTIMS = ("pyinfra", "backend", "container")
ROUNDS = 18

NEW_TABLES = {
    folder.name: sorted(file.stem for file in folder.glob("*.sql"))
    for folder in (ROOT / "sql").iterdir()
    if folder.is_dir() and folder.name not in ("types", "functions", "views", "transitions", "sample", "search")
}


@dataclass
class Target:
    """The baseline, kept to be brought back, and what an undisturbed upgrade makes of it.

    Attributes:
        points: a kill of each victim after each recorded step, and before the first; in an order by chance, but seeded.
        met: those at which a deploy died. A last step may be over before it can be killed.
    """

    place: Deployment
    columns: list[tuple[str, str]]
    digests: dict[str, object]
    schema: str
    tables: frozenset[str]
    points: list[tuple[str, int]]
    met: list[tuple[str, int]]

    def reset(self) -> None:
        """Brings the baseline back, whatever the last run left."""
        if docker("inspect", "-f", "{{.State.Running}}", self.place.name).strip() != "true":
            self.place.start()
        self.place.psql(
            "DROP DATABASE IF EXISTS ai_engine WITH (FORCE); DROP DATABASE IF EXISTS ai_engine_test WITH (FORCE);"
            " CREATE DATABASE ai_engine TEMPLATE kept OWNER weedgo;",
            "postgres",
        )

    def tables_now(self) -> frozenset[str]:
        return frozenset(self.place.psql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").split())


@pytest.fixture(scope="module")
def target(deployment: Deployment) -> Target:
    make_baseline(deployment, ROWS)
    place = deployment
    found = columns(place)
    tables = frozenset(place.psql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").split())
    before = digests(place, found, {})
    place.psql("CREATE DATABASE kept TEMPLATE ai_engine", "postgres")
    place.deploy()
    assert digests(place, found, RENAMED) == before
    steps = int(place.psql("SELECT count(*) FROM deploy.schema_migrations"))
    points = [(victim, step) for step in range(steps) for victim in VICTIMS]
    random.Random(20261122).shuffle(points)  # noqa: S311 - seeded on purpose
    return Target(place, found, before, place.dump(), tables, points, [])


@pytest.mark.parametrize("number", range(ROUNDS))
def test_after_some_kills_the_next_run_makes_what_an_undisturbed_one_makes(target: Target, number: int) -> None:
    chance = random.Random(number)  # noqa: S311
    target.reset()
    for victim, step in sorted(target.points[number::ROUNDS], key=lambda point: point[1]):
        for _ in range(4):
            if interrupted(target.place, victim, step, chance.uniform(0, 0.05)):
                target.met.append((victim, step))
                break
            # It was done before it could be killed: once more, from the beginning.
            target.reset()
        if victim == "pyinfra":
            no_half_domain(target)
    output = target.place.deploy()
    assert target.place.dump() == target.schema, output
    assert digests(target.place, target.columns, RENAMED) == target.digests
    assert target.place.psql("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0"
    assert target.place.psql("SELECT count(*) FROM pg_constraint WHERE NOT convalidated") == "0"
    assert [line for line in target.place.changes() if not line.startswith("! extension")] == []


def interrupted(place: Deployment, victim: str, step: int, pause: float) -> bool:
    """Kills the victim while a session of a deploy writes and so many steps are recorded; tells whether it failed."""
    with tempfile.TemporaryFile("w+") as output:
        run = place.begin(output=output)
        with closing(Look(place)) as look:
            while run.poll() is None and not look.at_work(step):
                time.sleep(0.005)
        time.sleep(pause)
        if run.poll() is None:
            kill(place, run, victim)
        return run.wait(timeout=LIMIT) != 0


# Those that work in our databases, over the socket; which of them are at work at that moment is chance.
KILL_BACKENDS = """for process in /proc/[0-9]*; do
    case $(tr '\\0' ' ' 2>/dev/null <$process/cmdline) in
        "postgres: postgres ai_engine"*"[local]"* |\\
            "postgres: weedgo ai_engine"*"[local]"*) kill -9 "${process#/proc/}" && echo killed ;;
    esac
done"""


def kill(place: Deployment, run: "subprocess.Popen[str]", victim: str) -> None:
    if victim == "pyinfra":
        run.kill()
    elif victim == "container":
        docker("kill", place.name)
    else:
        # Between two of a deploy's sessions there is no backend.
        while run.poll() is None and not docker("exec", "-u", "postgres", place.name, "sh", "-c", KILL_BACKENDS):
            time.sleep(0.01)


class Look:
    """One session that looks at the progress of a deploy, and another when its server is a new one."""

    def __init__(self, place: Deployment) -> None:
        self.place = place
        self.connection: psycopg.Connection[Any] | None = None

    def at_work(self, step: int) -> bool:
        """Whether so many steps are recorded, and a deploy holds its lock; not while there is no server to ask."""
        try:
            self.connection = self.connection or psycopg.connect(self.place.dsn(), autocommit=True)
            lock = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 1634288706 AND granted"
            if self.connection.execute(lock).fetchone() is None:
                return False
            if step == 0:
                return True
            row = self.connection.execute("SELECT count(*) FROM deploy.schema_migrations").fetchone()
            return row is not None and row[0] >= step
        except psycopg.OperationalError:
            self.close()
            return False
        except psycopg.Error:
            # There is no such table yet.
            return False

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def no_half_domain(target: Target) -> None:
    found = target.tables_now()
    for domain, tables in NEW_TABLES.items():
        new = set(tables) - target.tables
        assert new <= found or not new & found, f"{domain} is there in part: {sorted(new & found)}"


def test_the_domains_of_the_half_domain_check_are_those_of_sql() -> None:
    assert sum(map(len, NEW_TABLES.values())) == 118


def test_fifty_deploys_died(target: Target) -> None:
    assert len(target.met) >= 50
