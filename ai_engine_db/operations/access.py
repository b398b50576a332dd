"""Who may connect and how: pg_hba.conf, pg_ident.conf, parameters. Writes those by a script in the container."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.execution import script
from ai_engine_db.execution.difference import Difference
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.security.access_rules import AccessChanges, differences, locked_out, obstacle
from ai_engine_db.security.server_parameters import statements
from ai_engine_db.settings import Settings
from ai_engine_db.transport.session_settings import CATALOGS_ONLY, options

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


def access(target: Host) -> Difference:
    """What differs of pg_hba.conf, pg_ident.conf, and the parameters for passwords, TLS and the log."""
    wanted, now = host_settings.of(target), host_state.of(target)
    if now.docker.foreign:
        kept = line("access", "!", "pg_hba.conf", "belongs to the adopted container, and is kept unchanged")
        problem = "" if now.unknown else locked_out(wanted, now)
        return Difference([kept], problem=problem, nothing="pg_hba.conf is kept unchanged")
    if problem := obstacle(wanted, now):
        return Difference(problem=problem)
    found = differences(wanted, now)
    sign = "~" if now.server else "+"
    return Difference(
        [line("access", sign, item, detail) for item, detail in found.why],
        commands=[Apply(wanted, now.docker.superuser, found)] if found.why else [],
        # Whoever could not log in may now.
        rereads=bool(found.hba),
        nothing="parameters and pg_hba.conf are up to date",
    )
