"""What the rows of the databases forbid, in words. Reads; writes nothing."""

from collections.abc import Generator, Iterator, Sequence

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution.commands import Refuse
from ai_engine_db.runtime import (
    approval,
    changes,
    host_settings,
    host_state,
    invocation,
    last_deploy,
    queries,
    schema_plans,
)
from ai_engine_db.schema import render
from ai_engine_db.schema.statements import Change, Check, Plan

SHOWN = 5

_RAISING = "ai_engine.raising"
# The value of what :func:`raising` keeps.
RAISING_KEYS = f"SELECT nullif(current_setting('{_RAISING}', true), '')::json"


def problem(target: Host, databases: Sequence[str]) -> str:
    """Names each thing that existing rows violate, with how to find them; empty when they violate nothing."""
    lines = [line for name in databases for line in _lines(target, name, schema_plans.of(target, name))]
    if not lines:
        return ""
    opening = "Existing rows violate constraints that this deploy would add, so nothing was changed."
    opening += " Fix the rows, then deploy again."
    return "\n".join((opening, *lines))


def refusals(plan: Plan) -> list[Change]:
    """What the rows of one database forbid, a line each; none for an object of which the plan itself has a line."""
    told = {change.object for change in plan.changes if change.sign == "!"}
    return [
        Change("!", check.object, "preflight", f"table {check.table}: {check.found}")
        for check in plan.refusals
        if check.object not in told
    ]


def keys(check: Check) -> str:
    """A query for the keys of some of the rows, as a JSON array of texts."""
    order = f"ORDER BY {', '.join(check.key)} LIMIT {SHOWN}"
    few = f"SELECT ({_key(check)})::text AS key FROM ({check.find}) AS found {order}"
    return f"SELECT json_agg(key) FROM ({few}) AS few"


def _key(check: Check) -> str:
    """An expression for the key of a row."""
    return check.key[0] if len(check.key) == 1 else f"({', '.join(check.key)})"


def raising(check: Check) -> str:
    """A statement that looks for rows that raise an error, one by one, and keeps the keys of some as a JSON array."""
    key = _key(check)
    one = render.literal(f"SELECT count(*) FROM ({check.one}) AS found")
    its_key = render.literal(f"SELECT ({key})::text FROM {check.table} WHERE ctid = $1")
    body = f"""
DECLARE place tid; key text; keys text[] := '{{}}';
BEGIN
    FOR place IN SELECT ctid FROM {check.table} LOOP
        BEGIN
            EXECUTE {one} USING place;
        EXCEPTION WHEN OTHERS THEN
            EXECUTE {its_key} INTO key USING place;
            keys := keys || key;
            EXIT WHEN cardinality(keys) > {SHOWN};
        END;
    END LOOP;
    PERFORM set_config('{_RAISING}', to_json(keys)::text, false);
END"""
    return f"DO {render.literal(body)}"


def _lines(target: Host, database: str, plan: Plan) -> Iterator[str]:
    checks = [check for check in plan.refusals if check.key and (check.one or not check.error)]
    asked = {check.find: RAISING_KEYS if check.error else keys(check) for check in checks}
    first = {check.find: raising(check) for check in checks if check.error}
    found = queries.answers(target, database, asked, first) if asked else {}
    for check in plan.refusals:
        yield f"  {database}: {check.object}, table {check.table}: {check.found}"
        if values := found.get(check.find):
            more = ", ..." if max(check.rows, len(values)) > SHOWN else ""
            yield f"    {', '.join(check.key)}: {', '.join(values[:SHOWN])}{more}"
        yield f"    {check.find};"


def _unallowed(target: Host, databases: Sequence[str]) -> str:
    """Names the hazards that nobody has allowed; empty when there are none."""
    found = approval.problem(target, {name: schema_plans.of(target, name) for name in databases})
    return f"{found}Nothing was changed." if found else ""


def check(databases: Sequence[str]) -> None:
    """Shows what existing rows violate and which hazards nobody has allowed; makes what stops a deploy for either.

    Args:
        databases: names.

    Raises:
        DeployError: there is either, and this is no dry run.
    """
    found = ""
    if not host_state.of(host).unknown:
        unallowed = _unallowed(host, databases)
        if not any(schema_plans.of(host, name).checks for name in databases) and not unallowed:
            return
        for name in databases:
            if (why := host_state.owner_problem(host, name)) and schema_plans.of(host, name).checks:
                words = f"cannot be checked until {host_settings.of(host).db_user} can log in over the socket ({why})"
                changes.note(host, "preflight", "?", "rows", words, database=name)
        found = problem(host, databases)
        if found and not invocation.dry():
            raise DeployError(f"{host.name}: {found}")
        for name in databases if found else ():
            changes.keep(host, refusals(schema_plans.of(host, name)), database=name)
        for line in found.splitlines():
            host.log_styled(f"! {line}", fg="red")
        if unallowed and not invocation.dry():
            raise DeployError(f"{host.name}: {unallowed}")
        if unallowed:
            host.log_styled(unallowed, fg="yellow")
    _stop(name="Preflight", databases=databases, planned=found)


@operation()
def _stop(databases: Sequence[str], planned: str) -> Generator[PyinfraCommand, None, None]:
    """Stops the deploy for existing rows; or when it is of an older checkout than the last one, which nobody could tell
    before, because the server did not run or was not to be read.
    """
    found = host_state.of(host).unknown or planned
    if host.state.is_executing:
        found = found or last_deploy.older(host) or problem(host, databases) or _unallowed(host, databases)
    if found:
        yield Refuse(found)
    else:
        host.noop("no existing row violates a constraint that this deploy would add")
