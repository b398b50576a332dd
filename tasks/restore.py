"""Puts a backup into the place of a database: ``--data backup=NAME|latest``. Touches that database's name alone.

The database that is there now is kept under another name, closed to connections.
"""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.backup_format import names
from ai_engine_db.execution.load import rooms
from ai_engine_db.operations import restore as operations
from ai_engine_db.runtime import host_settings
from tasks.verify_backup import chosen


@deploy("Restore")
def restore() -> None:
    """Shows what it will do; restores into a new database, verifies it, ends sessions, and swaps the two by name."""
    wanted = host_settings.of(host)
    backup = chosen()
    database = backup.database
    kept = names.before_restore(database, names.now())
    found = rooms(host).databases
    contents = backup.contents
    host.log_styled(
        f"~ database {database}: restored from {backup.name} ({backup.taken_at}, {len(contents.tables)} tables,"
        f" {contents.rows} rows)",
        fg="yellow",
    )
    if database in found:
        host.log_styled(f"+ database {kept}: {database} as it is now, closed to connections", fg="green")
        host.log_styled(f"~ sessions of {database}: ended, {found[database][1]} are open now", fg="yellow")
    operations.restore(name=f"Restore {backup.name}", settings=wanted, backup=backup, kept=kept)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    restore()
