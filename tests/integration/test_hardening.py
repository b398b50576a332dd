"""Each item of the hardening: broken by hand, one deploy mends it, and the next changes nothing."""

import re
import subprocess
from collections.abc import Iterator

import psycopg
import pytest

from tests.support.deployment import ROOT, Deployment, docker

DATA = "/var/lib/postgresql/data"

# By item: what is broken, by SQL in ai_engine.
DAMAGES = {
    "scram": "ALTER SYSTEM SET password_encryption = 'md5'",
    "log": "ALTER SYSTEM SET log_statement = 'all'; ALTER SYSTEM SET log_parameter_max_length = -1;",
    "sessions": "ALTER SYSTEM SET log_connections = on",
    "roles": "ALTER ROLE weedgo SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS;"
    " GRANT pg_read_server_files TO weedgo;",
    "limits": "ALTER ROLE weedgo CONNECTION LIMIT -1; ALTER ROLE weedgo SET lock_timeout = 0;",
    "public": "GRANT CREATE ON SCHEMA public TO PUBLIC; GRANT SELECT ON users TO PUBLIC;"
    " GRANT UPDATE (email) ON users TO PUBLIC; GRANT TEMP ON DATABASE ai_engine TO PUBLIC;",
    "readonly": "REVOKE SELECT ON stores FROM weedgo_readonly; GRANT INSERT ON orders TO weedgo_readonly;"
    " ALTER DEFAULT PRIVILEGES FOR ROLE weedgo IN SCHEMA public REVOKE SELECT ON TABLES FROM weedgo_readonly;",
}


@pytest.fixture(scope="module")
def safe(provisioned: Deployment) -> Deployment:
    provisioned.environment["DB_READONLY_PASSWORD"] = "a password to read with"
    provisioned.deploy()
    return provisioned


@pytest.fixture
def reader(safe: Deployment) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(
        safe.dsn(), user="weedgo_readonly", password="a password to read with", autocommit=True
    ) as connection:
        yield connection


def results(output: str) -> dict[str, str]:
    """What the list of a deploy's output says, by item."""
    return dict(re.findall(r"\] (\w+) +(pass|FAIL|left)  ", output))


def listed(place: Deployment) -> dict[str, str]:
    """The list by itself."""
    done = place.pyinfra("tasks/hardening.py", "-y")
    output = done.stdout + done.stderr
    found = results(output)
    assert (done.returncode == 0) == ("FAIL" not in found.values()), output
    return found


def changed(place: Deployment, sql: str) -> None:
    place.psql(f"{sql};")
    place.psql("SELECT pg_reload_conf()")


def settings(place: Deployment) -> str:
    """All that the items are about, as PostgreSQL prints it."""
    return place.psql(
        "SELECT name, setting FROM pg_settings WHERE name ~ '^(log_|ssl|password)' ORDER BY 1;"
        "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin, rolconnlimit,"
        " rolconfig FROM pg_roles WHERE rolname ~ '^weedgo' ORDER BY 1;"
        "SELECT member::regrole, roleid::regrole FROM pg_auth_members WHERE member::regrole::text ~ '^weedgo';"
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1;"
        "SELECT attrelid::regclass, attname, attacl FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid > 16384;"
        "SELECT datname, datacl FROM pg_database ORDER BY 1; SELECT nspname, nspacl FROM pg_namespace ORDER BY 1;"
        "SELECT defaclnamespace::regnamespace, defaclacl FROM pg_default_acl ORDER BY 1;"
        "SELECT * FROM pg_hba_file_rules"
    )


def test_a_deploy_that_changed_something_lists_every_item(safe: Deployment) -> None:
    output = safe.deploy("--data", "reference=overwrite", DB_ROLE_LOCK_TIMEOUT="31s")
    assert set(results(output).values()) == {"pass"}
    assert (
        results(safe.deploy()).keys()
        == listed(safe).keys()
        == {*DAMAGES, "access", "admins", "checksums", "container", "files", "tls"}
    )


def test_a_deploy_with_nothing_to_do_lists_nothing(safe: Deployment) -> None:
    assert results(safe.deploy()) == {}
    assert safe.pending() == []


@pytest.mark.parametrize("item", DAMAGES)
def test_what_was_broken_by_hand_is_told_and_mended(safe: Deployment, item: str) -> None:
    before = settings(safe)
    changed(safe, DAMAGES[item])
    assert settings(safe) != before
    assert [name for name, result in listed(safe).items() if result == "FAIL"] == [item]
    assert safe.changes() != []
    assert set(results(safe.deploy()).values()) == {"pass"}
    assert settings(safe) == before
    assert safe.pending() == []


def test_a_deploy_fails_where_an_item_does_not_hold_at_its_end(safe: Deployment) -> None:
    # What opens a table again comes after the step that closed it.
    safe.psql(
        "CREATE FUNCTION public.open() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN GRANT SELECT ON public.users TO PUBLIC; RETURN NULL; END $$;"
        "CREATE TRIGGER open AFTER INSERT ON provinces_territories EXECUTE FUNCTION public.open();"
        "DELETE FROM provinces_territories WHERE code = 'YT'"
    )
    try:
        output = safe.refused()
    finally:
        safe.psql("DROP FUNCTION public.open() CASCADE")
    assert results(output)["public"] == "FAIL"
    assert "public: ai_engine: " in output
    assert "The result differs from what was deployed" in output
    assert set(results(safe.deploy()).values()) == {"pass"}
    assert safe.pending() == []


