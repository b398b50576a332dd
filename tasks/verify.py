"""Step 13: the result, counted and compared; a deploy whose result falls short fails here.

Touches the comment of schema ``deploy`` in each database, and only after something was changed.
"""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from tasks import changes, settings, state
from tasks.operations import hardening
from tasks.operations import verify as operations


@deploy("Verify")
def verify() -> None:
    """Compares the databases with the lock and shows the figures; before that, what no step would mend."""
    state.lock()
    wanted, now = settings.of(host), state.of(host)
    if now.server is not None and not now.unknown:
        for item in hardening.items(wanted, now):
            stays = item.by_hand or (item.left and not wanted.recreate)
            for problem in item.problems if stays else ():
                changes.note(host, "verify", "!", f"hardening {item.name}", problem)
    operations.verify(name="Verify", databases=wanted.databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    verify()
