"""One deploy of each kind, one after the other on one server: from nothing, again, dry, and back from a backup."""

import pytest

from tests.support import backups
from tests.support.deployment import Deployment
from tests.support.upgrade import COUNTS

INDEX = "SELECT to_regclass('idx_stores_tenant') IS NOT NULL"


@pytest.fixture(scope="module")
def provisioned(deployment: Deployment) -> Deployment:
    """A deployment from nothing: here that is what is tested, so no copy of one will do."""
    deployment.deploy()
    return deployment


@pytest.fixture
def sound(provisioned: Deployment) -> Deployment:
    """The finished deployment; its backups go to a folder of its own."""
    provisioned.environment["DB_BACKUP_DIR"] = str(provisioned.backups)
    return provisioned


def test_a_first_deploy_makes_everything(sound: Deployment) -> None:
    for database in ("ai_engine", "ai_engine_test"):
        assert sound.psql(COUNTS, database) == "118 9 504 140 21 6"


def test_a_second_deploy_changes_nothing(sound: Deployment) -> None:
    assert sound.pending() == []
    before = sound.dump()
    sound.deploy()
    assert sound.dump() == before


def test_a_dry_run_names_what_is_missing_and_makes_nothing_and_the_deploy_makes_it(sound: Deployment) -> None:
    sound.psql("DROP INDEX idx_stores_tenant")
    assert "+ index idx_stores_tenant" in sound.changes()
    assert sound.psql(INDEX) == "f"
    sound.deploy()
    assert sound.psql(INDEX) == "t"
    assert sound.changes() == []


def test_a_backup_brings_every_row_back(sound: Deployment) -> None:
    sound.psql("INSERT INTO tenants (name, code) SELECT 'Tenant ' || i, 'T' || i FROM generate_series(1, 100) AS i")
    rows = sound.psql(backups.EVERY_ROW)
    backups.backup(sound)
    sound.psql("DELETE FROM tenants WHERE code <> 'T1'; DROP TABLE skip_words")
    assert sound.psql(backups.EVERY_ROW) != rows
    backups.run(sound, "restore", "--data", "backup=latest")
    assert sound.psql(backups.EVERY_ROW) == rows
    assert sound.changes() == []
    assert backups.left_over(sound) == []
