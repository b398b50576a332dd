"""Roles that sql/ grants to: made where they are missing, let in, and given what sql/ says and no more."""

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.support.deployment import ROOT, Deployment, clean_environment

BY_DEFAULT = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO :app;\n"
ROLES = 'app=weedgo_app "reports=the reports"'
OTHERS = """CREATE TABLE others (id serial PRIMARY KEY, name text);
GRANT SELECT (name), INSERT ON others TO :reports;
"""
MAY = """SELECT concat_ws(' ', has_column_privilege('{0}', 'others', 'name', 'SELECT'),
has_table_privilege('{0}', 'others', 'INSERT'), has_table_privilege('{0}', 'others', 'DELETE'),
has_sequence_privilege('{0}', 'others_id_seq', 'SELECT'), has_schema_privilege('{0}', 'public', 'USAGE'),
has_database_privilege('{0}', 'ai_engine', 'CONNECT'), (SELECT rolcanlogin FROM pg_roles WHERE rolname = '{0}'))"""


@pytest.fixture(scope="module")
def project(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    copy = tmp_path_factory.mktemp("project") / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    (copy / "sql" / "core" / "others.sql").write_text(OTHERS)
    (copy / "sql" / "types" / "privileges.sql").write_text(BY_DEFAULT)
    done = subprocess.run(
        [sys.executable, "-m", "ai_engine_db.cli.build_lock"],
        cwd=copy, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return replace(deployment, root=copy)


def test_a_role_that_no_setting_names_is_refused_before_anything(project: Deployment) -> None:
    told = project.refused(DB_ROLES="app=weedgo_app")
    assert "sql/ grants to :reports, and the settings name :app, :readonly: add reports=ROLE to DB_ROLES" in told


def test_roles_are_made_and_may_what_sql_grants(project: Deployment) -> None:
    done = project.pyinfra("deploy.py", "-y", DB_ROLES=ROLES)
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.psql(MAY.format("the reports")) == "t t f f t t f"
    assert project.psql(MAY.format("weedgo_app")) == "f f f t t t f"
    assert [line for line in project.dry(DB_ROLES=ROLES) if line[:2] in ("+ ", "~ ", "! ")] == []
