"""Whatever the application's role leaves in its database, nothing of it runs with more rights than that role has."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ai_engine_db.operations import extension
from ai_engine_db.schema import lock
from tests.support import backups, hostile
from tests.support.deployment import PYINFRA, Deployment, read_until, the_rest
from tests.support.hostile import TRAPS, Hostile
from tests.support.others import wait_for


def started(place: Deployment, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """A command of the checkout that reaches one database alone, and waits for nobody for long."""
    return place.run(*words, **{"DB_TEST_NAME": "absent", "DB_LOCK_WAIT": "10"} | variables)


def pyinfra(file: str, *arguments: str) -> Callable[[Deployment], subprocess.CompletedProcess[str]]:
    data = [part for each in arguments if "=" in each for part in ("--data", each)]
    how = ["--dry"] if "--dry" in arguments else ["-y"]
    return lambda place: started(place, str(PYINFRA), place.inventory, file, *how, *data)


def imported(place: Deployment) -> subprocess.CompletedProcess[str]:
    """The hostile database brought into another one that is as hostile."""
    place.psql("CREATE DATABASE hostile_copy TEMPLATE ai_engine OWNER weedgo", "postgres")
    try:
        return started(
            place, str(PYINFRA), place.inventory, "tasks/import_legacy.py", "-y", "--data", "ignore_extra=true",
            LEGACY_HOST="127.0.0.1", LEGACY_PORT=str(place.port), LEGACY_NAME="ai_engine",
            LEGACY_PASSWORD=place.password, DB_NAME="hostile_copy",
        )  # fmt: skip
    finally:
        place.psql("DROP DATABASE IF EXISTS hostile_copy WITH (FORCE)", "postgres")


# In this order: each leaves the traps where they are.
ENTRIES: dict[str, Callable[[Deployment], subprocess.CompletedProcess[str]]] = {
    "dry run": pyinfra("deploy.py", "--dry"),
    "check": lambda place: started(place, sys.executable, "-m", "ai_engine_db.cli.check", place.inventory),
    "history": pyinfra("tasks/history.py"),
    "hardening": pyinfra("tasks/hardening.py"),
    "backup": pyinfra("tasks/backup.py"),
    "verified backup": pyinfra("tasks/verify_backup.py"),
    "import": imported,
    "rehearsal": pyinfra("deploy.py", "rehearse=true", "prove=true"),
    "deploy": pyinfra("deploy.py"),
    "sample": pyinfra("deploy.py", "sample=true", "overwrite=true"),
    "restore": pyinfra("tasks/restore.py", "backup=latest"),
}


@pytest.fixture(scope="module")
def kept(provisioned: Deployment) -> Deployment:
    """A deployment whose database can be put back."""
    provisioned.keep()
    return provisioned


@pytest.fixture(scope="module", params=TRAPS)
def trapped(kept: Deployment, request: pytest.FixtureRequest) -> Iterator[Hostile]:
    """A database with traps of one kind."""
    kept.put_back()
    found = Hostile(kept)
    found.set(TRAPS[request.param])
    yield found
    kept.psql("ALTER ROLE weedgo NOSUPERUSER; ALTER ROLE weedgo RESET ALL", "postgres")


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_trap_runs_with_more_rights_than_the_role_has_that_set_it(trapped: Hostile, entry: str) -> None:
    done = ENTRIES[entry](trapped.place)
    output = done.stdout + done.stderr
    assert trapped.look() == []
    assert "Traceback" not in output
    assert output.strip() or done.returncode == 0


@pytest.mark.parametrize("then", ["", "REVOKE ALL ON SCHEMA postgis, extensions, topology FROM weedgo"])
def test_schemas_made_beforehand_get_no_rights_from_the_extensions_that_go_there(kept: Deployment, then: str) -> None:
    kept.psql("DROP DATABASE ai_engine WITH (FORCE)", "postgres")
    kept.psql("CREATE DATABASE ai_engine OWNER weedgo", "postgres")
    found = Hostile(kept)
    found.set([hostile.BEFORE, then])
    done = ENTRIES["deploy"](kept)
    assert found.look() == []
    assert "Traceback" not in done.stdout + done.stderr
    assert "weedgo may create objects in schema postgis" in done.stdout + done.stderr
    assert kept.psql("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'") == ""


def test_no_table_of_the_owners_is_read_by_the_role_of_backups(kept: Deployment) -> None:
    kept.put_back()
    with psycopg.connect(kept.dsn(), autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE forced AS SELECT 1 AS id; ALTER TABLE forced FORCE ROW LEVEL SECURITY;"
            " CREATE TABLE hidden AS SELECT 1 AS id;"
            " ALTER TABLE hidden ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        )
    ENTRIES["backup"](kept)
    tables = backups.manifest(max(kept.backups.glob("ai_engine_backup_*")))["tables"]
    # Without a policy the owner may read the first; of the second it would see less than there is.
    assert tables["public.forced"]["rows"] == 1
    assert tables["public.hidden"] == {"rows": 0, "digest": ""}


# Of a colleague who may make tables in schema public, which the owner of the database may drop.
COLLEAGUE = """
CREATE ROLE colleague;
GRANT USAGE, CREATE ON SCHEMA public TO colleague;
SET ROLE colleague;
CREATE TABLE public.colleague_first AS SELECT 1 AS id;
CREATE TABLE public.colleague_second AS SELECT 1 AS id;
"""
SWAPPED = """
DROP TABLE public.colleague_second;
CREATE TABLE public.colleague_second (id integer);
CREATE INDEX ON public.colleague_second ((public.hostile_fixed('index of a table that was put in another place')));
"""


def test_no_table_put_in_the_place_of_another_is_read_by_the_role_of_backups(kept: Deployment) -> None:
    kept.put_back()
    kept.psql(COLLEAGUE)
    found = Hostile(kept)
    found.set([hostile.PAYLOAD])
    kept.environment["DB_TEST_NAME"] = "absent"
    with psycopg.connect(kept.dsn()) as one, psycopg.connect(kept.dsn(), autocommit=True) as two:
        backup = kept.begin("tasks/backup.py")
        read_until(backup, "Starting operation")
        # Whoever reads tables in the order of their names waits for this one, with the next in mind.
        one.execute("DROP TABLE public.colleague_first")
        wait_for(kept, "SELECT pid FROM pg_stat_activity WHERE usename = 'weedgo_backup' AND wait_event_type = 'Lock'")
        time.sleep(1)
        two.execute(SWAPPED)
        one.rollback()
        the_rest(backup)
    assert found.look() == []
    tables = backups.manifest(max(kept.backups.glob("ai_engine_backup_*")))["tables"]
    assert tables["public.colleague_first"] == {"rows": 0, "digest": ""}
    assert tables["postgis.spatial_ref_sys"]["digest"]


def test_a_search_path_set_just_before_the_extensions_are_made_is_no_sql_to_their_scripts(kept: Deployment) -> None:
    kept.psql("DROP DATABASE ai_engine WITH (FORCE)", "postgres")
    kept.psql("CREATE DATABASE ai_engine OWNER weedgo", "postgres")
    found = Hostile(kept)
    found.set([hostile.PATH_OF_SQL])
    lacking = {name: schema for name, schema in lock.read().extensions.items() if name != "plpgsql"}
    kept.psql(extension.statements("ai_engine", lacking))
    assert found.look() == []


def test_a_schema_that_its_owner_made_just_before_gets_no_extension(kept: Deployment) -> None:
    kept.psql("DROP DATABASE ai_engine WITH (FORCE)", "postgres")
    kept.psql("CREATE DATABASE ai_engine OWNER weedgo", "postgres")
    Hostile(kept).set(["CREATE SCHEMA extensions; REVOKE ALL ON SCHEMA extensions FROM weedgo"])
    with pytest.raises(AssertionError, match="may create objects in schema extensions"):
        kept.psql(extension.statements("ai_engine", {"pg_trgm": "extensions"}))


def test_a_trap_that_runs_as_a_superuser_is_seen(kept: Deployment, tmp_path: Path) -> None:
    kept.put_back()
    found = Hostile(kept)
    found.set([hostile.PAYLOAD])
    kept.psql("SELECT public.hostile_ran('by hand')")
    seen = found.look()
    assert "hostile code ran: by hand as postgres in a session of postgres" in seen
    assert "a program ran in the container" in seen
    assert any(line.startswith("roles: ") and hostile.ROLE in line for line in seen)
    assert found.look() == []
