"""Who may connect, from where and how. Touches pg_hba.conf, pg_ident.conf and the server's parameters."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import access as operations
from ai_engine_db.runtime import host_state


@deploy("Access")
def access() -> None:
    """Keeps pg_hba.conf, and the parameters for passwords, TLS and the log right; reloads, and never restarts.

    Raises:
        DeployError: the server was started with a parameter that is not as it should be.
    """
    own = not host_state.of(host).docker.foreign
    difference.remove("Access", operations.access, server=own)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    access()
