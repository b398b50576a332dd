"""The list of what makes the server safe, each item with pass or fail. Reads; writes nothing.

An item passes when the step that keeps it right would change nothing. docs/hardening.md says what each is for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ai_engine_db.facts import state
from ai_engine_db.facts.docker import DockerState
from ai_engine_db.facts.server import ServerState
from ai_engine_db.security import access_rules, container, parameters, privileges, roles
from ai_engine_db.security.privileges import for_public, for_reader
from ai_engine_db.settings import Settings


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that has to hold.

    Attributes:
        name: one word, by which docs/hardening.md names it too.
        holds: what has to hold.
        problems: why it does not; none when it does.
        left: a deploy leaves it until it is told to mend it, and does not fail for it.
        by_hand: no deploy mends it.
    """

    name: str
    holds: str
    problems: Sequence[str] = ()
    left: bool = False
    by_hand: bool = False

    @property
    def result(self) -> str:
        return "pass" if not self.problems else "left" if self.left else "FAIL"


def items(settings: Settings, now: state.State) -> list[Item]:
    """The list, for a server that answers."""
    server = now.server or ServerState()
    found = [
        *_server(settings, now, server),
        *_roles(settings, server),
        *_databases(settings, server),
        _container(settings, now.docker),
    ]
    # What somebody else made is used as it is.
    return [replace(item, left=True) for item in found] if now.docker.foreign else found


def _server(settings: Settings, now: state.State, server: ServerState) -> Iterable[Item]:
    wrong = parameters.differences(parameters.wanted(settings), server.facts["parameters"])
    found = server.facts["parameters"]

    def differing(names: Iterable[str]) -> list[str]:
        return [f"{name} is {found[name]['value']}" for name in names if name in wrong]

    yield Item("scram", "passwords are SCRAM-SHA-256", differing(parameters.PASSWORDS))
    files = [
        f"{item} {detail}" for item, detail in access_rules.differences(settings, now).why if item == "pg_hba.conf"
    ]
    errors = server.facts["access"]["errors"] or []
    yield Item(
        "access", "pg_hba.conf is as deployed; the superuser can connect over the socket only", [*files, *errors]
    )
    yield _tls(settings, now, differing(parameters.TLS if settings.tls != "off" else ["ssl"]))
    yield Item("log", "no password is written to the log", differing(parameters.LOG))
    yield Item("sessions", "outside dev, connections and disconnections are logged", differing(parameters.SESSIONS))
    checksums = [] if server.facts["checksums"] == "on" else ["off: stop the server and run pg_checksums --enable"]
    yield Item("checksums", "data pages have checksums", checksums, by_hand=True)
    mode = server.facts["data_mode"]
    wrong_mode = [] if mode == "0700" else [f"its mode is {mode}"]
    yield Item("files", "only its owner can access the data directory", wrong_mode, by_hand=True)


def _tls(settings: Settings, now: state.State, wrong: Sequence[str]) -> Item:
    if settings.tls == "off":
        return Item("tls", "TLS is off in dev, unless DB_TLS turns it on", wrong)
    from ai_engine_db.security import tls

    words = f"TLS is {settings.tls}, with a certificate that clients can verify"
    try:
        need = access_rules.certificate_need(settings, now)
        ending = tls.ending(settings, datetime.now(UTC))
    except tls.TlsError as error:
        return Item("tls", words, [*wrong, str(error)])
    if need or wrong or not ending:
        return Item("tls", words, [*wrong, *([need.why] if need else [])])
    return Item("tls", words, [ending], left=True)


def _roles(settings: Settings, server: ServerState) -> Iterable[Item]:
    rights, limits = [], []
    for each in roles.wanted(settings):
        found = server.role(each.name)
        if found is None:
            rights.append(f"{each.name} is missing")
            continue
        if each.theirs:
            continue
        rights += [f"{each.name}: {wrong}" for wrong in roles.rights(found, each)]
        limits += [f"{each.name}: {wrong}" for wrong in roles.limits(found, each)]
    yield Item("roles", "roles have no attribute or membership beyond what they need", rights)
    ours = {each.name for each in roles.wanted(settings) if not each.theirs} | set(settings.admins)
    others = [
        f"{name} is {' and '.join(why)}: revoke that, or list the role in DB_ADMINS"
        for name, why in sorted((server.facts["powerful"] or {}).items())
        if name not in ours
    ]
    whose = "only the superuser and the roles in DB_ADMINS have superuser privileges"
    yield Item("admins", whose, others, by_hand=True)
    yield Item("limits", "roles have limits for connections, statements, lock waits and idle transactions", limits)


def _databases(settings: Settings, server: ServerState) -> Iterable[Item]:
    public, reader = [], []
    for name in settings.databases:
        found, database = privileges.found(server, name)
        if found is None or database is None:
            public.append(f"{name} is missing")
            continue
        public += [f"{name}: {wrong}" for wrong in for_public(found, database)]
        reader += [f"{name}: {wrong}" for wrong in for_reader(found, database)]
    yield Item("public", "PUBLIC has no privileges in the databases and in schema public", public)
    yield Item("readonly", "the read-only role can read all tables, future ones too, and do nothing else", reader)


def _container(settings: Settings, docker: DockerState) -> Item:
    wrong = container.problems(docker.container or {}, read_only=settings.read_only_root)
    words = "the container has no capabilities beyond what it needs, and cannot gain any"
    return Item("container", words, [f"{each} (--data recreate=true)" for each in wrong], left=True)
