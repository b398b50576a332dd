"""What the rows of the databases forbid, in words. Reads; writes nothing."""

from collections.abc import Generator, Iterator, Sequence

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from tasks import plans, state
from tasks.operations.commands import Refuse
from tasks.schema.statements import Change, Check, Plan, amount

SHOWN = 5


def problem(target: Host, databases: Sequence[str]) -> str:
    """Names each thing that rows are against, with how to find them; empty when they are against nothing."""
    lines = [line for name in databases for line in _lines(target, name, plans.of(target, name))]
    if not lines:
        return ""
    opening = "Rows are against what is to be added, so nothing was changed. Mend them, then deploy again."
    return "\n".join((opening, *lines))


def refusals(plan: Plan) -> list[Change]:
    """What the rows of one database forbid, a line each."""
    return [
        Change("!", check.object, "preflight", f"{amount(check.rows)} of table {check.table} {check.what}")
        for check in plan.refusals
    ]


def keys(check: Check) -> str:
    """A query for the keys of some of the rows, as a JSON array of texts."""
    key = check.key[0] if len(check.key) == 1 else f"({', '.join(check.key)})"
    few = f"SELECT ({key})::text AS key FROM ({check.find}) AS found ORDER BY {', '.join(check.key)} LIMIT {SHOWN}"
    return f"SELECT json_agg(key) FROM ({few}) AS few"


def _lines(target: Host, database: str, plan: Plan) -> Iterator[str]:
    asked = {check.find: keys(check) for check in plan.refusals if check.key}
    found = state.answers(target, database, asked) if asked else {}
    for check in plan.refusals:
        yield f"  {database}: {check.object}, table {check.table}: {amount(check.rows)} {check.what}"
        if check.find in found:
            more = ", ..." if check.rows > SHOWN else ""
            yield f"    {', '.join(check.key)}: {', '.join(found[check.find])}{more}"
        yield f"    {check.find};"


@operation()
def preflight(databases: Sequence[str]) -> Generator[PyinfraCommand, None, None]:
    """Stops the deploy when rows are against what it would add.

    Args:
        databases: names.
    """
    if found := state.of(host).unknown or problem(host, databases):
        yield Refuse(found)
    else:
        host.noop("no row is against what is to be added")
