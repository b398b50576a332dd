"""A backup of each database that is about to change. Writes a folder on the host; of the server it only reads."""

import shlex
import time
from collections.abc import Sequence
from pathlib import Path

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.state import BaseStateCallback
from pyinfra.api.state import State as PyinfraState

from ai_engine_db import units
from ai_engine_db.backup_format import contents, manifest, names
from ai_engine_db.execution import script
from ai_engine_db.execution.commands import Refuse
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.dump import Dump, Dumped
from ai_engine_db.facts.backup import Rooms, Shelves
from ai_engine_db.runtime import (
    host_settings,
    host_state,
    interrupts,
    reference_rows,
    schema_plans,
    summary,
)
from ai_engine_db.runtime.backups import keep, undo
from ai_engine_db.runtime.changes import line
from ai_engine_db.runtime.host_run import Taken
from ai_engine_db.settings import Settings
from ai_engine_db.transport import shell

FINISH = Path(__file__).with_name("finish.sh")
REMOVE = Path(__file__).with_name("remove.sh")


class Undo(BaseStateCallback):
    """Says how to go back when an operation fails after a backup was taken."""

    # Of what the deploy does after the backup, these change nothing in a database.
    HARMLESS = ("Backup", "Packages", "Rehearsal")

    @staticmethod
    def operation_host_error(
        state: PyinfraState, host: Host, op_hash: str, _retry_count: int = 0, _max_retries: int = 0
    ) -> None:
        """Called by pyinfra."""
        if not any(name.startswith(Undo.HARMLESS) for name in state.get_op_meta(op_hash).names):
            for line in undo(host):
                host.log_styled(f"To restore the previous state: {line}", fg="yellow")


def _keep(state_: PyinfraState, target: Host, backup: Taken) -> None:
    if not any(isinstance(each, Undo) for each in state_.callback_handlers):
        state_.add_callback_handler(Undo())
    keep(target, backup)
    made = backup.manifest
    said = f"{made.contents.rows} rows, {units.size(made.bytes)}, {backup.seconds:.2f} s"
    summary.note(target, f"backup of {made.database}", f"{backup.folder}/{made.name} ({said})")
    summary.note(target, "to undo", undo(target)[-1])
    interrupts.hint(f"To restore the previous state: {undo(target)[-1]}")


def due(target: Host, databases: Sequence[str], *, always: bool = False) -> list[str]:
    """The databases to back up: those with tables whose schema or reference rows change; ``always``: in any case."""
    server = host_state.of(target).server
    found = server.databases if server else {}
    objects = {name: found[name].objects.values() for name in databases if name in found}
    with_tables = [name for name, items in objects.items() if any(item.kind == "table" for item in items)]
    overwrite = host_settings.of(target).reference == "overwrite"
    return [
        name
        for name in with_tables
        if always
        or schema_plans.of(target, name).statements
        or (overwrite and any(change.sign == "~" for change in reference_rows.pending(found[name], overwrite=True)))
    ]


def unfillable(target: Host, databases: Sequence[str]) -> str:
    """Which materialized view no restore could fill, because its owner may not pass over a policy; empty for none."""
    server = host_state.of(target).server
    for name in databases:
        for each in server.databases[name].unfillable if server else ():
            view, table = each.split(" ", 1)
            return (
                f"materialized view {view} of {name} reads table {table}, whose row security is forced on its owner,"
                f" who restores backups: a restore could not refresh it. ALTER TABLE {table} NO FORCE ROW LEVEL"
                " SECURITY, or"
                " drop the view"
            )
    return ""


