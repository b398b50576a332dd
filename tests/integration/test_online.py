"""Tables in use are changed beside their readers and writers; what was interrupted is finished by the next run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ai_engine_db.schema import concurrent
from bench.baseline import make_baseline
from bench.traffic import traffic
from tests.support.deployment import Deployment, docker
from tests.support.upgrade import COUNTS

ROWS = """
INSERT INTO tenants (id, name, code, subscription_tier)
SELECT md5(i::text)::uuid, 'Tenant ' || i, 'T' || i, 'enterprise' FROM generate_series(1, 100) AS i;
INSERT INTO stores (tenant_id, store_code, name, settings)
SELECT md5(i::text)::uuid, 'S' || i, 'Store ' || i, '{"é": 1}' FROM generate_series(1, 100) AS i;
"""

VALID_INDEX = "SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = '{}'::regclass"
CONSTRAINTS = """
SELECT conname, convalidated FROM pg_constraint
WHERE conname IN ('stores_status_check', 'stores_tenant_id_fkey', 'stores_store_code_key') ORDER BY 1
"""
NOT_NULL = "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'stores'::regclass AND attname = 'name'"
HELPERS = """
SELECT conname FROM pg_constraint WHERE conname ~ '^deploy_'
UNION SELECT relname FROM pg_class WHERE relname ~ '^deploy_'
"""


@pytest.fixture(scope="module")
def used(provisioned: Deployment) -> Deployment:
    """A finished deployment with rows in two tables."""
    provisioned.psql(ROWS)
    return provisioned


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test nothing of the way there is left, and a further run has nothing to do."""
    yield
    if "used" in request.fixturenames:
        used: Deployment = request.getfixturevalue("used")
        assert used.psql(HELPERS) == ""
        assert used.changes() == []


def planned(place: Deployment) -> list[str]:
    """What a dry run says about the schema."""
    return [line for line in place.changes() if not line.startswith("+ backup of")]


def test_what_is_gone_from_a_table_in_use_comes_back_valid(used: Deployment, tmp_path: Path) -> None:
    used.psql(
        """
        DROP INDEX idx_stores_tenant;
        ALTER TABLE stores DROP CONSTRAINT stores_status_check, DROP CONSTRAINT stores_store_code_key,
            DROP CONSTRAINT stores_tenant_id_fkey, ALTER COLUMN name DROP NOT NULL;
        DROP INDEX idx_user_sessions_user_id;
        """
    )
    assert set(planned(used)) == {
        "+ index idx_stores_tenant",
        "+ index idx_user_sessions_user_id",
        "+ constraint stores.stores_status_check",
        "+ constraint stores.stores_store_code_key",
        "+ constraint stores.stores_tenant_id_fkey",
        "~ column stores.name: not null",
    }
    file = tmp_path / "plan.json"
    used.dry("--data", f"plan_out={file}")
    text = file.read_text()
    assert "CREATE INDEX CONCURRENTLY idx_stores_tenant" in text
    assert "CREATE UNIQUE INDEX CONCURRENTLY stores_store_code_key" in text
    assert "VALIDATE CONSTRAINT stores_tenant_id_fkey" in text
    # No row is in this one.
    assert "CREATE INDEX idx_user_sessions_user_id" in text
    used.deploy()
    assert used.psql(VALID_INDEX.format("idx_stores_tenant")) == "t|f"
    assert used.psql(CONSTRAINTS).splitlines() == [
        "stores_status_check|t",
        "stores_store_code_key|t",
        "stores_tenant_id_fkey|t",
    ]
    assert used.psql(NOT_NULL) == "t"


def test_an_index_that_a_failed_build_left_invalid_is_built_again(used: Deployment) -> None:
    used.psql("ALTER TABLE stores DROP CONSTRAINT stores_store_code_key")
    used.psql("UPDATE stores SET store_code = 'twice' WHERE store_code IN ('S1', 'S2')")
    statement = "CREATE UNIQUE INDEX CONCURRENTLY stores_store_code_key ON stores (store_code)"
    docker("exec", "-u", "postgres", used.name, "psql", "-d", "ai_engine", "-c", statement, check=False)
    assert used.psql(VALID_INDEX.format("stores_store_code_key")) == "f|t"
    used.psql("UPDATE stores SET store_code = name WHERE store_code = 'twice'")
    used.deploy()
    assert used.psql(VALID_INDEX.format("stores_store_code_key")) == "t|t"
    assert "stores_store_code_key|t" in used.psql(CONSTRAINTS)


def test_an_index_with_another_definition_is_never_seen_missing(used: Deployment) -> None:
    used.psql("DROP INDEX idx_stores_tenant; CREATE INDEX idx_stores_tenant ON stores (name)")
    # What an interrupted build of the new one leaves.
    name = concurrent.helper("new", "idx_stores_tenant")
    used.psql(f"CREATE INDEX {name} ON stores (name)")
    used.psql(f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{name}'::regclass")
    used.deploy()
    assert "(tenant_id)" in used.psql("SELECT pg_get_indexdef('idx_stores_tenant'::regclass)")
    assert used.psql(VALID_INDEX.format("idx_stores_tenant")) == "t|f"


def test_a_not_null_that_was_interrupted_is_finished(used: Deployment) -> None:
    name = concurrent.helper("not_null", "name")
    used.psql("ALTER TABLE stores ALTER COLUMN name DROP NOT NULL")
    used.psql(f"ALTER TABLE stores ADD CONSTRAINT {name} CHECK (name IS NOT NULL) NOT VALID")
    assert planned(used) == ["~ column stores.name: not null"]
    used.deploy()
    assert used.psql(NOT_NULL) == "t"


def test_what_is_left_of_a_change_that_nobody_wants_any_more_goes(used: Deployment) -> None:
    name = concurrent.helper("not_null", "phone")
    used.psql(f"ALTER TABLE stores ADD CONSTRAINT {name} CHECK (phone IS NOT NULL) NOT VALID")
    assert planned(used) == [f"~ constraint stores.{name}: left by an interrupted deploy: dropped"]
    used.deploy()


def test_the_dry_run_says_what_rewrites_a_table_in_use(used: Deployment) -> None:
    used.psql("ALTER TABLE stores ALTER COLUMN settings DROP DEFAULT, ALTER COLUMN settings TYPE json")
    lines = used.dry()
    at = lines.index("~ column stores.settings: type json → jsonb, default '{}'::jsonb")
    assert lines[at + 1].startswith("! REWRITE: rewrites table stores (")
    assert lines[at + 1].endswith(" KB) under ACCESS EXCLUSIVE")
    used.deploy()


def test_readers_and_writers_go_on_while_the_baseline_is_upgraded(fresh: Deployment) -> None:
    make_baseline(fresh, 2_000)
    with traffic(fresh.dsn()) as found:
        fresh.deploy()
    assert found.failures == []
    assert all(count > 10 for count in found.count.values())
    assert fresh.psql(COUNTS) == "118 9 504 140 21 6"
    assert fresh.psql("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0"
    assert fresh.psql("SELECT count(*) FROM pg_constraint WHERE NOT convalidated") == "0"
