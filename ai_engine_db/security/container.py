"""What the container may do on its host: as little as its entrypoint and the server need. Pure.

The entrypoint begins as root, to give the data to the user ``postgres``, and goes on as that user. Process 1 stays
root: it hands on the signals that Docker sends, to another user's process (KILL), and buries who has lost its parent.
"""

from collections.abc import Mapping
from typing import Any

CAPABILITIES = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID")
FIRST_START = "/docker-entrypoint-initdb.d"
NO_NEW_PRIVILEGES = "no-new-privileges"


def arguments(*, read_only: bool) -> list[str]:
    """The arguments of ``docker create``.

    Args:
        read_only: the image's own files are. What is left to write is the socket's folder, /tmp for backups (on the
            disk, because they may be larger than the memory), and what the first start runs.
    """
    found = ["--cap-drop", "ALL", "--security-opt", NO_NEW_PRIVILEGES]
    for each in CAPABILITIES:
        found += ["--cap-add", each]
    if read_only:
        found += ["--read-only", "--volume", "/tmp", "--volume", FIRST_START]  # noqa: S108 - the container's
        found += ["--tmpfs", "/run/postgresql:rw,nosuid,nodev,noexec,size=1m,uid=999,gid=999,mode=3777"]
    return found


def definition(*, read_only: bool) -> dict[str, str]:
    """The part of the container's definition, as its label has it."""
    files = ", read-only files" if read_only else ""
    return {"hardening": f"only {', '.join(CAPABILITIES)}, {NO_NEW_PRIVILEGES}{files}"}


def problems(container: Mapping[str, Any], *, read_only: bool) -> list[str]:
    """What a container may and should not, by ``docker inspect``."""
    limits = container["HostConfig"]
    added = {each.removeprefix("CAP_") for each in limits["CapAdd"] or ()}
    wrong = [
        (limits["Privileged"], "is privileged"),
        (
            "ALL" not in (limits["CapDrop"] or ()) or not added <= set(CAPABILITIES),
            "has capabilities beyond what it needs",
        ),
        (
            not any(each.startswith(NO_NEW_PRIVILEGES) for each in limits["SecurityOpt"] or ()),
            "may gain new privileges",
        ),
        (read_only and not limits["ReadonlyRootfs"], "can write to its image's files"),
    ]
    return [words for it, words in wrong if it]
