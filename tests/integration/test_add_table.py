"""Adding a table is: write a file, make the lock, deploy. Taking the file away again takes no data away."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.deployment import ROOT, Deployment, clean_environment

DATABASES = ("ai_engine", "ai_engine_test")

TABLE = """CREATE TABLE loyalty_tiers (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    name varchar(100) NOT NULL,
    CONSTRAINT loyalty_tiers_pkey PRIMARY KEY (id),
    CONSTRAINT loyalty_tiers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
);

CREATE INDEX idx_loyalty_tiers_tenant_id ON loyalty_tiers (tenant_id);

COMMENT ON TABLE loyalty_tiers IS 'Steps of a tenant''s loyalty programme.';
"""


@pytest.fixture(scope="module")
def project(provisioned: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """The deployment that holds the schema, deployed to from a copy of the project from now on."""
    copy = tmp_path_factory.mktemp("project") / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return replace(provisioned, root=copy)


@pytest.fixture(scope="module")
def relations(project: Deployment) -> dict[str, set[str]]:
    """What the databases had before any test."""
    return {database: relations_of(project, database) for database in DATABASES}


def relations_of(deployment: Deployment, database: str) -> set[str]:
    query = "SELECT relkind::text || ' ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    return set(deployment.psql(query, database).splitlines())


def table_file(deployment: Deployment) -> Path:
    return deployment.root / "sql" / "core" / "loyalty_tiers.sql"


def make_lock(deployment: Deployment) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ai_engine_db.cli.build_lock"],
        cwd=deployment.root,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_table_without_a_new_lock_stops_the_deploy(project: Deployment, relations: dict[str, set[str]]) -> None:
    table_file(project).write_text(TABLE)
    done = project.pyinfra("deploy.py", "-y")
    assert done.returncode != 0
    assert "sql/core/loyalty_tiers.sql" in done.stdout + done.stderr
    assert "make lock" in done.stdout + done.stderr
    assert {database: relations_of(project, database) for database in DATABASES} == relations


def test_a_table_of_the_lock_is_shown_before_it_is_made(project: Deployment) -> None:
    make_lock(project)
    made = [
        "+ table loyalty_tiers",
        "+ index idx_loyalty_tiers_tenant_id",
        "+ constraint loyalty_tiers.loyalty_tiers_tenant_id_fkey",
    ]
    backups = [f"+ backup of {name} in {project.backups}" for name in DATABASES]
    assert project.changes() == backups + made * len(DATABASES)


def test_a_deploy_makes_the_table_and_nothing_else(project: Deployment, relations: dict[str, set[str]]) -> None:
    project.deploy()
    for database in DATABASES:
        now = relations_of(project, database)
        assert now - relations[database] == {
            "r loyalty_tiers",
            "i loyalty_tiers_pkey",
            "i idx_loyalty_tiers_tenant_id",
        }
        assert relations[database] <= now
    assert project.changes() == []


def test_the_owner_may_use_the_table(project: Deployment) -> None:
    for database in DATABASES:
        project.psql(
            "SET ROLE weedgo; INSERT INTO tenants (name, code) VALUES ('One', 'one');"
            " INSERT INTO loyalty_tiers (tenant_id, name) SELECT id, 'Gold' FROM tenants",
            database,
        )


def test_a_table_whose_file_is_gone_is_named_and_left(project: Deployment) -> None:
    table_file(project).unlink()
    make_lock(project)
    assert project.changes() == ["! table loyalty_tiers is not in sql/"] * len(DATABASES)
    project.deploy()
    for database in DATABASES:
        assert project.psql("SELECT name FROM loyalty_tiers", database) == "Gold"
