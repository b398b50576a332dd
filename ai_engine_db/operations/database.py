"""The databases: made, and owner, search_path and the record of steps kept right. Writes through psql."""

from collections.abc import Generator, Mapping, Sequence

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution.commands import Refuse, apply
from ai_engine_db.execution.runner import Script, as_owner, as_superuser
from ai_engine_db.execution.session import Part
from ai_engine_db.facts.server import RECORDED, ServerState
from ai_engine_db.runtime import host_state
from ai_engine_db.schema import render
from ai_engine_db.security import privileges

SEARCH_PATH = '"$user", public, postgis, topology, extensions, deploy'

TABLES = ("schema_migrations", "deploys", "transitions")

RECORD = """CREATE SCHEMA IF NOT EXISTS deploy;
COMMENT ON SCHEMA deploy IS 'What deploys did to this database; written by ai-engine-db alone.';
CREATE TABLE IF NOT EXISTS deploy.schema_migrations (
    version text PRIMARY KEY,
    description text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    execution_time_ms numeric(12,3) NOT NULL
);
COMMENT ON TABLE deploy.schema_migrations IS 'One row a step that changed this database.';
COMMENT ON COLUMN deploy.schema_migrations.version IS 'UTC time to the microsecond, a dash, the step.';
CREATE TABLE IF NOT EXISTS deploy.deploys (
    started_at timestamptz PRIMARY KEY,
    took_ms numeric(12,3) NOT NULL,
    deployed_by text NOT NULL,
    revision text NOT NULL,
    plan_digest text NOT NULL,
    objects integer NOT NULL,
    statements integer NOT NULL,
    backups text[] NOT NULL,
    outcome text NOT NULL,
    message text NOT NULL
);
ALTER TABLE deploy.deploys
    ADD COLUMN IF NOT EXISTS lock_digest text NOT NULL DEFAULT '',
    DROP CONSTRAINT IF EXISTS deploys_outcome_check,
    DROP CONSTRAINT IF EXISTS deploys_outcomes,
    ADD CONSTRAINT deploys_outcomes CHECK (outcome IN ('unfinished', 'ok', 'failed'));
COMMENT ON TABLE deploy.deploys IS 'One row a deploy that changed something; in the main database alone.';
COMMENT ON COLUMN deploy.deploys.outcome IS 'unfinished while it works, and for good when it was interrupted.';
COMMENT ON COLUMN deploy.deploys.deployed_by IS 'User and machine that the deploy was run from.';
COMMENT ON COLUMN deploy.deploys.revision IS 'Commit of the project; +changes when files differed from it.';
COMMENT ON COLUMN deploy.deploys.plan_digest IS 'sha256 of changes and statements, as in a plan file.';
COMMENT ON COLUMN deploy.deploys.objects IS 'Objects that the plan made or changed, in all databases.';
COMMENT ON COLUMN deploy.deploys.statements IS 'SQL statements of the plan of the schema, in all databases.';
COMMENT ON COLUMN deploy.deploys.backups IS 'Paths of the backups that it took, on the host.';
COMMENT ON COLUMN deploy.deploys.lock_digest IS 'sha256 over the files of sql/ that were deployed.';
COMMENT ON COLUMN deploy.deploys.message IS 'Why it failed; empty for ok.';
CREATE TABLE IF NOT EXISTS deploy.transitions (
    name text PRIMARY KEY,
    digest text NOT NULL,
    applied_at timestamptz DEFAULT clock_timestamp()
);
COMMENT ON TABLE deploy.transitions IS 'One row a file of sql/transitions that was applied, or never has to be.';
COMMENT ON COLUMN deploy.transitions.name IS 'Of the file.';
COMMENT ON COLUMN deploy.transitions.digest IS 'sha256 of the file as it was.';
COMMENT ON COLUMN deploy.transitions.applied_at IS 'NULL where there was nothing for it to do.';
GRANT USAGE ON SCHEMA deploy TO PUBLIC;
GRANT SELECT ON deploy.schema_migrations, deploy.deploys, deploy.transitions TO PUBLIC;"""


def record(step: str, description: str, since: str = "transaction_timestamp()") -> str:
    """The INSERT that closes a step; its time is the transaction's so far, or what went by since another moment."""
    return (
        "INSERT INTO deploy.schema_migrations (version, description, execution_time_ms) VALUES ("
        f"to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') || '-' || {render.literal(step)}, "
        f"{render.literal(description)}, extract(epoch FROM clock_timestamp() - {since}) * 1000);"
    )


