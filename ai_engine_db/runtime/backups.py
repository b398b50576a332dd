"""The backups that this run took, and how to go back to them. Kept for a run; writes nothing."""

from collections.abc import Sequence

from pyinfra.api.host import Host

from ai_engine_db.runtime import host_run, invocation
from ai_engine_db.runtime.host_run import Taken


def taken(target: Host) -> Sequence[Taken]:
    """The backups of a host that this run took, in their order; for a message that says how to go back."""
    return tuple(host_run.of(target).backups)


def keep(target: Host, backup: Taken) -> None:
    """Notes a backup that was taken."""
    host_run.of(target).backups.append(backup)


def undo(target: Host) -> list[str]:
    """The commands that put what this run backed up back into place."""
    return [
        invocation.command(target.name, "tasks/restore.py", f"backup={each.manifest.name}") for each in taken(target)
    ]
