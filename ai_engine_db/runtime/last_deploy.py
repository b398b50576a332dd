"""What was deployed last, and whether this checkout is older. Reads the record of deploys, and git."""

from functools import cache

from pyinfra.api.host import Host

from ai_engine_db.runtime import host_settings, host_state


def older(target: Host) -> str:
    """Why this checkout is older than what was deployed last, and is not to be; empty when it may be deployed."""
    wanted, server = host_settings.of(target), host_state.of(target).server
    found = server.databases.get(wanted.db_name) if server else None
    if wanted.older or found is None or not (found.revision or found.lock_digest):
        return ""
    problem = _newer(found.revision, found.lock_digest)
    return problem and f"{problem}\nA deploy would undo that: use a newer checkout, or --data older=true"


@cache
def _newer(deployed: str, digest: str) -> str:
    """Asked once a run: each step that may be the first to read the server asks, and git takes its time."""
    from ai_engine_db.runtime import revision  # not for those who deploy for the first time

    return revision.newer(deployed, digest)
