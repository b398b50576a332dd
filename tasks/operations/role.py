"""The application's role: made, and its attributes and password kept right. Writes pg_authid through psql."""

from collections.abc import Generator, Mapping
from typing import Any

from pydantic import SecretStr
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation

from tasks import scram, state
from tasks.operations.commands import Script, apply, under_lock
from tasks.operations.session import Part
from tasks.schema import render

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


def differences(found: Mapping[str, Any] | None, password: SecretStr) -> list[str]:
    """What is wrong with a role: attributes by name, ``password``; ``missing`` when there is no role."""
    if found is None:
        return ["missing"]
    wrong = [name for name, value in ATTRIBUTES.items() if found[name] != value]
    if not scram.matches(password, found["salt"] or "", found["iterations"] or "", found["verifier_sha256"] or ""):
        wrong.append("password")
    return wrong


def statement(role: str, wrong: list[str], password: SecretStr) -> str:
    """CREATE ROLE or ALTER ROLE that removes the differences."""
    missing = wrong == ["missing"]
    names = list(ATTRIBUTES) if missing else [name for name in wrong if name in ATTRIBUTES]
    words = [name.upper() if ATTRIBUTES[name] else f"NO{name.upper()}" for name in names]
    if missing or "password" in wrong:
        words.append(f"PASSWORD {render.literal(scram.verifier(password))}")
    return f"{'CREATE' if missing else 'ALTER'} ROLE {render.identifier(role)} {' '.join(words)};"


@operation()
def role(role_name: str, password: SecretStr) -> Generator[PyinfraCommand, None, None]:
    """Makes a login role, or gives an existing one the attributes and the password it should have.

    Args:
        role_name: any name that PostgreSQL takes.
        password: travels as a SCRAM verifier only.
    """

    def work(target: Host) -> list[Script]:
        server = state.of(target).server
        wrong = differences(server.role if server else None, password)
        if not wrong:
            return []
        parts = [Part(f"{QUIET}\n{statement(role_name, wrong, password)}", f"role {role_name}")]
        return [Script("postgres", under_lock(target, "postgres", parts), f"role {role_name}: {', '.join(wrong)}")]

    yield from apply(work, f"role {role_name} is as it should be")
