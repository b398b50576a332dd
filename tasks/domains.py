"""The schema, one operation a domain. Touches schema ``public`` of each database."""

from collections import Counter

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import schema
from ai_engine_db.runtime import changes, host_settings, host_state, invocation, schema_lock, schema_plans
from ai_engine_db.schema.statements import Plan, steps


@deploy("Schema")
def domains() -> None:
    """Shows the plan object by object, then applies it step by step, in the order of ``steps``."""
    wanted = host_settings.of(host)
    now = host_state.of(host)
    if not host.state.is_executing:
        for name in wanted.databases:
            if now.unknown:
                detail = f"{now.unknown}, so its contents are not known yet"
                changes.note(host, "schema", "?", f"database {name}", detail)
            else:
                show(name, schema_plans.of(host, name))
    if not now.unknown and not any(schema_plans.of(host, name).statements for name in wanted.databases):
        return
    names = steps(item.domain for item in schema_lock.read().objects.values())
    for step in host.loop(names):
        # A step without work is no operation: with nothing to do, operations are most of what pyinfra does.
        if not now.unknown and not any(schema_plans.of(host, name).step(step) for name in wanted.databases):
            continue
        schema.step(name=step, step_name=step, steps=names, databases=wanted.databases)


def show(database: str, plan: Plan) -> None:
    """Notes a plan, and logs it: a line an object, or a line a step where the database is new."""
    changes.keep(host, plan.changes, plan.statements, database)
    if _is_new(database, plan) and not (invocation.dry() or invocation.verbose()):
        from ai_engine_db.plan_document import figures

        host.log_styled(f"database {database}: {len(plan.changes)} to create (-v or --dry shows each)", bold=True)
        for line in figures.by_step(plan.changes):
            host.log_styled(line, fg=changes.COLOURS["+"])
        return
    signs = Counter(change.sign for change in plan.changes)
    dropped = f", {signs['-']} to drop" if signs["-"] else ""
    counts = f"{signs['+']} to create, {signs['~']} to change{dropped}, {signs['!']} skipped"
    ignored = f" ({len(plan.ignored)} ignored)" if plan.ignored else ""
    host.log_styled(f"database {database}: {counts if plan.changes else 'up to date'}{ignored}", bold=True)
    comments = [change for change in plan.changes if (change.sign, change.detail) == ("~", "comment")]
    for change in plan.changes:
        if change not in comments:
            changes.log(host, change)
    # A database without our comments has them by the hundred, and no DBA needs to read each.
    for step, count in Counter(change.step for change in comments).items():
        host.log_styled(f"~ {count} comments in {step}", fg=changes.COLOURS["~"])


def _is_new(database: str, plan: Plan) -> bool:
    """Whether everything of a database is made, so that its objects are those of ``sql/``, and need no line each."""
    server = host_state.of(host).server
    there = server.databases.get(database) if server else None
    return bool(plan.changes) and not (there and there.objects) and all(each.sign == "+" for each in plan.changes)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    domains()
