"""The extensions. Touches each database's extensions and their schemas."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.facts.server import DatabaseState
from ai_engine_db.operations import extension
from ai_engine_db.runtime import changes, host_settings, host_state, invocation


@deploy("Extensions")
def extensions() -> None:
    """Makes the extensions of the lock; one that is in another schema stays there.

    Raises:
        DeployError: making one would run what somebody else made as the superuser.
    """
    wanted = host_settings.of(host)
    now = host_state.of(host)
    for name in wanted.databases if not now.unknown else ():
        found = now.server.databases.get(name) if now.server else None
        lacking = extension.missing(host_state.schema_lock().extensions, found)
        if problem := extension.obstacle(name, lacking, found):
            if not invocation.dry():
                raise DeployError(f"{host.name}: {problem}. Nothing was changed.")
            host.log_styled(f"! {problem}", fg="red")
        for missing in lacking:
            changes.note(host, "extensions", "+", f"extension {missing}", database=name)
        for moved, schema in extension.elsewhere(host_state.schema_lock().extensions, found or DatabaseState()).items():
            changes.note(
                host, "extensions", "!", f"extension {moved}", f"is in schema {schema}, and is kept there", name
            )
    extension.extensions(name="Extensions", databases=wanted.databases, wanted=host_state.schema_lock().extensions)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    extensions()
