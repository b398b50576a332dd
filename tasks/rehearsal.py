"""The plan, first run on a restored copy of each database that was backed up. Touches those copies, and drops them."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import backup
from ai_engine_db.operations import rehearsal as operations
from ai_engine_db.runtime import changes, host_settings, host_state


@deploy("Rehearsal")
def rehearsal() -> None:
    """Restores the backups that this deploy took, does all that follows with the copies, and drops them again."""
    wanted = host_settings.of(host)
    if not wanted.rehearses:
        return
    if not host_state.of(host).unknown and not host.state.is_executing:
        found = backup.due(host, wanted.databases)
        if not found:
            return
        for name in found:
            changes.note(host, "rehearsal", "+", f"rehearsal of {name}, in a copy that is dropped afterwards")
    operations.rehearse(name="Rehearsal", wanted=wanted)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    rehearsal()
