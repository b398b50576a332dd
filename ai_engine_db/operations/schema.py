"""The steps of the schema in all databases, in the transactions of the plan. Writes through psql as the owner.

What belongs to somebody else is given to the owner before: that alone is the superuser's, and runs no user's code.
"""

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db.execution import session
from ai_engine_db.execution.activity import SchemaProgress
from ai_engine_db.execution.commands import Refuse
from ai_engine_db.execution.deploy_schema import record
from ai_engine_db.execution.runner import SqlScript, as_owner, as_superuser, run
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.runtime import approval, changes, host_run, host_settings, host_state, progress, schema_plans
from ai_engine_db.runtime.host_run import SchemaRun
from ai_engine_db.schema import render, snapshot_query
from ai_engine_db.schema.statements import Plan, Statement

# Where we and a writer wait for each other, it is we who notice first and give way.
DEADLOCK_TIMEOUT = "100ms"

_NOTICE_FIRST = f"""SELECT pg_catalog.has_parameter_privilege('deadlock_timeout', 'SET') AS may \\gset
\\if :may
SET deadlock_timeout = '{DEADLOCK_TIMEOUT}';
\\endif"""

# A lock that conflicts with no reader or writer.
HARMLESS = "SHARE UPDATE EXCLUSIVE"

# What psql prints when a step is committed: database, step, what it did, milliseconds.
DONE = "##done "


def summary(plan: Plan, step: str) -> str:
    """What a step makes and changes, in words: ``9 tables, 31 indexes, 2 changed``; or what it works on."""
    signs = Counter(change.sign for change in plan.changes if change.step == step)
    words = _counted(change.object for change in plan.changes if change.step == step and change.sign == "+")
    if signs["~"]:
        words.append(f"{signs['~']} changed")
    if signs["-"]:
        words.append(f"{signs['-']} dropped")
    # A step that finishes what others began has no lines of its own.
    return ", ".join(words or _counted(dict.fromkeys(each.object for each in plan.step(step))))


def _counted(objects: Iterable[str]) -> list[str]:
    kinds = Counter("materialized view" if each.startswith("materialized") else each.split()[0] for each in objects)
    return [f"{count} {plural(kind, count)}" for kind, count in kinds.items()]


def plural(kind: str, count: int) -> str:
    """A kind's name for a number of objects: ``index``, ``indexes``."""
    if count == 1:
        return kind
    return {"index": "indexes", "policy": "policies", "statistics": "statistics"}.get(kind, f"{kind}s")


def parts(database: str, step: str, plan: Plan) -> list[SqlPart]:
    """What one database runs of a step: its transactions, and the record of it in the last one.

    A step of one transaction is done whole or not at all; of another what is done stays, the next plan has the rest.
    """
    groups = plan.transactions(step)
    whole = len(groups) <= 1 and not (groups and groups[0][0].alone)
    since = "transaction_timestamp()" if whole else ":'started'::timestamptz"
    recorded = SqlPart(_told(step, summary(plan, step), since), f"the deploy log in {database}")
    if whole:
        statements = _statements(database, groups[0] if groups else ())
        return [SqlPart("BEGIN;"), *statements, recorded, SqlPart("COMMIT;", f"step {step}")]
    found = [SqlPart("SELECT clock_timestamp() AS started \\gset")]
    for group in groups:
        statements = _statements(database, group)
        found += statements if group[0].alone else (SqlPart("BEGIN;"), *statements, SqlPart("COMMIT;", f"step {step}"))
    return [*found, recorded]


def _statements(database: str, statements: Sequence[Statement]) -> Iterator[SqlPart]:
    for statement in statements:
        about = f"{statement.object} in {database}"
        # What keeps no reader or writer waiting may itself wait for them.
        if statement.alone and statement.lock == HARMLESS:
            yield SqlPart(f"SET lock_timeout = 0;\n{statement.sql};\nSET lock_timeout = :'lock_timeout';", about)
        else:
            yield SqlPart(f"{statement.sql};", about)


def _told(step: str, description: str, since: str = "transaction_timestamp()") -> str:
    recorded = record(step, description, since).removesuffix(";")
    told = f"json_build_array(current_database(), {render.literal(step)}, description, execution_time_ms)"
    return f"{recorded} RETURNING {render.literal(DONE)} || {told};"


