"""A backup loaded into a database of its own, compared with its manifest, and put into the real one's place.

Writes that database, and for a swap the names of both; reads a folder on the host.
"""

import shlex
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from tasks import progress, psql, shell, state
from tasks.archive import contents, place, privileged, room
from tasks.archive.manifest import Manifest, listed
from tasks.facts.backup import Room, Rooms
from tasks.operations import script, session
from tasks.operations.commands import Psql
from tasks.operations.leave import ending
from tasks.operations.runs import Script, as_superuser
from tasks.operations.session import Part
from tasks.operations.watch import Transfer
from tasks.schema.render import identifier
from tasks.settings import Settings


def obstacle(target: Host, settings: Settings, backup: Manifest) -> str:
    """Why there is no room for a restored copy beside the databases; empty when there is."""
    space = rooms(target)
    container = f"container {settings.db_container}"
    copied = int(backup.contents.database["bytes"]) + backup.bytes
    return room.shortage(f"a copy of {backup.database}", copied, f"the volume of {container}", space.data) or (
        room.shortage(backup.name, backup.bytes, container, space.temporary)
    )


def rooms(target: Host) -> Room:
    """What the container has room for, and the databases of its server."""
    now: Room = target.get_fact(Rooms, container=state.container(target), superuser=state.of(target).docker.superuser)
    return now


@dataclass(frozen=True)
class Work:
    """What a restore works with: the run, the host, and the backup."""

    state: PyinfraState
    host: Host
    arguments: ConnectorArguments
    settings: Settings
    backup: Manifest

    @property
    def superuser(self) -> str:
        return state.of(self.host).docker.superuser

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
        what = f"restoring {backup.name} ({room.size(backup.bytes)}) into {scratch}"
        shown = progress.shown(self.host, what, transfer.look)
        with shown, ending(self.state, self.host, self.arguments, database=scratch):
            lines = script.run(
                self.state,
                self.host,
                self.arguments,
                "load.sh",
                [
                    *self.target,
                    *map(shlex.quote, (self.settings.db_user, self.settings.backup_user)),
                    f"{shell.path(self.settings.backup_dir)}/{shlex.quote(backup.name)}",
                    *map(shlex.quote, (scratch, psql.conninfo(dbname=scratch), "true" if keep else "false")),
                ],
                files=listed(backup),
                create=place.create(backup.contents, scratch, readers),
                extensions=privileged.extensions(backup.contents, state.lock().extensions, self._extensions(), owner),
                settle=privileged.settle(backup.contents, scratch, owner),
                arrange=place.arrange(backup.contents, scratch, self.settings.db_lock_wait, owner) if keep else "",
                drop=place.drop(scratch),
                contents=contents.SQL,
                parallel=shell.text("parallel.sh"),
                catalogs=psql.READING,
                rows=psql.OWNING,
                writing=psql.PRIVILEGED,
            )
        if lines is None:
            return False
        at = lines.index("##contents##")
        for line in lines[:at]:
            if line.startswith(place.LEFT_OUT):
                what = line.removeprefix(place.LEFT_OUT)
                self.host.log_styled(f"    left out, because only a superuser can make it: {what}", fg="yellow")
        found = contents.parse(lines[at + 1 :])
        for each in contents.kept_by_owner(backup.contents, found):
            what = f"{each['owned'].lower()} {each['schema']}.{each['name']}"
            self.host.log_styled(
                f"    {what} belonged to {each['owner']}, who may more than {owner}: it is {owner}'s in {scratch}",
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
            self.run(place.drop(scratch), f"{scratch}: dropped")
        return not wrong

    def _extensions(self) -> Collection[str]:
        """The extensions of the database that was backed up, as it is now."""
        server = state.of(self.host).server
        found = server.databases.get(self.backup.database) if server else None
        return found.extensions if found else ()

    def run(self, sql: str, done: str, before: Sequence[Part] = ()) -> bool:
        """Runs SQL in database ``postgres``, when its turn has come; it holds whatever was changed there before."""
        work = [*before, Part(sql)]
        command = Psql(lambda target: [Script("postgres", as_superuser(target, "postgres", work, holds="true"), done)])
        return command.execute(self.state, self.host, self.arguments)

    def swap(self, scratch: str, kept: str) -> bool:
        """Gives a restored database the real one's name, and the real one another, when no deploy works there."""
        backup, database = self.backup, self.backup.database
        works = session.holder(database)
        sql = place.swap(backup.contents, scratch, database, kept, works=works, deploys=session.DEPLOYS)
        done = f"{database}: as in {backup.name}"
        if database in rooms(self.host).databases:
            done += f"; what it was is kept as {kept}: DROP DATABASE {identifier(kept)} when it is no longer needed"
        swapped = self.run(sql, done, [session.free(database)])
        if not swapped:
            self.run(place.drop(scratch), f"{scratch}: dropped")
        state.forget(self.host)
        return swapped
