"""Schema ``deploy``, in which a database keeps what was done to it, and the search_path. Pure: SQL out."""

from ai_engine_db.schema import render

SEARCH_PATH = '"$user", public, postgis, topology, extensions, deploy'

TABLES = ("schema_migrations", "deploys", "transitions", "backfills")

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
