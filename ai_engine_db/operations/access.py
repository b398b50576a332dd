"""Who may connect and how: pg_hba.conf, pg_ident.conf, parameters. Writes those by a script in the container."""

import shlex
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db.execution import script
from ai_engine_db.execution.commands import Refuse
from ai_engine_db.runtime import host_state
from ai_engine_db.security.access_rules import AccessChanges, differences, obstacle
from ai_engine_db.security.server_parameters import statements
from ai_engine_db.settings import Settings
from ai_engine_db.transport.session_settings import CATALOGS_ONLY, options

if TYPE_CHECKING:
    pass

SCRIPT = Path(__file__).with_name("access.sh")


class Apply(PyinfraCommand):
    """Changes what has to change, all of it or nothing."""

    def __init__(self, settings: Settings, superuser: str, work: AccessChanges) -> None:
        super().__init__()
        self.settings = settings
        self.superuser = superuser
        self.work = work

    def __repr__(self) -> str:
        return f"Apply({', '.join(item for item, _ in self.work.why)})"

    def execute(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> bool:
        user = shlex.quote(f"PGUSER={self.superuser}")
        pinned = shlex.quote(f"PGOPTIONS={options(**CATALOGS_ONLY)}")
        within = ("docker", "exec", "-i", "-u", "postgres", "-e", user, "-e", pinned, self.settings.db_container, "sh")
        work, certificate = self.work, ("", "")
        if work.tls is not None:
            from ai_engine_db.security import tls

            try:
                certificate = tls.install(self.settings, work.tls, datetime.now(UTC))
            except tls.TlsError as error:
                target.log_styled(str(error), fg="red")
                return False
        lines = script.run(
            state_, target, arguments, SCRIPT, [], within,
            parameters=statements(work.parameters), tls=certificate[0], hba=work.hba, ident=work.ident,
        )  # fmt: skip
        if lines is None:
            host_state.note_change(target)
            return False
        host_state.note_change(target, keep_reading=True)
        target.log_styled(f"    {', '.join(item for item, _ in work.why)}", fg="green")
        if certificate[1]:
            target.log_styled(f"    certificate: {certificate[1]}", fg="green")
        return True


@operation()
def access(settings: Settings) -> Generator[PyinfraCommand, None, None]:
    """Makes the server's parameters and the files that say who may connect what they should be."""
    now = host_state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
        return
    if problem := obstacle(settings, now):
        yield Refuse(problem)
        return
    wanted = differences(settings, now)
    if wanted.why:
        yield Apply(settings, now.docker.superuser, wanted)
        if wanted.hba:
            # Whoever could not log in may now.
            host_state.note_change(host)
    else:
        host.noop("parameters and pg_hba.conf are up to date")
