"""A dry run shows what a deploy would do, whatever there is, and writes nothing."""

import csv
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployment import ROOT, Deployment, docker

DATABASES = ("ai_engine", "ai_engine_test")

# What one can break by hand, and the lines that a dry run has for it.
DAMAGES = {
    "a dropped index": ("DROP INDEX idx_stores_tenant", ["+ index idx_stores_tenant"]),
    "a dropped column": ("ALTER TABLE tenants DROP COLUMN website", ["+ column tenants.website"]),
    "a changed column type": (
        "ALTER TABLE tenants ALTER COLUMN website TYPE varchar(100)",
        ["~ column tenants.website: type character varying(100) → character varying(255)"],
    ),
    "a changed view": (
        "CREATE OR REPLACE VIEW recent_login_activity AS"
        " SELECT l.id, l.user_id, u.email, u.first_name::text AS full_name, l.tenant_id, t.name AS tenant_name,"
        " l.login_timestamp, l.login_successful, l.login_method, l.ip_address, l.country, l.city, l.user_agent"
        " FROM user_login_logs l LEFT JOIN users u ON u.id = l.user_id LEFT JOIN tenants t ON t.id = l.tenant_id",
        ["~ view recent_login_activity: definition"],
    ),
    "a changed function": (
        "CREATE OR REPLACE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'",
        ["~ function update_updated_at_column(): definition"],
    ),
    "an object of somebody else": ("CREATE INDEX mine ON stores (name)", ["! index mine is not in sql/"]),
    "a password and an attribute": (
        "ALTER ROLE weedgo CREATEROLE PASSWORD 'another'",
        ["~ role weedgo: createrole, password"],
    ),
    "a search_path": (
        "ALTER DATABASE ai_engine SET search_path = public",
        ["~ database ai_engine: search_path"],
    ),
    "a dropped extension": ("DROP EXTENSION postgis_topology", ["+ extension postgis_topology in ai_engine"]),
}


@pytest.fixture(scope="module")
def sound(provisioned: Deployment) -> Deployment:
    """A finished deployment that can be put back: with a copy of its database, and no vacuum that would write."""
    provisioned.keep()
    return provisioned


@pytest.fixture
def verifier(sound: Deployment) -> str:
    return sound.psql("SELECT rolpassword FROM pg_authid WHERE rolname = 'weedgo'")


@pytest.fixture
def repaired_by_hand(sound: Deployment, verifier: str) -> Iterator[Deployment]:
    """Everything in place, and again after the test."""
    yield sound
    sound.put_back()
    sound.psql(f"ALTER ROLE weedgo NOCREATEROLE PASSWORD '{verifier}'", "postgres")


def kinds(lines: list[str]) -> Counter[str]:
    """The lines by sign and kind: ``+ table`` so many."""
    return Counter(" ".join(line.split()[:2]) for line in lines)


def figures(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("database ")]


def files_with(statement: str) -> int:
    """How many SQL files hold a statement; each table, view and function has its own."""
    wanted = [
        path for path in (ROOT / "sql").glob("*/*.sql") if path.parent.name not in ("sample", "search", "transitions")
    ]
    return sum(statement in path.read_text() for path in wanted)


def reference_rows() -> int:
    """Rows of the CSV files, all together."""
    return sum(len(list(csv.DictReader(path.open()))) for path in (ROOT / "sql" / "reference").glob("*.csv"))


def written(place: Deployment) -> str:
    """What moves with every write of a server: the next transaction's number, and which databases there are."""
    databases = "(SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database)"
    return place.psql(f"SELECT pg_snapshot_xmax(pg_current_snapshot()), {databases}", "postgres")


def test_without_a_container_everything_would_be_made(fresh: Deployment) -> None:
    lines = fresh.dry()
    counted = kinds(lines)
    assert counted["+ container"] == 1
    roles = ["weedgo", "weedgo_readonly", "weedgo_catalog", "weedgo_backup"]
    assert [line for line in lines if line.startswith("+ role")] == [f"+ role {role}" for role in roles]
    assert [line for line in lines if line.startswith("+ database")] == [f"+ database {name}" for name in DATABASES]
    assert counted["+ extension"] == 2 * 5, "all six but plpgsql, which a new database has"
    assert counted["+ table"] == 2 * files_with("CREATE TABLE ")
    assert counted["+ view"] == 2 * files_with("CREATE VIEW ")
    assert counted["+ function"] == 2 * files_with("CREATE OR REPLACE FUNCTION ")
    assert sum(int(line.split()[1]) for line in lines if " rows of " in line) == 2 * reference_rows()
    assert not {"~", "!", "?"}.intersection(line[0] for line in lines)
    assert fresh.exists() == []


def test_without_an_engine_the_engine_and_the_image_would_be_made_too(fresh: Deployment, tmp_path: Path) -> None:
    for folder in ("/usr/bin", "/usr/sbin"):
        for command in Path(folder).iterdir():
            link = tmp_path / command.name
            if not command.name.startswith("docker") and not link.is_symlink():
                link.symlink_to(command)
    lines = fresh.dry(PATH=str(tmp_path))
    plan = [line for line in lines if line[:2] in ("+ ", "~ ", "! ", "? ")]
    assert plan[:6] == [
        "+ engine: package docker.io",
        "+ image ai-engine-postgis:17-3.5",
        f"+ container {fresh.name}",
        "+ pg_hba.conf",
        "+ parameters for passwords, TLS and the log",
        "+ role weedgo",
    ]
    assert figures(lines) == figures(fresh.dry())


