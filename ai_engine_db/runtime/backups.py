"""The backups that this run took, and how to go back to them. Kept for a run; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from pyinfra.api.host import Host

from ai_engine_db.backup_format import manifest
from ai_engine_db.runtime import invocation


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that this run took: its manifest, its folder, and how long it took in seconds."""

    manifest: manifest.Manifest
    folder: str
    seconds: float


_taken: WeakKeyDictionary[Host, list[Taken]] = WeakKeyDictionary()


def taken(target: Host) -> Sequence[Taken]:
    """The backups of a host that this run took, in their order; for a message that says how to go back."""
    return tuple(_taken.get(target, ()))


def keep(target: Host, backup: Taken) -> None:
    """Notes a backup that was taken."""
    _taken.setdefault(target, []).append(backup)


def undo(target: Host) -> list[str]:
    """The commands that put what this run backed up back into place."""
    return [
        invocation.command(target.name, "tasks/restore.py", f"backup={each.manifest.name}") for each in taken(target)
    ]
