"""A backup verified, or restored. Writes a scratch database, and to restore the real one's name."""

import secrets
from collections.abc import Generator

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db.backup_format import names
from ai_engine_db.backup_format.manifest import Manifest
from ai_engine_db.execution.commands import Refuse
from ai_engine_db.execution.load import Restoration, obstacle
from ai_engine_db.runtime import host_state
from ai_engine_db.settings import Settings


class Check(PyinfraCommand):
    """Restores a backup into a scratch database, compares, and drops it."""

    def __init__(self, settings: Settings, backup: Manifest) -> None:
        super().__init__()
        self.settings = settings
        self.backup = backup

    def __repr__(self) -> str:
        return f"Check({self.backup.name})"

    def execute(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> bool:
        work = Restoration(state_, target, arguments, self.settings, self.backup)
        good = work.load(names.scratch(self.backup.database, "verify", secrets.token_hex(4)), keep=False)
        if not good:
            target.log_styled(f"Backup {self.backup.name} failed the check, see above.", fg="red")
        return good


class Restore(Check):
    """Restores a backup into a new database, compares, and puts it into the real one's place."""

    def __init__(self, settings: Settings, backup: Manifest, kept: str) -> None:
        super().__init__(settings, backup)
        self.kept = kept

    def __repr__(self) -> str:
        return f"Restore({self.backup.name})"

    def execute(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> bool:
        work = Restoration(state_, target, arguments, self.settings, self.backup)
        database = self.backup.database
        scratch = names.scratch(database, "restore", secrets.token_hex(4))
        if not (work.load(scratch, keep=True) and work.swap(scratch, self.kept)):
            target.log_styled(f"Not restored. Database {database} is unchanged.", fg="red")
            return False
        return True


@operation()
def verify_backup(settings: Settings, backup: Manifest) -> Generator[PyinfraCommand, None, None]:
    """Proves that a backup can be restored: its files, and what comes out of them.

    Args:
        settings: where it is.
        backup: its manifest.
    """
    now = host_state.of(host)
    if problem := now.unknown or obstacle(host, settings, backup):
        yield Refuse(problem)
        return
    yield Check(settings, backup)


@operation()
def restore(settings: Settings, backup: Manifest, kept: str) -> Generator[PyinfraCommand, None, None]:
    """Puts a backup into the place of the database that it was taken of.

    Args:
        settings: where it is.
        backup: its manifest.
        kept: the name that the database gets that is there now.
    """
    now = host_state.of(host)
    if problem := now.unknown or obstacle(host, settings, backup):
        yield Refuse(f"{problem}. Nothing was changed.")
        return
    yield Restore(settings, backup, kept)
