"""The lock: ``sql/`` as PostgreSQL understood it, and the hashes of the files it was made from. Reads and writes files.

A line an object, so that a pull request shows a change of the schema object by object. git merges two of them line by
line (``sql/.gitattributes``): each list ends with a line of its own, and no line speaks of all others. What was merged
so is what nobody has made, and is refused until `make lock` has made it: its digest is not in the history.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ai_engine_db.schema import texts
from ai_engine_db.schema.model import Lazily, Object, Snapshot, snapshot, to_row
from ai_engine_db.schema.rename import Rename

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "sql"
PATH = SQL / "schema.lock.json"
FORMAT = 3
_OBJECTS = '"objects": ['
_CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)
NOT_SOURCES = ("transitions", "sample", "search")


class LockError(Exception):
    """The lock is missing, unreadable or older than the SQL files."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The desired state.

    Attributes:
        files: sha256 of each SQL file, by its path below the project.
        extensions: the schema of each extension, by name, in the order of creation.
        objects: the snapshot of schema ``public``, with both printings of each definition.
        renames: what had another name.
    """

    files: Mapping[str, str]
    extensions: Mapping[str, str]
    objects: Mapping[str, Object]
    renames: tuple[Rename, ...] = ()

    @property
    def digest(self) -> str:
        """Names this very schema: sha256 over the objects, in hex."""
        return hashlib.sha256(_objects(self).encode()).hexdigest()


def sources(sql: Path = SQL) -> dict[str, str]:
    """sha256 of each file that the lock is made from, by its path below the folder above ``sql``.

    Raises:
        LockError: one cannot be read.
    """
    found = (path for path in sorted(sql.rglob("*.sql")) if path.relative_to(sql).parts[0] not in NOT_SOURCES)
    return {str(path.relative_to(sql.parent)): _sha256(path, sql.parent) for path in found}


def _sha256(path: Path, root: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise LockError(f"{path.relative_to(root)} cannot be read: {error.strerror}") from None


def _refuse_unreadable(sql: Path) -> None:
    """Reads the files that ``make lock`` does not, before a deploy comes to them half way."""
    for folder in NOT_SOURCES:
        for path in sorted((sql / folder).glob("*.sql")):
            try:
                texts.read(path, str(path.relative_to(sql.parent)))
            except texts.SourceError as error:
                raise LockError(str(error)) from None


def of_files(files: Mapping[str, str]) -> str:
    """One digest over all files: it names the lock that was made of them, in the history."""
    return hashlib.sha256("".join(f"{name} {value}\n" for name, value in sorted(files.items())).encode()).hexdigest()


def _objects(lock: Lock) -> str:
    rows = (to_row(item) for item in lock.objects.values())
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def history(path: Path = PATH) -> list[str]:
    """The digests of the locks that there were up to this one, the oldest first: for who deploys without git.

    Lines of a conflict are none: `make lock` settles it, with the locks of both branches.
    """
    file = path.with_suffix(".history")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return list(dict.fromkeys(line for line in lines if re.fullmatch("[0-9a-f]{64}", line)))


def write(lock: Lock, path: Path = PATH) -> None:
    """Writes a lock, a line an object, and its digest at the end of its history."""
    before = [each for each in history(path) if each != of_files(lock.files)]
    path.with_suffix(".history").write_text(
        "".join(f"{each}\n" for each in [*before, of_files(lock.files)]), encoding="ascii"
    )
    files = "".join(f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in lock.files.items())
    renames = "".join(f"{json.dumps([each.kind, each.old, each.new], ensure_ascii=False)},\n" for each in lock.renames)
    objects = f"{_objects(lock)},\n" if lock.objects else ""
    path.write_text(
        f'{{"format": {FORMAT},\n"extensions": {json.dumps(lock.extensions)},\n'
        f'"files": {{\n{files}"": null}},\n"renames": [\n{renames}null],\n'
        f"{_OBJECTS}\n{objects}null]}}\n",
        encoding="utf-8",
    )


def read(path: Path = PATH) -> Lock:
    """Reads a lock without comparing it with the files.

    Raises:
        LockError: it is missing, or not one that this version wrote.
    """
    lock = _lazily(path)
    # Now, so that what is wrong with it is said here.
    len(lock.objects)
    return lock


def _lazily(path: Path) -> Lock:
    """Reads a lock, but for the objects, which are most of it; looking at them may raise too."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LockError(f"{path} is missing: run `make lock`") from None
    except UnicodeDecodeError as error:
        raise _unreadable(path, error) from error
    if _CONFLICT.search(text):
        raise LockError(f"{path} contains merge conflict markers: run `make lock`")
    head, _, objects = text.partition(_OBJECTS)
    try:
        data = json.loads(f"{head}{_OBJECTS}]}}" if objects else text)
        if data["format"] != FORMAT:
            raise LockError(f"{path} has format {data['format']}, this version reads {FORMAT}: run `make lock`")
        files = {name: value for name, value in data["files"].items() if name}
        if of_files(files) not in history(path):
            raise LockError(f"{path} is merged from two versions: run `make lock`")
        rows = data["objects"]
        renames = tuple(Rename(*each) for each in data["renames"] if each)
        return Lock(files, data["extensions"], Lazily(lambda: _snapshot(path, objects, rows)), renames)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, error) from error


def _snapshot(path: Path, text: str, rows: Sequence[Any]) -> Snapshot:
    try:
        found = json.loads(f'{{"objects": [{text}')["objects"] if text else rows
        return snapshot(row for row in found if row)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> LockError:
    return LockError(f"{path} cannot be read ({error}): run `make lock`")


def fresh(path: Path = PATH, *, lazily: bool = False) -> Lock:
    """Reads the lock and makes sure that it was made from the files as they are.

    Args:
        path: where it is.
        lazily: reads the objects when they are looked at, and says only then if something is wrong with them.

    Raises:
        LockError: it is missing, unreadable or stale; the message names the files that changed. Or a file that it is
            not made from is no text.
    """
    _refuse_unreadable(path.parent)
    lock = _lazily(path) if lazily else read(path)
    now = sources(path.parent)
    if now == lock.files:
        return lock
    changed = sorted(name for name in now.keys() | lock.files.keys() if now.get(name) != lock.files.get(name))
    shown = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
    raise LockError(f"{path.name} is stale, these files changed since it was made: {shown}. Run `make lock`")
