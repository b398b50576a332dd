"""The container: made as the settings say, started when it is stopped, and made anew only when told, with its data."""

import json
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from .conftest import Deployment, docker, free_port

GIGABYTE = 1024**3
MEGABYTE = 1024**2
# initdb gives each cluster another.
CLUSTER = "SELECT system_identifier FROM pg_control_system()"


def inspect(place: Deployment) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(docker("inspect", place.name))[0]
    return found


def drift(lines: list[str]) -> list[str]:
    return [line.split(": ", 1)[1] for line in lines if line.startswith(("~ container", "! container"))]


@pytest.fixture(scope="module")
def filled(provisioned: Deployment) -> Deployment:
    provisioned.psql("INSERT INTO tenants (name, code) VALUES ('Kept', 'kept')")
    return provisioned


@pytest.fixture
def settings_again(filled: Deployment) -> Iterator[Deployment]:
    """The place, whose settings a test may change."""
    port, environment = filled.port, dict(filled.environment)
    yield filled
    filled.port, filled.environment = port, environment


def test_it_is_made_as_the_settings_say(filled: Deployment) -> None:
    found = inspect(filled)
    limits = found["HostConfig"]
    assert (limits["Memory"], limits["ShmSize"]) == (2 * GIGABYTE, 256 * MEGABYTE)
    assert limits["RestartPolicy"]["Name"] == "unless-stopped"
    assert limits["PortBindings"] == {"5432/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(filled.port)}]}
    mounts = {each["Destination"]: each["Name"] for each in found["Mounts"]}
    assert mounts.pop("/var/lib/postgresql/data") == f"{filled.name}-data"
    assert len(mounts) == 2, "for backups and for the first start; these go with the container"
    assert not limits["Privileged"]


def test_its_definition_is_a_label(filled: Deployment) -> None:
    labels = inspect(filled)["Config"]["Labels"]
    definition = json.loads(labels["ai-engine-db.definition"])
    assert definition["port"] == f"127.0.0.1:{filled.port}"
    assert definition["volume"] == f"{filled.name}-data"
    assert definition["memory"] == "2g"


def test_it_reports_its_health(filled: Deployment) -> None:
    for _ in range(30):
        if (health := inspect(filled)["State"]["Health"]["Status"]) == "healthy":
            break
        time.sleep(1)
    assert health == "healthy"


def test_a_stopped_one_is_started(filled: Deployment) -> None:
    docker("stop", filled.name)
    identity = inspect(filled)["Id"]
    filled.deploy()
    assert (inspect(filled)["Id"], inspect(filled)["State"]["Status"]) == (identity, "running")
    assert filled.psql("SELECT name FROM tenants") == "Kept"
    assert filled.pending() == []


def test_a_difference_is_shown_and_not_applied(settings_again: Deployment) -> None:
    place = settings_again
    before = inspect(place)
    port, place.port = place.port, free_port()
    place.environment = {"DB_MEMORY": "1g", "DB_SHM_SIZE": "128m", "DB_RESTART": "always"}
    left = "left as it is; --data recreate=true recreates it, keeping its data"
    expected = [
        f"port 127.0.0.1:{port} → 127.0.0.1:{place.port} ({left})",
        f"memory 2g → 1g ({left})",
        f"shm_size 256m → 128m ({left})",
        f"restart unless-stopped → always ({left})",
    ]
    assert drift(place.dry()) == expected
    assert all(line in place.deploy() for line in expected)
    after = inspect(place)
    assert (after["Id"], after["HostConfig"]) == (before["Id"], before["HostConfig"])


def test_it_is_made_anew_when_told_and_keeps_its_data(settings_again: Deployment) -> None:
    place = settings_again
    port, place.port = place.port, free_port()
    place.environment = {"DB_MEMORY": "1g", "DB_RESTART": "always", "DB_BIND_ADDRESS": "127.0.0.2"}
    schema, identity = place.dump(), inspect(place)["Id"]
    cluster = place.psql(CLUSTER)
    output = place.deploy("--data", "recreate=true")
    assert f"port 127.0.0.1:{port} → 127.0.0.2:{place.port} (recreated)" in output
    assert f"Connect: psql -h 127.0.0.2 -p {place.port} " in output
    found = inspect(place)
    assert found["Id"] != identity
    assert found["HostConfig"]["Memory"] == GIGABYTE
    assert found["HostConfig"]["RestartPolicy"]["Name"] == "always"
    assert place.psql(CLUSTER) == cluster
    with psycopg.connect(place.dsn(), host="127.0.0.2") as connection:
        assert connection.execute("SELECT name FROM tenants").fetchall() == [("Kept",)]
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(place.dsn())
    assert place.dump() == schema
    assert drift(place.dry()) == []
    place.port, place.environment = port, {}
    place.deploy("--data", "recreate=true")


def test_recreate_leaves_one_alone_that_is_as_it_should_be(filled: Deployment) -> None:
    before = inspect(filled)
    filled.deploy("--data", "recreate=true")
    after = inspect(filled)
    assert (after["Id"], after["State"]["StartedAt"]) == (before["Id"], before["State"]["StartedAt"])


def test_a_port_that_is_held_keeps_it_from_being_made_anew(settings_again: Deployment, image: str) -> None:
    place = settings_again
    identity = inspect(place)["Id"]
    taken = free_port()
    holder = docker("run", "-d", "-p", f"127.0.0.1:{taken}:5432", "--entrypoint", "sleep", image, "60")
    place.port = taken
    try:
        message = place.refused("--data", "recreate=true")
    finally:
        docker("rm", "-f", "-v", holder)
    assert f"port {taken} is held by container" in message
    assert (inspect(place)["Id"], inspect(place)["State"]["Status"]) == (identity, "running")


def test_a_removed_one_is_made_again_around_its_volume(filled: Deployment) -> None:
    docker("rm", "-f", filled.name)
    filled.deploy()
    assert filled.psql("SELECT name FROM tenants") == "Kept"
    assert filled.pending() == []


def test_a_server_that_cannot_start_says_why_and_its_data_stays(settings_again: Deployment) -> None:
    place = settings_again
    place.psql("ALTER SYSTEM SET shared_preload_libraries = 'no_such_library'", "postgres")
    docker("stop", place.name)
    message = place.refused()
    status = inspect(place)["State"]["Status"]
    auto_conf = "/var/lib/postgresql/data/postgresql.auto.conf"
    mend = ["--rm", "--entrypoint", "sed", "--volumes-from", place.name, inspect(place)["Image"]]
    docker("run", *mend, "-i", "/shared_preload_libraries/d", auto_conf)
    place.deploy()
    assert 'could not access file "no_such_library"' in message
    assert status == "exited", "it is left starting again and again"
    assert place.psql("SELECT name FROM tenants") == "Kept"


def wait_for(place: Deployment, text: str) -> None:
    for _ in range(200):
        if text in docker("logs", place.name, check=False):
            return
        time.sleep(0.05)
    raise AssertionError(f"{text} is not in the log")


@pytest.mark.parametrize(
    "how", ["the deploy is interrupted", "the container is killed", "the engine loses the container"]
)
def test_an_interrupted_first_start_leaves_nothing_half_done(fresh: Deployment, how: str) -> None:
    run = fresh.begin("tasks/container.py")
    wait_for(fresh, "running bootstrap script")
    if how == "the deploy is interrupted":
        os.killpg(run.pid, signal.SIGINT)
    elif how == "the container is killed":
        docker("kill", fresh.name)
    else:
        os.killpg(run.pid, signal.SIGKILL)
        docker("rm", "-f", fresh.name)
    output, _ = run.communicate(timeout=120)
    assert run.returncode != 0, output
    done = fresh.pyinfra("tasks/container.py", "tasks/access.py", "tasks/roles.py", "tasks/databases.py", "-y")
    assert done.returncode == 0, done.stdout + done.stderr
    assert fresh.psql("SELECT count(*) FROM pg_class WHERE relname = 'pg_class'") == "1"
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects"):
        psycopg.connect(fresh.dsn(), user="postgres")
    assert fresh.psql("SHOW data_checksums") == "on"
