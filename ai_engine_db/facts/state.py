"""What a host was like when it was read, and what is known of it since."""

from dataclasses import dataclass, field

from ai_engine_db.facts.docker import DockerState
from ai_engine_db.facts.server import ServerState
from ai_engine_db.schema.statements import Plan


@dataclass
class State:
    """A reading.

    Attributes:
        docker: the engine, the container, the volume and the image.
        server: the server; None when its container does not run, so that nothing is known of it.
        read_at: when, on the monotonic clock, in seconds.
        clock_ahead: how far the host's clock, or the server's, is ahead of this machine's, in seconds.
        plans: what is to be done in each database, as far as it was asked for.
        stamps: the state of each database, and of the server under ``postgres``, after what we did to it since.
    """

    docker: DockerState
    server: ServerState | None
    read_at: float
    clock_ahead: float = 0
    plans: dict[str, Plan] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    @property
    def unknown(self) -> str:
        """Why the databases cannot be told, where they may hold something; empty when they can."""
        if self.server is not None:
            return self.server.problem
        if self.docker.problem and self.docker.problem != "absent":
            return f"the engine does not answer: {self.docker.problem}"
        if self.docker.container is not None:
            return "the container is stopped"
        if self.docker.volume is not None:
            return "its data volume exists, but no container"
        return ""
