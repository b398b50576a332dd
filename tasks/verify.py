"""Step 13: the result, counted and compared. Touches nothing; a deploy whose result falls short fails here."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from tasks import settings, state
from tasks.operations import verify as operations


@deploy("Verify")
def verify() -> None:
    """Compares the databases with the lock and shows the figures."""
    state.lock()
    operations.verify(name="Verify", databases=settings.of(host).databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    verify()
