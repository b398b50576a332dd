"""What a server and its databases have: one ``docker exec``, read-only sessions.

The server's own state is the superuser's to read, in database ``postgres``. In the databases, catalogs are read by a
role that may nothing else, and rows by the owner. Before the first deploy there is no such role: then it is the
superuser, in a session that can read no view of anybody's and looks no name up outside of ``pg_catalog``.
"""

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ai_engine_db.facts import compatibility
from ai_engine_db.schema import lock, reference, snapshot_query
from ai_engine_db.schema.model import Lazily, Object, snapshot
from ai_engine_db.transport import psql

_HERE = Path(__file__).parent
_SERVER = (_HERE / "server.sql").read_text()
_PRIVILEGES = (_HERE / "privileges.sql").read_text()
_DATABASE = (_HERE / "database.sql").read_text()
# What a superuser may read of a database's state, and the rest of it; a stamp is one behind the other.
CATALOG_STAMP = (_HERE / "stamp.sql").read_text()
LAST_STEP = (_HERE / "last_step.sql").read_text()
STAMP = f"SELECT ({CATALOG_STAMP}) || ({LAST_STEP}) AS stamp\n"
# Characters of the first part.
CATALOG_STAMP_LENGTH = 32
RECORDED = (_HERE / "recorded.sql").read_text()
SIZES = (_HERE / "sizes.sql").read_text()
_SAMPLES = (_HERE / "samples.sql").read_text()
_TRANSITIONS = (_HERE / "transitions.sql").read_text()
SERVER_STAMP = (_HERE / "server_stamp.sql").read_text()
# The certificate, those above it, and its key, in the data directory. One file, so that it is replaced as a whole.
TLS_FILE = "tls.pem"
_END = "##end##"
# Above what is read of the rows, and below it when the owner could log in to read them.
_ROWS = "##rows##"
_LOGGED_IN = "##logged in##"
# What the server says to the owner when the role's connections are all in use.
NO_CONNECTION = "too many connections for role"
# And what it says when somebody has the record of deploys, or reference rows, to himself: they are not read as none.
LOCKED = "due to lock timeout"
# What the reading role says that may not use schema public yet, and so would see every name of it with its schema.
_BLIND = "##blind##"

# What a database holds that was found in step.
_LOCKED = Lazily(lambda: lock.read().objects)


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """One database.

    Attributes:
        extensions: the schema of each extension, by name.
        schemas: all schemas but PostgreSQL's own.
        migrations: whether it has the records of applied steps and of deploys.
        samples: digests of the example data that was loaded.
        transitions: those on record, by name: the digest of one that was applied, None for one that had nothing to do.
        revision: of the last good deploy on record; empty without one.
        lock_digest: of the lock that it deployed; empty where that is not on record.
        search: digest of the product search's definition.
        privileges: the object that ``privileges.sql`` returns; None in a database that is not there.
        reference: by table, how many reference rows are missing and how many differ; without a table that is not
            there, or is damaged.
        sizes: bytes of the tables that have any; what is not in it holds no row.
        objects: the snapshot of schema ``public``.
        verified: the objects are those of the lock, as a look at them has shown before; they were not read again.
        stamp: names the state of all definitions that there were at that very moment.
        owner_problem: why the application's role cannot log in over the socket; empty when it can.
        record_owners: who owns the record of deploys, its schema and its tables.
        writable: the roles without superuser's rights, or PUBLIC, that may make objects in a schema, by its name.
        unfillable: materialized views, each with a table that they read and whose row security is forced.
        strangers: the roles without superuser's rights that own something in it.
    """

    extensions: Mapping[str, str] = field(default_factory=dict)
    schemas: Sequence[str] = ()
    migrations: bool = False
    samples: Sequence[str] = ()
    transitions: Mapping[str, str | None] = field(default_factory=dict)
    revision: str = ""
    lock_digest: str = ""
    search: str = ""
    privileges: Mapping[str, Any] | None = None
    reference: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    objects: Mapping[str, Object] = field(default_factory=dict)
    stamp: str = ""
    verified: bool = False
    owner_problem: str = ""
    record_owners: Sequence[str] = ()
    strangers: Sequence[str] = ()
    unfillable: Sequence[str] = ()
    writable: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServerState:
    """A server: what it is, the role and the databases that were asked for.

    Attributes:
        problem: why it does not answer; empty when it does.
        facts: the object that ``server.sql`` returns.
        databases: those that exist, by name.
    """

    problem: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    databases: Mapping[str, DatabaseState] = field(default_factory=dict)

    def role(self, name: str) -> Mapping[str, Any] | None:
        """What is known of a role; None when there is none of that name."""
        found: Mapping[str, Any] | None = (self.facts.get("roles") or {}).get(name)
        return found


