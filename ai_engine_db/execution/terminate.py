"""What an interrupt ends on the server: sessions whose clients go on in the container, whoever is gone here."""

from collections.abc import Iterator
from contextlib import contextmanager

from gevent.event import Event
from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import StringCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.runtime import host_state, interrupts
from ai_engine_db.schema.render import literal
from ai_engine_db.transport import psql

# Seconds that a command has to end after its sessions have, and to put away what it made.
ENDING_SECONDS = 20


@contextmanager
def ending(
    state_: PyinfraState, target: Host, arguments: ConnectorArguments, *, database: str = "", application: str = ""
) -> Iterator[None]:
    """Has an interrupt end sessions as long as the block runs, and then wait for the end of the block.

    Args:
        state_: of the run.
        target: the host.
        arguments: how its shell is reached.
        database: in which the sessions are; of any where it is empty.
        application: their name; any where it is empty.
    """
    conditions = {"datname": database, "application_name": application}
    which = " AND ".join(f"{column} = {literal(value)}" for column, value in conditions.items() if value)
    sessions = f"pg_catalog.pg_stat_activity WHERE {which} AND pid <> pg_catalog.pg_backend_pid()"
    end_them = f"SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid)) FROM {sessions};\n"
    # Twice: a script that goes from one database to another has none for a moment.
    sql = f"{end_them}SELECT pg_catalog.pg_sleep(0.3);\n{end_them}"
    command = psql.reading_command(host_state.container(target), host_state.of(target).docker.superuser)
    over = Event()

    def end() -> None:
        well, said = target.run_shell_command(
            StringCommand(command), **(arguments | {"_stdin": sql, "_timeout": ENDING_SECONDS})
        )
        if not well:
            raise OSError(said.output)
        over.wait(ENDING_SECONDS)

    try:
        with interrupts.before_leaving(state_, target, end):
            yield
    finally:
        over.set()
        interrupts.stay()