def test_checksums_that_are_off_fail_every_deploy_until_somebody_turns_them_on(safe: Deployment) -> None:
    def offline(option: str) -> None:
        docker("stop", safe.name)
        image = docker("inspect", "-f", "{{.Image}}", safe.name)
        options = ("--rm", "--volumes-from", safe.name, "--user", "postgres", "--entrypoint", "pg_checksums")
        docker("run", *options, image, option, "-D", DATA)
        safe.start()

    words = "off: stop the server and run pg_checksums --enable"
    offline("--disable")
    try:
        assert [name for name, result in listed(safe).items() if result == "FAIL"] == ["checksums"]
        assert f"! hardening checksums: {words}" in safe.changes()
        assert f"checksums: {words}" in safe.refused()
    finally:
        offline("--enable")
    assert listed(safe)["checksums"] == "pass"
    safe.deploy()


def test_pg_hba_conf_is_written_again_and_read(safe: Deployment) -> None:
    before = safe.psql("SELECT * FROM pg_hba_file_rules")
    docker("exec", "-u", "postgres", safe.name, "sed", "-i", "1i host all all all trust", f"{DATA}/pg_hba.conf")
    safe.psql("SELECT pg_reload_conf()")
    with psycopg.connect(safe.dsn(), user="postgres", password="any"):
        pass
    assert listed(safe)["access"] == "FAIL"
    safe.deploy()
    assert safe.psql("SELECT * FROM pg_hba_file_rules") == before
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects connection"):
        psycopg.connect(safe.dsn(), user="postgres", password="any")
    assert safe.pending() == []


