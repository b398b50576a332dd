"""Whatever was done to the databases by hand, one run repairs what loses no data, and names the rest."""

from dataclasses import dataclass

import psycopg
import pytest

from tests.support.deployment import Deployment

DATABASES = ("ai_engine", "ai_engine_test")

ROWS = """
INSERT INTO tenants (id, name, code, website, contact_phone, gst_hst_number, settings)
VALUES
    ('11111111-1111-1111-1111-111111111111', 'Ænema & Söhne', 'one', 'https://one.example', '416 555 0100',
        '123456789RT0001', '{"a": [1, null]}'),
    ('22222222-2222-2222-2222-222222222222', 'O''Brien', 'two', NULL, NULL, NULL, NULL);
INSERT INTO stores (id, tenant_id, store_code, name)
VALUES ('33333333-3333-3333-3333-333333333333', '11111111-1111-1111-1111-111111111111', 'S1', 'Queen Street');
INSERT INTO audit_log (action) VALUES ('one'), ('two'), ('three');
"""
KEPT = ("tenants", "stores", "audit_log", "role_permissions", "supported_languages")

# By hand, in ai_engine. What is repaired leaves no trace in a dump.
REPAIRED = """
-- What is gone
DROP INDEX idx_stores_tenant;
DROP VIEW store_settings_view;
DROP FUNCTION calculate_distance(numeric, numeric, numeric, numeric);
DROP TRIGGER update_stores_updated_at ON stores;
DROP TABLE skip_words;
DROP SEQUENCE order_number_seq CASCADE;
DROP SEQUENCE audit_log_id_seq CASCADE;
ALTER TABLE auth_tokens DROP COLUMN used_at;
ALTER TABLE stores DROP COLUMN pos_payment_terminal_settings CASCADE;
ALTER TABLE tenants DROP CONSTRAINT tenants_status_check, DROP CONSTRAINT tenants_code_key;
ALTER TABLE stores DROP CONSTRAINT stores_tenant_id_fkey;
ALTER TABLE voice_profiles DROP CONSTRAINT voice_profiles_pkey CASCADE;
COMMENT ON TABLE stores IS NULL;
-- What is other than it was
COMMENT ON COLUMN tenants.code IS 'changed';
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_users_tenant_id'::regclass;
DROP INDEX idx_audit_log_tenant_id;
CREATE INDEX idx_audit_log_tenant_id ON audit_log (action);
ALTER TABLE tenants ALTER COLUMN currency SET DEFAULT 'USD', ALTER COLUMN max_stores DROP DEFAULT;
ALTER TABLE tenants ALTER COLUMN contact_email SET DEFAULT 'nobody@example.com';
ALTER TABLE stores ALTER COLUMN name DROP NOT NULL, ALTER COLUMN tenant_id DROP NOT NULL;
ALTER TABLE audit_log ALTER COLUMN action SET NOT NULL;
ALTER TABLE tenants ALTER COLUMN contact_phone TYPE text;
ALTER TABLE tenants ALTER COLUMN gst_hst_number TYPE char(20);
ALTER TABLE tenants ALTER COLUMN logo_url TYPE varchar(10);
ALTER TABLE tenants ALTER COLUMN max_stores TYPE bigint;
ALTER TABLE stores DROP CONSTRAINT stores_province_territory_id_fkey;
ALTER TABLE stores ADD CONSTRAINT stores_province_territory_id_fkey
    FOREIGN KEY (province_territory_id) REFERENCES provinces_territories (id) ON DELETE CASCADE;
ALTER TABLE tenants DROP CONSTRAINT tenants_subscription_tier_check;
ALTER TABLE tenants ADD CONSTRAINT tenants_subscription_tier_check CHECK (subscription_tier <> '') NOT VALID;
CREATE OR REPLACE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
DROP FUNCTION get_wishlist_stats(uuid);
CREATE FUNCTION get_wishlist_stats(another_name uuid) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER TABLE users DISABLE TRIGGER update_users_updated_at;
ALTER SEQUENCE token_blacklist_id_seq INCREMENT 5 CYCLE;
ALTER TABLE otp_rate_limits SET UNLOGGED;
ALTER TABLE api_keys SET (fillfactor = 50);
-- Another definition, and something of somebody else that depends on it
DROP VIEW v_hot_translations;
CREATE VIEW v_hot_translations AS SELECT usage_count, id, source_text FROM translations;
CREATE VIEW theirs_on_a_view AS SELECT id, source_text FROM v_hot_translations;
COMMENT ON VIEW theirs_on_a_view IS 'theirs';
CREATE VIEW theirs_on_a_column AS SELECT id, upper(contact_phone) AS phone FROM tenants;
GRANT SELECT ON theirs_on_a_column TO somebody;
-- A view of a superuser's would keep what it depends on as it is: a deploy drops and makes nothing as a superuser.
ALTER VIEW theirs_on_a_view OWNER TO weedgo;
ALTER VIEW theirs_on_a_column OWNER TO weedgo;
-- Other owners
ALTER TABLE deliveries OWNER TO somebody;
ALTER VIEW admin_users OWNER TO postgres;
ALTER FUNCTION get_user_context(uuid) OWNER TO postgres;
ALTER TYPE user_role_simple OWNER TO somebody;
"""

