"""Throwaway PostgreSQL servers on this machine, for what is built or measured from here. Touches Docker only.

Each has its own container, an anonymous volume and a free port on 127.0.0.1, and is gone when the block ends.
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import docker
import psycopg
from docker.errors import DockerException, ImageNotFound
from docker.models.containers import Container
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from ai_engine_db import signals

IMAGE = "ai-engine-postgis:17-3.5"
# Its value is the process that uses the server.
LABEL = "ai-engine-db.scratch"
ROLE = "scratch"


class ScratchError(Exception):
    """No throwaway server can be had here."""


@dataclass(frozen=True)
class Server:
    """A running throwaway server, and how to reach it.

    Attributes:
        container: the container; its superuser ``postgres`` answers on the socket alone.
        port: TCP port on 127.0.0.1.
        password: of the superuser ``scratch``.
    """

    container: Container
    port: int
    password: str

    def dsn(self, database: str = "postgres") -> str:
        return psycopg.conninfo.make_conninfo(
            host="127.0.0.1", port=self.port, user=ROLE, password=self.password, dbname=database
        )

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(self.dsn(database), autocommit=True)


@contextmanager
def server(image: str = IMAGE, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Runs a throwaway server until the block ends.

    Args:
        image: an image with the interface of the official PostgreSQL one.
        settings: server settings, besides those that trade durability for speed.

    Raises:
        ScratchError: there is no engine, or no such image.
    """
    options = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", **(settings or {})}
    command = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    password = secrets.token_urlsafe(24)
    container = None
    try:
        with signals.held():
            container = _run(image, command)
        _wait(container)
        _create_role(container, password)
        container.reload()
        yield Server(container, int(container.ports["5432/tcp"][0]["HostPort"]), password)
    finally:
        if container is not None:
            with signals.held():
                container.remove(force=True, v=True)


def _run(image: str, command: list[str]) -> Container:
    try:
        return docker.from_env().containers.run(
            image,
            command,
            detach=True,
            environment={"POSTGRES_PASSWORD": secrets.token_urlsafe(24)},
            labels={LABEL: str(os.getpid())},
            ports={"5432/tcp": ("127.0.0.1", None)},
            shm_size="256m",
        )
    except ImageNotFound:
        raise ScratchError(f"there is no image {image} here: run `make image`") from None
    except DockerException as error:
        raise ScratchError(f"the Docker engine does not respond ({error}): run `make dev`, which starts it") from error


@retry(retry=retry_if_exception_type(ConnectionError), wait=wait_fixed(0.2), stop=stop_after_delay(60), reraise=True)
def _wait(container: Container) -> None:
    # Over TCP: the first start runs a temporary server on the socket.
    container.reload()
    if container.status == "exited":
        raise ScratchError(f"the scratch server stopped: {container.logs(tail=20).decode()}")
    code, _ = container.exec_run(["pg_isready", "-q", "-h", "127.0.0.1"])
    if code:
        raise ConnectionError(f"{container.name} is not ready: {container.logs(tail=20).decode()}")


def _create_role(container: Container, password: str) -> None:
    code, output = container.exec_run(
        ["psql", "-XAtqc", f"CREATE ROLE {ROLE} SUPERUSER LOGIN PASSWORD '{password}'"], user="postgres"
    )
    if code:
        raise ScratchError(f"the scratch server refused its role: {output.decode()}")
