"""Who may connect and how: pg_hba.conf, pg_ident.conf, parameters. Writes those by a script in the container."""

import shlex
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
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
from ai_engine_db.facts.server import ServerState
from ai_engine_db.operations.parameters import statements
from ai_engine_db.runtime import host_state
from ai_engine_db.security import access as files
from ai_engine_db.security import parameters
from ai_engine_db.settings import Settings
from ai_engine_db.transport.session_settings import CATALOGS_ONLY, options

if TYPE_CHECKING:
    from ai_engine_db.security.tls import Need

SCRIPT = Path(__file__).with_name("access.sh")


@dataclass(frozen=True)
class Work:
    """What has to change.

    Attributes:
        parameters: the wanted values. hba, ident: the wanted texts, or empty. tls: the need for a certificate, or None.
        why: what it is about, and what is wrong with it.
    """

    parameters: Mapping[str, str] = field(default_factory=dict)
    hba: str = ""
    ident: str = ""
    tls: "Need | None" = None
    why: tuple[tuple[str, str], ...] = ()


def work(settings: Settings, now: host_state.State) -> Work:
    """What has to change on a server; on one that is still to come, everything.

    Raises:
        TlsError: the certificate that it should have cannot be used.
    """
    facts = (now.server or ServerState()).facts
    superuser = now.docker.superuser
    found = facts.get("parameters") or {}
    wrong = parameters.differences(parameters.wanted(settings), found)
    hba, ident = files.hba(settings, superuser), files.ident(settings, superuser)
    tls = certificate_need(settings, now)
    if not facts:
        certificate = [("certificate", tls.why)] if tls else []
        why = [("pg_hba.conf", ""), ("parameters for passwords, TLS and the log", ""), *certificate]
        return Work(wrong, hba, ident, tls, tuple(why))
    has = facts["access"]
    why = [(f"parameter {name}", f"{found[name]['value']} → {value}") for name, value in wrong.items()]
    files_differ = (has["hba"], has["ident"]) != (files.digest(hba), files.digest(ident)) or not has["loaded"]
    if files_differ:
        why.append(
            ("pg_hba.conf", "is not what the settings say" if has["loaded"] else "is not what the server goes by")
        )
    if tls:
        why.append(("certificate", tls.why))
    return Work(wrong, hba if files_differ else "", ident if files_differ else "", tls, tuple(why))


def certificate_need(settings: Settings, now: host_state.State) -> "Need | None":
    """Why the server needs another certificate; None when it does not. Raises as :func:`work` does."""
    if settings.tls == "off":
        return None
    from ai_engine_db.security import tls

    found = (now.server or ServerState()).facts.get("tls")
    if problem := tls.clock_problem(found, datetime.now(UTC)):
        raise tls.TlsError(problem)
    need = tls.need(settings, found, datetime.now(UTC))
    return need if need.why else None


def obstacle(settings: Settings, now: host_state.State) -> str:
    """Why parameters or certificate cannot be what they should be; empty when they can."""
    if settings.tls != "off":
        from ai_engine_db.security.tls import TlsError

        try:
            certificate_need(settings, now)
        except TlsError as error:
            return str(error)
    found = ((now.server or ServerState()).facts.get("parameters")) or {}
    fixed = parameters.fixed(parameters.differences(parameters.wanted(settings), found), found)
    if not fixed:
        return ""
    return f"the server of container {settings.db_container} was started with {', '.join(fixed)}: start it without"


def locked_out(settings: Settings, now: host_state.State) -> str:
    """Why the application's role cannot log in over the socket of an adopted container; empty when it can."""
    server = now.server or ServerState()
    problems = [each.owner_problem for each in server.databases.values() if each.owner_problem]
    if not problems or server.role(settings.db_user) is None:
        return ""
    name = files.quoted(settings.db_user)
    return (
        f"{problems[0]}. What a deploy does in a database it does logged in as {settings.db_user}, over the socket of"
        f" container {settings.db_container}: add `local all {name} peer map={files.MAP}` to the top of its"
        f" pg_hba.conf, and `{files.MAP} postgres {name}` to its pg_ident.conf, and reload"
    )


class Apply(PyinfraCommand):
    """Changes what has to change, all of it or nothing."""

    def __init__(self, settings: Settings, superuser: str, work: Work) -> None:
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
            host_state.forget(target)
            return False
        host_state.wrote(target)
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
    wanted = work(settings, now)
    if wanted.why:
        yield Apply(settings, now.docker.superuser, wanted)
        if wanted.hba:
            # Whoever could not log in may now.
            host_state.forget(host)
    else:
        host.noop("parameters and pg_hba.conf are as they should be")
