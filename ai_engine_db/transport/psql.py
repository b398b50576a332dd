"""How psql is called in a container, and how its input is written. Pure: texts in, texts out."""

import re
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from ai_engine_db.transport.session_settings import CATALOGS_ONLY, options

# psql stops at the first error and says where it was; -q keeps it from filling the pipe while we still write.
_PSQL = "psql -XAtq -v ON_ERROR_STOP=1 -d postgres -f -"

# Of sessions that run nothing but queries of catalogs.
READING = options(default_transaction_read_only="on", **CATALOGS_ONLY)
# Of sessions that log in as the owner of a database, whose views they may use, to read its rows.
READING_ROWS = options(default_transaction_read_only="on")
# Of sessions that write. One whose psql has died shall not go on by itself for long.
OWNING = options(client_connection_check_interval="5s")
PRIVILEGED = options(client_connection_check_interval="5s", **CATALOGS_ONLY)

# Between the scripts of two sessions; a comment to the psql that reads up to it.
SEPARATOR = "--##next##"
EXIT = "##exit "

# Each script has a psql of its own, at the same time. What the second prints waits until the first has ended.
# All is read before anything runs: a psql that quits early shall break no pipe.
_EACH = f"""script=$(cat)
run() {{
    {_PSQL} -U "$1" 2>&1
    echo "{EXIT}$token $?"
}}
token=$2
exec 4>&1
case $script in *{SEPARATOR}$token*) ;; *) printf '%s\\n' "$script" 2>/dev/null | run "$1"; exit ;; esac
second=$({{
    printf '%s\\n' "$script" 2>/dev/null | sed "1,/^{SEPARATOR}$token\\$/d" 2>/dev/null | run "$1" &
    printf '%s\\n' "$script" 2>/dev/null | sed "/^{SEPARATOR}$token\\$/q" 2>/dev/null | run "$1" >&4
    wait
}})
printf '%s\\n' "$second"
"""

_ERROR = re.compile(r"^psql:<stdin>:(\d+): (\w+: +)?(?:([0-9A-Z]{5}): )?(.*)$")


def reading_command(container: str, user: str, *, rows: bool = False) -> str:
    """The shell command that feeds its stdin to a read-only psql in a container, over the socket.

    Args:
        container: where.
        user: as whom it connects to database ``postgres``.
        rows: whether it goes on as the owner of a database, to read its rows; else it can read catalogs alone.
    """
    variables = shlex.join(["-e", f"PGOPTIONS={READING_ROWS if rows else READING}"])
    return f"docker exec -i -u postgres {variables} {container} {_PSQL} -U {shlex.quote(user)}"


def writing_command(container: str, superuser: str, application: str, token: str) -> str:
    """The shell command that feeds one script, or two with SEPARATOR and a token between them, to a psql each.

    What each prints ends with a line of EXIT, the token and its exit code.

    Args:
        container: where.
        superuser: as whom.
        application: the name that others see the sessions by.
        token: letters and digits that no text of others can hold.
    """
    variables = shlex.join(["-e", f"PGOPTIONS={OWNING}", "-e", f"PGAPPNAME={application}"])
    program = shlex.join(["sh", "-c", _EACH, "sh", superuser, token])
    return f"docker exec -i -u postgres {variables} {container} {program}"


def argument(text: str) -> str:
    r"""An argument of a psql meta-command, quoted (manual, psql: Meta-Commands).

    A meta-command ends with its line, within quotes too: what came after a line break would be run as SQL.
    """
    for letter, escape in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(letter, escape)
    return f"'{text}'"


def connect(database: str, user: str = "") -> str:
    r"""``\connect`` to a database of any name, which psql would else take for a connection string.

    Args:
        database: its name.
        user: the role that logs in; by default the one that is logged in already.
    """
    words = {"dbname": database, **({"user": user} if user else {})}
    # psql takes double quotes out of the argument even within single ones.
    quoted = conninfo(**words).replace('"', '""')
    whole = f'"{quoted}"'
    return f"\\connect -reuse-previous=on {argument(whole)}"


def conninfo(**words: str) -> str:
    """A connection string with names of any letters."""
    escaped = {key: value.replace("\\", "\\\\").replace("'", "\\'") for key, value in words.items()}
    return " ".join(f"{key}='{value}'" for key, value in escaped.items())


class Error(NamedTuple):
    """What psql stopped at: the line of its input, the SQLSTATE (empty without VERBOSITY verbose), and what it said."""

    line: int
    sqlstate: str
    message: str


def first_error(lines: Sequence[str]) -> Error | None:
    """What psql stopped at, out of what it printed."""
    for at, line in enumerate(lines):
        if found := _ERROR.match(line):
            rest = [each for each in lines[at + 1 :] if not _ERROR.match(each) and not each.startswith("LOCATION: ")]
            severity = found[2] or ""
            return Error(int(found[1]), found[3] or "", "\n".join([f"{severity}{found[4]}", *rest]))
    return None
