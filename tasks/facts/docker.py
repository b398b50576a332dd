"""What the Docker engine of a host has: one ``docker inspect`` for the container, the volume and the image."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyinfra.api.facts import FactBase

LABEL = "ai-engine-db"

_MISSING = ("no such object", "no such container", "no such volume", "no such image")


@dataclass(frozen=True, slots=True)
class DockerState:
    """The engine of a host, and what we care for on it.

    Attributes:
        problem: why the engine does not answer; empty when it does. ``absent`` when there is none.
        container, volume, image: what ``docker inspect`` says of each; None where there is none.
    """

    problem: str = ""
    container: Mapping[str, Any] | None = None
    volume: Mapping[str, Any] | None = None
    image: Mapping[str, Any] | None = None

    @property
    def running(self) -> bool:
        return self.container is not None and bool(self.container["State"]["Running"])

    @property
    def labels(self) -> Mapping[str, str]:
        return (self.container or {}).get("Config", {}).get("Labels") or {}

    @property
    def image_labels(self) -> Mapping[str, str]:
        return (self.image or {}).get("Config", {}).get("Labels") or {}

    @property
    def foreign(self) -> bool:
        """Whether there is a container that this project did not make."""
        return self.container is not None and f"{LABEL}.definition" not in self.labels

    @property
    def superuser(self) -> str:
        """The role that initdb made: the official image takes it from POSTGRES_USER."""
        return variable(self.container, "POSTGRES_USER") or "postgres"


def variable(item: Mapping[str, Any] | None, name: str) -> str:
    """A variable of a container's or an image's environment; empty where there is none."""
    variables = (item or {}).get("Config", {}).get("Env") or []
    return next((each.split("=", 1)[1] for each in variables if each.startswith(f"{name}=")), "")


def inspect_command(container: str, volume: str, image: str) -> str:
    """The shell command that prints what :func:`parse` reads."""
    names = " ".join(map(shlex.quote, (container, volume, image)))
    # Passwords in another image's environment are no business of ours, nor of -vvv.
    return (
        "if command -v docker >/dev/null 2>&1; then"
        f" docker inspect --format '{{{{json .}}}}' {names} 2>&1"
        """ | sed -E 's/"([A-Z_]*PASSWORD)=[^"]*"/"\\1="/g';"""
        " else echo absent; fi"
    )


def parse(output: list[str]) -> DockerState:
    """Reads the lines of ``docker inspect``: JSON for what is there, complaints for the rest."""
    found: dict[str, Mapping[str, Any]] = {}
    problems: list[str] = []
    for line in output:
        if line.startswith("{"):
            item = json.loads(line)
            kind = "container" if "HostConfig" in item else "image" if "RootFS" in item else "volume"
            found[kind] = item
        elif line.strip() and line.strip() != "[]" and not any(text in line.lower() for text in _MISSING):
            problems.append(line.strip())
    # The command complains once for each of the names.
    return DockerState(" ".join(dict.fromkeys(problems)), **found)


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


class PortHolder(FactBase[str | None]):
    """Says who listens on a TCP port of the host: ``container x``, ``process nginx (pid 12)``, or None for nobody."""

    def command(self, port: int) -> str:
        return (
            f"docker ps --filter publish={port} --format 'container {{{{.Names}}}}' 2>/dev/null;"
            f" {{ ss -Hltnp 'sport = :{port}' 2>/dev/null || lsof -nP -iTCP:{port} -sTCP:LISTEN 2>/dev/null"
            f""" || awk -v p=":{port:04X}$" '$2 ~ p && $4 == "0A" {{print "LISTEN"}}'"""
            " /proc/net/tcp /proc/net/tcp6 2>/dev/null; } || true"
        )

    def process(self, output: list[str]) -> str | None:
        return parse_holder(output)


def parse_holder(output: list[str]) -> str | None:
    """Picks the name of who listens out of what ``docker ps``, ``ss`` or ``lsof`` print."""
    lines = [line for line in output if line.strip() and not line.startswith("COMMAND")]
    for line in lines:
        if line.startswith("container "):
            return line
        if 'users:(("' in line:
            name = line.split('users:(("')[1].split('"')[0]
            return f"process {name} (pid {line.split('pid=')[1].split(',')[0]})"
        if "TCP" in line and "LISTEN" in line:
            return f"process {line.split()[0]} (pid {line.split()[1]})"
    return "another process" if lines else None
