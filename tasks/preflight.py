"""Existing rows that violate what this deploy would add: found before the first statement, and then nothing is changed.

Touches nothing; reads the rows of the databases.
"""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.operations import preflight as operations
from ai_engine_db.runtime import changes, host_settings, host_state, invocation, schema_plans


@deploy("Preflight")
def preflight() -> None:
    """Counts the rows that would break a constraint, a key or a type; a dry run shows them and goes on.

    Raises:
        DeployError: there are any.
    """
    databases = host_settings.of(host).databases
    if not host_state.of(host).unknown:
        if not any(schema_plans.of(host, name).checks for name in databases):
            return
        for name in databases:
            if (why := host_state.owner_problem(host, name)) and schema_plans.of(host, name).checks:
                words = f"cannot be checked until {host_settings.of(host).db_user} can log in over the socket ({why})"
                changes.note(host, "preflight", "?", "rows", words, database=name)
        if problem := operations.problem(host, databases):
            if not invocation.dry():
                raise DeployError(f"{host.name}: {problem}")
            for name in databases:
                changes.keep(host, operations.refusals(schema_plans.of(host, name)), database=name)
            for line in problem.splitlines():
                host.log_styled(f"! {line}", fg="red")
    operations.preflight(name="Preflight", databases=databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    preflight()
