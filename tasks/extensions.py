"""Step 8: the extensions. Touches each database's extensions and their schemas."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from tasks import changes, guard, settings, state
from tasks.facts.server import DatabaseState
from tasks.operations import extension


@deploy("Extensions")
def extensions() -> None:
    """Makes the extensions of the lock; one that is in another schema stays there.

    Raises:
        DeployError: making one would run what somebody else made as the superuser.
    """
    wanted = settings.of(host)
    now = state.of(host)
    for name in wanted.databases if not now.unknown else ():
        found = now.server.databases.get(name) if now.server else None
        lacking = extension.missing(state.lock().extensions, found)
        if problem := extension.obstacle(name, lacking, found):
            if not guard.dry():
                raise DeployError(f"{host.name}: {problem}. Nothing was changed.")
            host.log_styled(f"! {problem}", fg="red")
        for missing in lacking:
            changes.note(host, "extensions", "+", f"extension {missing}", database=name)
        for moved, schema in extension.elsewhere(state.lock().extensions, found or DatabaseState()).items():
            changes.note(host, "extensions", "!", f"extension {moved}", f"is in schema {schema}, where it stays", name)
    extension.extensions(name="Extensions", databases=wanted.databases, wanted=state.lock().extensions)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    extensions()
