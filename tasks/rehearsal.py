"""The plan, first run on a restored copy of each database that was backed up. Touches those copies, and drops them."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from tasks import changes, settings, state
from tasks.operations import backup
from tasks.operations import rehearsal as operations


@deploy("Rehearsal")
def rehearsal() -> None:
    """Restores the backups that this deploy took, does all that follows with the copies, and drops them again."""
    wanted = settings.of(host)
    if not wanted.rehearses:
        return
    if not state.of(host).unknown and not host.state.is_executing:
        found = backup.due(host, wanted.databases)
        if not found:
            return
        for name in found:
            changes.note(host, "rehearsal", "+", f"rehearsal of {name}, in a copy that is dropped again")
    operations.rehearse(name="Rehearsal", wanted=wanted)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    rehearsal()
