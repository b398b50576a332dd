"""What a server and its databases have: one ``docker exec``, one psql, a read-only session."""

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tasks import fitness
from tasks.schema import lock, reference
from tasks.schema.model import Lazily, Object, snapshot
from tasks.security.parameters import TLS_FILE

_HERE = Path(__file__).parent
_SERVER = (_HERE / "server.sql").read_text()
_PRIVILEGES = (_HERE / "privileges.sql").read_text()
_DATABASE = (_HERE / "database.sql").read_text()
_SEARCH_PATH = (_HERE.parent / "schema" / "search_path.sql").read_text()
STAMP = (_HERE / "stamp.sql").read_text()
RECORDED = (_HERE / "recorded.sql").read_text()
SERVER_STAMP = (_HERE / "server_stamp.sql").read_text()
_SNAPSHOT = (_HERE.parent / "schema" / "snapshot.sql").read_text()
_END = "##end##"
_REFERENCE = "##reference##"

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
        search: digest of the product search's definition.
        privileges: the object that ``privileges.sql`` returns; None in a database that is not there.
        reference: by table, how many reference rows are missing and how many differ; without a table that is not
            there, or is damaged.
        sizes: bytes of the tables that have any; what is not in it holds no row.
        objects: the snapshot of schema ``public``.
        verified: the objects are those of the lock, as a look at them has shown before; they were not read again.
        stamp: names the state of all definitions that there were at that very moment.
    """

    extensions: Mapping[str, str] = field(default_factory=dict)
    schemas: Sequence[str] = ()
    migrations: bool = False
    samples: Sequence[str] = ()
    search: str = ""
    privileges: Mapping[str, Any] | None = None
    reference: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    objects: Mapping[str, Object] = field(default_factory=dict)
    stamp: str = ""
    verified: bool = False


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
_READ = """script=$(cat)
read_one() {
    printf '%s\\n' "$script" | PGDATABASE="$1" psql -XAtq -v ON_ERROR_STOP=1 -v server="$2" -v role="$role" \\
        -v readonly="$readonly" -v key="$key" -v parameters="$parameters" -U "${POSTGRES_USER:-postgres}" -f - 2>&1
    echo "##end##"
}
exec 4>&1
second=$({ read_one "$2" false & read_one postgres true >&4; read_one "$1" false >&4; wait; })
printf '%s\\n' "$second"
"""


def script() -> str:
    """The input of each psql: the server's facts, or a database's."""
    return "\n".join(
        (
            # All of a session is of one moment.
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;",
            "\\if :server",
            SERVER_STAMP + "\\gset",
            f'\\set tls_mode `stat -c %a "$PGDATA/{TLS_FILE}" 2>/dev/null`',
            _SERVER,
            "\\else",
            # A new database has no statistics, and a nested loop over pg_depend then takes seconds.
            "SET jit = off; SET enable_nestloop = off;",
            STAMP + "\\gset",
            RECORDED + "\\gset",
            _PRIVILEGES,
            _DATABASE,
            # What was compared before and is the same since is not read again.
            "\\if :verified",
            "\\else",
            _SEARCH_PATH + "\\gset",
            "SELECT set_config('ai_engine.owner', quote_ident(:'role'), false) AS owner \\gset",
            _SNAPSHOT + ";",
            "\\endif",
            "COMMIT;",
            # A damaged table must not keep us from reading the rest.
            "\\set ON_ERROR_STOP off",
            f"\\echo {_REFERENCE}",
            *_reference_queries(),
            "\\endif",
        )
    )


def _reference_queries() -> list[str]:
    """A comparison a table, passed over where there is no such table."""
    lines = []
    for each in reference.TABLES:
        lines += [
            f"SELECT to_regclass('public.{each.table}') IS NOT NULL AS found \\gset",
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
    if unfit := fitness.server(facts):
        return ServerState(unfit, facts)
    found: dict[str, DatabaseState] = {}
    snapshots: dict[tuple[str, ...], Mapping[str, Object]] = {}
    for name, lines in zip(databases, sections[1:], strict=False):
        if name not in (facts["databases"] or {}):
            continue
        at = lines.index(_REFERENCE) if _REFERENCE in lines else len(lines)
        problem = [line for line in lines[:at] if not line.startswith("{")]
        if problem or at in (0, len(lines)):
            return ServerState(problem=f"database {name}: " + "\n".join(problem or ["no answer"]))
        # Databases in step print the same lines, which are then read once.
        rows = tuple(lines[1:at])
        if rows not in snapshots:
            snapshots[rows] = snapshot(rows)
        found[name] = _database(lines[0], snapshots[rows], lines[at + 1 :])
    return ServerState(facts=facts, databases=found)


def _database(first: str, objects: Mapping[str, Object], reference_lines: Sequence[str]) -> DatabaseState:
    extra = json.loads(first)
    compared = [json.loads(line) for line in reference_lines if line.startswith("{")]
    return DatabaseState(
        extensions=extra["extensions"] or {},
        schemas=extra["schemas"] or (),
        migrations=extra["migrations"],
        samples=extra["samples"] or (),
        search=extra["search"] or "",
        sizes=extra["sizes"] or {},
        privileges=extra["privileges"],
        reference={each["reference"]: (each["missing"], each["different"]) for each in compared},
        objects=_LOCKED if extra["verified"] else objects,
        stamp=extra["stamp"],
        verified=extra["verified"],
    )


def read_command(
    container: str, roles: tuple[str, str], databases: Sequence[str], parameters: Iterable[str], verified: str
) -> str:
    """The shell command that prints what :func:`parse` reads on file descriptor 3.

    Args:
        container: where.
        roles: the application's, and the one that may only read.
        databases: names.
        parameters: those whose values are asked for.
        verified: what databases were compared with that are not read again.
    """
    role, readonly = roles
    options = "-c default_transaction_read_only=on -c lock_timeout=1s -c client_min_messages=warning -c timezone=UTC"
    variables = ["-e", f"PGOPTIONS={options}", "-e", f"role={role}", "-e", f"readonly={readonly}"]
    variables += ["-e", f"parameters={','.join(parameters)}", "-e", f"key={verified}"]
    arguments = ["docker", "exec", "-i", "-u", "postgres", *variables, container]
    arguments += ["sh", "-c", _READ, "sh", *databases]
    return f"{shlex.join(arguments)} >&3 2>&1 <<'##input##'\n{script()}\n##input##\n"
