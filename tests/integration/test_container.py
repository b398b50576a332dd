"""The container: made as the settings say, started when it is stopped, and made anew only when told, with its data."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.support.deployment import Deployment, docker, free_port
from tests.support.waiting import LIMIT, until

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
    assert limits["Init"] is True


def test_its_definition_is_a_label(filled: Deployment) -> None:
    labels = inspect(filled)["Config"]["Labels"]
    definition = json.loads(labels["ai-engine-db.definition"])
    assert definition["port"] == f"127.0.0.1:{filled.port}"
    assert definition["volume"] == f"{filled.name}-data"
    assert definition["memory"] == "2g"


def test_it_reports_its_health(filled: Deployment) -> None:
    until(lambda: inspect(filled)["State"]["Health"]["Status"] == "healthy", lambda: inspect(filled)["State"]["Health"])


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
    left = "kept unchanged; --data recreate=true recreates it, keeping its data"
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
    holder = docker("run", "-d", "-p", f"127.0.0.1:{taken}:5432", "--entrypoint", "sleep", image, "infinity")
    place.port = taken
    try:
        message = place.refused("--data", "recreate=true")
    finally:
        docker("rm", "-f", "-v", holder)
    assert f"port {taken} is in use by container" in message
    assert (inspect(place)["Id"], inspect(place)["State"]["Status"]) == (identity, "running")


def test_a_port_that_is_held_on_another_address_is_free(settings_again: Deployment, image: str) -> None:
    place = settings_again
    taken = free_port()
    holder = docker("run", "-d", "-p", f"127.0.0.7:{taken}:5432", "--entrypoint", "sleep", image, "infinity")
    port, place.port = place.port, taken
    try:
        everywhere = place.refused("--data", "recreate=true", DB_BIND_ADDRESS="0.0.0.0")  # noqa: S104
        place.deploy("--data", "recreate=true")
        assert docker("port", place.name) == f"5432/tcp -> 127.0.0.1:{taken}"
    finally:
        docker("rm", "-f", "-v", holder)
        place.port = port
        place.deploy("--data", "recreate=true")
    assert f"port {taken} is in use by container" in everywhere
    assert "on 127.0.0.7" in everywhere


def test_a_stop_lets_the_server_shut_down(filled: Deployment) -> None:
    docker("restart", filled.name)
    filled.start()
    log = docker("exec", "-u", "postgres", filled.name, "pg_controldata", "/var/lib/postgresql/data")
    docker("stop", filled.name)
    stopped = docker("run", "--rm", "--entrypoint", "/usr/lib/postgresql/17/bin/pg_controldata",
        "--volumes-from", filled.name, inspect(filled)["Image"], "/var/lib/postgresql/data")  # fmt: skip
    filled.start()
    assert re.search("^Database cluster state: +in production$", log, re.M)
    assert re.search("^Database cluster state: +shut down$", stopped, re.M)


def test_a_client_in_the_container_that_a_signal_ends_ends_no_other(filled: Deployment) -> None:
    # Its parent is gone, so that process 1 has to bury it: PostgreSQL would take it for a server process.
    orphan = "psql -qc 'SELECT pg_sleep(600)' >/dev/null 2>&1 &"
    with psycopg.connect(filled.dsn(), autocommit=True) as connection:
        docker("exec", "-u", "postgres", filled.name, "sh", "-c", orphan)
        client = docker("exec", filled.name, "sh", "-c", "pgrep -x psql || grep -lx psql /proc/[0-9]*/comm")
        number = re.sub(r"\D", "", client)
        assert docker("exec", filled.name, "sh", "-c", f"awk '/^PPid/ {{print $2}}' /proc/{number}/status") == "1"
        docker("exec", "-u", "postgres", filled.name, "sh", "-c", f"kill -KILL {number}")
        wait_until_gone(filled, number)
        assert connection.execute("SELECT 1").fetchone() == (1,)


def wait_until_gone(place: Deployment, process: str) -> None:
    look = f"test ! -e /proc/{process} || grep -q '^State:.Z' /proc/{process}/status"
    command = ["docker", "exec", place.name, "sh", "-c", look]
    until(lambda: not subprocess.run(command, check=False).returncode, f"the end of process {process}")


def test_one_that_was_made_without_a_process_to_bury_others_shows_it(filled: Deployment) -> None:
    made = docker("inspect", "-f", '{{index .Config.Labels "ai-engine-db.definition"}}', filled.name)
    before = json.dumps({key: value for key, value in json.loads(made).items() if key != "init"})
    volume, port = f"{filled.name}-data:/var/lib/postgresql/data", f"127.0.0.1:{filled.port}:5432"
    docker("rm", "-f", "-v", filled.name)
    docker(
        "run", "-d", "--name", filled.name, "--label", f"ai-engine-db.definition={before}", "-v", volume, "-p", port,
        "ai-engine-postgis:17-3.5",
    )  # fmt: skip
    filled.start()
    assert any(line.startswith("init none → true (kept unchanged") for line in drift(filled.dry()))
    filled.deploy("--data", "recreate=true")
    assert inspect(filled)["HostConfig"]["Init"] is True
    assert drift(filled.dry()) == []


def test_a_container_whose_id_begins_like_the_name_is_left_alone(filled: Deployment) -> None:
    """A deploy to the one would change the password in the other."""
    taken, volume = inspect(filled)["Id"][:12], "ai-engine-test-of-another"
    verifier = "SELECT rolpassword FROM pg_authid WHERE rolname = 'weedgo'"
    before = filled.psql(verifier)
    settings = {"DB_CONTAINER": taken, "DB_VOLUME": volume, "DB_PASSWORD": "of-another-environment"}
    message = filled.refused(**settings)
    alone = filled.pyinfra("tasks/roles.py", "-y", **settings)
    assert f"there is no container {taken}, but the id of container {filled.name} starts with that" in message
    assert alone.returncode != 0
    assert filled.psql(verifier) == before
    assert volume not in docker("volume", "ls", "--format", "{{.Name}}").splitlines()
    assert filled.pending() == []


def test_a_network_an_image_or_a_volume_of_that_name_is_no_container(fresh: Deployment, image: str) -> None:
    network = docker("network", "create", fresh.name)
    docker("volume", "create", fresh.name)
    docker("tag", image, f"{fresh.name}:latest")
    docker("network", "create", f"{fresh.name}-data")
    try:
        assert f"+ container {fresh.name}" in fresh.dry()
        done = fresh.pyinfra("tasks/container.py", "-y")
        assert done.returncode == 0, done.stdout + done.stderr
        assert fresh.psql("SELECT 1", "postgres") == "1"
    finally:
        fresh.remove()
        docker("volume", "rm", fresh.name)
        docker("rmi", f"{fresh.name}:latest")
        docker("network", "rm", network, f"{fresh.name}-data")


def test_data_of_another_superuser_are_refused_in_words_and_stay(fresh: Deployment, image: str) -> None:
    volume = f"{fresh.name}-data"
    theirs = f"{fresh.name}-theirs"
    docker("run", "-d", "--name", theirs, "-e", "POSTGRES_USER=boss", "-e", "POSTGRES_PASSWORD=x",
        "-v", f"{volume}:/var/lib/postgresql/data", image)  # fmt: skip
    answers = ["docker", "exec", theirs, "pg_isready", "-q", "-h", "127.0.0.1"]
    until(lambda: not subprocess.run(answers, check=False).returncode, f"an answer of {theirs}")
    docker("stop", theirs)
    docker("rm", theirs)
    message = fresh.refused()
    assert "were created with another superuser than postgres" in message
    assert "FATAL" not in message
    assert fresh.exists() == [f"volume {volume}"]


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
    until(lambda: text in docker("logs", place.name, check=False), f"{text} in the log")


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
    output, _ = run.communicate(timeout=LIMIT)
    assert run.returncode != 0, output
    done = fresh.pyinfra("tasks/container.py", "tasks/access.py", "tasks/roles.py", "tasks/databases.py", "-y")
    assert done.returncode == 0, done.stdout + done.stderr
    assert fresh.psql("SELECT count(*) FROM pg_class WHERE relname = 'pg_class'") == "1"
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects"):
        psycopg.connect(fresh.dsn(), user="postgres")
    assert fresh.psql("SHOW data_checksums") == "on"
