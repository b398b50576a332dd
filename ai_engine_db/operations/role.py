"""The roles: made, and their attributes, passwords and limits kept right. Writes pg_authid through psql."""

from pyinfra.api.host import Host

from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.runner import SqlScript, as_superuser
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import ServerState
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.schema import render
from ai_engine_db.security.roles import QUIET, differences, let_in, needed_first, shut, statements, wanted

BOOTSTRAP = (
    "it is the superuser that the container was created with (POSTGRES_USER), which nobody can change in"
    " PostgreSQL: the"
    " application can do anything. Give it a role of its own (DB_USER), or move to a container of this project by a"
    " backup"
)


def logins(target: Host) -> Difference:
    """Which roles are missing, and which of those that a deploy logs in as cannot log in and connect."""
    settings = host_settings.of(target)
    server = host_state.of(target).server or ServerState()
    first = needed_first(server, settings)
    lines, parts, done = [], [], []
    for each in wanted(settings):
        found = server.role(each.name)
        if wrong := first.get(each.name):
            whole = found is None or each.name != settings.db_user
            sql = statements(each, wrong, found) if whole else let_in(each, wrong, found)
            parts.append(_transaction(each.name, sql))
            done.append(f"role {each.name}: {', '.join(wrong)}")
    readers = settings.own_users
    for name in shut(server, settings.databases):
        lines.append(line("roles", "~", f"database {name}", f"{' and '.join(readers)} may connect"))
        parts.append(SqlPart(render.grant_connect(name, readers), f"database {name}"))
        done.append(f"database {name}: {', '.join(readers)} may connect")
    # The names of roles are part of a database's state, and who could not log in may now.
    return Difference(lines, _scripts(target, parts, done), rereads=True, nothing="the roles of a deploy may log in")


def roles(target: Host) -> Difference:
    """Which roles are missing, and which have other attributes, another password or other limits than they should."""
    settings = host_settings.of(target)
    server = host_state.of(target).server or ServerState()
    every = wanted(settings)
    lines, parts, done = [], [], []
    for each in every:
        found = server.role(each.name)
        if (found or {}).get("bootstrap"):
            lines.append(line("roles", "!", f"role {each.name}", BOOTSTRAP))
        wrong = differences(found, each)
        if not wrong:
            continue
        made = wrong == ["missing"]
        lines.append(line("roles", "+" if made else "~", f"role {each.name}", "" if made else ", ".join(wrong)))
        parts.append(_transaction(each.name, statements(each, wrong, found)))
        done.append(f"role {each.name}: {', '.join(wrong)}")
    return Difference(
        lines,
        _scripts(target, parts, done),
        # The names of roles are part of a database's state.
        rereads=any(server.role(each.name) is None for each in every),
        nothing=f"roles {', '.join(each.name for each in every)} are up to date",
    )


def _transaction(name: str, sql: str) -> SqlPart:
    return SqlPart(f"{QUIET}\nBEGIN;\n{sql}\nCOMMIT;", f"role {name}")


def _scripts(target: Host, parts: list[SqlPart], done: list[str]) -> list[SqlScript]:
    return [SqlScript("postgres", as_superuser(target, "postgres", parts), "\n".join(done))] if parts else []
