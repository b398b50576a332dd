"""The engine, the image and the container. Writes through the docker command and, for the engine, apt."""

import shlex
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db.execution.commands import Refuse, Slow
from ai_engine_db.execution.script import ShellScript, run
from ai_engine_db.facts import compatibility
from ai_engine_db.facts.docker import LABEL, DockerState, Ready, variable
from ai_engine_db.facts.server import ServerState
from ai_engine_db.runtime import changes, host_settings, host_state
from ai_engine_db.runtime.container_definition import (
    context,
    drift,
    image_definition,
    image_difference,
    password_file,
    run_arguments,
)
from ai_engine_db.security import server_parameters
from ai_engine_db.settings import Settings
from ai_engine_db.transport.retry import retrying

FILES = Path(__file__).parent


@operation()
def engine() -> Generator[PyinfraCommand, None, None]:
    """Installs Docker's engine from Debian's or Ubuntu's packages where there is none, and starts it."""
    docker = host_state.of(host).docker
    if not docker.problem:
        host.noop("the Docker engine is running")
        return
    yield Slow("installing the Docker engine", "sh", "-s", _stdin=(FILES / "engine.sh").read_text())
    host_state.note_change(host)


@operation()
def image(settings: Settings) -> Generator[PyinfraCommand, None, None]:
    """Builds the project's image when its definition changed; pulls any other image that is not there."""
    name = shlex.quote(settings.db_image)
    if not image_difference(settings, host_state.of(host).docker):
        host.noop(f"image {settings.db_image} is up to date")
        return
    if settings.builds_image:
        yield Slow("getting the base image", "sh", "-s", _stdin=(FILES / "base.sh").read_text())
        yield Slow(
            f"building image {settings.db_image}",
            "if ! docker buildx version >/dev/null 2>&1; then export DOCKER_BUILDKIT=0; fi; base64 -d |"
            f" docker build -q --network host --label {LABEL}.image={image_definition()} -t {name} - >/dev/null",
            _stdin=context(),
        )
    elif settings.db_image.startswith("sha256:"):
        yield Refuse(
            f"image {name} is not on the host, and no registry has that name: docker save ... | ssh ... docker load"
        )
    else:
        yield ShellScript(FILES / "pull.sh", [name], f"pulling image {settings.db_image}")
    host_state.note_change(host)


class Create(ShellScript):
    """Makes a container, in turn with other deploys on its machine that make one."""

    # What create.sh prints, followed by who is at it.
    BUSY = "##busy "

    def execute(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> bool:
        told: set[str] = set()

        def attempt() -> list[str] | None:
            lines = run(state_, target, arguments, self.file, self.words, **self.inputs)
            if (who := self._busy(lines)) and who not in told:
                told.add(who)
                target.log_styled(f"    waiting for {who}, which is creating a container", fg="yellow")
            return lines

        limit = host_settings.of(target).db_lock_wait
        lines = retrying(limit, self._busy)(attempt)
        if who := self._busy(lines):
            changes.failed(
                target,
                f"gave up after {limit} s (DB_LOCK_WAIT): {who} is still creating a container on this machine, or"
                " holds a lock on the folder / for another reason (flock). Nothing was changed; try again later.",
            )
        return lines is not None and not who

    def _busy(self, lines: Sequence[str] | None) -> str:
        return next((line.removeprefix(self.BUSY) for line in lines or () if line.startswith(self.BUSY)), "")


def starting(settings: Settings, docker: DockerState) -> bool:
    """Whether the container runs, but its server is not ready. Asks it only where it did not answer when it was read.

    The temporary server of a first start answers too, but listens nowhere.
    """
    server = host_state.of(host).server
    answers = server is not None and not server.problem and bool(server.facts.get("listens"))
    return docker.running and not answers and not host.get_fact(Ready, container=settings.db_container)


def unreadable(docker: DockerState, server: ServerState | None) -> str:
    """Why the image cannot take the data of the running server; empty when it can, or when that cannot be told."""
    if server is None or not server.facts:
        return ""
    return compatibility.data(str(server.facts["version"] // 10000), variable(docker.image, "PG_MAJOR"))


@operation()
def container(settings: Settings) -> Generator[PyinfraCommand, None, None]:
    """Makes and starts the container; recreates one that differs only when told, and keeps its volume."""
    docker = host_state.of(host).docker
    name = settings.db_container
    anew = docker.container is not None and not docker.foreign and settings.recreate and bool(drift(settings, docker))
    if docker.running and not anew and not starting(settings, docker):
        if host_state.of(host).unknown:
            # Its server has become ready since it was read.
            host_state.reread(host)
        host.noop(f"container {name} runs")
        return
    if problem := unreadable(docker, host_state.of(host).server) if anew else "":
        yield Refuse(f"{name} is not recreated: {problem}")
        return
    before = ["running" if docker.running else "stopped"]
    if docker.container is None or anew:
        new_volume = settings.db_volume if docker.volume is None else ""
        before = ["none", shlex.quote(new_volume)]
        old = docker.container["Id"] if docker.container is not None else ""
        words = [name, password_file(settings), new_volume, old, *run_arguments(settings)]
        initial = server_parameters.statements(settings.parameters)
        yield Create(
            FILES / "create.sh", [shlex.quote(word) for word in words], f"creating container {name}", parameters=initial
        )
    start = (FILES / "start.sh").read_text()
    yield Slow(f"starting container {name}", "sh", "-s", "--", name, *before, _stdin=start)
    host_state.note_change(host)


def unavailable(server: ServerState | None, extensions: Iterable[str]) -> list[str]:
    """The extensions that a server has no files for; none as long as there is no server."""
    return sorted(set(extensions) - set(server.facts["available"])) if server and server.facts else []


@operation()
def packages(settings: Settings, extensions: Mapping[str, str]) -> Generator[PyinfraCommand, None, None]:
    """Installs what a running container lacks to offer the extensions, where its image has apt."""
    now = host_state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
        return
    missing = unavailable(now.server, extensions)
    if not missing:
        host.noop("every extension is available")
        return
    script = (FILES / "packages.sh").read_text()
    what = f"installing packages in container {settings.db_container}"
    yield Slow(what, "sh", "-s", "--", settings.db_container, *missing, _stdin=script)
    host_state.note_change(host)
