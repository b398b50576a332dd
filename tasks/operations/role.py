"""The roles: made, and their attributes, passwords and limits kept right. Writes pg_authid through psql."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from tasks import scram, state
from tasks.facts.server import ServerState
from tasks.operations.commands import apply
from tasks.operations.runs import Script, under_lock
from tasks.operations.session import Part
from tasks.schema import render
from tasks.security import limits as rules
from tasks.settings import Settings

# What the role may and may not, by the names of server.sql; a server has these as words of CREATE ROLE.
ATTRIBUTES = {
    "login": True,
    "superuser": False,
    "createdb": False,
    "createrole": False,
    "replication": False,
    "bypassrls": False,
    "inherit": True,
}

# A statement that fails is logged with its text; one about a password shall not be.
QUIET = "SET log_statement = 'none';\nSET log_min_duration_statement = -1;\nSET log_min_error_statement = 'panic';"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role as it should be.

    Attributes:
        name: any that PostgreSQL takes.
        password: travels as a SCRAM verifier only; without one the role cannot log in.
        connections: at the same time. config: its settings, by name.
    """

    name: str
    password: SecretStr | None
    connections: int
    config: Mapping[str, str]

    @property
    def attributes(self) -> Mapping[str, bool]:
        return {**ATTRIBUTES, "login": self.password is not None}


def wanted(settings: Settings) -> tuple[Wanted, Wanted]:
    """The application's role, and the one that may only read."""
    timeouts = rules.timeouts(settings)
    return (
        Wanted(settings.db_user, settings.db_password, settings.connection_limit, timeouts),
        Wanted(
            settings.readonly_user,
            settings.db_readonly_password,
            rules.READONLY_CONNECTIONS,
            {**timeouts, "default_transaction_read_only": "on"},
        ),
    )


def differences(found: Mapping[str, Any] | None, role: Wanted) -> list[str]:
    """What is wrong with a role: attributes by name, ``password`` ...; ``missing`` when there is no role."""
    if found is None:
        return ["missing"]
    # The superuser that initdb made cannot be less, and no limit holds for it.
    return [*rights(found, role), *([] if found.get("bootstrap") else limits(found, role))]


def rights(found: Mapping[str, Any], role: Wanted) -> list[str]:
    """What is wrong with a role's attributes, password and memberships."""
    kept = [name for name in role.attributes if name != "login"] if found.get("bootstrap") else []
    wrong = [name for name, value in role.attributes.items() if found[name] != value and name not in kept]
    if role.password is not None and not scram.matches(
        role.password, found["salt"] or "", found["iterations"] or "", found["verifier_sha256"] or ""
    ):
        wrong.append("password")
    return wrong + [f"member of {group}" for group in found["powers"] or ()]


def limits(found: Mapping[str, Any], role: Wanted) -> list[str]:
    """What is wrong with a role's limits."""
    wrong = ["connection limit"] if found["connections"] != role.connections else []
    return wrong + list(rules.differences(role.config, found["config"]))


def statements(role: Wanted, wrong: Sequence[str], found: Mapping[str, Any] | None) -> str:
    """What makes a role, or removes the differences."""
    missing, name = found is None, render.identifier(role.name)
    attributes = [each for each in role.attributes if missing or each in wrong]
    words = [each.upper() if role.attributes[each] else f"NO{each.upper()}" for each in attributes]
    if role.password is not None and (missing or "password" in wrong):
        words.append(f"PASSWORD {render.literal(scram.verifier(role.password))}")
    if missing or "connection limit" in wrong:
        words.append(f"CONNECTION LIMIT {role.connections}")
    lines = [f"{'CREATE' if missing else 'ALTER'} ROLE {name} {' '.join(words)};"] if words else []
    config = None if found is None else found["config"]
    lines += rules.statements(role.name, rules.differences(role.config, config))
    powers = (found or {}).get("powers") or ()
    return "\n".join([*lines, *(f"REVOKE {render.identifier(group)} FROM {name};" for group in powers)])


@operation()
def roles(wanted: Sequence[Wanted]) -> Generator[PyinfraCommand, None, None]:
    """Makes roles, or gives existing ones the attributes, password and limits they should have.

    Args:
        wanted: the roles.
    """

    def work(target: Host) -> list[Script]:
        server = state.of(target).server or ServerState()
        parts, done = [], []
        for each in wanted:
            found = server.role(each.name)
            if wrong := differences(found, each):
                parts.append(Part(f"{QUIET}\nBEGIN;\n{statements(each, wrong, found)}\nCOMMIT;", f"role {each.name}"))
                done.append(f"role {each.name}: {', '.join(wrong)}")
        return [Script("postgres", under_lock(target, "postgres", parts), "\n".join(done))] if parts else []

    before = state.of(host).server or ServerState()
    yield from apply(work, f"roles {', '.join(each.name for each in wanted)} are as they should be")
    if any(before.role(each.name) is None for each in wanted):
        # The names of roles are part of a database's state.
        state.forget(host)
