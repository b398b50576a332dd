"""A container that a shell script made, with its data: refused, or with ``adopt=true`` used exactly as it is."""

import json
from typing import Any

import psycopg
import pytest

from bench import baseline
from tests.support.deployment import Deployment, docker
from tests.support.upgrade import COUNTS

ROWS = 50
ADOPT = ("--data", "adopt=true")
TOLD = "adopted unchanged"


def inspect(place: Deployment) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(docker("inspect", place.name))[0]
    return found


@pytest.fixture(scope="module")
def theirs(deployment: Deployment, image: str) -> Deployment:
    """What `docker run` makes of the official image: the role is the bootstrap superuser, and there is the baseline."""
    place = deployment
    place.password = 'p"canary": "{' + place.password
    docker(
        "run", "-d", "--name", place.name,
        "-p", f"{place.port}:5432", "-v", f"{place.name}-data:/var/lib/postgresql/data",
        "-e", "POSTGRES_USER=weedgo", "-e", f"POSTGRES_PASSWORD={place.password}", "-e", "POSTGRES_DB=ai_engine",
        "-e", "API_TOKEN=canary", "--label", "token=canary", image,
    )  # fmt: skip
    place.start()
    # The official image lets everybody in over the socket, and the superuser over TCP.
    lines = "local all all trust\nhost all all all scram-sha-256\n"
    hba = "/var/lib/postgresql/data/pg_hba.conf"
    docker("exec", "-i", "-u", "postgres", place.name, "sh", "-c", f"cat >{hba}", stdin=lines)
    psql(place, "SELECT pg_reload_conf()")
    psql(place, "CREATE EXTENSION postgis; CREATE EXTENSION postgis_topology")
    psql(place, baseline.SQL.read_text())
    with psycopg.connect(place.dsn(), autocommit=True) as connection:
        baseline.fill(connection, ROWS)
    return place


def psql(place: Deployment, sql: str) -> str:
    command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "weedgo", "-d", "ai_engine"]
    return docker("exec", "-i", "-u", "postgres", place.name, *command, stdin=sql)


@pytest.fixture(scope="module")
def adopted(theirs: Deployment) -> tuple[str, dict[str, Any], str]:
    """What the deploy said, and the container and the users before it."""
    before, users = inspect(theirs), psql(theirs, USERS)
    output = theirs.deploy(*ADOPT, "--data", "recreate=true", "--data", "prove=true", "--data", "rehearse=true")
    return output, before, users


USERS = "SELECT id, email, role FROM users ORDER BY id"


def test_without_being_told_it_is_refused_and_the_message_says_what_to_tell(theirs: Deployment) -> None:
    message = theirs.refused()
    assert "exists that this project did not create" in message
    assert "--data adopt=true" in message
    assert psql(theirs, COUNTS).startswith("24 2 66 ")


def test_nothing_that_is_printed_holds_a_secret_of_the_container(theirs: Deployment) -> None:
    """Not the password, whatever letters it has, and not what else its environment, labels and volume have."""
    done = theirs.pyinfra("deploy.py", "--dry", "-vvv", *ADOPT, DB_PASSWORD="of-the-role")
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "Traceback" not in output
    assert "canary" not in output


def test_a_dry_run_shows_the_drift_and_what_is_wrong_with_the_role(theirs: Deployment) -> None:
    lines = theirs.dry(*ADOPT)
    found = [line for line in lines if TOLD in line]
    assert f"! container {theirs.name}: port 0.0.0.0:{theirs.port} → 127.0.0.1:{theirs.port} ({TOLD})" in found
    assert f"! container {theirs.name}: memory unlimited → 2g ({TOLD})" in found
    assert f"! container {theirs.name}: init false → true ({TOLD})" in found
    assert any(
        line.startswith("! role weedgo: it is the superuser that the container was created with") for line in lines
    )
    assert not any("recreated" in line for line in found)


def test_the_deploy_upgrades_it_and_never_recreates_it(
    theirs: Deployment, adopted: tuple[str, dict[str, Any], str]
) -> None:
    output, before, users = adopted
    assert psql(theirs, COUNTS) == "118 9 504 140 21 6"
    assert psql(theirs, USERS) == users
    assert f"{24 * ROWS} rows: all values are unchanged" in output
    after = inspect(theirs)
    for key in ("Id", "Created", "Mounts", "HostConfig", "Config"):
        assert after[key] == before[key], key
    assert after["State"]["StartedAt"] == before["State"]["StartedAt"]


def test_it_was_backed_up_before(theirs: Deployment, adopted: tuple[str, dict[str, Any], str]) -> None:
    (backup,) = [path.name for path in theirs.backups.iterdir()]
    assert f"--data backup={backup}" in adopted[0]


def test_the_application_still_connects_and_the_next_deploy_changes_nothing(
    theirs: Deployment, adopted: tuple[str, dict[str, Any], str]
) -> None:
    with psycopg.connect(theirs.dsn()) as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == (ROWS,)
    lines = theirs.dry(*ADOPT)
    assert [line for line in lines if line[:2] in ("+ ", "~ ")] == []
    theirs.deploy(*ADOPT)


def test_a_stopped_one_is_started(theirs: Deployment, adopted: tuple[str, dict[str, Any], str]) -> None:
    docker("stop", theirs.name)
    theirs.deploy(*ADOPT)
    assert inspect(theirs)["State"]["Running"]
    assert inspect(theirs)["Id"] == adopted[1]["Id"]