class Step(PyinfraCommand):
    """Applies all steps at the first call, and says what became of one.

    Args:
        name: of the step.
        steps: all of them, in order. databases: names.
    """

    def __init__(self, name: str, steps: Sequence[str], databases: Sequence[str]) -> None:
        super().__init__()
        self.name = name
        self.steps = steps
        self.databases = databases

    def __repr__(self) -> str:
        return f"Step({self.name})"

    def execute(self, state_: PyinfraState, target: Host, connector_arguments: ConnectorArguments) -> bool:
        known = host_run.of(target)
        if known.schema is None:
            known.schema = self._apply(state_, target, connector_arguments)
        now = known.schema
        for database in self.databases:
            if (self.name, database) in now.done:
                what, took = now.done[self.name, database]
                target.log_styled(f"    {database}: {what} ({took / 1000:.2f} s)", fg="green")
            elif database in now.errors and now.plans[database].step(self.name):
                changes.failed(target, now.errors[database])
                host_state.note_change(target)
                return False
        return True

    def _apply(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> SchemaRun:
        now = SchemaRun()
        watch = SchemaProgress(target, arguments)

        def work(host: Host) -> Sequence[SqlScript]:
            now.plans = {name: schema_plans.of(host, name) for name in self.databases}
            if problem := _deviation(host, now.plans) or approval.problem(host, now.plans):
                now.errors = dict.fromkeys(now.plans, problem)
                return []
            return watch.follow(
                [
                    SqlScript(name, sessions(host, name, plan, self.steps))
                    for name, plan in now.plans.items()
                    if plan.statements
                ]
            )

        with progress.shown(target, "writing the schema", watch.look):
            result = run(state_, target, arguments, work)
        now.errors = {**result.errors, **now.errors}
        for line in result.lines:
            # A warning of somebody's function may look like one of ours.
            with suppress(ValueError):
                if line.startswith(DONE):
                    database, step, what, milliseconds = json.loads(line.removeprefix(DONE))
                    now.done[step, database] = what, milliseconds
        return now


def _deviation(target: Host, plans: Mapping[str, Plan]) -> str:
    if not host_settings.of(target).plan:
        return ""
    from ai_engine_db.runtime import plan_file  # not for those who have none

    return plan_file.deviation(target, plans)


def sessions(target: Host, database: str, plan: Plan, steps: Sequence[str]) -> list[SqlPart]:
    """The sessions that work in one database: the superuser's, which gives objects to the owner, and the owner's."""
    work = script(plan, steps, database)
    if any(each.alone and each.object.startswith("transition ") for each in plan.statements):
        from ai_engine_db.schema import backfills  # not for those who have none

        wanted = host_settings.of(target)
        batches = backfills.settings(wanted.db_batch_lag, wanted.db_batch_pause)
        work = [SqlPart(batches, f"database {database}"), *work]
    if not plan.owners:
        return as_owner(target, database, work)
    given = [SqlPart(f"{each.sql};", f"{each.object} in {database}") for each in plan.owners]
    path = SqlPart(f"{snapshot_query.PATH}\\gset", f"database {database}")
    giving = [SqlPart("BEGIN;"), path, *given, SqlPart("COMMIT;", "owners")]
    return [*as_superuser(target, database, giving), *as_owner(target, database, work, session.AS_LEFT)]


def script(plan: Plan, steps: Sequence[str], database: str) -> list[SqlPart]:
    """The owner's work in one database: its settings, and each step that has some."""
    found = [
        SqlPart(
            f"{snapshot_query.PATH}\\gset\nSET check_function_bodies = off;\n{_NOTICE_FIRST}\n"
            "SELECT current_setting('lock_timeout') AS lock_timeout \\gset",
            f"database {database}",
        )
    ]
    for step in steps:
        if plan.step(step):
            found += parts(database, step, plan)
    return found


def start_over(target: Host) -> None:
    """Lets the next step apply all anew: what was applied so far was a rehearsal."""
    host_run.of(target).schema = None


@operation()
def step(step_name: str, steps: Sequence[str], databases: Sequence[str]) -> Generator[PyinfraCommand, None, None]:
    """Applies one step of the plan: a domain, or the types, functions, foreign keys or views.

    Args:
        step_name: one of ``steps``.
        steps: as :func:`ai_engine_db.schema.statements.steps` orders them.
        databases: names.
    """
    now = host_state.pin(host) if host.state.is_executing else host_state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
    elif any(schema_plans.of(host, database).step(step_name) for database in databases):
        yield Step(step_name, steps, databases)
    else:
        host.noop(f"{step_name}: nothing to change")
