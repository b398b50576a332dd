"""A backup loaded into a database of its own, compared with its manifest, and put into the real one's place.

Writes that database, and for a swap the names of both; reads a folder on the host.
"""

import shlex
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db import units
from ai_engine_db.backup_format import contents, privileged, scratch_database
from ai_engine_db.backup_format.manifest import Manifest, listed
from ai_engine_db.execution import parallel, script, session
from ai_engine_db.execution.activity import Transfer
from ai_engine_db.execution.commands import Psql
from ai_engine_db.execution.runner import SqlScript, as_superuser
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.execution.terminate import ending
from ai_engine_db.facts.backup import Room, Rooms
from ai_engine_db.runtime import host_state, progress, schema_lock
from ai_engine_db.schema.render import identifier
from ai_engine_db.settings import Settings
from ai_engine_db.transport import psql, shell

SCRIPT = Path(__file__).with_name("load.sh")


def obstacle(target: Host, settings: Settings, backup: Manifest) -> str:
    """Why there is no room for a restored copy beside the databases; empty when there is."""
    space = rooms(target)
    container = f"container {settings.db_container}"
    copied = int(backup.contents.database["bytes"]) + backup.bytes
    return units.shortage(f"a copy of {backup.database}", copied, f"the volume of {container}", space.data) or (
        units.shortage(backup.name, backup.bytes, container, space.temporary)
    )


def rooms(target: Host) -> Room:
    """What the container has room for, and the databases of its server."""
    now: Room = target.get_fact(
        Rooms, container=host_state.container(target), superuser=host_state.of(target).docker.superuser
    )
    return now


@dataclass(frozen=True)
class Restoration:
    """What a restore works with: the run, the host, and the backup."""

    state: PyinfraState
    host: Host
    arguments: ConnectorArguments
    settings: Settings
    backup: Manifest

    @property
    def superuser(self) -> str:
        return host_state.of(self.host).docker.superuser

    @property
    def target(self) -> list[str]:
        return [shlex.quote(self.settings.db_container), shlex.quote(self.superuser)]

    def load(self, scratch: str, *, keep: bool) -> bool:
        """Restores the backup into a database of its own, and compares that with the manifest.

        Args:
            scratch: its name.
            keep: give it its settings and leave it there, if all is well.
        """
        started = time.monotonic()
        backup, owner = self.backup, self.settings.db_user
        readers = self.settings.own_users
        size = int(backup.contents.database["bytes"])
        transfer = Transfer(self.host, self.arguments, scratch, "pg_restore", size)
        what = f"restoring {backup.name} ({units.size(backup.bytes)}) into {scratch}"
        shown = progress.shown(self.host, what, transfer.look)
        with shown, ending(self.state, self.host, self.arguments, database=scratch):
            lines = script.run(
                self.state,
                self.host,
                self.arguments,
                SCRIPT,
                [
                    *self.target,
                    *map(shlex.quote, (self.settings.db_user, self.settings.backup_user)),
                    f"{shell.path(self.settings.backup_dir)}/{shlex.quote(backup.name)}",
                    *map(shlex.quote, (scratch, psql.conninfo(dbname=scratch), "true" if keep else "false")),
                ],
                files=listed(backup),
                create=scratch_database.create(backup.contents, scratch, readers),
                extensions=privileged.extensions(
                    backup.contents, schema_lock.read().extensions, self._extensions(), owner
                ),
                settle=privileged.settle(backup.contents, scratch, owner),
                arrange=scratch_database.arrange(backup.contents, scratch, self.settings.db_lock_wait, owner)
                if keep
                else "",
                drop=scratch_database.drop(scratch),
                contents=contents.SQL,
                parallel=parallel.FUNCTIONS,
                catalogs=psql.READING,
                rows=psql.OWNING,
                writing=psql.PRIVILEGED,
            )
        if lines is None:
            return False
        at = lines.index("##contents##")
        for line in lines[:at]:
            if line.startswith(scratch_database.LEFT_OUT):
                what = line.removeprefix(scratch_database.LEFT_OUT)
                self.host.log_styled(f"    left out, because only a superuser can create it: {what}", fg="yellow")
        found = contents.parse(lines[at + 1 :])
        for each in contents.kept_by_owner(backup.contents, found):
            what = f"{each['owned'].lower()} {each['schema']}.{each['name']}"
            self.host.log_styled(
                f"    {what} belonged to {each['owner']}, which has more privileges than {owner}: in {scratch}"
                f" it belongs to {owner}",
                fg="yellow",
            )
        wrong = contents.differences(backup.contents, found)
        for line in wrong:
            self.host.log_styled(f"restored, {line}", fg="red")
        if not wrong:
            self.host.log_styled(
                f"    {backup.name}: {len(backup.files)} files, restored {len(found.tables)} tables with {found.rows}"
                f" rows, the same as were backed up ({time.monotonic() - started:.2f} s)",
                fg="green",
            )
        elif keep:
            self.run(scratch_database.drop(scratch), f"{scratch}: dropped")
        return not wrong

    def _extensions(self) -> Collection[str]:
        """The extensions of the database that was backed up, as it is now."""
        server = host_state.of(self.host).server
        found = server.databases.get(self.backup.database) if server else None
        return found.extensions if found else ()

    def run(self, sql: str, done: str, before: Sequence[SqlPart] = ()) -> bool:
        """Runs SQL in database ``postgres``, when its turn has come; it holds whatever was changed there before."""
        work = [*before, SqlPart(sql)]

        def scripts(target: Host) -> list[SqlScript]:
            return [SqlScript("postgres", as_superuser(target, "postgres", work, holds="true"), done)]

        return Psql(scripts, scripts(self.host)).execute(self.state, self.host, self.arguments)

    def swap(self, scratch: str, kept: str) -> bool:
        """Gives a restored database the real one's name, and the real one another, when no deploy works there."""
        backup, database = self.backup, self.backup.database
        works = session.holder(database)
        sql = scratch_database.swap(backup.contents, scratch, database, kept, works=works, deploys=session.DEPLOYS)
        done = f"{database}: restored from {backup.name}"
        if database in rooms(self.host).databases:
            done += f"; what it was is kept as {kept}: DROP DATABASE {identifier(kept)} when it is no longer needed"
        swapped = self.run(sql, done, [session.free(database)])
        if not swapped:
            self.run(scratch_database.drop(scratch), f"{scratch}: dropped")
        host_state.note_change(self.host)
        return swapped
