"""The check at the end of a deploy: what the databases hold against what they should. Reads; writes a comment."""

import re
import shlex
from collections.abc import Generator, Sequence

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db import report, settings
from ai_engine_db.execution.runner import SqlScript, as_owner, run_once
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import CATALOG_STAMP_LENGTH
from ai_engine_db.runtime import (
    changes,
    host_run,
    host_settings,
    host_state,
    schema_lock,
    schema_plans,
    summary,
    verified,
)
from ai_engine_db.schema.render import literal
from ai_engine_db.schema.statements import Plan
from ai_engine_db.security import hardening
from ai_engine_db.transport import psql


def shortfall(target: Host, databases: Sequence[str]) -> list[str]:
    """What keeps a host's databases from being what ``sql/`` says, and safe; empty when nothing does."""
    lines, now = missing(target, databases), host_state.of(target)
    if now.unknown or now.server is None:
        return lines
    failing = [item for item in hardening.items(host_settings.of(target), now) if item.result == "FAIL"]
    return lines + [f"{item.name}: {problem}" for item in failing for problem in item.problems]


def missing(target: Host, databases: Sequence[str]) -> list[str]:
    """What keeps databases from being what ``sql/`` says."""
    now = host_state.of(target)
    if now.unknown or now.server is None:
        return [now.unknown or "there is no server"]
    lines = []
    for name in databases:
        if name not in now.server.databases:
            lines.append(f"{name}: database is missing")
            continue
        foretold, plan = host_run.of(target).foretold, schema_plans.of(target, name)
        left = [change for change in plan.changes if (name, change.object) not in foretold]
        lines += [f"{name}: {change}" for change in left if change.sign != "!" or change.falls_short]
        extensions = now.server.databases[name].extensions
        lines += [
            f"{name}: extension {each} is missing" for each in schema_lock.read().extensions if each not in extensions
        ]
    return lines


def connect(wanted: settings.Settings) -> str:
    """The command by which a person connects, for a shell: names may hold blanks, quotes, whatever."""
    if wanted.tls == "off":
        words = ["-h", wanted.db_host, "-p", str(wanted.db_port), "-U", wanted.db_user]
        # psql takes such a name for a connection string.
        odd = "=" in wanted.db_name or "://" in wanted.db_name
        return shlex.join(["psql", *words, "-d", psql.conninfo(dbname=wanted.db_name) if odd else wanted.db_name])
    from ai_engine_db.security import authority

    root = "system" if wanted.db_tls_cert else str(authority.folder(wanted) / authority.CERTIFICATE)
    where = {"host": wanted.db_host, "port": str(wanted.db_port), "user": wanted.db_user, "dbname": wanted.db_name}
    where |= {"sslmode": "verify-full", "sslrootcert": root}
    plain = all(re.fullmatch(r"[\w./:-]+", value) for value in where.values())
    text = " ".join(f"{key}={value}" for key, value in where.items()) if plain else psql.conninfo(**where)
    return shlex.join(["psql", text])


def notes(target: Host, databases: Sequence[str]) -> list[SqlScript]:
    """What makes a note of it where a database was found to be what the lock says, to the last object."""
    wanted = host_settings.of(target)
    role, placeholders = wanted.db_user, tuple(wanted.placeholders.items())
    server = host_state.of(target).server
    found = server.databases if server else {}
    return [
        SqlScript(name, as_owner(target, name, [SqlPart(f"COMMENT ON SCHEMA deploy IS {literal(text)};")]))
        for name in databases
        if not found[name].verified
        and found[name].migrations
        and schema_plans.of(target, name) == Plan()
        and (text := verified.comment(role, host_state.stamp(target, name)[:CATALOG_STAMP_LENGTH], placeholders))
    ]


class Verify(PyinfraCommand):
    """Reads the databases anew, shows the figures, and fails where they fall short; else makes a note of it."""

    def __init__(self, databases: Sequence[str]) -> None:
        super().__init__()
        self.databases = databases

    def __repr__(self) -> str:
        return "Verify"

    def execute(self, state_: PyinfraState, target: Host, connector_arguments: ConnectorArguments) -> bool:
        host_state.reread(target)
        found = shortfall(target, self.databases)
        if not found:
            summary.show(target, self.databases)
        report.show(target, self.databases)
        now = host_state.of(target)
        if now.server is not None and not now.unknown:
            report.show_hardening(target, hardening.items(host_settings.of(target), now))
        for line in found:
            changes.failed(target, line)
        if not found:
            if scripts := notes(target, self.databases):
                # Whoever is in the way of this costs the next deploy a look, and nothing else.
                run_once(state_, target, connector_arguments, scripts)
            target.log(f"Connect: {connect(host_settings.of(target))}")
        else:
            target.log_styled("The result differs from what was deployed, see above.", fg="red")
        return not found


@operation()
def verify(databases: Sequence[str]) -> Generator[PyinfraCommand, None, None]:
    """Compares each database with the lock, after a change by a new reading.

    Args:
        databases: names.
    """
    if host_state.changed(host) or shortfall(host, databases):
        yield Verify(databases)
    else:
        host.noop("the databases match sql/")
