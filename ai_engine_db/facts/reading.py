"""Everything that a deploy wants to know of a host: the engine, the container, the server. One shell command.

The engine is asked while the databases are read: with nothing to do, this is nearly all the time a deploy takes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyinfra.api.facts import FactBase

from ai_engine_db.facts import docker, obstacles, server

_ENGINE = "@@engine@@"

# A table is locked, or an object went while the catalogs were read, or a restore took the database out of its place.
_PASSING = (
    server.LOCKED,
    "cache lookup failed for",
    "could not open relation with OID",
    "just been dropped or renamed",
    "terminating connection due to administrator command",
    server.NO_CONNECTION,
)

# What a server says where initdb made another superuser; and where our own pg_hba.conf lets in that one.
_STRANGER = ('role "{}" does not exist',)
_STRANGER_OF_OURS = ('Peer authentication failed for user "{}"', "no password supplied")


@dataclass(frozen=True, slots=True)
class HostState:
    """A host: its engine, its server unless the container does not run, and its clock in seconds of the epoch."""

    docker: docker.DockerState
    server: server.ServerState | None
    clock: float

    @property
    def in_the_way(self) -> str:
        """What somebody else did that kept the server from being read, for a moment perhaps; empty for nothing."""
        problem = self.server.problem if self.server else ""
        return problem if any(words in problem for words in _PASSING) else ""


class Reading(FactBase[list[str]]):
    """Prints what :func:`parse` reads; never fails, because a machine without an engine is a state too."""

    def command(
        self,
        container: str,
        volume: str,
        image: str,
        roles: Mapping[str, str],
        databases: Sequence[str],
        parameters: Sequence[str],
        verified: str,
    ) -> str:
        inspect = docker.inspect_command(container, volume, image)
        # The engine's answer waits in a variable until psql's has been printed.
        read = server.read_command(container, roles, databases, parameters, verified)
        if docker.may_be_an_id(container):
            # It would be read from another container, whose id begins so.
            read = f"if {docker.exactly(container)}; then\n{read}fi;"
        return (
            "exec 3>&1\n"
            f"engine=$({{ {{ {inspect}; }} & {read} wait; }})\n"
            f'printf \'%s\\n\' {_ENGINE} "$(date +%s)" "$engine"'
        )

    def process(self, output: list[str]) -> list[str]:
        # Facts are processed without their arguments; who asked knows the names of the databases.
        return output


def parse(output: Sequence[str], databases: Sequence[str]) -> HostState:
    """Reads the lines of :class:`Reading`."""
    at = list(output).index(_ENGINE)
    engine = docker.parse(list(output[at + 2 :]))
    found = server.parse(output[:at], databases) if engine.running else None
    strange = _STRANGER if engine.foreign else _STRANGER + _STRANGER_OF_OURS
    if found and any(words.format(engine.superuser) in found.problem for words in strange):
        found = replace(found, problem=_another_superuser(engine.superuser))
    if engine.paused:
        found = server.ServerState(obstacles.paused(engine.name))
    return HostState(engine, found, float(output[at + 1]))


def _another_superuser(name: str) -> str:
    return (
        f"the server has no superuser {name}: its data were created with another one, the POSTGRES_USER of their first"
        " container. Use a container with that POSTGRES_USER as it is (--data adopt=true), or log in as that one ("
        f'docker exec -u postgres CONTAINER psql -U ...), CREATE ROLE "{name}" SUPERUSER LOGIN, and allow it to'
        " connect over the socket (pg_hba.conf)"
    )
