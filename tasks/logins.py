"""The roles that a deploy logs in as or names: there, and let in, before anything is looked at or backed up.

Touches the server's roles, and who may connect to the databases; what else is to change of them comes with ``roles``.
"""

from pyinfra.api.deploy import deploy

from ai_engine_db.execution import difference
from ai_engine_db.operations import role


@deploy("Logins")
def logins() -> None:
    """Makes the roles that are missing, and lets the owner and the deploy's own two log in."""
    difference.remove("Logins of the deploy", role.logins)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    logins()
