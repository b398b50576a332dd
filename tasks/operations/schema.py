"""The steps of the schema in all databases, in the transactions of the plan. Writes through psql as the owner."""

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from tasks import changes, plans, progress, settings, state
from tasks.operations.commands import Refuse
from tasks.operations.database import record
from tasks.operations.runs import Script, run, under_lock
from tasks.operations.session import Part
from tasks.operations.watch import Watch
from tasks.schema import render
from tasks.schema.statements import Plan, Statement

# Where we and a writer wait for each other, it is we who notice first and give way.
DEADLOCK_TIMEOUT = "100ms"

# A lock that conflicts with no reader or writer.
HARMLESS = "SHARE UPDATE EXCLUSIVE"

# What psql prints when a step is committed: database, step, what it did, milliseconds.
DONE = "##done "

_SEARCH_PATH = (Path(__file__).parents[1] / "schema" / "search_path.sql").read_text()


def summary(plan: Plan, step: str) -> str:
    """What a step makes and changes, in words: ``9 tables, 31 indexes, 2 changed``; or what it works on."""
    signs = Counter(change.sign for change in plan.changes if change.step == step)
    words = _counted(change.object for change in plan.changes if change.step == step and change.sign == "+")
    if signs["~"]:
        words.append(f"{signs['~']} changed")
    # A step that finishes what others began has no lines of its own.
    return ", ".join(words or _counted(dict.fromkeys(each.object for each in plan.step(step))))


def _counted(objects: Iterable[str]) -> list[str]:
    kinds = Counter(each.split()[0] for each in objects)
    return [f"{count} {plural(kind, count)}" for kind, count in kinds.items()]


def plural(kind: str, count: int) -> str:
    """A kind's name for a number of objects: ``index``, ``indexes``."""
    if count == 1:
        return kind
    return {"index": "indexes"}.get(kind, f"{kind}s")


def parts(database: str, owner: str, step: str, plan: Plan) -> list[Part]:
    """What one database runs of a step: its transactions, and the record of it in the last one.

    A step of one transaction is done whole or not at all; of another what is done stays, the next plan has the rest.
    """
    groups = plan.transactions(step)
    whole = len(groups) == 1 and not groups[0][0].alone
    since = "transaction_timestamp()" if whole else ":'started'::timestamptz"
    recorded = Part(f"RESET ROLE;\n{_told(step, summary(plan, step), since)}", f"the record in {database}")
    if whole:
        return [Part("BEGIN;"), *_by_owner(database, owner, groups[0]), recorded, Part("COMMIT;", f"step {step}")]
    found = [Part("SELECT clock_timestamp() AS started \\gset")]
    for group in groups:
        statements = _by_owner(database, owner, group)
        found += statements if group[0].alone else (Part("BEGIN;"), *statements, Part("COMMIT;", f"step {step}"))
    return [*found, recorded]


def _by_owner(database: str, owner: str, statements: Sequence[Statement]) -> Iterator[Part]:
    """Statements, by the owner but for those that need the superuser; the role stays as the last one wanted it."""
    role = None
    for statement in statements:
        if role != (role := "RESET ROLE;" if statement.as_superuser else f"SET ROLE {render.identifier(owner)};"):
            yield Part(role)
        about = f"{statement.object} in {database}"
        # What keeps no reader or writer waiting may itself wait for them.
        if statement.alone and statement.lock == HARMLESS:
            yield Part(f"SET lock_timeout = 0;\n{statement.sql};\nSET lock_timeout = :'lock_timeout';", about)
        else:
            yield Part(f"{statement.sql};", about)


def _told(step: str, description: str, since: str = "transaction_timestamp()") -> str:
    recorded = record(step, description, since).removesuffix(";")
    told = f"json_build_array(current_database(), {render.literal(step)}, description, execution_time_ms)"
    return f"{recorded} RETURNING {render.literal(DONE)} || {told};"


@dataclass
class Run:
    """All steps of a host's databases, applied by one exec: a session a database, both at once.

    An exec a step would take longer than the steps themselves. pyinfra's operations report what became of theirs.

    Attributes:
        plans: what was to be done, by database.
        done: what a step did and how many milliseconds it took, by step and database; absent for one not reached.
        errors: why a database stopped, by database.
    """

    plans: dict[str, Plan] = field(default_factory=dict)
    done: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


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
        now = _runs[target]
        for database in self.databases:
            if (self.name, database) in now.done:
                what, took = now.done[self.name, database]
                target.log_styled(f"    {database}: {what} ({took / 1000:.2f} s)", fg="green")
            elif database in now.errors and now.plans[database].step(self.name):
                changes.failed(target, now.errors[database])
                state.forget(target)
                return False
        return True

    def _apply(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> Run:
        now = Run()
        watch = Watch(target, arguments)

        def work(host: Host) -> Sequence[Script]:
            now.plans = {name: plans.of(host, name) for name in self.databases}
            if settings.of(host).plan and (problem := _deviation(host, now.plans)):
                now.errors = dict.fromkeys(now.plans, problem)
                return []
            return watch.follow(
                [
                    Script(name, under_lock(host, name, script(plan, self.steps, name, self.owner)))
                    for name, plan in now.plans.items()
                    if plan.statements
                ]
            )

        with progress.shown(target, "writing the schema", watch.look):
            result = run(state_, target, arguments, work)
        now.errors = {**result.errors, **now.errors}
        for line in result.lines:
            if line.startswith(DONE):
                database, step, what, milliseconds = json.loads(line.removeprefix(DONE))
                now.done[step, database] = what, milliseconds
        return now


def _deviation(target: Host, plans: Mapping[str, Plan]) -> str:
    from tasks.operations import plan_file  # not for those who have none

    return plan_file.deviation(target, plans)


def script(plan: Plan, steps: Sequence[str], database: str, owner: str) -> list[Part]:
    """The work in one database: its settings, and each step that has some."""
    found = [
        Part(
            f"{_SEARCH_PATH}\\gset\nSET check_function_bodies = off;\nSET deadlock_timeout = '{DEADLOCK_TIMEOUT}';\n"
            "SELECT current_setting('lock_timeout') AS lock_timeout \\gset",
            f"database {database}",
        )
    ]
    for step in steps:
        if plan.step(step):
            found += parts(database, owner, step, plan)
    return found


def start_over(target: Host) -> None:
    """Lets the next step apply all anew: what was applied so far was a rehearsal."""
    _runs.pop(target, None)


@operation()
def step(
    step_name: str, steps: Sequence[str], databases: Sequence[str], owner: str
) -> Generator[PyinfraCommand, None, None]:
    """Applies one step of the plan: a domain, or the types, functions, foreign keys or views.

    Args:
        step_name: one of ``steps``.
        steps: as :func:`tasks.schema.statements.steps` orders them.
        databases: names.
        owner: the role that owns what is made.
    """
    now = state.hold(host) if host.state.is_executing else state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
    elif any(plans.of(host, database).step(step_name) for database in databases):
        yield Step(step_name, steps, databases, owner)
    else:
        host.noop(f"{step_name}: nothing to change")
