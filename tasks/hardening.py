"""Lists what makes the server safe, each item with pass or fail: run by itself. Touches nothing."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db import report
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.security import hardening as operations


@deploy("Hardening")
def hardening() -> None:
    """Shows the list.

    Raises:
        DeployError: there is no server that answers, or an item fails.
    """
    now = host_state.of(host)
    if now.unknown or now.server is None:
        raise DeployError(f"{host.name}: {now.unknown or 'there is no server'}: run the deploy first")
    items = operations.items(host_settings.of(host), now)
    report.show_hardening(host, items)
    if failing := [item.name for item in items if item.result == "FAIL"]:
        raise DeployError(f"{host.name}: {', '.join(failing)} failed, see above: a deploy fixes what it can")


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    hardening()
