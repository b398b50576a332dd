"""How long readers and writers wait while the baseline in use is upgraded; beside it, the same statements run plainly.

Plainly is what the plan would be if no table held a row, by one ``psql -1``.
"""

import subprocess

import psycopg

from ai_engine_db.cli.build_lock import take_snapshot
from ai_engine_db.schema import lock, transitions
from ai_engine_db.schema.plan import plan, steps
from bench import bars
from bench.baseline import make_baseline
from bench.deployment import Deployment
from bench.measure import Result
from bench.place import DATABASES, OWNER, place
from bench.traffic import Traffic, traffic

BASELINE = DATABASES[0]


def measure() -> list[Result]:
    """Upgrades the filled baseline twice, with readers and writers all along."""
    with place() as here:
        deployment = here.deployment
        make_baseline(deployment, bars.ROWS)
        deployment.psql(f"CREATE DATABASE kept TEMPLATE {BASELINE}", "postgres")
        with traffic(deployment.dsn()) as online:
            deployment.deploy()
        deployment.psql(f"DROP DATABASE {BASELINE}; CREATE DATABASE {BASELINE} TEMPLATE kept OWNER {OWNER}", "postgres")
        plainly = _plainly(deployment)
    details = f"deploy: {_words(online)}; plainly: {_words(plainly)}"
    return [
        Result(
            "upgrade in use",
            f"longest wait of readers and writers, in seconds; {bars.ROWS} rows a table",
            max(online.longest.values()),
            bars.WAIT,
            details=details,
        ),
        Result("upgrade in use", "readers and writers that failed", len(online.failures), bars.FAILED),
    ]


def _plainly(deployment: Deployment) -> Traffic:
    done = deployment.pyinfra(*(f"tasks/{step}.py" for step in ("access", "logins", "databases", "extensions")), "-y")
    assert done.returncode == 0, done.stderr
    with psycopg.connect(deployment.dsn(), autocommit=True) as connection:
        actual = take_snapshot(connection)
    applying = [each for each in transitions.read() if each.applies(actual)]
    desired = lock.read().objects
    made = transitions.begun(plan(desired, transitions.renamed(actual, applying), owner=OWNER), applying)
    statements = [each.sql for step in steps(item.domain for item in desired.values()) for each in made.step(step)]
    script = ";\n".join(["SET check_function_bodies = off", f"SET ROLE {OWNER}", *statements, ""])
    command = ["docker", "exec", "-i", "-u", "postgres", deployment.name]
    command += ["psql", "-XAtq", "-1", "-v", "ON_ERROR_STOP=1", "-d", BASELINE, "-f", "-"]
    with traffic(deployment.dsn()) as found:
        done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    # It may itself be the one that a deadlock ends: that too is what it is to run them plainly.
    if done.returncode:
        found.failures.append(f"psql: {done.stderr}")
    return found


def _words(found: Traffic) -> str:
    kinds = ", ".join(f"{kind} {seconds:.2f} s" for kind, seconds in sorted(found.longest.items()))
    ended = ", psql among them" if any(each.startswith("psql: ") for each in found.failures) else ""
    return f"{kinds}; {len(found.failures)} of {sum(found.count.values())} failed{ended}"
