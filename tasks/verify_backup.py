"""Proves that a backup is good: ``--data backup=NAME|latest``. Touches a scratch database, which it drops."""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.backup_format import manifest, names
from ai_engine_db.facts.backup import ManifestText, Shelves
from ai_engine_db.operations import restore as operations
from ai_engine_db.runtime import host_settings, host_state


def chosen() -> manifest.Manifest:
    """The manifest of the backup that ``--data backup`` names.

    Raises:
        DeployError: there is no such backup, or no server for it, or its manifest is altered.
    """
    wanted = host_settings.of(host)
    now = host_state.of(host)
    shelf = host.get_fact(Shelves, directory=wanted.backup_dir)
    found = shelf.names
    name = names.find(found, wanted.backup, wanted.db_name)
    if closed := names.passed_over(shelf.unreadable, wanted.backup, wanted.db_name, name):
        which = f"the latest backup is {closed}, and" if wanted.backup == names.LATEST else f"backup {closed}:"
        raise DeployError(
            f"{host.name}: {which} {shelf.user} cannot read all of it in {wanted.backup_dir}: give {shelf.user}"
            " access, or choose another by --data backup=NAME. Nothing was changed."
        )
    if name is None and shelf.problem:
        raise DeployError(f"{host.name}: DB_BACKUP_DIR: {shelf.problem}. Nothing was changed.")
    if name is None:
        ours = [each for database in wanted.databases for each in names.of(found, database)]
        shown = "".join(f"\n  {each}" for each in ours) or " none"
        what = f"there is no backup {wanted.backup}" if wanted.backup else "say which backup: --data backup=NAME|latest"
        raise DeployError(f"{host.name}: {what}; in {wanted.backup_dir} there are:{shown}\nNothing was changed.")
    if now.unknown or now.server is None:
        problem = now.unknown or "there is no server"
        raise DeployError(f"{host.name}: {problem}: run the deploy first. Nothing was changed.")
    try:
        backup = manifest.read(host.get_fact(ManifestText, directory=wanted.backup_dir, backup=name))
    except manifest.ManifestError as error:
        raise DeployError(f"{host.name}: backup {name}: {error}. Nothing was changed.") from None
    if backup.name != name or backup.database not in wanted.databases:
        raise DeployError(
            f"{host.name}: {name} holds backup {backup.name} of database {backup.database}; the databases here are"
            f" {', '.join(wanted.databases)}. Nothing was changed."
        )
    return backup


@deploy("Verify backup")
def verify_backup() -> None:
    """Restores a backup into a scratch database and compares every row of it; names what is wrong."""
    backup = chosen()
    host.log_styled(f"+ scratch database for {backup.name}, dropped afterwards", fg="green")
    operations.verify_backup(name=f"Verify {backup.name}", settings=host_settings.of(host), backup=backup)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    verify_backup()
