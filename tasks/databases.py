"""The databases. Touches the server's databases, and schema ``deploy`` in each."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.facts.server import ServerState
from ai_engine_db.operations import database
from ai_engine_db.runtime import changes, host_settings, host_state


@deploy("Databases")
def databases() -> None:
    """Makes the databases, and keeps their owner and search_path right."""
    wanted = host_settings.of(host)
    now = host_state.of(host)
    if not now.unknown:
        for name in wanted.databases:
            wrong = database.differences(now.server or ServerState(), name, wanted.db_user)
            if wrong == ["missing"]:
                changes.note(host, "databases", "+", f"database {name}")
            elif wrong:
                changes.note(host, "databases", "~", f"database {name}", ", ".join(wrong))
    database.databases(
        name="Databases",
        names=wanted.databases,
        owner=wanted.db_user,
        readers=wanted.own_users,
    )


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    databases()
