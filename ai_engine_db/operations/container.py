"""The container, and what its packages lack. Writes through the docker command; never removes a volume."""

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.execution.commands import Slow
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.script import ShellScript, run
from ai_engine_db.facts import compatibility
from ai_engine_db.facts.docker import DataMajor, DockerState, Listeners, Ready, variable
from ai_engine_db.facts.machine import Machine
from ai_engine_db.facts.server import ServerState
from ai_engine_db.runtime import changes, host_settings, host_state, schema_lock
from ai_engine_db.runtime.changes import line
from ai_engine_db.runtime.container_definition import drift, password_file, run_arguments
from ai_engine_db.runtime.host_run import Line
from ai_engine_db.security import server_parameters
from ai_engine_db.settings import Environment, Settings, sizing
from ai_engine_db.transport.retry import retrying

FILES = Path(__file__).parent


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


def container(target: Host) -> Difference:
    """Whether the container is missing, stopped or, where it may be recreated, made from something else."""
    wanted, docker = host_settings.of(target), host_state.of(target).docker
    if problem := host_state.unfit(target) or _taken(wanted, docker):
        return Difference(problem=problem)
    differs = drift(wanted, docker) if docker.container is not None else []
    anew = wanted.recreate and not docker.foreign and bool(differs)
    lines = [*_differing(wanted, docker, differs)]
    item = f"container {wanted.db_container}"
    if docker.container is None:
        lines.append(line("container", "+", item))
    elif not docker.running:
        lines.append(line("container", "~", item, "start"))
    elif starting(target, wanted, docker):
        lines.append(line("container", "~", item, "wait until its server is ready"))
    elif not anew:
        if host_state.of(target).unknown:
            # Its server has become ready since it was read.
            host_state.reread(target)
        return Difference(lines, nothing=f"{item} runs")
    return Difference(
        lines,
        commands=_commands(wanted, docker, anew=anew),
        problem=_obstacle(target, wanted, docker, differs),
        rereads=True,
    )


def _taken(wanted: Settings, docker: DockerState) -> str:
    """Why the container's name cannot be used; empty when it can."""
    name = wanted.db_container
    if docker.namesake:
        return (
            f"there is no container {name}, but the id of container {docker.namesake} starts with that, and Docker"
            " would use it instead: set DB_CONTAINER to a name with a character other than 0 to 9 and a to f"
        )
    if docker.foreign and not wanted.adopt:
        return (
            f"a container {name} exists that this project did not create; rename it (docker rename), set"
            " DB_CONTAINER, or use it as it is: --data adopt=true"
        )
    return ""


def _differing(wanted: Settings, docker: DockerState, differs: Sequence[str]) -> Iterable[Line]:
    recreates = wanted.recreate and not docker.foreign
    kept = (
        "adopted unchanged" if docker.foreign else "kept unchanged; --data recreate=true recreates it, keeping its data"
    )
    for each in differs:
        detail = f"{each} ({'recreated' if recreates else kept})"
        yield line("container", "~" if recreates else "!", f"container {wanted.db_container}", detail)


def _obstacle(target: Host, wanted: Settings, docker: DockerState, differs: Sequence[str]) -> str:
    """Why the container cannot be made or started: its port, the host's memory, or its data; empty when it can."""
    recreates = wanted.recreate and not docker.foreign
    anew = recreates and bool(differs)
    moves = anew and any(each.startswith("port ") for each in differs)
    problem = _port(target, wanted) if (not docker.running and not docker.foreign) or moves else ""
    if not problem and (docker.container is None or anew):
        problem = _memory(target, wanted)
    if not problem and not docker.running:
        problem = _data(target, wanted, docker, anew=anew)
    if not problem and anew and (unread := unreadable(docker, host_state.of(target).server)):
        problem = f"{wanted.db_container} is not recreated: {unread}"
    return problem