# What sql/ does not have: named, and skipped.
UNMANAGED = """
CREATE TABLE theirs (id integer PRIMARY KEY, note text);
INSERT INTO theirs VALUES (1, 'kept');
ALTER TABLE stores ADD COLUMN theirs_column integer DEFAULT 7;
CREATE INDEX theirs_index ON stores (theirs_column);
ALTER TABLE stores ADD CONSTRAINT theirs_check CHECK (theirs_column > 0);
CREATE FUNCTION theirs_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER theirs_trigger BEFORE UPDATE ON tenants FOR EACH ROW EXECUTE FUNCTION theirs_function();
CREATE SEQUENCE theirs_sequence;
CREATE TYPE theirs_type AS ENUM ('a');
"""
NAMED = {
    "! table theirs is not in sql/",
    "! column stores.theirs_column is not in sql/",
    "! index theirs_index is not in sql/",
    "! constraint stores.theirs_check is not in sql/",
    "! function theirs_function() is not in sql/",
    "! trigger tenants.theirs_trigger is not in sql/",
    "! sequence theirs_sequence is not in sql/",
    "! type theirs_type is not in sql/",
    "! view theirs_on_a_view is not in sql/",
    "! view theirs_on_a_column is not in sql/",
}
UNDO_UNMANAGED = """
DROP VIEW theirs_on_a_view, theirs_on_a_column;
DROP TABLE theirs;
ALTER TABLE stores DROP COLUMN theirs_column;
DROP TRIGGER theirs_trigger ON tenants;
DROP FUNCTION theirs_function();
DROP SEQUENCE theirs_sequence;
DROP TYPE theirs_type;
"""

# What no run repairs by itself, because values would be lost.
LOSSY = """
ALTER TABLE tenants ALTER COLUMN website TYPE text;
UPDATE tenants SET website = repeat('x', 300) WHERE code = 'two';
"""
RELENT = "UPDATE tenants SET website = NULL WHERE code = 'two';"

IN_THE_OTHER = """
DROP EXTENSION pg_trgm CASCADE;
DROP EXTENSION unaccent CASCADE;
ALTER DATABASE ai_engine_test OWNER TO somebody;
ALTER DATABASE ai_engine_test SET search_path = public;
"""


@dataclass
class Scene:
    """What the tests look at: the place, how it was before the damage, and what the runs said."""

    place: Deployment
    dumps: list[str]
    rows: list[str]
    plan: list[str]
    first: str
    first_code: int
    named: list[str]
    second: str
    pending: list[str]
    theirs: str


def rows(place: Deployment) -> list[str]:
    """Every row of the tables that have some, without the columns that the damage and the tests themselves change."""
    without = "'{theirs_column,pos_payment_terminal_settings,updated_at}'::text[]"
    return [place.psql(f"SELECT to_jsonb(t) - {without} FROM {table} AS t ORDER BY 1") for table in KEPT]


