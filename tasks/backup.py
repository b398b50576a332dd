"""A backup of the databases: in a deploy of those that are about to change, by itself of all.

Touches DB_BACKUP_DIR. A deploy comes here before it changes anything on the server; when it fails, nothing was changed.
"""

from functools import partial

from pyinfra.api.deploy import deploy

from ai_engine_db.execution import difference
from ai_engine_db.operations import backup as operations


@deploy("Backup")
def backup(always: bool = False) -> None:
    """Takes a backup of each database that has tables and that the plan changes; ``always``: of each that has tables.

    Raises:
        DeployError: there is no room for it, or it may not be written.
    """
    difference.remove("Backup", partial(operations.backup, always=always), server=False)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    backup(always=True)
