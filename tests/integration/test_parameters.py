"""The server's parameters: sized from the container's memory, set without a restart where that is possible."""

import psycopg
import pytest

from tests.support.deployment import Deployment
from tests.support.waiting import until

SIZED = {
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "1536MB",
    "work_mem": "5MB",
    "maintenance_work_mem": "128MB",
}


def shown(place: Deployment, *names: str) -> list[str]:
    return [place.psql(f"SHOW {name}") for name in names]


def lines(place: Deployment, **variables: str) -> list[str]:
    return [line for line in place.dry(**variables) if " parameter " in line]


def started(place: Deployment) -> str:
    return place.psql("SELECT pg_postmaster_start_time()")


@pytest.fixture(scope="module")
def provisioned(deployment: Deployment) -> Deployment:
    """A deployment from nothing, whose server was never started again."""
    deployment.deploy()
    return deployment


def test_a_new_server_starts_with_what_follows_from_two_gigabytes(provisioned: Deployment) -> None:
    assert shown(provisioned, *SIZED) == list(SIZED.values())
    assert lines(provisioned) == []


def test_what_needs_no_restart_takes_effect_at_once_and_ends_no_session(provisioned: Deployment) -> None:
    before = started(provisioned)
    with psycopg.connect(provisioned.dsn()) as session:
        assert lines(provisioned, DB_WORK_MEM="16m") == ["~ parameter work_mem: 5MB → 16MB"]
        provisioned.deploy(DB_WORK_MEM="16m")
        session.execute("SELECT 1")
    # A server reads its configuration again when it comes to that.
    until(lambda: shown(provisioned, "work_mem") == ["16MB"], "the new work_mem")
    assert shown(provisioned, "work_mem", "shared_buffers") == ["16MB", "512MB"]
    assert started(provisioned) == before
    assert lines(provisioned, DB_WORK_MEM="16m") == []


def test_what_needs_a_restart_is_set_and_waits_until_it_is_told(provisioned: Deployment) -> None:
    before, settings = started(provisioned), {"DB_SHARED_BUFFERS": "256m", "DB_WORK_MEM": "16m"}
    waits = "parameter shared_buffers: 512MB → 256MB (takes effect at a restart: --data restart=true)"
    assert lines(provisioned, **settings) == [f"~ {waits}"]
    provisioned.deploy(**settings)
    assert (started(provisioned), shown(provisioned, "shared_buffers")) == (before, ["512MB"])
    assert f"! {waits}" in provisioned.deploy(**settings)
    assert provisioned.psql("SELECT count(*) FROM pg_file_settings WHERE name = 'shared_buffers'") == "2"
    output = provisioned.deploy("--data", "restart=true", **settings)
    assert "~ parameter shared_buffers: 512MB → 256MB (the server is restarted)" in output
    assert (started(provisioned) != before, shown(provisioned, "shared_buffers")) == (True, ["256MB"])
    before = started(provisioned)
    provisioned.deploy("--data", "restart=true", **settings)
    assert started(provisioned) == before, "restarted without need"


def test_a_change_by_hand_is_taken_back(provisioned: Deployment) -> None:
    settings = {"DB_SHARED_BUFFERS": "256m", "DB_WORK_MEM": "16m"}
    provisioned.psql("ALTER SYSTEM SET work_mem = '1GB'")
    provisioned.psql("ALTER SYSTEM SET max_connections = 7")
    provisioned.psql("SELECT pg_reload_conf()")
    provisioned.deploy(**settings)
    until(lambda: shown(provisioned, "work_mem") == ["16MB"], "the old work_mem")
    assert shown(provisioned, "work_mem", "max_connections") == ["16MB", "100"]
    assert provisioned.psql("SELECT count(*) FROM pg_settings WHERE pending_restart") == "0"
    assert lines(provisioned, **settings) == []


def test_a_server_that_does_not_start_with_its_new_parameters_starts_without_them(provisioned: Deployment) -> None:
    # No machine of these days has that much, so the server cannot get it.
    settings = {"DB_MEMORY": "8000g", "DB_SHARED_BUFFERS": "6000g", "DB_EFFECTIVE_CACHE_SIZE": "1g"}
    message = provisioned.refused("--data", "restart=true", **settings)
    assert "does not start with its new shared_buffers: each is reset to the value of postgresql.conf" in message
    assert "could not map anonymous shared memory" in message
    assert shown(provisioned, "shared_buffers", "effective_cache_size") == ["128MB", "1GB"]
    provisioned.deploy("--data", "restart=true")
    assert shown(provisioned, *SIZED) == list(SIZED.values())


def test_what_makes_no_sense_is_refused_by_name(provisioned: Deployment) -> None:
    before = started(provisioned)
    message = provisioned.refused("--data", "restart=true", DB_SHARED_BUFFERS="3g")
    assert "DB_SHARED_BUFFERS is 3GB, more than 3/4 of DB_MEMORY, 2GB" in message
    assert "DB_MEMORY 1% of the host's" in provisioned.refused("--data", "restart=true", DB_MEMORY="1%")
    assert started(provisioned) == before


def test_a_share_of_the_hosts_memory_is_what_the_kernel_has(provisioned: Deployment) -> None:
    with open("/proc/meminfo") as meminfo:
        host = int(meminfo.readline().split()[1])
    found = next(line for line in provisioned.dry(DB_MEMORY="50%") if "memory 2g →" in line)
    assert f"memory 2g → {host * 50 // 100 // 1024**2}g" in found
