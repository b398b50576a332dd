"""A deploy logs in as roles with no more rights than the work: what keeps them out is said, waited for, or fixed."""

import psycopg
import pytest

from tests.support.deployment import Deployment, read_until, the_rest

OLD_HBA = 'local all "postgres" peer map=superuser\nlocal all all scram-sha-256\nhost all all all scram-sha-256\n'
OLD_IDENT = 'superuser postgres "postgres"\n'
CHANGED = "DROP INDEX idx_stores_tenant"


def write(place: Deployment, setting: str, text: str) -> None:
    quoted = text.replace("'", "''")
    place.psql(f"COPY (SELECT '{quoted}') TO PROGRAM $$sed 's/\\\\n/\\n/g' > $PGDATA/pg_{setting}.conf$$")


def test_a_database_of_an_earlier_version_is_taken_over_by_one_deploy(provisioned: Deployment) -> None:
    write(provisioned, "hba", OLD_HBA)
    write(provisioned, "ident", OLD_IDENT)
    provisioned.psql("SELECT pg_reload_conf(); ALTER SCHEMA deploy OWNER TO postgres; DROP TABLE deploy.transitions")
    provisioned.psql("ALTER TABLE deploy.deploys OWNER TO postgres; REVOKE USAGE ON SCHEMA public FROM weedgo_catalog")
    for role in ("weedgo_catalog", "weedgo_backup"):
        provisioned.psql(f"REVOKE CONNECT ON DATABASE ai_engine, ai_engine_test FROM {role}")
        provisioned.psql(f"DROP OWNED BY {role}", "ai_engine_test")
        provisioned.psql(f"DROP OWNED BY {role}; DROP ROLE {role}")
    rows = provisioned.psql("SELECT count(*) FROM provinces_territories")
    lines = provisioned.changes()
    assert "~ pg_hba.conf: differs from the settings" in lines
    assert "+ role weedgo_catalog" in lines
    assert "~ database ai_engine: deploy log, owner of the deploy log" in lines
    # Nothing is shown as missing that only could not be looked at.
    assert not [line for line in lines if "rows of" in line]
    assert [line for line in lines if line.startswith("? reference rows in ai_engine:")]
    provisioned.deploy()
    assert provisioned.pending() == []
    assert provisioned.changes() == []
    assert provisioned.psql("SELECT count(*) FROM provinces_territories") == rows
    owners = "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = 'deploy'::regnamespace"
    assert provisioned.psql(owners) == "weedgo"


def test_an_owner_that_may_not_log_in_is_let_in_first(provisioned: Deployment) -> None:
    provisioned.psql(f"ALTER ROLE weedgo NOLOGIN; {CHANGED}")
    provisioned.deploy()
    assert provisioned.changes() == []


def test_a_deploy_waits_while_the_application_has_all_of_its_connections(provisioned: Deployment) -> None:
    provisioned.psql(f"ALTER ROLE weedgo CONNECTION LIMIT 2; {CHANGED}")
    with psycopg.connect(provisioned.dsn()), psycopg.connect(provisioned.dsn()):
        deploy = provisioned.begin("deploy.py")
        output = read_until(deploy, "too many connections for role")
        assert 'too many connections for role "weedgo"' in output, output
    the_rest(deploy)
    assert provisioned.changes() == []


def test_a_superuser_that_nobody_named_makes_a_deploy_fail(provisioned: Deployment) -> None:
    provisioned.psql(
        f"CREATE ROLE somebody LOGIN SUPERUSER; CREATE ROLE group_of IN ROLE pg_write_server_files; {CHANGED}"
    )
    why = "somebody is SUPERUSER: revoke that, or list the role in DB_ADMINS"
    assert f"! hardening admins: {why}" in provisioned.changes()
    output = provisioned.refused()
    assert why in output
    assert "group_of is member of pg_write_server_files: revoke that" in output
    provisioned.deploy(DB_ADMINS="somebody group_of")
    provisioned.psql("DROP ROLE somebody; DROP ROLE group_of")


def test_a_materialized_view_that_no_restore_could_fill_is_found_before_the_backup(provisioned: Deployment) -> None:
    provisioned.psql(
        "SET ROLE weedgo; CREATE TABLE secret (id integer); ALTER TABLE secret ENABLE ROW LEVEL SECURITY;"
        " CREATE VIEW seen AS SELECT * FROM secret; CREATE MATERIALIZED VIEW kept AS SELECT * FROM seen;"
        " ALTER TABLE secret FORCE ROW LEVEL SECURITY"
    )
    done = provisioned.pyinfra("tasks/backup.py", "-y")
    assert done.returncode != 0
    assert "materialized view public.kept of ai_engine reads table public.secret" in done.stderr + done.stdout
    provisioned.psql("DROP TABLE secret CASCADE")


@pytest.mark.parametrize("schema", ["postgis", "topology"])
def test_an_extension_is_not_made_in_a_schema_of_somebody_else(fresh: Deployment, schema: str) -> None:
    steps = [f"tasks/{step}.py" for step in ("container", "packages", "access", "logins", "databases")]
    assert fresh.pyinfra(*steps, "-y").returncode == 0
    fresh.psql(f"SET ROLE weedgo; CREATE SCHEMA {schema}")
    output = fresh.refused()
    assert f"weedgo may create objects in schema {schema}" in output
    assert fresh.psql("SELECT count(*) FROM pg_extension") == "1"
