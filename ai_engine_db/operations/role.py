"""The roles: made, and their attributes, passwords and limits kept right. Writes pg_authid through psql."""

from collections.abc import Generator, Sequence

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution.commands import apply
from ai_engine_db.execution.runner import SqlScript, as_superuser
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import ServerState
from ai_engine_db.runtime import host_state
from ai_engine_db.schema import render
from ai_engine_db.security.roles import QUIET, Wanted, differences, let_in, needed_first, shut, statements, wanted
from ai_engine_db.settings import Settings


@operation()
def logins(settings: Settings) -> Generator[PyinfraCommand, None, None]:
    """Makes the roles that are missing, and lets those that a deploy logs in as log in and connect."""
    readers = settings.own_users
    databases = settings.databases

    def work(target: Host) -> list[SqlScript]:
        server = host_state.of(target).server or ServerState()
        parts, done = [], []
        for each in wanted(settings):
            found = server.role(each.name)
            if wrong := needed_first(server, settings).get(each.name):
                whole = found is None or each.name != settings.db_user
                sql = statements(each, wrong, found) if whole else let_in(each, wrong, found)
                parts.append(SqlPart(f"{QUIET}\nBEGIN;\n{sql}\nCOMMIT;", f"role {each.name}"))
                done.append(f"role {each.name}: {', '.join(wrong)}")
        for name in shut(server, databases):
            parts.append(SqlPart(render.grant_connect(name, readers), f"database {name}"))
            done.append(f"database {name}: {', '.join(readers)} may connect")
        return [SqlScript("postgres", as_superuser(target, "postgres", parts), "\n".join(done))] if parts else []

    before = host_state.of(host).server or ServerState()
    yield from apply(work, "the roles of a deploy may log in")
    if needed_first(before, settings) or shut(before, databases):
        # The names of roles are part of a database's state, and who could not log in may now.
        host_state.note_change(host)


@operation()
def roles(wanted: Sequence[Wanted]) -> Generator[PyinfraCommand, None, None]:
    """Makes roles, or gives existing ones the attributes, password and limits they should have.

    Args:
        wanted: the roles.
    """

    def work(target: Host) -> list[SqlScript]:
        server = host_state.of(target).server or ServerState()
        parts, done = [], []
        for each in wanted:
            found = server.role(each.name)
            if wrong := differences(found, each):
                parts.append(
                    SqlPart(f"{QUIET}\nBEGIN;\n{statements(each, wrong, found)}\nCOMMIT;", f"role {each.name}")
                )
                done.append(f"role {each.name}: {', '.join(wrong)}")
        return [SqlScript("postgres", as_superuser(target, "postgres", parts), "\n".join(done))] if parts else []

    before = host_state.of(host).server or ServerState()
    yield from apply(work, f"roles {', '.join(each.name for each in wanted)} are up to date")
    if any(before.role(each.name) is None for each in wanted):
        # The names of roles are part of a database's state.
        host_state.note_change(host)
