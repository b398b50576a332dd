"""The application's role, one that may only read, and the deploy's own. Touches the server's roles."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import role
from ai_engine_db.runtime import host_settings
from ai_engine_db.security import roles as rules


@deploy("Roles")
def roles() -> None:
    """Makes the roles, and keeps their attributes, passwords and limits right."""
    names = ", ".join(each.name for each in rules.wanted(host_settings.of(host)))
    difference.remove(f"Roles {names}", role.roles)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    roles()
