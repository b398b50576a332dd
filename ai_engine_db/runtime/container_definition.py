"""What the image and the container are made from, and where existing ones differ. Pure but for the image's files."""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ai_engine_db.facts import adopted_container
from ai_engine_db.facts.docker import LABEL, DockerState
from ai_engine_db.security import container as security
from ai_engine_db.settings import Settings

IMAGE_FILES = Path(__file__).with_name("image")
DATA = "/var/lib/postgresql/data"
PASSWORD_FILE = "/etc/ai-engine-db/superuser-password"  # noqa: S105 - a path


def image_definition(folder: Path = IMAGE_FILES) -> str:
    """Names the image's content: sha256 over its files, in hex."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def context(folder: Path = IMAGE_FILES) -> str:
    """The build context as a tar in base64, the same for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path in sorted(folder.iterdir()):
            entry = tarfile.TarInfo(path.name)
            entry.size, entry.mode = path.stat().st_size, 0o755 if path.suffix == ".sh" else 0o644
            with path.open("rb") as file:
                tar.addfile(entry, file)
    return base64.encodebytes(buffer.getvalue()).decode()


def definition(settings: Settings) -> dict[str, Any]:
    """What a container is made from; kept as a label, so that a difference can be told item by item."""
    return {
        "image": settings.db_image + (f" {image_definition()[:12]}" if settings.builds_image else ""),
        "port": f"{settings.db_bind_address}:{settings.db_port}",
        "volume": settings.db_volume,
        "memory": settings.db_memory,
        "shm_size": settings.db_shm_size,
        "restart": settings.db_restart,
        "init": "true",
        **security.definition(read_only=settings.read_only_root),
    }


def image_difference(settings: Settings, docker: DockerState) -> str:
    """What is wrong with the image: ``missing``, ``definition``, or nothing. Images of others are used as they are."""
    if docker.image is None:
        return "missing"
    if settings.builds_image and docker.image_labels.get(f"{LABEL}.image") != image_definition():
        return "definition"
    return ""


def coming(settings: Settings) -> str:
    """How an image gets to the host that is not there."""
    if settings.builds_image:
        return ""
    return "load it on the host by hand" if settings.db_image.startswith("sha256:") else "pulled"


def drift(settings: Settings, docker: DockerState) -> list[str]:
    """Where an existing container differs from the settings: ``port 127.0.0.1:5434 → 127.0.0.1:5435``."""
    wanted = definition(settings)
    if docker.foreign:
        return adopted_container.drift(wanted, docker.container or {})
    has: Mapping[str, Any] = json.loads(docker.labels.get(f"{LABEL}.definition", "{}"))
    return [f"{key} {has.get(key, 'none')} → {value}" for key, value in wanted.items() if has.get(key) != value]


def run_arguments(settings: Settings) -> list[str]:
    """The arguments of ``docker create``, but for the name."""
    label = json.dumps(definition(settings), sort_keys=True)
    address = f"[{settings.db_bind_address}]" if ":" in settings.db_bind_address else settings.db_bind_address
    return [
        "--label", f"{LABEL}.definition={label}",
        "--publish", f"{address}:{settings.db_port}:5432",
        "--volume", f"{settings.db_volume}:{DATA}",
        "--restart", settings.db_restart,
        # Else PostgreSQL is process 1, the parent of whatever loses its own: a client that a signal ends is then taken
        # for a server process that crashed, and every session ends with it.
        "--init",
        "--memory", settings.db_memory,
        "--shm-size", settings.db_shm_size,
        *security.arguments(read_only=settings.read_only_root),
        *(["--env", f"POSTGRES_PASSWORD_FILE={PASSWORD_FILE}"] if password_file(settings) else []),
        "--env", "POSTGRES_INITDB_ARGS=--data-checksums",
        "--health-cmd", "pg_isready -q -h 127.0.0.1",
        "--health-interval", "10s",
        "--health-timeout", "5s",
        "--health-retries", "6",
        "--health-start-period", "60s",
        settings.db_image,
    ]  # fmt: skip


def password_file(settings: Settings) -> str:
    """Where the superuser's password is, which another image wants and nobody uses; empty for the project's own."""
    return "" if settings.read_only_root else PASSWORD_FILE