def test_in_empty_databases_only_what_they_hold_would_be_made(fresh: Deployment) -> None:
    steps = [f"tasks/{step}.py" for step in ("container", "packages", "access", "roles", "databases")]
    whole = fresh.dry()
    assert fresh.pyinfra(*steps, "-y").returncode == 0
    lines = fresh.dry()
    assert figures(lines) == figures(whole)
    made = ("+ container", "+ pg_hba.conf", "+ parameters", "+ role", "+ database", "+ privileges")
    privileges = ("~ database ai_engine: ", "~ database ai_engine_test: ")
    rest = [line for line in lines if not line.startswith(privileges)]
    assert [line for line in whole if not line.startswith(made)] == rest
    assert len(rest) < len(lines)


def test_with_everything_in_place_nothing_would_change(sound: Deployment) -> None:
    lines = sound.dry()
    assert sound.changes() == []
    assert figures(lines) == [f"database {name}: up to date" for name in DATABASES]


@pytest.mark.parametrize(("sql", "shown"), DAMAGES.values(), ids=[*DAMAGES])
def test_a_damage_is_shown_as_what_would_mend_it(repaired_by_hand: Deployment, sql: str, shown: list[str]) -> None:
    repaired_by_hand.psql(sql)
    before = written(repaired_by_hand)
    lines = repaired_by_hand.changes()
    assert [line for line in lines if not line.startswith("+ backup of ai_engine in ")] == shown
    assert written(repaired_by_hand) == before


def test_the_figures_count_the_lines_of_their_database(repaired_by_hand: Deployment) -> None:
    repaired_by_hand.psql(
        "DROP INDEX idx_stores_tenant; DROP INDEX idx_audit_log_tenant_id;"
        " ALTER TABLE stores ALTER COLUMN name DROP NOT NULL; CREATE TABLE mine ()"
    )
    assert figures(repaired_by_hand.dry()) == [
        "database ai_engine: 2 to create, 1 to change, 1 skipped",
        "database ai_engine_test: up to date",
    ]


def test_a_missing_database_is_as_an_empty_one(sound: Deployment, fresh: Deployment) -> None:
    sound.psql("ALTER DATABASE ai_engine RENAME TO away", "postgres")
    try:
        lines = sound.dry()
    finally:
        sound.psql("ALTER DATABASE away RENAME TO ai_engine", "postgres")
    assert "+ database ai_engine" in lines
    assert "+ database ai_engine_test" not in lines
    assert figures(lines) == [figures(fresh.dry())[0], "database ai_engine_test: up to date"]


def test_a_dry_run_consumes_no_transaction_and_makes_no_database(sound: Deployment) -> None:
    before, since = written(sound), int(time.time())
    sound.dry("-vvv")
    assert written(sound) == before
    kinds_of_events = ("create", "start", "stop", "die", "destroy", "rename", "update")
    filters = [f"--filter=event={kind}" for kind in kinds_of_events] + [f"--filter=container={sound.name}"]
    assert docker("events", "--since", str(since), "--until", str(int(time.time()) + 1), *filters) == ""


def test_of_a_stopped_container_nothing_is_claimed_to_be_missing(sound: Deployment) -> None:
    docker("stop", sound.name)
    try:
        lines = sound.changes()
        state = docker("inspect", "-f", "{{.State.Status}}", sound.name)
    finally:
        sound.start()
    assert lines[0] == f"~ container {sound.name}: start"
    assert kinds(lines) == {"~ container": 1, "? database": 2}
    assert all("the container is stopped" in line for line in lines[1:])
    assert state == "exited"


def test_of_a_volume_without_a_container_nothing_is_claimed_to_be_missing(sound: Deployment) -> None:
    docker("rename", sound.name, f"{sound.name}-away")
    docker("stop", f"{sound.name}-away")
    try:
        lines = sound.changes()
        there = docker("ps", "-a", "-q", "--filter", f"name=^/{sound.name}$")
    finally:
        docker("rename", f"{sound.name}-away", sound.name)
        sound.start()
    assert lines[0] == f"+ container {sound.name}"
    assert kinds(lines) == {"+ container": 1, "? database": 2}
    assert all("volume exists, but no container" in line for line in lines[1:])
    assert there == ""


def test_a_dry_run_leaves_a_changed_container_alone(sound: Deployment) -> None:
    lines = [line for line in sound.dry(DB_MEMORY="1g") if line[:2] in ("~ ", "! ")]
    assert lines[0].startswith(f"! container {sound.name}: ")
    assert "memory 2g → 1g" in lines[0]
    # The server's sizes follow from the memory that it is to have.
    assert kinds(lines[1:]).keys() == {"~ parameter"}
    assert docker("inspect", "-f", "{{.HostConfig.Memory}}", sound.name) == str(2 * 1024**3)
