"""A container that somebody else made, used as it is: what ``docker inspect`` says of it, and what is wanted. Pure."""

from collections.abc import Mapping
from typing import Any

DATA = "/var/lib/postgresql/data"
_UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}


def drift(wanted: Mapping[str, Any], container: Mapping[str, Any]) -> list[str]:
    """Where a container is not what a definition says: ``port 0.0.0.0:5434 → 127.0.0.1:5434``."""
    has = definition(container)
    # Behind the image's name stands a digest of our own.
    return [
        f"{key} {value} → {wanted[key]}"
        for key, value in has.items()
        if key in wanted and value != (str(wanted[key]).split()[0] if key == "image" else wanted[key])
    ]


def definition(container: Mapping[str, Any]) -> dict[str, str]:
    """What a container is made from, in the words of our own definition."""
    limits = container["HostConfig"]
    bound = (limits.get("PortBindings") or {}).get("5432/tcp") or [{}]
    mounts = {each["Destination"]: each.get("Name") or each.get("Source", "") for each in container.get("Mounts") or ()}
    return {
        "image": container["Config"]["Image"],
        "port": f"{bound[0].get('HostIp') or '0.0.0.0'}:{bound[0]['HostPort']}" if bound[0] else "none",  # noqa: S104
        "volume": mounts.get(DATA, "none"),
        "memory": _size(limits.get("Memory") or 0),
        "shm_size": _size(limits.get("ShmSize") or 0),
        "restart": limits.get("RestartPolicy", {}).get("Name") or "no",
        "init": "true" if limits.get("Init") else "false",
    }


def _size(count: int) -> str:
    """Bytes in the largest unit that divides them, as Docker takes them."""
    if not count:
        return "unlimited"
    unit = next((each for each in reversed(_UNITS) if count % _UNITS[each] == 0), "")
    return f"{count // _UNITS[unit]}{unit}" if unit else str(count)
