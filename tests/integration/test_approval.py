"""Hazards outside dev: a plan is applied when its codes are allowed, else nothing is changed. Seen by plain psql."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployment import Deployment

STAGING = "tests/support/staging.py"
TYPE = """SELECT format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'tenants'::regclass AND attname = 'website'"""
WANTED, FOUND = "character varying(255)", "text"
DAMAGE = "ALTER TABLE tenants ALTER COLUMN website TYPE text"
HAZARD = "REWRITE: column tenants.website in ai_engine: rewrites table tenants ("


@pytest.fixture(scope="module")
def staging(provisioned: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment with a row, brought to the rules of staging."""
    provisioned.psql("INSERT INTO tenants (name, code) VALUES ('Tenant', 'T')")
    provisioned.inventory = STAGING
    provisioned.environment = {"DB_TLS_CA": str(tmp_path_factory.mktemp("authority"))}
    provisioned.deploy("--data", "rehearse=false")
    assert provisioned.changes() == []
    return provisioned


@pytest.fixture
def damaged(staging: Deployment) -> Iterator[Deployment]:
    """A column of another type, so that the table has to be rewritten."""
    staging.psql(DAMAGE)
    yield staging
    staging.inventory = STAGING
    staging.deploy("--data", "allow=REWRITE", "--data", "rehearse=false")
    assert staging.psql(TYPE) == WANTED
    assert staging.changes() == []


def test_without_approval_nothing_is_changed_and_the_command_is_said(damaged: Deployment) -> None:
    before, backups = damaged.dump(), sorted(damaged.backups.iterdir())
    told = damaged.refused()
    assert "the plan has hazards that nobody has allowed:" in told
    assert HAZARD in told
    assert f"pyinfra {STAGING} deploy.py --data allow=REWRITE\n" in told
    assert "Nothing was changed." in told
    assert HAZARD in damaged.refused("--data", "allow=INDEX_BUILD,AUTHZ")
    assert "--data allow=REWRITE,INDEX_BUILD" in damaged.refused("--data", "allow=INDEX_BUILD")
    assert damaged.dump() == before
    assert sorted(damaged.backups.iterdir()) == backups


def test_a_step_that_runs_alone_is_refused_too(damaged: Deployment) -> None:
    done = damaged.pyinfra("tasks/domains.py", "-y")
    assert done.returncode != 0
    assert HAZARD in done.stdout + done.stderr
    assert damaged.psql(TYPE) == FOUND


def test_a_plan_file_that_names_the_hazard_approves_it(damaged: Deployment, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    damaged.dry("--data", f"plan_out={file}")
    named = [
        (each["object"], hazard["code"])
        for each in json.loads(file.read_text())["hosts"]["@local"]["statements"]
        for hazard in each["hazards"]
    ]
    assert named == [("column tenants.website", "REWRITE")]
    # The table grows while the plan is read: what is to be done is the same.
    damaged.psql("INSERT INTO tenants (name, code) SELECT 'T' || i, 'T' || i FROM generate_series(1, 500) AS i")
    damaged.deploy("--data", f"plan={file}")
    assert damaged.psql(TYPE) == WANTED
    damaged.psql("DELETE FROM tenants WHERE code <> 'T'")


def test_in_dev_a_rewrite_needs_no_approval(damaged: Deployment) -> None:
    damaged.inventory = "inventories/dev.py"
    line = damaged.dry()
    assert any(each.startswith("! REWRITE: rewrites table tenants (") for each in line)
    assert not any("nobody has allowed" in each for each in line)


def test_an_unknown_code_is_refused_with_the_list(staging: Deployment) -> None:
    told = staging.refused("--data", "allow=REWRITES")
    assert "allow: contains 'REWRITES', which is no hazard; the hazards are DATA_LOSS, REWRITE, " in told


def test_check_names_the_codes_and_refuses_those_that_ci_refuses(damaged: Deployment) -> None:
    check = [sys.executable, "-m", "ai_engine_db.cli.check", STAGING]
    done = damaged.run(*check)
    assert done.returncode == 2, done.stderr
    assert "    ! REWRITE: column tenants.website: rewrites table tenants (" in done.stdout
    assert "  needs approval: --data allow=REWRITE (docs/hazards.md)\n" in done.stdout
    assert "needs approval" not in damaged.run(*check, "--data", "allow=REWRITE").stdout
    done = damaged.run(*check, "--refuse", "DATA_LOSS,REWRITE", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["exit_code"], answer["outcome"]) == (4, 4, "hazards refused")
    assert [each.partition(" (")[0] for each in answer["refused"]] == [
        "REWRITE: column tenants.website in ai_engine on @local: rewrites table tenants"
    ]
    assert damaged.run(*check, "--refuse", "DATA_LOSS").returncode == 2
    assert "- `@local`: `--data allow=REWRITE`" in damaged.run(*check, "--markdown").stdout
    done = damaged.run(*check, "--refuse", "LOSS")
    assert done.returncode == 1
    assert "'LOSS', which is no hazard; the hazards are DATA_LOSS, " in done.stderr