def set_search_path(name: str) -> str:
    """The statement that gives a database its search_path."""
    return f"ALTER DATABASE {render.identifier(name)} SET search_path = {SEARCH_PATH};"


def differences(server: ServerState, name: str, owner: str) -> list[str]:
    """What is wrong with a database: ``missing``, ``owner``, ``search_path``, ``record``, ``owner of the record``.

    Or ``encoding LATIN1``, which cannot be mended.
    """
    found = (server.facts.get("databases") or {}).get(name)
    if found is None:
        return ["missing"]
    wrong = []
    if found["encoding"] != "UTF8":
        wrong.append(f"encoding {found['encoding']}")
    if found["owner"] != owner:
        wrong.append("owner")
    if f"search_path={SEARCH_PATH}" not in (found["settings"] or ()):
        wrong.append("search_path")
    if name in server.databases:
        inside = server.databases[name]
        wrong += [] if inside.migrations else ["record"]
        wrong += ["owner of the record"] if set(inside.record_owners) - {owner} else []
    return wrong


def give_record(owner: str) -> str:
    """The SQL that gives schema ``deploy`` and our tables in it to the owner of the database, who writes them."""
    tables = (
        f"SELECT pg_catalog.format('ALTER TABLE deploy.%I OWNER TO %I', c.relname, {render.literal(owner)})"
        " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
        f" WHERE n.nspname = 'deploy' AND c.relkind = 'r' AND c.relname IN ({', '.join(map(render.literal, TABLES))})"
    )
    return f"ALTER SCHEMA deploy OWNER TO {render.identifier(owner)};\n{tables} \\gexec"


def statements(name: str, owner: str, wrong: Sequence[str], readers: Sequence[str] = ()) -> str:
    """What mends the database itself, from outside of it; empty when only its record is missing."""
    quoted, role = render.identifier(name), render.identifier(owner)
    lines = []
    if "missing" in wrong:
        lines.append(f"CREATE DATABASE {quoted} OWNER {role} TEMPLATE template0 ENCODING 'UTF8';")
        lines += [privileges.connect(name, readers)] if readers else []
    if "owner" in wrong:
        lines.append(f"ALTER DATABASE {quoted} OWNER TO {role};")
    if "missing" in wrong or "search_path" in wrong:
        lines.append(set_search_path(name))
    return "\n".join(lines)


@operation()
def databases(names: Sequence[str], owner: str, readers: Sequence[str]) -> Generator[PyinfraCommand, None, None]:
    """Makes databases in UTF-8, and keeps owner, search_path and ``deploy.schema_migrations`` right.

    Args:
        names: any names that PostgreSQL takes.
        owner: an existing role.
        readers: the roles that a deploy reads them as.
    """

    def wrong(target: Host) -> dict[str, list[str]]:
        server = host_state.of(target).server or ServerState()
        found = {name: differences(server, name, owner) for name in names}
        return {name: each for name, each in found.items() if each}

    def work(target: Host) -> list[Script]:
        found = wrong(target)
        return [_script(target, owner, readers, found)] if found else []

    before = wrong(host)
    for name, found in before.items():
        if any(each.startswith("encoding") for each in found):
            yield Refuse(f"database {name} has {found[0]}, not UTF8: dump it and load it into a new one")
            return
    yield from apply(work, f"databases {', '.join(names)} are as they should be")
    if any("owner" in found for found in before.values()):
        # Who owns what is told by the owner of the database.
        host_state.forget(host)


def _script(target: Host, owner: str, readers: Sequence[str], wrong: Mapping[str, Sequence[str]]) -> Script:
    outside = {name: statements(name, owner, found, readers) for name, found in wrong.items()}
    parts = [Part(sql, f"database {name}") for name, sql in outside.items() if sql]
    sessions = as_superuser(target, "postgres", parts) if parts else []
    for name, found in wrong.items():
        if "owner of the record" in found:
            given = [Part(give_record(owner), f"the record in {name}")]
            sessions += as_superuser(target, name, given, holds="true")
        if "missing" in found or "record" in found:
            closing = record("database", "the database: " + ", ".join(found))
            parts = [Part(f"BEGIN;\n{RECORD}\n{closing}\nCOMMIT;", f"the record in {name}")]
            # Whoever else is at it begins with the record too.
            sessions += as_owner(target, name, parts, holds=f"NOT ({RECORDED})", owner=owner)
    return Script(
        "postgres", sessions, "\n".join(f"database {name}: {', '.join(found)}" for name, found in wrong.items())
    )
