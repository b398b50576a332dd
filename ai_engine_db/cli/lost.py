"""What the lock would lose: two dumps compared, one of a database as ``sql/`` makes it, one of a database by the lock.

pg_dump knows of everything that a schema can have, so this holds for what no query of ours asks for. Touches a
throwaway server only.
"""

import difflib
import re
from collections.abc import Iterator, Mapping

from ai_engine_db.cli.scratch_server import Server
from ai_engine_db.schema.texts import SourceError

_HEAD = re.compile(r"^--\n-- Name: (.*); Type: ([^;\n]+); Schema: .*\n--\n", re.MULTILINE)
# The key that newer versions make up for each dump, and defaults that stand wherever the order of objects puts them.
_BETWEEN = re.compile(
    r"^(\\(un)?restrict \w+|SET default_tablespace = '';|SET default_table_access_method = heap;"
    r"|-- PostgreSQL database dump complete|--|)\n",
    re.MULTILINE,
)
SHOWN = 8

# Not by a pipe: a dump that fails would be taken for a short one.
_RESTORE = """file=$(mktemp) && pg_dump --schema-only -f "$file" -d "$0" &&
psql -XAtq -v ON_ERROR_STOP=1 -o /dev/null -d "$1" -f "$file\""""

Entry = tuple[str, str]
"""The name of something in a dump, and of which type it is."""


def run(server: Server, *words: str) -> str:
    """Runs a program beside the server, as its superuser.

    Raises:
        SourceError: it fails; the message is what it said.
    """
    code, (output, errors) = server.container.exec_run(list(words), user="postgres", demux=True)
    if code:
        raise SourceError((errors or b"").decode(errors="replace").strip())
    return str((output or b"").decode())


def restore(server: Server, source: str, target: str) -> None:
    """Fills an empty database from a dump of another: its expressions are then printed once, as the lock's are.

    Raises:
        SourceError: the dump cannot be restored, and so no backup could.
    """
    try:
        run(server, "sh", "-c", _RESTORE, source, target)
    except SourceError as error:
        raise SourceError(f"sql/: a backup of the created database could not be restored: {error}") from None


def entries(dump: str) -> dict[Entry, str]:
    """The parts of a dump, whatever their order; nothing else is left out of account."""
    found: dict[Entry, str] = {}
    _, *parts = _HEAD.split(dump)
    for name, kind, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        said = _BETWEEN.sub("", text + "\n")
        lines = said.splitlines(keepends=True)
        found[name, kind] = found.get((name, kind), "") + ("".join(sorted(lines)) if kind == "ACL" else said)
    return found


def differences(written: Mapping[Entry, str], printed: Mapping[Entry, str]) -> Iterator[tuple[str, str]]:
    """What differs: the name in the dump, and words with the lines that are lost (-) or come instead (+)."""
    for entry in sorted(written.keys() | printed.keys()):
        before, after = written.get(entry, ""), printed.get(entry, "")
        if before != after:
            name, kind = entry
            lines = difflib.ndiff(before.splitlines(), after.splitlines())
            shown = [f"    {line}" for line in lines if line.startswith(("- ", "+ "))]
            more = [f"    and {len(shown) - SHOWN} lines more"] if len(shown) > SHOWN else []
            head = f"{kind.lower()} {name} cannot be represented in the lock file as it is written:"
            yield name, "\n".join([head, *shown[:SHOWN], *more])
