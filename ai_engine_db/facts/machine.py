"""What kind of machine a host is, as far as an engine can be installed and started on it. One shell command."""

import json
from dataclasses import dataclass

from pyinfra.api.facts import FactBase

_PROBE = """id=unknown; like=
[ -r /etc/os-release ] && . /etc/os-release && id=$ID && like=${ID_LIKE:-}
[ "$(uname)" = Darwin ] && id=macos
daemon=false; command -v dockerd >/dev/null 2>&1 && daemon=true
root=false; [ "$(id -u)" = 0 ] && root=true
memory=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo 2>/dev/null)
printf '{"os": "%s %s", "user": "%s", "root": %s, "daemon": %s, "docker_host": "%s", "memory": %s}' \
"$id" "$like" "$(id -un)" "$root" "$daemon" "${DOCKER_HOST:-}" "${memory:-0}"
"""


@dataclass(frozen=True, slots=True)
class MachineState:
    """A machine: ``ID`` and ``ID_LIKE`` of its system, who we are on it, whether it has the engine's daemon.

    ``memory`` is in kibibytes; 0 where it cannot be told.
    """

    os: str
    user: str
    root: bool
    daemon: bool
    docker_host: str
    memory: int

    def obstacle(self, problem: str) -> str:
        """Why an engine that does not answer cannot be installed or started here; empty when it can."""
        if "permission denied" in problem.lower():
            return (
                f"user {self.user} may not use the Docker engine: add {self.user} to group docker and log in again,"
                " or use --sudo"
            )
        if self.docker_host:
            return f"the Docker engine at DOCKER_HOST={self.docker_host} does not answer: {problem.rstrip('.')}"
        if "macos" in self.os:
            return "the Docker engine does not answer: install Docker Desktop, start it and try again"
        if not self.daemon and not {"debian", "ubuntu"}.intersection(self.os.split()):
            return f"there is no Docker engine, and this is {self.os.strip()}: install Docker Engine 20.10 or later"
        if not self.root:
            return f"the Docker engine does not answer, and user {self.user} cannot start it: start it, or use --sudo"
        return ""


class Machine(FactBase[MachineState]):
    """Reads :class:`MachineState`."""

    def command(self) -> str:
        return _PROBE

    def process(self, output: list[str]) -> MachineState:
        return MachineState(**json.loads("".join(output)))