def _port(target: Host, wanted: Settings) -> str:
    own, address = f"container {wanted.db_container}", wanted.db_bind_address
    for each in target.get_fact(Listeners, port=wanted.db_port):
        if each.holder != own and each.bars(address):
            on = "" if each.address == address else f" on {'all addresses' if each.address == '*' else each.address}"
            return f"port {wanted.db_port} is in use by {each.holder}{on}: stop that, or set DB_PORT"
    return ""


def _memory(target: Host, wanted: Settings) -> str:
    memory = target.get_fact(Machine).memory * sizing.KILOBYTE
    # In dev the limit may be more than a small machine has; the server takes what it needs.
    if wanted.environment is not Environment.DEV and 0 < memory < sizing.size(wanted.db_memory):
        return f"DB_MEMORY is {wanted.db_memory}, and the host has {memory // sizing.MEGABYTE}m"
    return ""


def _data(target: Host, wanted: Settings, docker: DockerState, *, anew: bool) -> str:
    """Why the server that is to be started cannot read the data that are there, as far as that can be told."""
    image = docker.image if anew or docker.container is None else docker.container
    if docker.volume is None or image is None:
        return ""
    major = target.get_fact(
        DataMajor,
        container=wanted.db_container if docker.container else "",
        folder=variable(docker.container, "PGDATA"),
        volume=wanted.db_volume,
        image=wanted.db_image,
    )
    problem = compatibility.data(major, variable(image, "PG_MAJOR"))
    return f"container {wanted.db_container}: {problem}" if problem else ""


def unreadable(docker: DockerState, server: ServerState | None) -> str:
    """Why the image cannot take the data of the running server; empty when it can, or when that cannot be told."""
    if server is None or not server.facts:
        return ""
    return compatibility.data(str(server.facts["version"] // 10000), variable(docker.image, "PG_MAJOR"))


def starting(target: Host, wanted: Settings, docker: DockerState) -> bool:
    """Whether the container runs, but its server is not ready. Asks it only where it did not answer when it was read.

    The temporary server of a first start answers too, but listens nowhere.
    """
    server = host_state.of(target).server
    answers = server is not None and not server.problem and bool(server.facts.get("listens"))
    return docker.running and not answers and not target.get_fact(Ready, container=wanted.db_container)


def _commands(wanted: Settings, docker: DockerState, *, anew: bool) -> list[PyinfraCommand]:
    name, commands = wanted.db_container, list[PyinfraCommand]()
    before = ["running" if docker.running else "stopped"]
    if docker.container is None or anew:
        new_volume = wanted.db_volume if docker.volume is None else ""
        before = ["none", shlex.quote(new_volume)]
        old = docker.container["Id"] if docker.container is not None else ""
        words = [name, password_file(wanted), new_volume, old, *run_arguments(wanted)]
        initial = server_parameters.statements(wanted.parameters)
        quoted = [shlex.quote(word) for word in words]
        commands.append(Create(FILES / "create.sh", quoted, f"creating container {name}", parameters=initial))
    start = (FILES / "start.sh").read_text()
    return [*commands, Slow(f"starting container {name}", "sh", "-s", "--", name, *before, _stdin=start)]


def packages(target: Host) -> Difference:
    """Which extensions of the lock a running container has no files for."""
    wanted, name = schema_lock.read().extensions, host_state.container(target)
    missing = unavailable(host_state.of(target).server, wanted)
    if not missing:
        return Difference(nothing="every extension is available")
    script = (FILES / "packages.sh").read_text()
    what = f"installing packages in container {name}"
    return Difference(
        [line("packages", "~", f"container {name}", f"install packages for {', '.join(missing)}")],
        commands=[Slow(what, "sh", "-s", "--", name, *missing, _stdin=script)],
        rereads=True,
    )


def unavailable(server: ServerState | None, extensions: Iterable[str]) -> list[str]:
    """The extensions that a server has no files for; none as long as there is no server."""
    return sorted(set(extensions) - set(server.facts["available"])) if server and server.facts else []