def obstacle(target: Host, settings: Settings, databases: Sequence[str]) -> str:
    """Why databases cannot be backed up: no room, or a folder that may not be written; empty when they can."""
    if problem := unfillable(target, databases):
        return problem
    shelf = target.get_fact(Shelves, directory=settings.backup_dir)
    if shelf.problem:
        return f"DB_BACKUP_DIR: {shelf.problem}"
    superuser = host_state.of(target).docker.superuser
    space = target.get_fact(Rooms, container=settings.db_container, superuser=superuser)
    sizes = [space.databases[name][0] for name in databases]
    # Compressed and without indexes a dump is a good deal smaller; how much so, only the dump tells.
    what = f"a backup of {' and '.join(databases)}"
    return units.shortage(what, sum(sizes), settings.backup_dir, shelf.free) or units.shortage(
        what, max(sizes), f"container {settings.db_container}", space.temporary
    )


class TakeBackup(PyinfraCommand):
    """Takes one backup, and then removes the old ones; what fails leaves nothing behind."""

    def __init__(self, settings: Settings, database: str, always: bool = False) -> None:
        super().__init__()
        self.settings = settings
        self.database = database
        self.always = always

    def __repr__(self) -> str:
        return f"TakeBackup({self.database})"

    def execute(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> bool:
        started = time.monotonic()
        dumped = Dump(state_, target, arguments, self.settings, self.database).in_turn(
            lambda: bool(due(target, [self.database], always=self.always))
        )
        if dumped is not None and not dumped.name:
            target.log_styled(f"    {self.database}: nothing left to change", fg="green")
            return True
        made = self._finish(state_, target, arguments, dumped) if dumped else None
        if made is None:
            target.log_styled(f"There is no backup of {self.database}, so nothing more is changed.", fg="red")
            return False
        folder = self.settings.backup_dir
        _keep(state_, target, Taken(made, folder, time.monotonic() - started))
        target.log_styled(
            f"    {self.database}: {len(made.contents.tables)} tables, {made.contents.rows} rows,"
            f" {units.size(made.bytes)}, {time.monotonic() - started:.2f} s: {folder}/{made.name}",
            fg="green",
        )
        self._remove_old(state_, target, arguments)
        return True

    def _finish(
        self, state_: PyinfraState, target: Host, arguments: ConnectorArguments, dumped: Dumped
    ) -> manifest.Manifest | None:
        """Gives a dump its manifest and its name; None when that failed."""
        lines = dumped.lines
        files, version = lines.index("##files##"), lines.index("##version##")
        made = manifest.Manifest(
            name=dumped.name,
            taken_at=dumped.moment.isoformat(),
            pg_dump=lines[version + 1],
            contents=contents.parse(lines[:files]),
            files=manifest.files(lines[files + 1 : version]),
        )
        place = [shell.path(self.settings.backup_dir), shlex.quote(made.name)]
        done = script.run(state_, target, arguments, FINISH, place, manifest=made.text())
        return None if done is None else made

    def _remove_old(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> None:
        wanted = self.settings
        shelf = target.get_fact(Shelves, directory=wanted.backup_dir)
        old = names.expired(
            shelf.names, self.database, shelf.now, keep=wanted.db_backup_keep, keep_days=wanted.db_backup_keep_days
        )
        paths = [f"{shell.path(wanted.backup_dir)}/{shlex.quote(each)}" for each in old]
        # The backup is there, whatever comes of the old ones.
        if old and script.run(state_, target, arguments, REMOVE, paths) is not None:
            for each in old:
                target.log_styled(f"    {each}: removed, it had expired")


def backup(target: Host, *, always: bool = False) -> Difference:
    """Which databases are to be backed up: those with tables that the plan changes; ``always``: all with tables."""
    wanted, now = host_settings.of(target), host_state.of(target)
    if now.unknown:
        # In a deploy, the schema's step says the same of each database.
        words = f"{now.unknown}, so it is not known yet whether one is needed"
        lines = [line("backup", "?", "backup", words)] if always else []
        return Difference(lines, commands=[Refuse(now.unknown)])
    found = due(target, wanted.databases, always=always)
    return Difference(
        [line("backup", "+", f"backup of {name} in {wanted.backup_dir}") for name in found],
        commands=[TakeBackup(wanted, name, always) for name in found],
        problem=obstacle(target, wanted, found) if found else "",
        nothing="no database with tables is about to change",
    )
