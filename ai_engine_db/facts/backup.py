"""The backups of a host, and the room there is for one. Reads folders, ``df`` and the server; writes nothing."""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pyinfra.api.facts import FactBase

from ai_engine_db.backup_format import manifest, names
from ai_engine_db.transport import psql, shell


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of backups.

    Attributes:
        now: the host's clock, in UTC.
        free: bytes on its file system.
        problem: why nothing can be written there, or what is there cannot be listed; empty when it can.
        names: complete backups, of whatever database.
        unreadable: what is named like a backup, and cannot be looked into: another user's, or a link to nowhere.
        user: who looks.
    """

    now: datetime
    free: int
    problem: str
    names: Sequence[str]
    unreadable: Sequence[str] = ()
    user: str = ""

    @property
    def taken(self) -> Sequence[str]:
        """The names that no other backup can have."""
        return (*self.names, *self.unreadable)


class Shelves(FactBase[Shelf]):
    """Reads a :class:`Shelf`; a folder that is not there yet is an empty one of the folder above it."""

    def command(self, directory: str) -> str:
        return f"""date -u +%Y%m%d_%H%M%S
folder={shell.path(directory)}
parent=$folder
while [ ! -e "$parent" ] && [ ! -L "$parent" ]; do parent=$(dirname "$parent"); done
set -- $(df -Pk "$parent" 2>/dev/null | tail -n 1)
echo "${{4:-0}}"
user=$(id -un)
if [ ! -e "$parent" ]; then echo "$parent is a dangling symbolic link"
elif [ ! -d "$parent" ]; then echo "$parent is not a directory"
elif [ ! -w "$parent" ] || [ ! -x "$parent" ]; then echo "$user may not write to $parent"
elif [ ! -r "$parent" ]; then echo "$user may not list $parent"
else echo; fi
echo "$user"
for backup in "$folder"/*_backup_????????_??????; do
    name=${{backup##*/}}
    if [ -d "$backup" ] && [ -r "$backup" ] && [ -x "$backup" ]; then
        if [ -r "$backup/{manifest.FILE}" ]; then echo "complete $name"
        elif [ -e "$backup/{manifest.FILE}" ] || [ -L "$backup/{manifest.FILE}" ]; then echo "unreadable $name"; fi
    elif [ -d "$backup" ] || [ -L "$backup" ]; then echo "unreadable $name"; fi
done"""

    def process(self, output: list[str]) -> Shelf:
        now, free, problem, user, *lines = output
        found = [line.partition(" ")[::2] for line in lines]
        complete, unreadable = ([name for kind, name in found if kind == each] for each in ("complete", "unreadable"))
        return Shelf(names.moment(now), int(free) * 1024, problem, complete, unreadable, user)


class ManifestText(FactBase[str]):
    """The text of a backup's manifest."""

    def command(self, directory: str, backup: str) -> str:
        return f"cat {shell.path(directory)}/{shlex.quote(backup)}/{manifest.FILE}"

    def process(self, output: list[str]) -> str:
        return "\n".join(output)


@dataclass(frozen=True, slots=True)
class Room:
    """The room in a container, in bytes, and its databases.

    Attributes:
        temporary: free on the file system of /tmp. data: free on that of the server's data.
        databases: size in bytes and number of clients' sessions, by name; autovacuum is none.
    """

    temporary: int
    data: int
    databases: Mapping[str, tuple[int, int]]


_ROOM = """free() { set -- $(df -Pk "$1" | tail -n 1); echo "$4"; }
free /tmp
free "$(psql -XAtqc 'SHOW data_directory')"
psql -XAtq -f -
"""

_DATABASES = """SELECT pg_catalog.jsonb_object_agg(d.datname, pg_catalog.jsonb_build_array(
    pg_catalog.pg_database_size(d.oid),
    (
        SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity AS a
        WHERE a.datid = d.oid AND a.backend_type = 'client backend'
    )
)) FROM pg_catalog.pg_database AS d;"""


class Rooms(FactBase[Room]):
    """Reads a :class:`Room`."""

    def command(self, container: str, superuser: str) -> str:
        arguments = ["docker", "exec", "-i", "-u", "postgres", "-e", f"PGUSER={superuser}", "-e", "PGDATABASE=postgres"]
        arguments += ["-e", f"PGOPTIONS={psql.READING}", container, "sh", "-c", _ROOM]
        return f"{shlex.join(arguments)} <<'##input##'\n{_DATABASES}\n##input##\n"

    def process(self, output: list[str]) -> Room:
        temporary, data, databases = output
        found = {name: (size, sessions) for name, (size, sessions) in json.loads(databases).items()}
        return Room(int(temporary) * 1024, int(data) * 1024, found)
