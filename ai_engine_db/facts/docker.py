"""What the Docker engine of a host has: its container, its volume and its image, each looked up as just that.

``docker inspect NAME`` gives whatever fits: the container whose id begins so, an image, a volume or a network.
"""

import ipaddress
import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyinfra.api.facts import FactBase

LABEL = "ai-engine-db"

_MISSING = ("no such container", "no such volume", "no such image")

# The variables that are ours to know. Others may be secrets, and so may labels and options: nothing prints those.
_VARIABLES = ("PGDATA", "PG_MAJOR", "POSTGRES_USER")
_LIMITS = (
    *("PortBindings", "Memory", "ShmSize", "RestartPolicy", "Init"),
    *("Privileged", "CapAdd", "CapDrop", "SecurityOpt", "ReadonlyRootfs"),
)


@dataclass(frozen=True, slots=True)
class DockerState:
    """The engine of a host, and what we care for on it.

    Attributes:
        problem: why the engine does not answer; empty when it does. ``absent`` when there is none.
        container, volume, image: what is asked of each (:func:`inspect_command`); None where there is none.
        namesake: the container whose id begins like the name of ours, while there is none of that name; empty for none.
    """

    problem: str = ""
    container: Mapping[str, Any] | None = None
    volume: Mapping[str, Any] | None = None
    image: Mapping[str, Any] | None = None
    namesake: str = ""

    @property
    def running(self) -> bool:
        return self.container is not None and bool(self.container["State"]["Running"])

    @property
    def paused(self) -> bool:
        """Whether it runs, and nothing in it does (``docker pause``)."""
        return self.container is not None and bool(self.container["State"].get("Paused"))

    @property
    def name(self) -> str:
        """The container's."""
        return str((self.container or {}).get("Name", "")).removeprefix("/")

    @property
    def labels(self) -> Mapping[str, str]:
        return (self.container or {}).get("Config", {}).get("Labels") or {}

    @property
    def image_labels(self) -> Mapping[str, str]:
        return (self.image or {}).get("Config", {}).get("Labels") or {}

    @property
    def foreign(self) -> bool:
        """Whether there is a container that this project did not make."""
        return self.container is not None and not self.labels.get(f"{LABEL}.definition")

    @property
    def superuser(self) -> str:
        """The role that initdb made: the official image takes it from POSTGRES_USER."""
        return variable(self.container, "POSTGRES_USER") or "postgres"


def variable(item: Mapping[str, Any] | None, name: str) -> str:
    """A variable of a container's or an image's environment; empty where there is none."""
    variables = (item or {}).get("Config", {}).get("Env") or []
    return next((each.split("=", 1)[1] for each in variables if each.startswith(f"{name}=")), "")


def exactly(container: str) -> str:
    """The shell command that succeeds where a container has exactly this name.

    Docker's commands take the beginning of an id for a name, when there is no container of that name.
    """
    return f"""[ "$(docker container inspect --format '{{{{.Name}}}}' {container} 2>/dev/null)" = /{container} ]"""


def may_be_an_id(container: str) -> bool:
    """Whether Docker could take the name of a container for the beginning of another's id."""
    return re.fullmatch("[0-9a-f]+", container) is not None


def inspect_command(container: str, volume: str, image: str) -> str:
    """The shell command that prints what :func:`parse` reads."""
    kinds = {"container": (container, _container(container)), "volume": (volume, '{"Name":{{json .Name}}}')}
    kinds["image"] = (image, f'{{"Id":{{{{json .ID}}}},"RootFS":{{}},"Config":{{ {_configuration("image")} }}}}')
    inspect = "; ".join(
        f"docker {kind} inspect --format {shlex.quote(form)} {shlex.quote(name)} 2>&1"
        for kind, (name, form) in kinds.items()
    )
    return f"if command -v docker >/dev/null 2>&1; then {inspect}; else echo absent; fi"


def _container(name: str) -> str:
    """Docker's template for what is asked of a container; of another than that of this name, only its own name."""
    limits = ",".join(f'"{each}":{{{{json .HostConfig.{each}}}}}' for each in _LIMITS)
    return (
        f'{{{{if eq .Name "/{name}"}}}}{{"Id":{{{{json .ID}}}},"Name":{{{{json .Name}}}},"Mounts":{{{{json .Mounts}}}},'
        '"State":{"Running":{{json .State.Running}},"Paused":{{json .State.Paused}}},'
        f'"HostConfig":{{{limits}}},'
        f'"Config":{{"Image":{{{{json .Config.Image}}}},{_configuration("definition")} }}}}'
        '{{else}}{"Namesake":{{json .Name}}}{{end}}'
    )


def _configuration(label: str) -> str:
    """Docker's template for one label of ours, and the variables that are ours to know."""
    names = " ".join(f'(eq $name "{each}")' for each in _VARIABLES)
    return (
        f'{{{{with .Config}}}}"Labels":{{"{LABEL}.{label}":{{{{json (index .Labels "{LABEL}.{label}")}}}}}},'
        '"Env":[{{range .Env}}{{$name := index (split . "=") 0}}'
        f'{{{{if or {names}}}}}{{{{json .}}}},{{{{end}}}}{{{{end}}}}""]{{{{end}}}}'
    )


