"""The extensions. Touches each database's extensions and their schemas."""

from functools import partial

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import extension
from ai_engine_db.runtime import host_settings


@deploy("Extensions")
def extensions() -> None:
    """Makes the extensions of the lock; one that is in another schema stays there.

    Raises:
        DeployError: making one would run what somebody else made as the superuser.
    """
    databases = host_settings.of(host).databases
    difference.remove("Extensions", partial(extension.extensions, databases=databases))


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    extensions()
