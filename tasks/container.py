"""The container. Touches the container and its volume; never removes a volume."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db import settings
from ai_engine_db.facts import compatibility
from ai_engine_db.facts.docker import DataMajor, DockerState, Listeners, variable
from ai_engine_db.facts.machine import Machine
from ai_engine_db.operations import docker
from ai_engine_db.runtime import changes, container_definition, host_settings, host_state
from ai_engine_db.settings import sizing
from tasks.engine import require_fit


@deploy("Container")
def container() -> None:
    """Makes, starts or, when told, recreates the container.

    Raises:
        DeployError: its name or its port is taken by something else, the host is none to write to, or the data are of
            another major version.
    """
    wanted = host_settings.of(host)
    require_fit(host)
    now = host_state.of(host).docker
    if now.namesake:
        raise DeployError(
            f"{host.name}: there is no container {wanted.db_container}, but the id of container {now.namesake} starts"
            " with that, and Docker would use it instead: set DB_CONTAINER to a name with a character other than"
            " 0 to 9 and a to f."
            " Nothing was changed."
        )
    if now.foreign and not wanted.adopt:
        raise DeployError(
            f"{host.name}: a container {wanted.db_container} exists that this project did not create;"
            " rename it (docker rename), set DB_CONTAINER, or use it as it is: --data adopt=true. Nothing was changed."
        )
    drift = container_definition.drift(wanted, now) if now.container is not None else []
    item = f"container {wanted.db_container}"
    recreates = wanted.recreate and not now.foreign
    left = "adopted unchanged" if now.foreign else "kept unchanged; --data recreate=true recreates it, keeping its data"
    for difference in drift:
        told = "recreated" if recreates else left
        changes.note(host, "container", "~" if recreates else "!", item, f"{difference} ({told})")
    moves = any(difference.startswith("port ") for difference in drift)
    if (not now.running and not now.foreign) or (recreates and moves):
        _require_port(wanted)
    if now.container is None or (recreates and drift):
        _require_memory(wanted)
    if not now.running:
        _require_readable(wanted, now, anew=recreates and bool(drift))
    if now.container is None:
        changes.note(host, "container", "+", item)
    elif not now.running:
        changes.note(host, "container", "~", item, "start")
    elif docker.starting(wanted, now):
        changes.note(host, "container", "~", item, "wait until its server is ready")
    docker.container(name=f"Container {wanted.db_container}", settings=wanted)


def _require_port(wanted: settings.Settings) -> None:
    own, address = f"container {wanted.db_container}", wanted.db_bind_address
    for each in host.get_fact(Listeners, port=wanted.db_port):
        if each.holder != own and each.bars(address):
            on = "" if each.address == address else f" on {'all addresses' if each.address == '*' else each.address}"
            raise DeployError(
                f"{host.name}: port {wanted.db_port} is in use by {each.holder}{on}: stop that, or set DB_PORT."
                " Nothing was changed."
            )


def _require_readable(wanted: settings.Settings, now: DockerState, *, anew: bool) -> None:
    """Makes sure that the server that is to be started can read the data that are there, as far as that can be told."""
    image = now.image if anew or now.container is None else now.container
    if now.volume is None or image is None:
        return
    major = host.get_fact(
        DataMajor,
        container=wanted.db_container if now.container else "",
        folder=variable(now.container, "PGDATA"),
        volume=wanted.db_volume,
        image=wanted.db_image,
    )
    if problem := compatibility.data(major, variable(image, "PG_MAJOR")):
        raise DeployError(f"{host.name}: container {wanted.db_container}: {problem}. Nothing was changed.")


def _require_memory(wanted: settings.Settings) -> None:
    memory = host.get_fact(Machine).memory * sizing.KILOBYTE
    # In dev the limit may be more than a small machine has; the server takes what it needs.
    if wanted.environment is not settings.Environment.DEV and 0 < memory < sizing.size(wanted.db_memory):
        raise DeployError(
            f"{host.name}: DB_MEMORY is {wanted.db_memory}, and the host has {memory // sizing.MEGABYTE}m."
            " Nothing was changed."
        )


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    container()
