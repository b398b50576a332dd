"""A backup of the databases: in a deploy of those that are about to change, by itself of all.

Touches DB_BACKUP_DIR. A deploy comes here before it changes anything on the server; when it fails, nothing was changed.
"""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.operations import backup as operations
from ai_engine_db.runtime import changes, host_settings, host_state


@deploy("Backup")
def backup(always: bool = False) -> None:
    """Takes a backup of each database that has tables and that the plan changes; ``always``: of each that has tables.

    Raises:
        DeployError: there is no room for it, or it may not be written.
    """
    wanted = host_settings.of(host)
    now = host_state.of(host)
    if now.unknown:
        # In a deploy, the schema's step says the same of each database.
        if always:
            changes.note(host, "backup", "?", "backup", f"{now.unknown}, so it is not known yet whether one is needed")
    else:
        found = operations.due(host, wanted.databases, always=always)
        if not found and not always:
            return
        if found and (problem := operations.obstacle(host, wanted, found)):
            raise DeployError(f"{host.name}: {problem}. Nothing was changed.")
        for name in found:
            changes.note(host, "backup", "+", f"backup of {name} in {wanted.backup_dir}")
    operations.backup(name="Backup", settings=wanted, databases=wanted.databases, always=always)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    backup(always=True)
