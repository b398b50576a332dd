"""The steps of the schema in all databases, each in a transaction of its own. Writes through psql as the owner."""

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from tasks import psql, state
from tasks.operations.commands import Part, Refuse, run_scripts
from tasks.operations.database import record
from tasks.schema import render
from tasks.schema.plan import Plan, Statement

LOCK_TIMEOUT = "1s"

# What psql prints when a step is committed, with its milliseconds.
DONE = "##done "

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
    parts = [Part("BEGIN;", f"database {database}")]
    owner_now = False
    for statement in statements:
        if owner_now == statement.as_superuser:
            owner_now = not statement.as_superuser
            parts.append(Part(f"SET LOCAL ROLE {render.identifier(owner)};" if owner_now else "RESET ROLE;"))
        parts.append(Part(f"{statement.sql};", f"{statement.object} in {database}"))
    recorded = record(step, description).removesuffix(";")
    told = f"{recorded} RETURNING {render.literal(DONE + step + ' ')} || execution_time_ms;"
    parts.append(Part(f"RESET ROLE;\n{told}\nCOMMIT;", f"the record in {database}"))
    return parts


@dataclass
class Run:
    """All steps of a host's databases, applied by one exec: a session a database, both at once.

    An exec a step would take longer than the steps themselves. pyinfra's operations report what became of theirs.

    Attributes:
        took: milliseconds that a step took, by step and database; absent for one that was not reached.
        errors: why a database stopped, by database.
    """

    took: dict[tuple[str, str], float]
    errors: dict[str, str]


_runs: WeakKeyDictionary[Host, Run] = WeakKeyDictionary()


class Step(PyinfraCommand):
    """Applies all steps at the first call, and says what became of one.

    Args:
        name: of the step.
        steps: all of them, in order. databases: names. owner: the role that owns what is made.
    """

    def __init__(self, name: str, steps: Sequence[str], databases: Sequence[str], owner: str) -> None:
        super().__init__()
        self.name = name
        self.steps = steps
        self.databases = databases
        self.owner = owner

    def __repr__(self) -> str:
        return f"Step({self.name})"

    def execute(self, state_: PyinfraState, target: Host, connector_arguments: ConnectorArguments) -> bool:
        if target not in _runs:
            _runs[target] = self._apply(state_, target, connector_arguments)
        run = _runs[target]
        for database in self.databases:
            plan = state.schema_plan(target, database)
            if not plan.step(self.name):
                continue
            took = run.took.get((self.name, database))
            if took is None:
                target.log_styled(run.errors.get(database, "it was not reached"), fg="red")
                state.forget(target)
                return False
            target.log_styled(f"    {database}: {summary(plan, self.name)} ({took / 1000:.2f} s)", fg="green")
        return True

    def _apply(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> Run:
        names = [name for name in self.databases if state.schema_plan(target, name).statements]
        outcomes = run_scripts(
            state_,
            target,
            arguments,
            state.container(target),
            state.of(target).docker.superuser,
            [script(state.schema_plan(target, name), self.steps, name, self.owner) for name in names],
        )
        run = Run({}, {})
        for name, outcome in zip(names, outcomes, strict=True):
            if outcome.error:
                run.errors[name] = outcome.error
            for line in outcome.lines:
                if line.startswith(DONE):
                    step, _, milliseconds = line.removeprefix(DONE).rpartition(" ")
                    run.took[step, name] = float(milliseconds)
        return run


def script(plan: Plan, steps: Sequence[str], database: str, owner: str) -> list[Part]:
    """What psql reads for one database: its settings, and a transaction for each step that has work."""
    parts = [
        Part(
            f"{psql.connect(database)}\n{_SEARCH_PATH}\\gset\nSET check_function_bodies = off;\n"
            f"SET lock_timeout = '{LOCK_TIMEOUT}';",
            f"database {database}",
        )
    ]
    for step in steps:
        if statements := plan.step(step):
            parts += transaction(database, owner, step, statements, summary(plan, step))
    return parts


@operation()
def step(
    step_name: str, steps: Sequence[str], databases: Sequence[str], owner: str
) -> Generator[PyinfraCommand, None, None]:
    """Applies one step of the plan: a domain, or the types, functions, foreign keys or views.

    Args:
        step_name: one of ``steps``.
        steps: as :func:`tasks.schema.plan.steps` orders them.
        databases: names.
        owner: the role that owns what is made.
    """
    now = state.hold(host) if host.state.is_executing else state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
    elif any(state.schema_plan(host, database).step(step_name) for database in databases):
        yield Step(step_name, steps, databases, owner)
    else:
        host.noop(f"{step_name}: nothing to change")