def test_a_pg_hba_conf_that_the_server_refuses_is_never_used(safe: Deployment) -> None:
    before = docker("exec", safe.name, "cat", f"{DATA}/pg_hba.conf")
    # A setting is checked before; so what is refused here is what another version might refuse.
    script = (ROOT / "ai_engine_db" / "operations" / "access.sh").read_text()
    inputs = "parameters() { :; }\ntls() { :; }\nhba() { echo 'host all all nonsense/99 trust'; }\nident() { :; }\n"
    done = subprocess.run(
        ["docker", "exec", "-i", "-u", "postgres", "-e", "PGUSER=postgres", safe.name, "sh", "-s"],
        input=inputs + script, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "the server rejects" in done.stderr
    assert "line 1" in done.stderr
    assert docker("exec", safe.name, "cat", f"{DATA}/pg_hba.conf") == before
    assert safe.pending() == []


def test_the_networks_of_clients_are_a_setting(safe: Deployment) -> None:
    safe.deploy(DB_ALLOW="192.0.2.0/24")
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(safe.dsn())
    safe.deploy(DB_ALLOW="192.0.2.0/24, samenet")
    with psycopg.connect(safe.dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    safe.deploy()


def test_a_role_may_only_read(reader: psycopg.Connection[tuple[object, ...]]) -> None:
    reader.execute("SET default_transaction_read_only = off")
    tables = reader.execute(
        "SELECT format('%I.%I', schemaname, relname) FROM (SELECT schemaname, tablename FROM pg_tables UNION"
        " SELECT schemaname, viewname FROM pg_views UNION SELECT schemaname, matviewname FROM pg_matviews)"
        " AS t (schemaname, relname) WHERE schemaname IN ('public', 'search')"
    ).fetchall()
    assert len(tables) == 118 + 9 + 1
    for (table,) in tables:
        reader.execute(f"SELECT * FROM {table} LIMIT 1".encode())
    for statement in (
        "INSERT INTO tenants (name, code) VALUES ('x', 'x')", "UPDATE users SET email = 'x'", "DELETE FROM orders",
        "TRUNCATE stores", "CREATE TABLE mine ()", "CREATE TEMP TABLE mine ()", "DROP TABLE users",
        "SELECT rolpassword FROM pg_authid", "SELECT pg_read_file('/etc/passwd')", "COPY users TO PROGRAM 'cat'",
        "CREATE ROLE another", "SELECT nextval('order_number_seq')",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(statement.encode())


def test_it_uses_postgis_and_the_search(reader: psycopg.Connection[tuple[object, ...]]) -> None:
    near = "SELECT ST_DWithin('SRID=4326;POINT(0 0)'::geography, 'SRID=4326;POINT(0 0.001)'::geography, 200)"
    assert reader.execute(near).fetchone() == (True,)
    assert reader.execute("SELECT count(*) FROM search.find_products('nothing of the kind')").fetchone() == (0,)


def test_it_reads_tables_made_later(safe: Deployment, reader: psycopg.Connection[tuple[object, ...]]) -> None:
    with psycopg.connect(safe.dsn()) as connection:
        connection.execute("CREATE TABLE later AS SELECT 1 AS one")
    assert reader.execute("SELECT one FROM later").fetchone() == (1,)
    with psycopg.connect(safe.dsn()) as connection:
        connection.execute("DROP TABLE later")


def test_without_a_password_it_cannot_log_in(safe: Deployment) -> None:
    safe.psql("ALTER ROLE weedgo_readonly PASSWORD 'a password to read with'")
    environment, safe.environment = safe.environment, {}
    safe.deploy()
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(safe.dsn(), user="weedgo_readonly", password="a password to read with")
    safe.environment = environment
    safe.deploy()


def test_another_role_can_neither_connect_nor_look(safe: Deployment) -> None:
    safe.psql("CREATE ROLE stranger LOGIN PASSWORD 'strange'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(safe.dsn(), user="stranger", password="strange")
    safe.psql("GRANT CONNECT ON DATABASE ai_engine TO stranger")
    safe.deploy()
    connection = psycopg.connect(safe.dsn(), user="stranger", password="strange")
    with connection, pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for schema public"):
        connection.execute("SELECT * FROM public.users")
    safe.psql("REVOKE CONNECT ON DATABASE ai_engine FROM stranger; DROP ROLE stranger")


def test_a_function_that_the_owner_added_to_its_own_extension_is_not_for_everybody(safe: Deployment) -> None:
    safe.psql(
        "SET ROLE weedgo; CREATE SCHEMA mine; CREATE EXTENSION hstore SCHEMA mine;"
        " CREATE FUNCTION public.definer() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';"
        " ALTER EXTENSION hstore ADD FUNCTION public.definer()"
    )
    safe.deploy()
    assert safe.psql("SELECT has_function_privilege('public', 'public.definer()', 'EXECUTE')") == "f"
    safe.psql("DROP EXTENSION hstore CASCADE; DROP SCHEMA mine")


def test_limits_hold_for_the_application_and_not_for_deploys(safe: Deployment) -> None:
    safe.deploy(DB_ROLE_STATEMENT_TIMEOUT="50ms", DB_CONNECTION_LIMIT="2")
    with psycopg.connect(safe.dsn()) as one, psycopg.connect(safe.dsn()):
        with pytest.raises(psycopg.errors.QueryCanceled, match="statement timeout"):
            one.execute("SELECT pg_sleep(1)")
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            psycopg.connect(safe.dsn())
    timeout = safe.psql("SET ROLE weedgo; SHOW statement_timeout")
    assert timeout == "0"
    safe.deploy()


def test_a_password_in_a_statement_does_not_reach_the_log(safe: Deployment) -> None:
    canary = "canary-4e1b"
    for statement in (
        f"ALTER ROLE weedgo_readonly PASSWORD '{canary}'",
        f"ALTER ROLE nobody PASSWORD '{canary}'",
        f"ALTER ROLE weedgo_readonly PASWORD '{canary}'",
        f"SELECT 1 / (length('{canary}') - length('{canary}'))",
    ):
        subprocess.run(
            ["docker", "exec", "-u", "postgres", safe.name, "psql", "-Xqc", statement], capture_output=True, check=False
        )
    with psycopg.connect(safe.dsn()) as connection, pytest.raises(psycopg.errors.InvalidTextRepresentation):
        connection.execute("SELECT %s::text::uuid", ["not a password"])
    done = subprocess.run(["docker", "logs", safe.name], capture_output=True, text=True, check=True)
    log = done.stdout + done.stderr
    assert 'role "nobody" does not exist' in log
    assert "division by zero" in log
    assert canary not in log
    safe.deploy()


def test_a_container_that_may_more_is_told_and_left(safe: Deployment) -> None:
    docker("stop", safe.name)
    docker("rename", safe.name, f"{safe.name}-before")
    label = docker("inspect", "-f", '{{index .Config.Labels "ai-engine-db.definition"}}', f"{safe.name}-before")
    volume, port = f"{safe.name}-data:{DATA}", f"127.0.0.1:{safe.port}:5432"
    docker(
        "run", "-d", "--name", safe.name, "--label", f"ai-engine-db.definition={label}", "-v", volume, "-p", port,
        "ai-engine-postgis:17-3.5",
    )  # fmt: skip
    docker("rm", "-v", f"{safe.name}-before")
    safe.start()
    safe.deploy()
    assert listed(safe)["container"] == "left"
    docker("rm", "-f", safe.name)
    safe.deploy()
    assert listed(safe)["container"] == "pass"


def test_the_container_can_do_little(safe: Deployment) -> None:
    # Process 1 is Docker's own, which only hands on signals.
    server = 'grep CapEff "/proc/$(head -n 1 "$PGDATA/postmaster.pid")/status"'
    effective = docker("exec", "-u", "postgres", safe.name, "sh", "-c", server).split()[1]
    assert int(effective, 16) == 0
    done = subprocess.run(
        ["docker", "exec", "-u", "root", safe.name, "touch", "/etc/anything"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Read-only file system" in done.stderr
