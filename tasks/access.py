"""Who may connect, from where and how. Touches pg_hba.conf, pg_ident.conf and the server's parameters."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.operations import access as operations
from ai_engine_db.runtime import changes, host_settings, host_state
from ai_engine_db.security import access_rules


@deploy("Access")
def access() -> None:
    """Keeps pg_hba.conf, and the parameters for passwords, TLS and the log right; reloads, and never restarts.

    Raises:
        DeployError: the server was started with a parameter that is not as it should be.
    """
    wanted = host_settings.of(host)
    now = host_state.of(host)
    if now.docker.foreign:
        if not now.unknown and (problem := access_rules.locked_out(wanted, now)):
            raise DeployError(f"{host.name}: {problem}. Nothing was changed.")
        changes.note(host, "access", "!", "pg_hba.conf", "belongs to the adopted container, and is kept unchanged")
        return
    if not now.unknown:
        if problem := access_rules.obstacle(wanted, now):
            raise DeployError(f"{host.name}: {problem}. Nothing was changed.")
        for item, detail in access_rules.differences(wanted, now).why:
            changes.note(host, "access", "~" if now.server else "+", item, detail)
    operations.access(name="Access", settings=wanted)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    access()
