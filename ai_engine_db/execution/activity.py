"""What our sessions are at while they work, by the server's own account. Reads its activity, in a session of its own.

A look changes nothing and waits for nobody; one that fails tells nothing. Of what the server says is running, only what
cannot hold a secret is shown: a statement of the script that is being run, or one that moves rows.
"""

import copy
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import StringCommand
from pyinfra.api.exceptions import PyinfraError
from pyinfra.api.host import Host

from ai_engine_db.execution import session
from ai_engine_db.execution.runner import SqlScript
from ai_engine_db.runtime import host_state
from ai_engine_db.runtime.progress import Progress
from ai_engine_db.schema.render import literal
from ai_engine_db.transport import connection, locks, psql

# Seconds that a look may take: in the server, and in all.
STATEMENT_TIMEOUT = "2s"
TIMEOUT = 10

# Characters of a statement that are shown.
LONGEST = 72

_SESSIONS = f"""SET statement_timeout = '{STATEMENT_TIMEOUT}';
SELECT pg_catalog.json_build_array(
    a.datname, a.query, coalesce(i.phase, 'batch ' || t.batch || ' of about ' || t.total),
    CASE
        WHEN t.total > 0 THEN t.batch::float / t.total
        WHEN i.tuples_total > 0 THEN i.tuples_done::float / i.tuples_total
        WHEN i.blocks_total > 0 THEN i.blocks_done::float / i.blocks_total
    END,
    CASE WHEN a.wait_event_type = 'Lock' THEN (
        SELECT pg_catalog.string_agg({locks.named("b")}, ' and ')
        FROM pg_catalog.pg_stat_activity AS b WHERE b.pid = ANY (pg_catalog.pg_blocking_pids(a.pid))
    ) END
)
FROM pg_catalog.pg_stat_activity AS a
LEFT JOIN pg_catalog.pg_stat_progress_create_index AS i ON i.pid = a.pid
CROSS JOIN LATERAL (
    SELECT max(l.objid::bigint) FILTER (WHERE l.classid = {locks.BATCH_KEY}) AS batch,
        max(l.objid::bigint) FILTER (WHERE l.classid = {locks.TOTAL_KEY}) AS total
    FROM pg_catalog.pg_locks AS l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.objsubid = 2
) AS t
WHERE a.backend_type = 'client backend' AND {{which}}
ORDER BY a.query_start;"""
_SIZE = (
    "SELECT pg_catalog.json_build_array(pg_catalog.pg_database_size(oid))"
    " FROM pg_catalog.pg_database WHERE datname = {database};"
)

# What moves rows or keeps them waiting, of all that pg_dump and pg_restore do.
_MOVES = "COPY|LOCK TABLE|CREATE|ALTER|REFRESH"
# How a question to a database begins, with its key.
_QUESTION = re.compile(r"SELECT json_build_array\('((?:[^']|'')+)', \(")


class Activity(ABC):
    """Looks at sessions from outside.

    Args:
        target: the host.
        arguments: how its shell is reached.
        which: the condition for the sessions, ``a``.
        more: further SQL, which prints a line.
    """

    def __init__(self, target: Host, arguments: ConnectorArguments, which: str, more: str = "") -> None:
        self.target = target
        self.arguments = copy.copy(arguments)
        sql = _SESSIONS.format(which=which)
        self.arguments |= {"_stdin": sql + more, "_timeout": TIMEOUT}
        # Known from here on: a look shall never be what reads the host anew.
        self.command = psql.reading_command(host_state.container(target), host_state.of(target).docker.superuser)

    def look(self) -> Progress:
        """What is going on now."""
        with suppress(*connection.ERRORS, PyinfraError, ValueError):
            well, output = self.target.run_shell_command(StringCommand(self.command), **self.arguments)
            if well:
                return self.tell(output.stdout_lines)
        return Progress()

    @abstractmethod
    def tell(self, lines: Sequence[str]) -> Progress:
        """Makes words of what the server said: a line a session."""


