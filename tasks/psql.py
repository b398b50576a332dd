"""How psql is called in a container, and how its input is written. Pure: texts in, texts out."""

import re
import shlex
from collections.abc import Sequence
from typing import NamedTuple

# psql stops at the first error and says where it was; -q keeps it from filling the pipe while we still write.
_PSQL = "psql -XAtq -v ON_ERROR_STOP=1 -d postgres -f -"
_OPTIONS = "-c client_min_messages=warning -c timezone=UTC"

# Between the scripts of two sessions; a comment to the psql that reads up to it.
SEPARATOR = "--##next##"
EXIT = "##exit "

# Each script has a psql of its own, at the same time. What the second prints waits until the first has ended.
# All is read before anything runs: a psql that quits early shall break no pipe.
_EACH = f"""script=$(cat)
run() {{
    {_PSQL} -U "$1" 2>&1
    echo "{EXIT}$?"
}}
exec 4>&1
case $script in *{SEPARATOR}*) ;; *) printf '%s\\n' "$script" 2>/dev/null | run "$1"; exit ;; esac
second=$({{
    printf '%s\\n' "$script" 2>/dev/null | sed '1,/^{SEPARATOR}$/d' 2>/dev/null | run "$1" &
    printf '%s\\n' "$script" 2>/dev/null | sed '/^{SEPARATOR}$/q' 2>/dev/null | run "$1" >&4
    wait
}})
printf '%s\\n' "$second"
"""

_ERROR = re.compile(r"^psql:<stdin>:(\d+): (\w+: +)?(?:([0-9A-Z]{5}): )?(.*)$")


def reading_command(container: str, superuser: str) -> str:
    """The shell command that feeds its stdin to a read-only psql in a container, as the superuser over the socket."""
    options = shlex.quote(f"PGOPTIONS=-c default_transaction_read_only=on {_OPTIONS}")
    return f"docker exec -i -u postgres -e {options} {container} {_PSQL} -U {shlex.quote(superuser)}"


def writing_command(container: str, superuser: str, application: str) -> str:
    """The shell command that feeds one script, or two with SEPARATOR between them, to a psql each.

    What each prints ends with a line of EXIT and its exit code.

    Args:
        container: where.
        superuser: as whom.
        application: the name that others see the sessions by.
    """
    variables = shlex.join(["-e", f"PGOPTIONS={_OPTIONS}", "-e", f"PGAPPNAME={application}"])
    program = shlex.join(["sh", "-c", _EACH, "sh", superuser])
    return f"docker exec -i -u postgres {variables} {container} {program}"


def argument(text: str) -> str:
    """An argument of a psql meta-command, quoted (manual, psql: Meta-Commands)."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def connect(database: str) -> str:
    r"""``\connect`` to a database of any name, which psql would else take for a connection string."""
    escaped = database.replace("\\", "\\\\").replace("'", "\\'")
    # psql takes double quotes out of the argument even within single ones.
    quoted = f"dbname='{escaped}'".replace('"', '""')
    return f'\\connect -reuse-previous=on "{quoted}"'


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
