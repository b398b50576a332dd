"""One deploy takes nothing to a provisioned database, and the second has nothing to do."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.deployment import ROOT, Deployment, docker

DATABASES = ("ai_engine", "ai_engine_test")
FACTS = ROOT.parent / "shared" / "schema"

COUNTS = """
SELECT
    (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') AS tables,
    (SELECT count(*) FROM pg_views WHERE schemaname = 'public') AS views,
    (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public') AS indexes,
    (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace) AS foreign_keys,
    (SELECT count(*) FROM pg_sequences WHERE schemaname = 'public') AS sequences,
    (SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension) AS extensions
"""


def steps() -> list[str]:
    """The modules of the steps, in the order of a deploy."""
    return [f"tasks/{name}.py" for name in re.findall(r"^(\w+)\(\)$", (ROOT / "deploy.py").read_text(), re.M)]


def all_rows(place: Deployment, database: str) -> str:
    """Everything that the database holds, by pg_dump."""
    return docker("exec", "-u", "postgres", place.name, "pg_dump", "--restrict-key=test", "-d", database)


@pytest.fixture(scope="module")
def provisioned(deployment: Deployment) -> Deployment:
    """A deployment from nothing: here that is what is tested, so no copy of one will do."""
    deployment.deploy()
    return deployment


@pytest.fixture(scope="module")
def superuser_dsn(provisioned: Deployment) -> str:
    """A superuser of the tests' own, who may log in over TCP."""
    password = secrets.token_urlsafe(12)
    provisioned.psql(f"CREATE ROLE checker SUPERUSER LOGIN PASSWORD '{password}'")
    # A superuser besides the server's own makes a deploy fail, unless it is meant.
    provisioned.environment["DB_ADMINS"] = "checker"
    return f"host=127.0.0.1 port={provisioned.port} user=checker password={password}"


@pytest.fixture(scope="module")
def stepwise() -> Iterator[Deployment]:
    """A place where each step ran by itself, one command after the other."""
    place = Deployment()
    try:
        for step in steps():
            done = place.pyinfra(step, "-y")
            assert done.returncode == 0, done.stdout + done.stderr
        yield place
    finally:
        place.remove()


def test_the_port_is_open_on_this_machine_alone(provisioned: Deployment) -> None:
    assert docker("port", provisioned.name) == f"5432/tcp -> 127.0.0.1:{provisioned.port}"


@pytest.mark.parametrize("database", DATABASES)
def test_the_role_logs_in_with_its_password_and_is_no_superuser(provisioned: Deployment, database: str) -> None:
    with psycopg.connect(provisioned.dsn(database)) as connection:
        found = connection.execute(
            "SELECT current_user, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert found == ("weedgo", False, False, False, False, False)


def test_another_password_is_refused(provisioned: Deployment) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(provisioned.dsn(), password="another")


@pytest.mark.parametrize("database", DATABASES)
def test_the_server_is_postgresql_17_with_postgis_3_5(provisioned: Deployment, database: str) -> None:
    with psycopg.connect(provisioned.dsn(database)) as connection:
        assert 170000 <= connection.info.server_version < 180000
        version = connection.execute("SELECT postgis_lib_version()").fetchone()
    assert version is not None
    assert version[0].startswith("3.5.")


@pytest.mark.parametrize("database", DATABASES)
def test_the_database_is_utf8_and_belongs_to_the_role(provisioned: Deployment, database: str) -> None:
    query = "SELECT pg_encoding_to_char(encoding), pg_get_userbyid(datdba) FROM pg_database WHERE datname = '{}'"
    assert provisioned.psql(query.format(database)) == "UTF8|weedgo"


@pytest.mark.parametrize("database", DATABASES)
def test_plain_sql_counts_the_complete_schema(provisioned: Deployment, database: str) -> None:
    extensions = "pg_trgm plpgsql postgis postgis_topology unaccent uuid-ossp"
    assert provisioned.psql(COUNTS, database) == f"118|9|504|140|21|{extensions}"


@pytest.mark.skipif(not FACTS.is_dir(), reason=f"the facts of the schema are not at {FACTS}")
@pytest.mark.parametrize("database", DATABASES)
def test_no_object_differs_from_the_facts(superuser_dsn: str, database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(FACTS / "check.py"), f"{superuser_dsn} dbname={database}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_databases_have_the_same_schema(provisioned: Deployment) -> None:
    first, second = map(provisioned.dump, DATABASES)
    assert first == second


@pytest.mark.parametrize("database", DATABASES)
def test_every_applied_step_is_recorded(provisioned: Deployment, database: str) -> None:
    with psycopg.connect(provisioned.dsn(database)) as connection:
        rows = connection.execute(
            "SELECT version, description, applied_at <= now() AND applied_at > now() - interval '1 hour',"
            " execution_time_ms >= 0 FROM schema_migrations ORDER BY version"
        ).fetchall()
        kept_in = connection.execute("SELECT 'schema_migrations'::regclass::oid::regclass::text").fetchone()
    assert kept_in is not None
    domains = {path.parent.name for path in (ROOT / "sql").glob("*/*.sql")} - {"reference", "sample", "transitions"}
    recorded = [version.split("-", 1)[1] for version, *_ in rows]
    assert {"database", "extensions", "foreign keys"} | domains <= set(recorded)
    assert recorded.index("types") < recorded.index("core") < recorded.index("foreign keys") < recorded.index("views")
    assert all(description and recent and took for _, description, recent, took in rows)


def test_the_record_is_outside_public(provisioned: Deployment) -> None:
    query = "SELECT schemaname FROM pg_tables WHERE tablename = 'schema_migrations'"
    assert provisioned.psql(query) == "deploy"


def test_the_second_run_has_nothing_to_do_and_writes_nothing(provisioned: Deployment) -> None:
    before = [all_rows(provisioned, database) for database in DATABASES]
    provisioned.psql("ALTER ROLE postgres SET log_statement = 'mod'")
    provisioned.psql("CREATE TABLE a_statement_that_writes (); DROP TABLE a_statement_that_writes;")
    logs = server_log(provisioned)
    assert "CREATE TABLE a_statement_that_writes" in logs, "the log shows no writing statement at all"
    try:
        assert provisioned.pending() == []
        output = provisioned.deploy()
    finally:
        written = server_log(provisioned).removeprefix(logs)
        provisioned.psql("ALTER ROLE postgres RESET log_statement")
    assert "statement:" not in written
    assert re.search(r"Grand total +(\d+) +- +- +\1\b", output), output
    assert [all_rows(provisioned, database) for database in DATABASES] == before


def test_with_nothing_to_do_the_server_is_read_once(provisioned: Deployment, tmp_path: Path) -> None:
    log, recorder = tmp_path / "log", tmp_path / "docker"
    recorder.write_text(f'#!/bin/sh\necho "$1" >>{log}\nexec {shutil.which("docker")} "$@"\n')
    recorder.chmod(0o755)
    provisioned.deploy(PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert log.read_text().split().count("exec") == 1


def server_log(place: Deployment) -> str:
    done = subprocess.run(["docker", "logs", place.name], capture_output=True, text=True, check=True)
    return done.stderr


def test_each_step_runs_by_itself_and_all_of_them_make_a_deploy(provisioned: Deployment, stepwise: Deployment) -> None:
    assert stepwise.pending() == []
    for database in DATABASES:
        assert stepwise.dump(database) == provisioned.dump(database)


@pytest.mark.parametrize("step", ["roles", "databases", "extensions", "domains"])
def test_a_step_without_those_before_it_says_what_is_missing(fresh: Deployment, step: str) -> None:
    done = fresh.pyinfra(f"tasks/{step}.py", "-y")
    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"there is no container {fresh.name}" in output
    assert "deploy.py" in output
    assert fresh.exists() == []


def test_a_deploy_asks_before_it_applies(provisioned: Deployment) -> None:
    role = "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'weedgo'"
    provisioned.psql("ALTER ROLE weedgo CREATEDB")
    declined = provisioned.pyinfra("deploy.py", stdin="no\n")
    assert "Press enter to execute" in declined.stderr
    assert "~ role weedgo: createdb" in declined.stdout + declined.stderr
    assert provisioned.psql(role) == "t"
    accepted = provisioned.pyinfra("deploy.py", stdin="\n")
    assert accepted.returncode == 0, accepted.stderr
    assert provisioned.psql(role) == "f"


def test_a_deploy_that_nobody_can_answer_applies_nothing(fresh: Deployment) -> None:
    done = fresh.pyinfra("deploy.py", stdin="")
    assert done.returncode == 1
    assert "nobody can confirm" in done.stderr
    assert "add -y" in done.stderr
    assert "Traceback" not in done.stderr
    assert fresh.exists() == []
