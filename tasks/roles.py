"""The application's role, one that may only read, and the deploy's own. Touches the server's roles."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.facts.server import ServerState
from ai_engine_db.operations import role
from ai_engine_db.runtime import changes, host_settings, host_state
from ai_engine_db.security import roles as rules

BOOTSTRAP = (
    "it is the superuser that the container was created with (POSTGRES_USER), which nobody can change in"
    " PostgreSQL: the"
    " application can do anything. Give it a role of its own (DB_USER), or move to a container of this project by a"
    " backup"
)


@deploy("Roles")
def roles() -> None:
    """Makes the roles, and keeps their attributes, passwords and limits right."""
    wanted = rules.wanted(host_settings.of(host))
    now = host_state.of(host)
    server = now.server or ServerState()
    for each in wanted if not now.unknown else ():
        if (server.role(each.name) or {}).get("bootstrap"):
            changes.note(host, "roles", "!", f"role {each.name}", BOOTSTRAP)
        wrong = rules.differences(server.role(each.name), each)
        if wrong == ["missing"]:
            changes.note(host, "roles", "+", f"role {each.name}")
        elif wrong:
            changes.note(host, "roles", "~", f"role {each.name}", ", ".join(wrong))
    role.roles(name=f"Roles {', '.join(each.name for each in wanted)}", wanted=wanted)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    roles()
