"""What the extensions need inside the container. Touches the container's packages."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import docker
from ai_engine_db.runtime import changes, host_settings, host_state


@deploy("Packages")
def packages() -> None:
    """Makes sure that the running container offers every extension of the lock."""
    wanted = host_settings.of(host)
    extensions = host_state.schema_lock().extensions
    if missing := docker.unavailable(host_state.of(host).server, extensions):
        detail = f"install packages for {', '.join(missing)}"
        changes.note(host, "packages", "~", f"container {wanted.db_container}", detail)
    docker.packages(name="Packages", settings=wanted, extensions=extensions)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    packages()
