"""What a session that writes to a database begins and ends with: our lock, and the state that its work was planned for.

Two deploys never write to a database at once. Nobody waits for the lock inside the server, where a waiting transaction
would hold up CREATE INDEX CONCURRENTLY: a session that does not get it says who has it, and ends. One that finds the
database changed since its plan was made ends too. The lock is the session's own: it goes with it, whatever it dies of.
Pure: texts in, texts out.

A session is the superuser's, and then runs nothing that a user defined, or it logs in as the owner of the database.
"""

import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from ai_engine_db.facts.server import CATALOG_STAMP, CATALOG_STAMP_LENGTH, NO_CONNECTION, SERVER_STAMP, STAMP
from ai_engine_db.runtime import revision
from ai_engine_db.schema.render import literal
from ai_engine_db.transport import locks, psql
from ai_engine_db.transport.session_settings import CATALOGS_ONLY, SEARCH_PATH

# An advisory lock of each database: "aiDB" in ASCII.
KEY = 0x61694442

# What a session prints; each is followed by JSON.
HELD = "##held "
STALE = "##stale "
STAMPED = "##stamp "
# What a script prints that is none of psql's, before the error: the lock that it did not get.
WAITS = "##locked "

# lock_not_available and deadlock_detected: somebody else was in the way, for a moment perhaps.
LOCKED = ("55P03", "40P01")

# What a session hears that is let in when a restored database has just taken the place of its own.
_RENAMED = re.compile(r'FATAL: +database "(.*)" does not exist\n.*renamed')

# Around the statements that are the work itself.
OPENED = "--##opened##"
CLOSING = "--##closing##"

# The names of our sessions, as LIKE takes them.
DEPLOYS = "ai-engine-db deploy %"


_HOLDER = f"""SELECT pg_catalog.string_agg({locks.named("a")}, ' and ')
FROM pg_catalog.pg_locks AS l
JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND (l.classid, l.objid, l.objsubid) = (0, {KEY}, 1)
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = {{database}})"""

# What a session of the superuser's begins with: it can read no view and no foreign table of a user's.
PRIVILEGED = f"SET restrict_nonsystem_relation_kind = {literal(CATALOGS_ONLY['restrict_nonsystem_relation_kind'])};\n"

OPEN = f"""\\set VERBOSITY verbose
SELECT pg_catalog.pg_try_advisory_lock({KEY}) AS got \\gset
\\if :got
\\else
SELECT '{HELD}' || pg_catalog.json_build_array(
    pg_catalog.current_database(),
    coalesce(({_HOLDER.format(database="pg_catalog.current_database()")}), 'another session')
);
\\quit
\\endif"""

_CHECK = """SELECT {holds} AS holds \\gset
\\if :holds
\\else
SELECT '{STALE}' || pg_catalog.json_build_array(pg_catalog.current_database());
\\quit
\\endif"""