# Each database is read by a psql of its own, at the same time; what the second prints waits in a variable,
# because nothing may be written, not even to /tmp. PGDATABASE takes names that \\connect would misread.
_READ = f"""script=$(cat)
superuser=${{POSTGRES_USER:-postgres}}
read_as() {{
    printf '%s\\n' "$script" | PGDATABASE="$2" PGOPTIONS="$3" psql -XAtq -v ON_ERROR_STOP=1 \\
        -v role="$role" -v readonly="$readonly" -v catalog="$catalog" -v backup="$backup" -v key="$key" \\
        -v granted="$granted" \\
        -v parameters="$parameters" -v server="$server" -v rows="$rows" -U "$1" -f - 2>&1
}}
read_database() {{
    exec 5>&1
    rows=$({{
        server=false rows=true read_as "$role" "$1" "$rows_options" &
        read=$(server=false rows=false read_as "$catalog" "$1" "$options")
        if [ $? = 2 ] || [ "$read" = "{_BLIND}" ]; then
            read=$(server=false rows=false read_as "$superuser" "$1" "$options")
        fi
        printf '%s\\n' "$read" >&5
        wait
    }})
    printf '%s\\n' "{_ROWS}" "$rows" "{_END}"
}}
read_server() {{
    server=true rows=false read_as "$superuser" postgres "$options"
    echo "{_END}"
}}
exec 4>&1
second=$({{ read_database "$2" & read_server >&4; read_database "$1" >&4; wait; }})
printf '%s\\n' "$second"
"""


def script() -> str:
    """The input of each psql: the server's facts, a database's, or those of its rows."""
    return "\n".join(
        (
            "\\if :rows",
            f"\\echo {_LOGGED_IN}",
            f"SELECT pg_catalog.jsonb_build_object('last_step', ({LAST_STEP}));",
            _SAMPLES,
            _TRANSITIONS,
            f"{snapshot_query.PATH}\\gset",
            # A damaged table must not keep us from reading the rest.
            "\\set ON_ERROR_STOP off",
            *_reference_queries(),
            "\\else",
            # All of a session is of one moment.
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;",
            "\\if :server",
            SERVER_STAMP + "\\gset",
            f'\\set tls_mode `stat -c %a "$PGDATA/{TLS_FILE}" 2>/dev/null`',
            _SERVER,
            "\\else",
            "SELECT pg_catalog.has_schema_privilege('public', 'USAGE') AS sees \\gset",
            "\\if :sees",
            "\\else",
            f"\\echo {_BLIND}",
            "\\quit",
            "\\endif",
            # A new database has no statistics, and a nested loop over pg_depend then takes seconds.
            "SET jit = off; SET enable_nestloop = off;",
            CATALOG_STAMP + "\\gset",
            RECORDED + "\\gset",
            _PRIVILEGES,
            SIZES + "\\gset",
            _DATABASE,
            # What was compared before and is the same since is not read again.
            "\\if :verified",
            "\\else",
            "SELECT pg_catalog.set_config('ai_engine.owner', pg_catalog.quote_ident(:'role'), false) AS owner,"
            " pg_catalog.set_config('ai_engine.reader', pg_catalog.quote_ident(:'readonly'), false) AS reader \\gset",
            snapshot_query.SNAPSHOT,
            "\\endif",
            "\\endif",
            "COMMIT;",
            "\\endif",
        )
    )


def _reference_queries() -> list[str]:
    """A comparison a table, passed over where there is no such table."""
    lines = []
    for each in reference.TABLES:
        lines += [
            f"SELECT pg_catalog.to_regclass('public.{each.table}') IS NOT NULL AS found \\gset",
            "\\if :found",
            f"{reference.compare(each, reference.rows(each))};",
            "\\endif",
        ]
    return lines


