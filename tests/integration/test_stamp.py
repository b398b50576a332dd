"""The stamp of a database: it names the state of all definitions, so that what was found in step is not compared again.

By an independent path: the very query, run by plain psql, before and after somebody did something.
"""

from itertools import pairwise

import pytest

from ai_engine_db.facts.server import CATALOG_STAMP, STAMP
from tests.support.deployment import Deployment

SAME = [
    "INSERT INTO tenants (name, code) VALUES ('one', 'one'), ('two', 'two')",
    "UPDATE tenants SET name = name || '!'",
    "DELETE FROM tenants",
    "TRUNCATE tenants CASCADE",
    "SELECT nextval('order_number_seq')",
    "SELECT setval('order_number_seq', 4711)",
    "ANALYZE",
    "VACUUM (FREEZE, ANALYZE)",
    "VACUUM FULL tenants",
    "REINDEX TABLE tenants",
    "REFRESH MATERIALIZED VIEW search.products",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY search.products",
    "BEGIN; CREATE TEMPORARY TABLE scratch (id serial PRIMARY KEY, note text DEFAULT 'x'); COMMIT",
    "BEGIN; DROP TABLE tenants CASCADE; ROLLBACK",
    "COMMENT ON SCHEMA deploy IS 'anything'",
]

OTHER = [
    "CREATE TABLE theirs (id integer)",
    "ALTER TABLE theirs ADD COLUMN note text",
    "ALTER TABLE theirs ALTER COLUMN note SET DEFAULT 'x'",
    "ALTER TABLE theirs ALTER COLUMN note SET DEFAULT 'y'",
    "ALTER TABLE theirs ALTER COLUMN note SET NOT NULL",
    "ALTER TABLE theirs ALTER COLUMN note TYPE varchar(10)",
    "ALTER TABLE theirs RENAME COLUMN note TO remark",
    "ALTER TABLE theirs ADD CONSTRAINT theirs_check CHECK (id > 0) NOT VALID",
    "ALTER TABLE theirs VALIDATE CONSTRAINT theirs_check",
    "ALTER TABLE theirs ADD PRIMARY KEY (id)",
    "CREATE INDEX theirs_index ON theirs (remark)",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'theirs_index'::regclass",
    "REINDEX INDEX theirs_index",
    "ALTER INDEX theirs_index RENAME TO theirs_other_index",
    "ALTER TABLE theirs SET (fillfactor = 50)",
    "ALTER TABLE theirs SET UNLOGGED",
    "ALTER TABLE theirs ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE theirs FORCE ROW LEVEL SECURITY",
    "CREATE POLICY theirs_policy ON theirs USING (id > 1)",
    "CREATE RULE theirs_rule AS ON INSERT TO theirs DO ALSO NOTHING",
    "ALTER TABLE theirs DISABLE RULE theirs_rule",
    "DROP RULE theirs_rule ON theirs",
    "ALTER TABLE theirs REPLICA IDENTITY FULL",
    "ALTER TABLE users SET (toast.autovacuum_enabled = off)",
    "ALTER TABLE users RESET (toast.autovacuum_enabled)",
    "ALTER TABLE theirs ALTER COLUMN remark SET STORAGE EXTERNAL",
    "ALTER TABLE theirs ALTER COLUMN remark SET STATISTICS 7",
    "ALTER TABLE users DISABLE TRIGGER ALL",
    "ALTER TABLE users ENABLE TRIGGER ALL",
    "CREATE STATISTICS theirs_statistics ON id, remark FROM theirs",
    "CREATE FUNCTION theirs_event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE EVENT TRIGGER theirs_event ON ddl_command_end EXECUTE FUNCTION theirs_event()",
    "ALTER EVENT TRIGGER theirs_event DISABLE",
    "DROP FUNCTION theirs_event() CASCADE",
    "CREATE PUBLICATION theirs_publication",
    "DROP PUBLICATION theirs_publication",
    "CREATE OPERATOR === (leftarg = integer, rightarg = integer, function = int4eq)",
    "DROP OPERATOR === (integer, integer)",
    'CREATE COLLATION theirs_collation FROM "C"',
    "DROP COLLATION theirs_collation",
    "COMMENT ON TABLE theirs IS 'one'",
    "COMMENT ON TABLE theirs IS 'two'",
    "COMMENT ON COLUMN theirs.id IS 'one'",
    "GRANT SELECT ON theirs TO weedgo",
    "GRANT SELECT (id) ON theirs TO PUBLIC",
    "ALTER TABLE theirs OWNER TO weedgo",
    "CREATE TRIGGER theirs_trigger BEFORE UPDATE ON theirs FOR EACH ROW EXECUTE FUNCTION update_updated_at_column()",
    "ALTER TABLE theirs DISABLE TRIGGER theirs_trigger",
    "CREATE VIEW theirs_view AS SELECT id FROM theirs",
    "CREATE OR REPLACE VIEW theirs_view AS SELECT id, remark FROM theirs",
    "CREATE SEQUENCE theirs_seq",
    "ALTER SEQUENCE theirs_seq INCREMENT 5",
    "ALTER SEQUENCE theirs_seq OWNER TO weedgo",
    "ALTER SEQUENCE theirs_seq OWNED BY theirs.id",
    "CREATE FUNCTION theirs_function() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION theirs_function() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
    "REVOKE EXECUTE ON FUNCTION theirs_function() FROM PUBLIC",
    "CREATE TYPE theirs_type AS ENUM ('a')",
    "ALTER TYPE theirs_type ADD VALUE 'b'",
    "ALTER TYPE theirs_type RENAME VALUE 'b' TO 'c'",
    "CREATE DOMAIN theirs_domain AS integer CHECK (VALUE > 0)",
    "ALTER DOMAIN theirs_domain SET NOT NULL",
    "CREATE SCHEMA theirs",
    "GRANT USAGE ON SCHEMA theirs TO PUBLIC",
    "ALTER TABLE theirs SET SCHEMA theirs",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA theirs GRANT SELECT ON TABLES TO PUBLIC",
    "ALTER EXTENSION pg_trgm SET SCHEMA theirs",
    "ALTER EXTENSION pg_trgm ADD FUNCTION theirs_function()",
    "ALTER EXTENSION pg_trgm DROP FUNCTION theirs_function()",
    "CREATE ROLE theirs_role",
    "ALTER ROLE theirs_role RENAME TO theirs_renamed",
    "INSERT INTO deploy.schema_migrations (version, description, execution_time_ms) VALUES ('9', 'a deploy', 1)",
]

