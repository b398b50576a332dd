"""The roles that a deploy logs in as or names: there, and let in, before anything is looked at or backed up.

Touches the server's roles, and who may connect to the databases; what else is to change of them comes with ``roles``.
"""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.facts.server import ServerState
from ai_engine_db.operations import role
from ai_engine_db.runtime import changes, host_settings, host_state
from ai_engine_db.security import roles


@deploy("Logins")
def logins() -> None:
    """Makes the roles that are missing, and lets the owner and the deploy's own two log in."""
    wanted, now = host_settings.of(host), host_state.of(host)
    server = now.server or ServerState()
    if not now.unknown:
        for name in roles.shut(server, wanted.databases):
            readers = f"{wanted.catalog_user} and {wanted.backup_user}"
            changes.note(host, "roles", "~", f"database {name}", f"{readers} may connect")
    role.logins(name="Logins of the deploy", settings=wanted)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    logins()
