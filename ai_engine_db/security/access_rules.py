"""What has to change of who may connect and how. Reads a certificate on this machine; writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ai_engine_db.facts import state
from ai_engine_db.facts.server import ServerState
from ai_engine_db.security import access as files
from ai_engine_db.security import parameters
from ai_engine_db.settings import Settings

if TYPE_CHECKING:
    from ai_engine_db.security.tls import Need


@dataclass(frozen=True)
class AccessChanges:
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


def differences(settings: Settings, now: state.State) -> AccessChanges:
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
        return AccessChanges(wrong, hba, ident, tls, tuple(why))
    has = facts["access"]
    why = [(f"parameter {name}", f"{found[name]['value']} → {value}") for name, value in wrong.items()]
    files_differ = (has["hba"], has["ident"]) != (files.digest(hba), files.digest(ident)) or not has["loaded"]
    if files_differ:
        why.append(("pg_hba.conf", "differs from the settings" if has["loaded"] else "is not what the server uses"))
    if tls:
        why.append(("certificate", tls.why))
    return AccessChanges(wrong, hba if files_differ else "", ident if files_differ else "", tls, tuple(why))


def certificate_need(settings: Settings, now: state.State) -> "Need | None":
    """Why the server needs another certificate; None when it does not. Raises as :func:`work` does."""
    if settings.tls == "off":
        return None
    from ai_engine_db.security import tls

    found = (now.server or ServerState()).facts.get("tls")
    if problem := tls.clock_problem(found, datetime.now(UTC)):
        raise tls.TlsError(problem)
    need = tls.need(settings, found, datetime.now(UTC))
    return need if need.why else None


def obstacle(settings: Settings, now: state.State) -> str:
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


def locked_out(settings: Settings, now: state.State) -> str:
    """Why the application's role cannot log in over the socket of an adopted container; empty when it can."""
    server = now.server or ServerState()
    problems = [each.owner_problem for each in server.databases.values() if each.owner_problem]
    if not problems or server.role(settings.db_user) is None:
        return ""
    name = files.quoted(settings.db_user)
    return (
        f"{problems[0]}. A deploy logs in to a database as {settings.db_user}, over the socket of"
        f" container {settings.db_container}: add `local all {name} peer map={files.MAP}` to the top of its"
        f" pg_hba.conf, and `{files.MAP} postgres {name}` to its pg_ident.conf, and reload"
    )
