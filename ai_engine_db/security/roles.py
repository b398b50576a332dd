"""The roles as they should be, where a server's differ, and the SQL that removes the differences. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from ai_engine_db.facts.server import ServerState
from ai_engine_db.schema import render
from ai_engine_db.security import limits as rules
from ai_engine_db.security import scram
from ai_engine_db.settings import Settings

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
        password: travels as a SCRAM verifier only; without one the role cannot log in over the network.
        connections: at the same time; -1 for no limit. config: its settings, by name.
        others: attributes that are other than ATTRIBUTES. groups: the predefined roles that it is a member of.
        parameters: those that it may set, although they are the superuser's.
        theirs: it is made where it is missing, without a login; what it is otherwise is for others to say.
    """

    name: str
    password: SecretStr | None
    connections: int = -1
    config: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, bool] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    theirs: bool = False

    @property
    def attributes(self) -> Mapping[str, bool]:
        return {**ATTRIBUTES, "login": self.password is not None, **self.others}


def wanted(settings: Settings) -> tuple[Wanted, ...]:
    """The application's role, the one that may only read, and those that a deploy itself comes as over the socket."""
    timeouts = rules.timeouts(settings)
    return (
        Wanted(
            settings.db_user,
            settings.db_password,
            settings.connection_limit,
            timeouts,
            # A deploy that writes the schema gives way to others before they do.
            parameters=("deadlock_timeout",),
        ),
        Wanted(
            settings.readonly_user,
            settings.db_readonly_password,
            rules.READONLY_CONNECTIONS,
            {**timeouts, "default_transaction_read_only": "on"},
        ),
        # Who works in which database is among what it reads.
        Wanted(settings.catalog_user, None, others={"login": True}, groups=("pg_read_all_stats",)),
        # A dump is of all rows, or it fails: policies must hide none from it.
        Wanted(
            settings.backup_user,
            None,
            # pg_read_all_data reads no large object.
            config={"lo_compat_privileges": "on"},
            others={"login": True, "bypassrls": True},
            groups=("pg_read_all_data", "pg_read_all_stats"),
            # It tells by the server's words who was in its way.
            parameters=("lc_messages",),
        ),
        *(Wanted(name, None, theirs=True) for name in settings.granted_roles),
    )


def differences(found: Mapping[str, Any] | None, role: Wanted) -> list[str]:
    """What is wrong with a role: attributes by name, ``password`` ...; ``missing`` when there is no role."""
    if found is None:
        return ["missing"]
    if role.theirs:
        return []
    # The superuser that initdb made cannot be less, and no limit holds for it.
    return [*rights(found, role), *([] if found.get("bootstrap") else limits(found, role))]


def rights(found: Mapping[str, Any], role: Wanted) -> list[str]:
    """What is wrong with a role's attributes, password and memberships."""
    kept = [name for name in role.attributes if name != "login"] if found.get("bootstrap") else []
    wrong = [name for name, value in role.attributes.items() if found[name] != value and name not in kept]
    if role.password is None and role.attributes["login"] and found["verifier_sha256"]:
        wrong.append("password")
    if role.password is not None and not scram.matches(
        role.password, found["salt"] or "", found["iterations"] or "", found["verifier_sha256"] or ""
    ):
        wrong.append("password")
    groups = set(found["groups"] or ())
    wrong += [f"not a member of {group}" for group in role.groups if group not in groups]
    wrong += [f"may not set {name}" for name in _unsettable(found, role)]
    return wrong + [f"member of {group}" for group in powers(found, role)]


def _unsettable(found: Mapping[str, Any] | None, role: Wanted) -> list[str]:
    has = (found or {}).get("settable") or ()
    return [] if (found or {}).get("bootstrap") else [name for name in role.parameters if name not in has]


def powers(found: Mapping[str, Any], role: Wanted) -> list[str]:
    """The groups that a role is a member of, and by which it may more than it should."""
    return [group for group in found["powers"] or () if group not in role.groups]


def limits(found: Mapping[str, Any], role: Wanted) -> list[str]:
    """What is wrong with a role's limits."""
    wrong = ["connection limit"] if found["connections"] != role.connections else []
    return wrong + list(rules.differences(role.config, found["config"]))


def statements(role: Wanted, wrong: Sequence[str], found: Mapping[str, Any] | None) -> str:
    """What makes a role, or removes the differences."""
    missing, name = found is None, render.identifier(role.name)
    attributes = [each for each in role.attributes if missing or each in wrong]
    words = [each.upper() if role.attributes[each] else f"NO{each.upper()}" for each in attributes]
    if role.password is None and "password" in wrong:
        words.append("PASSWORD NULL")
    if role.password is not None and (missing or "password" in wrong):
        words.append(f"PASSWORD {render.literal(scram.verifier(role.password))}")
    if missing or "connection limit" in wrong:
        words.append(f"CONNECTION LIMIT {role.connections}")
    lines = [f"{'CREATE' if missing else 'ALTER'} ROLE {name} {' '.join(words)};"] if words else []
    config = None if found is None else found["config"]
    lines += rules.statements(role.name, rules.differences(role.config, config))
    has = (found or {}).get("groups") or ()
    lines += [f"GRANT {render.identifier(group)} TO {name};" for group in role.groups if group not in has]
    lines += [f"GRANT SET ON PARAMETER {each} TO {name};" for each in _unsettable(found, role)]
    taken = powers(found, role) if found else ()
    return "\n".join([*lines, *(f"REVOKE {render.identifier(group)} FROM {name};" for group in taken)])


def shut(server: ServerState, databases: Sequence[str]) -> list[str]:
    """The databases that are there, and that the deploy's own roles cannot connect to."""
    found = server.facts.get("databases") or {}
    return [name for name in databases if name in found and not found[name]["deploy"]]


def needed_first(server: ServerState, settings: Settings) -> dict[str, list[str]]:
    """What keeps a deploy from logging in as a role of its own, from reading as it or from naming it: by role.

    What else is wrong with the application's roles waits until the databases have been backed up; but a rehearsal
    gives privileges to the read-only one.
    """
    found = {}
    for each in wanted(settings):
        wrong = differences(server.role(each.name), each)
        if each.name == settings.db_user:
            wrong = [words for words in wrong if words in ("missing", "login") or words.startswith("may not set")]
        elif each.name not in settings.socket_users:
            wrong = [words for words in wrong if words == "missing"]
        if wrong:
            found[each.name] = wrong
    return found


def let_in(role: Wanted, wrong: Sequence[str], found: Mapping[str, Any] | None) -> str:
    """The SQL that lets a role log in and set what its sessions set, and changes nothing else of it."""
    name = render.identifier(role.name)
    lines = [f"ALTER ROLE {name} LOGIN;"] if "login" in wrong else []
    return "\n".join([*lines, *(f"GRANT SET ON PARAMETER {each} TO {name};" for each in _unsettable(found, role))])