class SchemaProgress(Activity):
    """The sessions that run scripts.

    Args:
        target: the host.
        arguments: how its shell is reached.
    """

    def __init__(self, target: Host, arguments: ConnectorArguments) -> None:
        super().__init__(target, arguments, f"a.application_name = {literal(session.application())}")
        self.scripts: Sequence[SqlScript] = ()
        self._reached: dict[str, int] = {}

    def follow(self, scripts: Sequence[SqlScript]) -> Sequence[SqlScript]:
        """Says what is about to be run."""
        self.scripts = scripts
        self._reached = {}
        return scripts

    def tell(self, lines: Sequence[str]) -> Progress:
        found = {line[0]: line[1:] for line in map(json.loads, lines)}
        words = []
        for script in self.scripts:
            if script.database in found:
                query, *more = found[script.database]
                before = self._reached.get(script.database, 0)
                now = (at for at, part in enumerate(script.parts) if at >= before and _is(query, part))
                if (at := next(now, -1)) >= 0:
                    self._reached[script.database] = at
                    words.append(f"{script.database}: {_words(query, *more)}")
            elif script.database in self._reached:
                # Its session has ended.
                self._reached[script.database] = len(script.parts)
        parts = sum(len(script.parts) for script in self.scripts)
        return Progress("; ".join(words), sum(self._reached.values()) / parts if words else None)


class Transfer(Activity):
    """The sessions of pg_dump or pg_restore.

    Args:
        target: the host.
        arguments: how its shell is reached.
        database: that is dumped, or restored into.
        application: the name of the sessions.
        size: bytes that a database will have which is filled; 0 for a dump, whose size nobody knows before.
    """

    def __init__(
        self, target: Host, arguments: ConnectorArguments, database: str, application: str, size: int = 0
    ) -> None:
        which = f"a.datname = {literal(database)} AND a.application_name = {literal(application)}"
        which += f" AND a.state = 'active' AND a.query ~ '^({_MOVES}) '"
        super().__init__(target, arguments, which, _SIZE.format(database=literal(database)) if size else "")
        self.size = size

    def tell(self, lines: Sequence[str]) -> Progress:
        part, words = None, []
        for first, *more in map(json.loads, lines):
            if more:
                words.append(_words(*more))
            else:
                part = min(1.0, first / self.size)
        return Progress("; ".join(words), part)


class Answering(Activity):
    """The sessions that answer questions to databases, one after the other.

    Args:
        target: the host.
        arguments: how its shell is reached.
        keys: of the questions, in their order, by database.
    """

    def __init__(self, target: Host, arguments: ConnectorArguments, keys: Mapping[str, Sequence[str]]) -> None:
        names = ", ".join(map(literal, keys))
        super().__init__(target, arguments, f"a.datname IN ({names}) AND a.application_name = 'psql'")
        self.keys = [(database, key) for database, each in keys.items() for key in each]

    def tell(self, lines: Sequence[str]) -> Progress:
        for database, query, *more in map(json.loads, lines):
            asked = _QUESTION.match(query)
            if asked and (found := (database, asked[1].replace("''", "'"))) in self.keys:
                return Progress(f"{database}: {_words(found[1], *more)}", self.keys.index(found) / len(self.keys))
        return Progress()


def _is(query: str, part: session.SqlPart) -> bool:
    # The server cuts long ones off.
    begin = query.rstrip("; \n")
    return bool(part.about and begin) and f"\n{begin}" in f"\n{part.sql}"


def _words(query: str, phase: str | None, done: float | None, waits_for: str | None) -> str:
    line = query.lstrip().partition("\n")[0].rstrip(" ;")
    words = [line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"]
    if phase:
        words.append(phase if done is None else f"{phase}, {done:.0%}")
    if waits_for:
        words.append(f"waits for {waits_for}")
    return ", ".join(words)