@dataclass(frozen=True, slots=True)
class SqlPart:
    """A piece of a script.

    Attributes:
        sql: of it.
        about: what it is about, so that an error can name it.
        opens: the database in which its owner's work may begin after it; empty for none.
    """

    sql: str
    about: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class SessionResult:
    """What became of a script.

    Attributes:
        lines: what it printed.
        error: why it stopped; empty when it did not.
        locked: the error is that a statement did not get a lock: it may be tried again.
        held: the database that another session works in, and which; None when there was none.
        stale: the database that was changed since the work was planned; empty for none.
        stamps: the state that the work left a database in, by name.
    """

    lines: Sequence[str] = ()
    error: str = ""
    locked: bool = False
    held: tuple[str, str] | None = None
    stale: str = ""
    stamps: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether it went through."""
        return not (self.error or self.held or self.stale)

    @property
    def again(self) -> bool:
        """Whether only somebody else was in the way."""
        return bool(self.locked or self.held or self.stale)


@cache
def application() -> str:
    """The name of our sessions: who deploys, and from where. PostgreSQL cuts names at 63 bytes."""
    who = revision.who().encode("ascii", "replace").decode()
    end = f" pid {os.getpid()}"
    return f"ai-engine-db deploy by {who[: 40 - len(end)]}{end}"


def unchanged(database: str, stamp: str, *, owner: bool) -> str:
    """The condition that a database is as it was when its stamp was read.

    Args:
        database: its name.
        stamp: of it.
        owner: whether its owner asks; a superuser's session reads catalogs alone.
    """
    if database == "postgres":
        return f"({SERVER_STAMP}) = {literal(stamp)}"
    if owner:
        return f"({STAMP}) = {literal(stamp)}"
    return f"({CATALOG_STAMP}) = {literal(stamp[:CATALOG_STAMP_LENGTH])}"


def session(
    database: str, work: Sequence[SqlPart], holds: str, lock_timeout: str = "1s", *, user: str, owner: bool = False
) -> list[SqlPart]:
    """A session of one database: it gets the lock, makes sure that the plan still holds, works, and tells the stamp.

    Args:
        database: its name.
        work: what to run.
        holds: a condition in SQL; see :func:`unchanged`.
        lock_timeout: how long a statement waits for a lock, while those behind it wait for us.
        user: the role that logs in.
        owner: whether that is the owner of the database; else it is a superuser, and ``work`` runs nothing that a
            user defined.
    """
    check = _CHECK.format(holds=holds, STALE=STALE)
    timeout = f"SET lock_timeout = {literal(lock_timeout)};"
    stamp = STAMP if owner else SERVER_STAMP
    end = f"SELECT {literal(STAMPED)} || pg_catalog.json_build_array(pg_catalog.current_database(), ({stamp}));"
    if not owner and database != "postgres":
        # Half of a stamp; the owner's session behind this one has to find it, and tells the whole.
        # The lock is given back: the server ends a connection in its own time, and that session would find this one.
        unlock = f"SELECT pg_catalog.pg_advisory_unlock({KEY}) AS unlocked \\gset"
        end = f"SELECT ({CATALOG_STAMP}) AS left_as \\gset\n{unlock}"
    about = f"database {database}"
    begin = f"{psql.connect(database, user)}\n{'' if owner else PRIVILEGED}{OPEN}\n{check}\n{timeout}\n{OPENED}"
    return [
        SqlPart(begin, about, database if owner else ""),
        *work,
        SqlPart(f"{CLOSING}\nSET search_path = {SEARCH_PATH};\n{end}", about),
    ]


# The condition that a database is as a superuser's session before, in the same script, has left it.
AS_LEFT = f"({CATALOG_STAMP}) = :'left_as'"


def holder(database: str) -> str:
    """The query for who holds the lock of a database; NULL for nobody, and of any database of the server."""
    return _HOLDER.format(database=literal(database))


def free(database: str) -> SqlPart:
    """What ends a session of another database as long as somebody holds the lock of this one."""
    return SqlPart(f"""SELECT coalesce(({holder(database)}), '') AS holder \\gset
SELECT :'holder' <> '' AS held \\gset
\\if :held
SELECT '{HELD}' || pg_catalog.json_build_array({literal(database)}, :'holder');
\\quit
\\endif""")


def look(database: str) -> str:
    """The script that prints who holds the lock of a database, if anybody does."""
    return f"{holder(database)};"


def look_at_locks(database: str) -> str:
    """The script that prints who has held locks on tables of a database for a while."""
    return locks.held(database, f"a.application_name NOT LIKE {literal(DEPLOYS)}")


def _told(line: str, mark: str, values: int) -> Sequence[str]:
    """The texts behind a mark; none where somebody else's words only look like one of ours."""
    if line.startswith(mark):
        with suppress(ValueError):
            found = json.loads(line.removeprefix(mark))
            if isinstance(found, list) and len(found) == values and all(isinstance(each, str) for each in found):
                return found
    return ()


def result_of(lines: Sequence[str], error: str) -> SessionResult:
    """Reads what a script printed, and why it stopped."""
    found = psql.first_error(lines)
    # A role's connections may all be in use, as a lock may be.
    locked = found is not None and (found.sqlstate in LOCKED or NO_CONNECTION in found.message)
    held, stale, stamps = None, "", {}
    for line in lines:
        if line.startswith(WAITS):
            locked, error = True, line.removeprefix(WAITS)
        elif told := _told(line, HELD, 2):
            held = told[0], told[1]
        elif told := _told(line, STALE, 1):
            stale = told[0]
        elif told := _told(line, STAMPED, 2):
            stamps[told[0]] = told[1]
    if renamed := _RENAMED.search("\n".join(lines)):
        stale = renamed[1]
    return SessionResult(lines, error, locked, held, stale, stamps)
