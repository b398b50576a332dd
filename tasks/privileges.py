"""Who may do what. Touches the privileges of PUBLIC and of the read-only role in each database."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.facts.server import ServerState
from ai_engine_db.operations import privileges as operations
from ai_engine_db.runtime import changes, host_settings, host_state


@deploy("Privileges")
def privileges() -> None:
    """Takes from PUBLIC what it has in the databases, and lets the read-only role read."""
    wanted = host_settings.of(host)
    now = host_state.of(host)
    if not now.unknown and not host.state.is_executing:
        for name in wanted.databases:
            wrong = operations.differences(now.server or ServerState(), name)
            if wrong == ["missing"]:
                changes.note(host, "privileges", "+", "privileges", database=name)
            else:
                for each in wrong:
                    changes.note(host, "privileges", "~", f"database {name}", each)
    operations.privileges(
        name="Privileges",
        databases=wanted.databases,
        owner=wanted.db_user,
        readonly=wanted.readonly_user,
        own=wanted.own_users,
    )


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    privileges()
