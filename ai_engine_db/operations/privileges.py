"""Who may do what in the databases. Writes privileges through psql."""

from collections.abc import Sequence

from pyinfra.api.host import Host

from ai_engine_db.execution.deploy_schema import record
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.runner import SqlScript, recorded
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import ServerState
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.runtime.host_run import Line
from ai_engine_db.security import privileges as rules
from ai_engine_db.security.privileges import found


def differences(server: ServerState, name: str) -> list[str]:
    """What is wrong with the privileges in a database; ``missing`` when there is none."""
    return rules.differences(*found(server, name))


def privileges(target: Host, databases: Sequence[str]) -> Difference:
    """What PUBLIC has in databases, and what the read-only role lacks to read.

    Args:
        target: the host.
        databases: names.
    """
    wanted, server = host_settings.of(target), host_state.of(target).server or ServerState()
    lines, scripts = [], []
    for name in databases:
        if wrong := differences(server, name):
            lines += _lines(name, wrong)
            words = "privileges" if wrong == ["missing"] else "; ".join(wrong)
            has = found(server, name)[0]
            roles = (wanted.db_user, wanted.readonly_user, wanted.own_users)
            sql = rules.statements(name, *roles, has, wanted.granted_roles)
            parts = [SqlPart(f"BEGIN;\n{sql}\nCOMMIT;", f"privileges in {name}")]
            sessions = recorded(target, name, parts, record("privileges", words))
            scripts.append(SqlScript(name, sessions, f"{name}: {words}"))
    return Difference(lines, scripts, nothing="privileges are up to date")


def _lines(database: str, wrong: Sequence[str]) -> list[Line]:
    if wrong == ["missing"]:
        return [line("privileges", "+", "privileges", database=database)]
    return [line("privileges", "~", f"database {database}", each) for each in wrong]