CLEAN = """
ALTER EXTENSION pg_trgm SET SCHEMA extensions;
DROP SCHEMA theirs CASCADE;
DROP TYPE theirs_type; DROP DOMAIN theirs_domain; DROP FUNCTION theirs_function(); DROP VIEW IF EXISTS theirs_view;
DROP ROLE theirs_renamed;
DELETE FROM deploy.schema_migrations WHERE version = '9';
"""


def stamp(place: Deployment) -> str:
    return place.psql(f"{STAMP};")


@pytest.mark.parametrize("sql", SAME)
def test_what_changes_no_definition_leaves_the_stamp(provisioned: Deployment, sql: str) -> None:
    before = stamp(provisioned)
    provisioned.psql(f"{sql};")
    assert stamp(provisioned) == before


def test_what_changes_a_definition_changes_the_stamp_each_time(provisioned: Deployment) -> None:
    stamps = [stamp(provisioned)]
    for sql in OTHER:
        provisioned.psql(f"{sql};")
        stamps.append(stamp(provisioned))
    provisioned.psql(CLEAN)
    unseen = [sql for sql, (before, after) in zip(OTHER, pairwise(stamps), strict=True) if before == after]
    assert unseen == []


def planned(place: Deployment) -> list[str]:
    """What a dry run says is to be done, but for the backup that comes before."""
    return [line for line in place.changes() if " backup of " not in line]


def noted(place: Deployment, database: str = "ai_engine") -> bool:
    """Whether a note says that the database, as it is now, was found in step."""
    comment = place.psql("SELECT obj_description('deploy'::regnamespace, 'pg_namespace')", database)
    return comment.endswith(f" {place.psql(f'{CATALOG_STAMP};', database)}")


@pytest.fixture
def changed(provisioned: Deployment) -> Deployment:
    """A database in which a deploy has just changed something."""
    provisioned.psql("DROP INDEX idx_stores_tenant")
    provisioned.deploy()
    return provisioned


def test_a_deploy_that_changed_something_notes_that_all_is_in_step(changed: Deployment) -> None:
    assert noted(changed)
    assert noted(changed, "ai_engine_test")
    assert planned(changed) == []


def test_a_deploy_that_changes_nothing_notes_nothing(changed: Deployment) -> None:
    changed.psql("COMMENT ON SCHEMA deploy IS 'no note'")
    changed.deploy()
    assert not noted(changed)
    assert planned(changed) == []


@pytest.mark.parametrize("comment", ["NULL", "''", "': '", "'Last found in step: 0 0'", "'it''s % \\ _'"])
def test_a_damaged_note_costs_time_and_nothing_else(changed: Deployment, comment: str) -> None:
    changed.psql(f"COMMENT ON SCHEMA deploy IS {comment}; DROP INDEX idx_stores_tenant")
    assert planned(changed) == ["+ index idx_stores_tenant"]
    changed.deploy()
    assert noted(changed)


def test_damage_after_the_note_is_seen(changed: Deployment) -> None:
    changed.psql("ALTER TABLE users DISABLE TRIGGER update_users_updated_at")
    assert [line.split(":")[0] for line in planned(changed)] == ["~ trigger users.update_users_updated_at"]
    changed.deploy()


def test_what_is_not_in_sql_is_named_every_time_so_nothing_is_noted(changed: Deployment) -> None:
    changed.psql("CREATE TABLE theirs (id integer); DROP INDEX idx_stores_tenant")
    changed.deploy()
    assert not noted(changed)
    assert planned(changed) == planned(changed) == ["! table theirs is not in sql/"]
    changed.psql("DROP TABLE theirs")


def test_a_note_of_a_comparison_with_something_else_does_not_count(changed: Deployment) -> None:
    comment = changed.psql("SELECT obj_description('deploy'::regnamespace, 'pg_namespace')")
    key = comment.split()[-2]
    changed.psql(f"COMMENT ON SCHEMA deploy IS '{comment.replace(key, key[::-1])}'; DROP INDEX idx_stores_tenant")
    assert planned(changed) == ["+ index idx_stores_tenant"]
    changed.deploy()


def test_reference_rows_are_compared_all_the_same(changed: Deployment) -> None:
    changed.psql("DELETE FROM supported_languages WHERE code = (SELECT max(code) FROM supported_languages)")
    assert planned(changed) == ["+ 1 rows of supported_languages in ai_engine"]
    changed.deploy()
