"""The server's parameters: sized from the container's memory. Touches postgresql.auto.conf; restarts only when told."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import parameters as operations
from ai_engine_db.runtime import changes, host_settings, host_state
from ai_engine_db.security import server_parameters


@deploy("Parameters")
def parameters() -> None:
    """Shows and sets the parameters that differ; ``recreate`` allows a restart as ``restart`` does."""
    wanted = host_settings.of(host)
    now = host_state.of(host)
    if now.docker.foreign:
        # They are sized from the memory that we would have given it.
        return
    found = server_parameters.differences(None if now.unknown else now.server, wanted.parameters)
    restart = wanted.restart or wanted.recreate
    for name, value in found.now.items():
        sign, detail = "~", f"{value} → {wanted.parameters[name]}"
        if name in found.fixed:
            sign, detail = "!", f"{detail}, but the server's command line overrides it"
        elif name in found.waiting and not restart:
            sign = "~" if name in found.to_set else "!"
            detail = f"{detail} (takes effect at a restart: --data restart=true)"
        elif name in found.waiting:
            detail = f"{detail} (the server is restarted)"
        changes.note(host, "parameters", sign, f"parameter {name}", detail)
    operations.parameters(name="Parameters", wanted=wanted.parameters, restart=restart)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    parameters()