@pytest.fixture(scope="module")
def scene(provisioned: Deployment) -> Scene:
    place = provisioned
    place.psql(ROWS)
    dumps, before = [place.dump(name) for name in DATABASES], rows(place)
    place.psql("CREATE ROLE somebody", "postgres")
    place.psql(REPAIRED + UNMANAGED + LOSSY)
    place.psql(IN_THE_OTHER, "ai_engine_test")
    # That it may not log in is a case of its own (test_logins): then nothing can be said of rows before it is let in.
    place.psql("ALTER ROLE weedgo SUPERUSER CREATEDB PASSWORD 'set outside'", "postgres")
    plan = place.dry()
    first = place.pyinfra("deploy.py", "-y")
    named = place.changes()
    place.psql(RELENT)
    second = place.deploy()
    theirs = "|".join(
        place.psql(query)
        for query in (
            "SELECT note FROM theirs",
            "SELECT theirs_column FROM stores",
            "SELECT phone FROM theirs_on_a_column WHERE phone IS NOT NULL",
            "SELECT obj_description('theirs_on_a_view'::regclass)",
            "SELECT has_table_privilege('somebody', 'theirs_on_a_column', 'SELECT')",
        )
    )
    pending = place.pending()
    place.psql(UNDO_UNMANAGED)
    place.psql("DROP ROLE somebody", "postgres")
    return Scene(
        place, dumps, before, plan, first.stdout + first.stderr, first.returncode, named, second, pending, theirs
    )


def test_a_run_that_could_not_repair_everything_fails(scene: Scene) -> None:
    assert scene.first_code != 0


def test_it_names_what_would_lose_values(scene: Scene) -> None:
    lost = "column tenants.website: type is text, wanted character varying(255), which would lose the values of 1 row:"
    assert any(line.startswith(f"! {lost}") for line in scene.plan)
    assert lost in scene.first


def test_it_repaired_everything_else(scene: Scene) -> None:
    assert {line.split(":")[0] for line in scene.named if line not in NAMED} == {"! column tenants.website"}


def test_the_next_run_repairs_the_rest_once_nothing_is_lost_by_it(scene: Scene) -> None:
    for database, dump in zip(DATABASES, scene.dumps, strict=True):
        assert scene.place.dump(database).splitlines() == dump.splitlines(), database


def test_the_run_after_that_has_nothing_to_change(scene: Scene) -> None:
    assert scene.pending == []


def test_no_row_was_lost_or_changed(scene: Scene) -> None:
    assert rows(scene.place) == scene.rows


def test_what_is_not_in_sql_is_named_every_time_and_left_alone(scene: Scene) -> None:
    assert set(scene.plan) >= NAMED
    assert set(scene.named) >= NAMED
    assert scene.theirs == "kept|7|416 555 0100|theirs|t"


def test_a_sequence_made_anew_goes_on_after_the_rows_there_are(scene: Scene) -> None:
    number = scene.place.psql("INSERT INTO audit_log (action) VALUES ('four') RETURNING id")
    assert number == "4"
    scene.place.psql("DELETE FROM audit_log WHERE action = 'four'")


def test_the_repaired_index_is_valid(scene: Scene) -> None:
    assert scene.place.psql("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0"


def test_the_role_is_as_it_was_and_has_its_password_again(scene: Scene) -> None:
    assert "~ role weedgo: superuser, createdb, password" in scene.plan
    with psycopg.connect(scene.place.dsn()) as connection:
        found = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    assert found == (False, False)


@pytest.mark.parametrize("database", DATABASES)
def test_the_databases_are_as_they_were(scene: Scene, database: str) -> None:
    assert "~ database ai_engine_test: owner, search_path" in scene.plan
    owner = f"SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '{database}'"
    assert scene.place.psql(owner, database) == "weedgo"
    assert "topology" in scene.place.psql("SHOW search_path", database)


def test_a_stranger_who_owns_the_database_does_not_make_its_objects_differ(scene: Scene) -> None:
    assert "database ai_engine_test: up to date" in scene.plan
