"""A deployment with rows of all kinds to back up, and what the tests of backups look at. Plain psql and files only."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ai_engine_db.backup_format import manifest as archive
from tests.support import kinds
from tests.support.deployment import Deployment, docker

ROWS = 3_000

KINDS = f"""
CREATE ROLE readers;
CREATE ROLE "an alyst" LOGIN PASSWORD 'canary-of-the-analyst' IN ROLE readers;
GRANT CONNECT ON DATABASE ai_engine TO "an alyst" WITH GRANT OPTION;
ALTER DATABASE ai_engine SET work_mem = '5MB';
ALTER ROLE weedgo IN DATABASE ai_engine SET datestyle = 'ISO, DMY';
COMMENT ON DATABASE ai_engine IS 'Épicerie';
SET ROLE weedgo;
GRANT SELECT ON users TO "an alyst";
CREATE SCHEMA side;
SET search_path = side, public, postgis, topology, extensions;
{kinds.TABLE}{kinds.rows(ROWS)}"""

# A CHECK that is quick where it is made; in a copy of the database it waits for a role, which every database has.
SLOW = """CREATE FUNCTION slow(integer) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
    WHILE current_database() <> 'ai_engine'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'go_on')
    LOOP
        PERFORM pg_catalog.pg_sleep(0.1);
    END LOOP;
    RETURN true;
END $$;
CREATE TABLE slow (seconds integer CHECK (slow(seconds)));
INSERT INTO slow VALUES (1);
"""

EVERY_ROW = """
SET timezone = 'UTC';
SELECT format('SELECT %L, (t.*)::text FROM %I.%I AS t ORDER BY 2', n.nspname || '.' || c.relname, n.nspname, c.relname)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname IN ('public', 'side', 'deploy', 'search') ORDER BY 1 \\gexec
"""

# What a rename carries along, and a database made anew would not have.
PROPERTIES = """
SELECT pg_get_userbyid(datdba), datcollate, datlocprovider, datconnlimit, datallowconn,
    shobj_description(oid, 'pg_database')
FROM pg_database WHERE datname = 'ai_engine';
SELECT setrole::regrole, unnest(setconfig) FROM pg_db_role_setting
WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = 'ai_engine') ORDER BY 1, 2;
SELECT grantee::regrole, privilege_type, is_grantable FROM pg_database, aclexplode(datacl)
WHERE datname = 'ai_engine' ORDER BY 1, 2;
"""

DATABASES = "SELECT datname, oid FROM pg_database ORDER BY 1"


def provision(place: Deployment, folder: Path) -> None:
    """Gives a finished deployment the example data, rows of every type, and grants; its backups go to a folder."""
    place.environment["DB_BACKUP_DIR"] = str(folder)
    place.deploy("--data", "sample=true")
    place.psql(KINDS)


def folder(place: Deployment) -> Path:
    return Path(place.environment["DB_BACKUP_DIR"])


def backup(place: Deployment, **variables: str) -> Path:
    """Backs ``ai_engine`` up by the step itself, and no other database; gives the new backup."""
    before = set(names(place))
    run(place, "backup", **({"DB_TEST_NAME": "absent"} | variables))
    (made,) = [name for name in names(place) if name not in before and name.startswith("ai_engine_backup")]
    return folder(place) / made


def slow_to_restore(place: Deployment) -> None:
    """A backup, the latest of the database, whose restore a row holds until ``let_restore`` lets it go on."""
    place.psql(SLOW)
    run(place, "backup", DB_TEST_NAME="absent")
    place.psql("DROP TABLE slow; DROP FUNCTION slow")


@contextmanager
def let_restore(place: Deployment) -> Iterator[None]:
    """Lets a restore go on that was held."""
    place.psql("CREATE ROLE go_on", "postgres")
    try:
        yield
    finally:
        place.psql("DROP ROLE go_on", "postgres")


def run(place: Deployment, step: str, *arguments: str, **variables: str) -> str:
    """A step that has to work; gives its output."""
    done = place.pyinfra(f"tasks/{step}.py", "-y", *arguments, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def refused(place: Deployment, step: str, *arguments: str, **variables: str) -> str:
    """A step that has to fail by a message, not by a traceback; gives its output."""
    done: subprocess.CompletedProcess[str] = place.pyinfra(f"tasks/{step}.py", "-y", *arguments, **variables)
    output = done.stdout + done.stderr
    assert done.returncode != 0, output
    assert "Traceback" not in output, output
    return output


def names(place: Deployment) -> list[str]:
    """What lies in the folder of backups."""
    return sorted(path.name for path in folder(place).iterdir()) if folder(place).is_dir() else []


def manifest(backup: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((backup / "manifest.json").read_text())
    return found


def promise_a_row_more(backup: Path, table: str) -> int:
    """Lets a manifest say that a table had more rows than its dump has; gives the number that it has."""
    path = backup / "manifest.json"
    found = archive.read(path.read_text())
    rows = found.contents.tables[table]
    tables = {**found.contents.tables, table: replace(rows, count=rows.count + 1)}
    path.write_text(replace(found, contents=replace(found.contents, tables=tables)).text())
    return rows.count


def left_over(place: Deployment) -> list[str]:
    """Scratch databases, work folders in the container, and partial backups."""
    files = docker("exec", place.name, "sh", "-c", "ls -d /tmp/ai-engine-db-* 2>/dev/null || true").splitlines()
    databases = place.psql(
        "SELECT datname FROM pg_database WHERE datname ~ '_(verify|restore|rehearsal)_[0-9a-f]{8}$'"
    ).splitlines()
    return files + databases + [name for name in names(place) if name.endswith(".partial")]