def parse(output: Sequence[str], databases: Sequence[str]) -> ServerState:
    """Reads what :data:`_READ` prints: a section for the server, then one a database, each closed by a line."""
    sections: list[list[str]] = [[]]
    for line in output:
        if line == _END:
            sections.append([])
        else:
            sections[-1].append(line)
    if len(sections) != len(databases) + 2 or not sections[0] or not sections[0][0].startswith("{"):
        words = [line for line in output if not line.startswith(("{", "##"))]
        return ServerState(problem="\n".join(words) or "no answer")
    facts = json.loads(sections[0][0])
    if unfit := compatibility.server(facts):
        return ServerState(unfit, facts)
    found: dict[str, DatabaseState] = {}
    snapshots: dict[tuple[str, ...], Mapping[str, Object]] = {}
    for name, lines in zip(databases, sections[1:], strict=False):
        if name not in (facts["databases"] or {}):
            continue
        at = lines.index(_ROWS) if _ROWS in lines else len(lines)
        problem = [line for line in lines[:at] if not line.startswith("{")]
        # The application has all of the role's connections, for a moment perhaps.
        if all(role["connections"] for role in (facts["roles"] or {}).values()):
            problem += [line for line in lines[at:] if NO_CONNECTION in line]
        problem += [line for line in lines[at:] if LOCKED in line]
        if problem or at in (0, len(lines)):
            return ServerState(problem=f"database {name}: " + "\n".join(problem or ["no answer"]))
        # Databases in step print the same lines, which are then read once.
        rows = tuple(lines[1:at])
        if rows not in snapshots:
            snapshots[rows] = snapshot(rows)
        found[name] = _database(lines[0], snapshots[rows], lines[at + 1 :])
    return ServerState(facts=facts, databases=found)


def _database(first: str, objects: Mapping[str, Object], rows_lines: Sequence[str]) -> DatabaseState:
    extra = json.loads(first)
    read = [json.loads(line) for line in rows_lines if line.startswith("{")]
    compared = [each for each in read if "reference" in each]
    return DatabaseState(
        extensions=extra["extensions"] or {},
        schemas=extra["schemas"] or (),
        migrations=extra["migrations"],
        samples=[sample for each in read for sample in each.get("samples") or ()],
        transitions=next((each["transitions"] for each in read if "transitions" in each), {}),
        revision=next((each["revision"] for each in read if "revision" in each), None) or "",
        lock_digest=next((each["lock_digest"] for each in read if "lock_digest" in each), None) or "",
        search=extra["search"] or "",
        sizes=extra["sizes"] or {},
        privileges=extra["privileges"],
        reference={each["reference"]: (each["missing"], each["different"]) for each in compared},
        objects=_LOCKED if extra["verified"] else objects,
        stamp=extra["stamp"] + next((each["last_step"] for each in read if "last_step" in each), ""),
        verified=extra["verified"],
        owner_problem="" if _LOGGED_IN in rows_lines else "\n".join(rows_lines),
        record_owners=extra["record_owners"] or (),
        strangers=extra["strangers"] or (),
        unfillable=extra["unfillable"] or (),
        writable=extra["writable"] or {},
    )


def read_command(
    container: str, roles: Mapping[str, str], databases: Sequence[str], parameters: Iterable[str], verified: str
) -> str:
    """The shell command that prints what :func:`parse` reads on file descriptor 3.

    Args:
        container: where.
        roles: the names of the application's role (``role``), of the one that may only read (``readonly``), and of
            those that read catalogs (``catalog``) and rows for a backup (``backup``); and, a line each, of those that
            ``sql/`` grants to (``granted``).
        databases: names.
        parameters: those whose values are asked for.
        verified: what databases were compared with that are not read again.
    """
    values = {
        "options": f"{psql.READING} -c lock_timeout=1s",
        "rows_options": f"{psql.READING_ROWS} -c lock_timeout=1s",
        **roles,
        "parameters": ",".join(parameters),
        "key": verified,
    }
    variables = [word for name, value in values.items() for word in ("-e", f"{name}={value}")]
    arguments = ["docker", "exec", "-i", "-u", "postgres", *variables, container]
    arguments += ["sh", "-c", _READ, "sh", *databases]
    return f"{shlex.join(arguments)} >&3 2>&1 <<'##input##'\n{script()}\n##input##\n"
