"""The result, counted and compared; a deploy whose result falls short fails here.

Touches the comment of schema ``deploy`` in each database, and only after something was changed.
"""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import verify as operations
from ai_engine_db.runtime import changes, host_settings, host_state, schema_lock
from ai_engine_db.security import hardening


@deploy("Verify")
def verify() -> None:
    """Compares the databases with the lock and shows the figures; before that, what no step would mend."""
    schema_lock.read()
    wanted, now = host_settings.of(host), host_state.of(host)
    if now.server is not None and not now.unknown:
        for item in hardening.items(wanted, now):
            stays = item.by_hand or (item.left and not wanted.recreate)
            for problem in item.problems if stays else ():
                changes.note(host, "verify", "!", f"hardening {item.name}", problem)
    operations.verify(name="Verify", databases=wanted.databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    verify()
