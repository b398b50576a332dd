"""What an interrupt ends on the server: sessions whose clients go on in the container, whoever is gone here."""

from collections.abc import Iterator
from contextlib import contextmanager

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import StringCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from tasks import guard, psql, state
from tasks.schema.render import literal


@contextmanager
def ending(
    state_: PyinfraState, target: Host, arguments: ConnectorArguments, database: str, application: str
) -> Iterator[None]:
    """Has an interrupt end the sessions of a database that have a name, as long as the block runs."""
    which = f"datname = {literal(database)} AND application_name = {literal(application)}"
    sql = (
        f"SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity WHERE {which};"
    )
    command = psql.reading_command(state.container(target), state.of(target).docker.superuser)

    def end() -> None:
        target.run_shell_command(StringCommand(command), **(arguments | {"_stdin": sql}))

    with guard.before_leaving(state_, target, end):
        yield