def parse(output: list[str]) -> DockerState:
    """Reads what the engine printed: JSON for what is there, complaints for the rest."""
    found: dict[str, Mapping[str, Any]] = {}
    problems: list[str] = []
    namesake = ""
    for line in output:
        if line.startswith('{"Namesake":'):
            namesake = json.loads(line)["Namesake"].removeprefix("/")
        elif line.startswith("{"):
            item = json.loads(line)
            kind = "container" if "HostConfig" in item else "image" if "RootFS" in item else "volume"
            found[kind] = item
        elif line.strip() and line.strip() != "[]" and not any(text in line.lower() for text in _MISSING):
            problems.append(line.strip())
    # The command complains once for each of the names.
    return DockerState(" ".join(dict.fromkeys(problems)), **found, namesake=namesake)


class Ready(FactBase[bool]):
    """Whether the server of a container takes connections over TCP; the temporary one of a first start does not."""

    def command(self, container: str) -> str:
        return f"docker exec {container} pg_isready -q -h 127.0.0.1 && echo ready || true"

    def process(self, output: list[str]) -> bool:
        return "ready" in output


class DataMajor(FactBase[str]):
    """The major version of the data that no server has open: of a stopped container, or of a volume without one.

    Empty where it cannot be told. A volume without a container is looked into by one that is gone again.
    """

    def command(self, container: str, folder: str, volume: str, image: str) -> str:
        if container:
            read = f"docker cp {container}:{folder}/PG_VERSION - 2>/dev/null | tar -xOf - 2>/dev/null"
        else:
            options = f"--rm --network none --read-only --volume {volume}:/data:ro,nocopy --entrypoint cat"
            read = f"docker run {options} {shlex.quote(image)} /data/PG_VERSION 2>/dev/null"
        return f"{read} || true"

    def process(self, output: list[str]) -> str:
        return "".join(output).strip()


class LastWords(FactBase[str]):
    """Why a server crashed, by its log; empty where that does not say."""

    def command(self, container: str) -> str:
        return f"docker logs --tail 500 {container} 2>&1 | grep -E 'PANIC|No space' | tail -n 2 || true"

    def process(self, output: list[str]) -> str:
        return "\n".join(output)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens on a port: ``container x``, ``process nginx (pid 12)``; ``*`` is every address of both kinds."""

    address: str
    holder: str

    def bars(self, address: str) -> bool:
        """Whether nobody else can listen on an address while this one does."""
        if self.address == "*":
            return True
        taken, wanted = ipaddress.ip_address(self.address), ipaddress.ip_address(address)
        # Who listens on all of IPv6 listens on all of IPv4 too, as Docker does it.
        if taken.version != wanted.version:
            return wanted.version == 6 and wanted.is_unspecified
        return taken == wanted or taken.is_unspecified or wanted.is_unspecified


class Listeners(FactBase[list[Listener]]):
    """Says who listens on a TCP port of the host, and on which of its addresses."""

    def command(self, port: int) -> str:
        return (
            f"docker ps --filter publish={port} --format '{{{{.Names}}}} {{{{.Ports}}}}' 2>/dev/null"
            " | sed 's/^/container /';"
            f" {{ ss -Hltnp 'sport = :{port}' 2>/dev/null || lsof -nP -iTCP:{port} -sTCP:LISTEN 2>/dev/null"
            f""" || awk -v p=":{port:04X}$" '$2 ~ p && $4 == "0A" {{print "kernel", $2}}'"""
            f" /proc/net/tcp /proc/net/tcp6 2>/dev/null; }} || true; echo port {port}"
        )

    def process(self, output: list[str]) -> list[Listener]:
        return parse_listeners(output)


def parse_listeners(output: Sequence[str]) -> list[Listener]:
    """Reads what ``docker ps``, and ``ss``, ``lsof`` or the kernel print; the port is the last line."""
    *lines, last = output
    found: dict[str, str] = {}
    for line in lines:
        # What a container has published, a process of Docker's listens on: the container comes first.
        for address, holder in _listeners(line, int(last.split()[1])):
            found.setdefault(address, holder)
    return [Listener(address, holder) for address, holder in found.items()]


def _listeners(line: str, port: int) -> Iterator[tuple[str, str]]:
    words = line.split()
    if line.startswith("container "):
        for published in re.finditer(r"(\S+):(\d+)(?:-(\d+))?->\S+/tcp", line):
            if int(published[2]) <= port <= int(published[3] or published[2]):
                yield _address(published[1]), f"container {words[1]}"
    elif line.startswith("kernel "):
        yield _kernel(words[1]), "another process"
    elif line.startswith("LISTEN "):
        process = re.search(r'users:\(\("([^"]*)",pid=(\d+)', line)
        holder = f"process {process[1]} (pid {process[2]})" if process else "another process"
        yield _address(words[3].rpartition(":")[0]), holder
    elif line.endswith("(LISTEN)"):
        address = words[-2].rpartition(":")[0]
        # lsof writes `*` for both kinds.
        everywhere = address == "*" and "IPv4" in words
        yield str(ipaddress.IPv4Address(0)) if everywhere else _address(address), f"process {words[0]} (pid {words[1]})"


def _address(text: str) -> str:
    """An address without brackets, and without the interface that ss names."""
    return re.sub(r"%[^\]]*", "", text).strip("[]").replace("::ffff:", "") or "::"


def _kernel(text: str) -> str:
    """An address as /proc/net/tcp has it: words of four bytes, the last byte of each first."""
    digits = text.partition(":")[0]
    words = (bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8))
    address = ipaddress.ip_address(b"".join(words))
    # It does not tell whether a socket of IPv6 takes IPv4 too.
    return "*" if address.version == 6 and address.is_unspecified else str(address)
