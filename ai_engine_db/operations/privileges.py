"""Who may do what in the databases. Writes privileges through psql."""

from collections.abc import Generator, Sequence

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation

from ai_engine_db.execution.commands import apply
from ai_engine_db.execution.deploy_schema import record
from ai_engine_db.execution.runner import SqlScript, recorded
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import ServerState
from ai_engine_db.runtime import host_state
from ai_engine_db.security import privileges as rules
from ai_engine_db.security.privileges import found


def differences(server: ServerState, name: str) -> list[str]:
    """What is wrong with the privileges in a database; ``missing`` when there is none."""
    return rules.differences(*found(server, name))


@operation()
def privileges(
    databases: Sequence[str], owner: str, readonly: str, own: Sequence[str]
) -> Generator[PyinfraCommand, None, None]:
    """Takes from PUBLIC what it has, and lets the read-only role read.

    Args:
        databases: names.
        owner: the role that owns the databases.
        readonly: the role that may only read.
        own: the deploy's own, first the one that reads catalogs.
    """

    def work(target: Host) -> list[SqlScript]:
        server = host_state.of(target).server or ServerState()
        scripts = []
        for name in databases:
            if wrong := differences(server, name):
                words = "privileges" if wrong == ["missing"] else "; ".join(wrong)
                sql = rules.statements(name, owner, readonly, own, found(server, name)[0])
                parts = [SqlPart(f"BEGIN;\n{sql}\nCOMMIT;", f"privileges in {name}")]
                sessions = recorded(target, name, parts, record("privileges", words))
                scripts.append(SqlScript(name, sessions, f"{name}: {words}"))
        return scripts

    yield from apply(work, "privileges are up to date")
