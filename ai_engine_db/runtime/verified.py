"""What was found in step with the lock, and has not been changed since, need not be compared again. Reads files only.

A deploy that changed something ends with a look at all there is. Then it notes in the comment of schema ``deploy`` what
the databases were compared with, and the stamp of the definitions: as long as both are the same, so is the result.
"""

import hashlib
from functools import cache
from pathlib import Path

from ai_engine_db.schema import lock

_PACKAGE = Path(__file__).parents[1]


@cache
def key(role: str) -> str:
    """Names what databases are compared with, and how: the lock, our own code, and who is to own the objects.

    Args:
        role: of the application.
    """
    digest = hashlib.sha256(role.encode())
    code = (path for path in (_PACKAGE / "schema").rglob("*") if path.suffix in (".py", ".sql"))
    files = (lock.PATH, *code, *(_PACKAGE / "facts").glob("*.sql"), *(lock.SQL / "transitions").glob("*.sql"))
    for path in sorted(files):
        if path.exists():
            # A transition is recorded by its file's name.
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def comment(role: str, stamp: str) -> str:
    """The comment of schema ``deploy``; ``database.sql`` looks at its end."""
    what = "What deploys did to this database; written by ai-engine-db alone."
    return f"{what} Last found in step: {key(role)} {stamp}"
