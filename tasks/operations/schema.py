"""One step of the schema in all databases, each in a transaction of its own. Writes through psql as the owner."""

from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.operation import operation
from pyinfra.context import host

from tasks import psql, state
from tasks.operations.commands import Part, Psql, Refuse
from tasks.operations.database import record
from tasks.schema import render
from tasks.schema.plan import Plan, Statement

LOCK_TIMEOUT = "1s"

_SEARCH_PATH = (Path(__file__).parents[1] / "schema" / "search_path.sql").read_text()


def summary(plan: Plan, step: str) -> str:
    """What a step makes and changes, in words: ``9 tables, 31 indexes, 2 changed``."""
    signs = Counter(change.sign for change in plan.changes if change.step == step)
    kinds = Counter(change.object.split()[0] for change in plan.changes if change.step == step and change.sign == "+")
    words = [f"{count} {plural(kind, count)}" for kind, count in kinds.items()]
    if signs["~"]:
        words.append(f"{signs['~']} changed")
    return ", ".join(words) or "nothing left to make"


def plural(kind: str, count: int) -> str:
    """A kind's name for a number of objects: ``index``, ``indexes``."""
    if count == 1:
        return kind
    return {"index": "indexes"}.get(kind, f"{kind}s")


def transaction(database: str, owner: str, step: str, statements: Sequence[Statement], description: str) -> list[Part]:
    """A step's statements for one database: by the owner, but for those that need the superuser."""
    parts = [
        Part(
            f"{psql.connect(database)}\n{_SEARCH_PATH}\\gset\nSET check_function_bodies = off;\n"
            f"SET lock_timeout = '{LOCK_TIMEOUT}';\nBEGIN;",
            f"database {database}",
        )
    ]
    owner_now = False
    for statement in statements:
        if owner_now == statement.as_superuser:
            owner_now = not statement.as_superuser
            parts.append(Part(f"SET LOCAL ROLE {render.identifier(owner)};" if owner_now else "RESET ROLE;"))
        parts.append(Part(f"{statement.sql};", f"{statement.object} in {database}"))
    parts.append(Part(f"RESET ROLE;\n{record(step, description)}\nCOMMIT;", f"the record in {database}"))
    return parts


@operation()
def step(step_name: str, databases: Sequence[str], owner: str) -> Generator[PyinfraCommand, None, None]:
    """Applies one step of the plan: a domain, or the types, functions, foreign keys or views.

    Args:
        step_name: as in :func:`tasks.schema.plan.steps`.
        databases: names.
        owner: the role that owns what is made.
    """
    now = state.hold(host) if host.state.is_executing else state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
        return
    parts: list[Part] = []
    done: list[str] = []
    for database in databases:
        plan = state.schema_plan(host, database)
        if statements := plan.step(step_name):
            words = summary(plan, step_name)
            parts += transaction(database, owner, step_name, statements, words)
            done.append(f"{database}: {words}")
    if not parts:
        host.noop(f"{step_name}: nothing to change")
        return
    yield Psql(state.container(host), now.docker.superuser, parts, done)
