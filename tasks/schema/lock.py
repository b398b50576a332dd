"""The lock: ``sql/`` as PostgreSQL understood it, and the hashes of the files it was made from. Reads and writes files.

A line an object, so that a pull request shows a change of the schema object by object.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tasks.schema.model import Object, snapshot, to_row

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "sql"
PATH = SQL / "schema.lock.json"
FORMAT = 1


class LockError(Exception):
    """The lock is missing, unreadable or older than the SQL files."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The desired state.

    Attributes:
        files: sha256 of each SQL file, by its path below the project.
        extensions: the schema of each extension, by name, in the order of creation.
        objects: the snapshot of schema ``public``, with both printings of each definition.
    """

    files: Mapping[str, str]
    extensions: Mapping[str, str]
    objects: Mapping[str, Object]

    @property
    def digest(self) -> str:
        """Names this very schema: sha256 over the objects, in hex."""
        return hashlib.sha256(_objects(self).encode()).hexdigest()


def sources(sql: Path = SQL) -> dict[str, str]:
    """sha256 of each file that the lock is made from, by its path below the folder above ``sql``."""
    return {
        str(path.relative_to(sql.parent)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(sql.rglob("*.sql"))
        if path.relative_to(sql).parts[0] not in ("transitions", "sample", "search")
    }


def _objects(lock: Lock) -> str:
    rows = (to_row(item) for item in lock.objects.values())
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def write(lock: Lock, path: Path = PATH) -> None:
    """Writes a lock, a line an object."""
    files = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in lock.files.items())
    extensions = json.dumps(lock.extensions)
    path.write_text(
        f'{{"format": {FORMAT},\n"files": {{\n{files}\n}},\n"extensions": {extensions},\n'
        f'"objects": [\n{_objects(lock)}\n]}}\n'
    )


def read(path: Path = PATH) -> Lock:
    """Reads a lock without comparing it with the files.

    Raises:
        LockError: it is missing, or not one that this version wrote.
    """
    try:
        data = json.loads(path.read_text())
        if data["format"] != FORMAT:
            raise LockError(f"{path} has format {data['format']}, this version reads {FORMAT}: run `make lock`")
        return Lock(data["files"], data["extensions"], snapshot(data["objects"]))
    except FileNotFoundError:
        raise LockError(f"{path} is missing: run `make lock`") from None
    except (ValueError, KeyError, TypeError) as error:
        raise LockError(f"{path} cannot be read ({error}): run `make lock`") from error


def fresh(path: Path = PATH) -> Lock:
    """Reads the lock and makes sure that it was made from the files as they are.

    Raises:
        LockError: it is missing, unreadable or stale; the message names the files that changed.
    """
    lock = read(path)
    now = sources(path.parent)
    if now == lock.files:
        return lock
    changed = sorted(name for name in now.keys() | lock.files.keys() if now.get(name) != lock.files.get(name))
    shown = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
    raise LockError(f"{path.name} is stale, these files changed since it was made: {shown}. Run `make lock`")
