"""What was found in step with the lock, and has not been changed since, need not be compared again. Reads files only.

A deploy that changed something ends with a look at all there is. Then it notes in the comment of schema ``deploy`` what
the databases were compared with, and the stamp of the definitions: as long as both are the same, so is the result.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ai_engine_db.schema import beside, lock

_PACKAGE = Path(__file__).parents[1]

# What reads a database, and what compares it.
_CODE = ("facts", "schema", "transport")


@cache
def key(role: str, placeholders: tuple[tuple[str, str], ...] = ()) -> str:
    """Names what databases are compared with, and how: the lock, files beside it, our own code, and who owns objects.

    Args:
        role: of the application.
        placeholders: those of ``sql/``, each with its role.
    """
    digest = hashlib.sha256(f"{role}\0{placeholders}".encode())
    transitions = lock.SQL / "transitions"
    for name, path in sorted(
        {**_files(_PACKAGE, _CODE), **_files(lock.SQL, [lock.PATH.name, transitions.name, *beside.FILES])}.items()
    ):
        digest.update(f"{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def _files(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """Files of a folder and what is below it, by their paths in it; one that is renamed or moved is another."""
    found = (path for name in names for path in (folder / name, *(folder / name).rglob("*")))
    return {str(path.relative_to(folder)): path for path in found if path.is_file() and path.suffix != ".pyc"}


def comment(role: str, stamp: str, placeholders: tuple[tuple[str, str], ...] = ()) -> str:
    """The comment of schema ``deploy``; ``database.sql`` looks at its end."""
    what = "What deploys did to this database; written by ai-engine-db alone."
    return f"{what} Last found in step: {key(role, placeholders)} {stamp}"
