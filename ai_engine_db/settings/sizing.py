"""How a server's memory is divided, from the container's. Pure; sizes are in bytes.

The shares are the manual's (19.4.1, 19.7.2) and common practice: a quarter for shared_buffers, three quarters is what
the cache may count on, a sixteenth for VACUUM and CREATE INDEX, and the rest for three sorts of every connection.
"""

import re
from collections.abc import Mapping

KILOBYTE, MEGABYTE, GIGABYTE = 1024, 1024**2, 1024**3
UNITS = {"k": KILOBYTE, "m": MEGABYTE, "g": GIGABYTE}

# What is sized, and the greatest part of the container's memory that makes sense.
PARAMETERS = {
    "shared_buffers": (3, 4),
    "effective_cache_size": (1, 1),
    "work_mem": (1, 2),
    "maintenance_work_mem": (1, 2),
}

# Below this, PostGIS and a few sessions have no room.
LEAST_MEMORY = 256 * MEGABYTE


def size(text: str) -> int:
    """The bytes of a size as Docker writes it: ``512m``."""
    return int(text[:-1]) * UNITS[text[-1]]


def written(amount: int) -> str:
    """A size as ``SHOW`` prints it: the largest unit that divides it (``1GB``, ``1536MB``)."""
    for unit, name in ((GIGABYTE, "GB"), (MEGABYTE, "MB")):
        if amount % unit == 0:
            return f"{amount // unit}{name}"
    return f"{amount // KILOBYTE}kB"


def share(text: str, host: int) -> str:
    """A share of a host's memory as a size: ``50%``. In whole gigabytes from 8 on, so that no kernel update shows."""
    amount = host * int(text.removesuffix("%")) // 100
    return f"{amount // GIGABYTE}g" if amount >= 8 * GIGABYTE else f"{amount // (256 * MEGABYTE) * 256}m"


def sizes(memory: int, connections: int) -> dict[str, int]:
    """What a server gets in a container of some memory, by parameter."""
    shared_buffers = memory // 4
    return {
        "shared_buffers": _whole(shared_buffers),
        "effective_cache_size": _whole(memory * 3 // 4),
        "work_mem": _whole(min(max((memory - shared_buffers) // (3 * connections), MEGABYTE), GIGABYTE)),
        "maintenance_work_mem": _whole(min(memory // 16, 2 * GIGABYTE)),
    }


def _whole(amount: int) -> int:
    return amount // MEGABYTE * MEGABYTE


def problems(memory: int, shm: int, given: Mapping[str, int]) -> list[str]:
    """What makes no sense, by the names of the settings.

    Args:
        memory: of the container.
        shm: of its /dev/shm.
        given: the parameters that the settings name, in bytes.
    """
    found = []
    if memory < LEAST_MEMORY:
        found.append(f"DB_MEMORY is {written(memory)}: a server with PostGIS needs at least {written(LEAST_MEMORY)}")
    if shm > memory:
        found.append(f"DB_SHM_SIZE is {written(shm)}, more than DB_MEMORY, {written(memory)}")
    for name, (part, whole) in PARAMETERS.items():
        if name in given and given[name] > memory * part // whole:
            of = "" if part == whole else f"{part}/{whole} of "
            found.append(f"DB_{name.upper()} is {written(given[name])}, more than {of}DB_MEMORY, {written(memory)}")
    return found


def is_share(text: str) -> bool:
    """Whether a memory is a share of the host's."""
    return re.fullmatch(r"[1-9][0-9]?%", text) is not None
