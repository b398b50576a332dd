"""Connections to both ends, with sessions in which a value's text is the same. Clear words where there is none."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from ai_engine_db.schema.snapshot_query import PATH
from ai_engine_db.transport import locks
from ai_engine_db.transport.session_settings import NEWER, PINNED, as_options

Connection = psycopg.Connection[Any]

OLDEST = 12
APPLICATION = "ai-engine-db import"
_CONNECTION = {"connect_timeout": "10", "keepalives_idle": "30", "application_name": APPLICATION}
_SESSION = {"lock_timeout": "10s", "jit": "off"}
# A server of PostgreSQL 12 takes no connection with the others.
_EVERYWHERE = {name: value for name, value in PINNED.items() if name not in (*NEWER, "default_toast_compression")}
_NEWER = (
    "SELECT pg_catalog.set_config(w.name, w.value, false)"
    " FROM pg_catalog.json_each_text(%s) AS w (name, value) JOIN pg_catalog.pg_settings AS s ON s.name = w.name"
)
_READABLE = (
    "SELECT pg_catalog.string_agg(pg_catalog.format('%I.%I', 'public', relname), ', ') FROM pg_catalog.pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relpersistence <> 't'"
    " AND pg_catalog.has_table_privilege(oid, 'SELECT')"
)
_HINTS = {
    "password authentication failed": "check {prefix}USER and {prefix}PASSWORD",
    "unsupported startup parameter": "set {prefix}HOST to the server itself: a connection pooler is in between",
    "does not support SSL": "the server does not offer TLS: enable it there, or set {tls}",
    "no encryption": "the server accepts TLS connections only, or none from here: set {tls} to require or"
    " better, or correct its pg_hba.conf",
    "does not match host name": "set {prefix}HOST to a name that its certificate has",
    "root certificate": "set {tls}ROOTCERT to the file of its certificate authority",
    "certificate verify failed": "set {tls}ROOTCERT to the file of its certificate authority",
    "does not exist": "check {prefix}NAME and {prefix}USER",
    "resolve host": "check {prefix}HOST",
    "refused": "is the server up? Check {prefix}HOST and {prefix}PORT",
    "timeout": "is the server up, and no firewall in between? Check {prefix}HOST and {prefix}PORT",
}


class EndError(Exception):
    """An end cannot be used; the message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class End:
    """One end.

    Attributes:
        title: ``legacy`` or ``target``, as messages name it.
        prefix: of its settings. tls: of those about TLS, without MODE and ROOTCERT.
        parameters: libpq's.
        owner: whether our role owns what is there, so that it may find functions and types of the application by name.
    """

    title: str
    prefix: str
    tls: str
    parameters: Mapping[str, str]
    owner: bool = False

    def connect(self, snapshot: str | None = None, *, read_only: bool = False) -> Connection:
        """Connects, in autocommit.

        Args:
            snapshot: begins a transaction that sees what the exported one sees.
            read_only: refuses to write.

        Raises:
            EndError: there is no connection to be had.
        """
        try:
            session = {**_SESSION, "default_transaction_read_only": "on" if read_only else "off"}
            pinned = as_options({**_EVERYWHERE, **session})
            where = psycopg.conninfo.make_conninfo(**{**_CONNECTION, **self.parameters, "options": pinned})
            connection = psycopg.connect(where, autocommit=True, prepare_threshold=None)
            newer = {name: value for name, value in PINNED.items() if name not in _EVERYWHERE}
            connection.execute(_NEWER, [json.dumps(newer)])
            if self.owner:
                connection.execute(PATH)
            if snapshot:
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                connection.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
        except psycopg.OperationalError as error:
            raise EndError(self.explain(str(error))) from None
        return connection

    def holders(self) -> list[str]:
        """Who holds locks on tables there, besides the import; as far as our role may see it."""
        with self.connect(read_only=True) as connection:
            found = connection.execute(locks.holders(f"a.application_name <> '{APPLICATION}'"))
            return [f"{self.title} database: {row[0]}: end that session, or wait" for row in found]

    def explain(self, message: str) -> str:
        """A message of libpq in short: which end, why, and what to do."""
        where = f"{self.parameters['dbname']} at {self.parameters['host']}:{self.parameters['port']}"
        attempts = [each.splitlines()[0] for each in re.split(r"connection to server at .* failed: ", message) if each]
        # After TLS a client may try without, which tells nothing of why the first try failed.
        attempts.sort(key=lambda line: not line.endswith("no encryption"))
        reason = attempts[-1].rsplit("failed: ", 1)[-1].removeprefix("FATAL:  ")
        hint = next((hint for text, hint in _HINTS.items() if text in message), "")
        hint = hint.format(prefix=self.prefix, tls=f"{self.tls}SSL" if "ROOTCERT" in hint else f"{self.tls}SSLMODE")
        return f"{self.title} database {where}: {reason}" + (f" ({hint})" if hint else "")


@contextmanager
def exported(end: End) -> Iterator[tuple[Connection, str]]:
    """A read-only transaction whose snapshot others can join until the block ends, and the snapshot's name.

    Raises:
        EndError: the server is older than an import can read, or a table cannot be read for a lock.
    """
    with end.connect(read_only=True) as connection:
        version = connection.info.server_version
        if version < OLDEST * 10000:
            raise EndError(
                f"{end.title} database is on PostgreSQL {version // 10000}, and {OLDEST} or later is needed: upgrade it"
            )
        # TRUNCATE and what rewrites a table do not care for snapshots: they have to come before it, or wait.
        locked = connection.execute(_READABLE).fetchone()
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if locked and locked[0]:
            try:
                connection.execute(f"LOCK TABLE {locked[0]} IN ACCESS SHARE MODE")
            except psycopg.errors.LockNotAvailable:
                raise EndError(
                    f"{end.title} database: a table there is locked (by ALTER TABLE, VACUUM FULL or the like)"
                ) from None
        row = connection.execute("SELECT pg_catalog.pg_export_snapshot()").fetchone()
        yield connection, str(row[0] if row else "")
