"""Bad input is refused before anything changed, with one message that says what is wrong, and a code other than 0."""

import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.deployment import PYINFRA, Deployment, clean_environment, docker

SETTINGS = {
    "a port out of range": ({"DB_PORT": "99999"}, "DB_PORT", "65535"),
    "a port of 0": ({"DB_PORT": "0"}, "DB_PORT", "1"),
    "a port that is no number": ({"DB_PORT": "abc"}, "DB_PORT", "not a whole number"),
    "an unknown variable": ({"DB_PROT": "5432"}, "DB_PROT", "DB_PORT"),
    "an empty password": ({"DB_PASSWORD": ""}, "DB_PASSWORD", "empty"),
    "a password of two lines": ({"DB_PASSWORD": "a\nb"}, "DB_PASSWORD", "control characters"),
    "an empty database name": ({"DB_NAME": ""}, "DB_NAME", "empty"),
    "a database name that is too long": ({"DB_NAME": "é" * 32}, "DB_NAME", "63"),
    "PostgreSQL's own database": ({"DB_NAME": "postgres"}, "DB_NAME", "postgres"),
    "one name for both databases": ({"DB_TEST_NAME": "ai_engine"}, "DB_TEST_NAME", "ai_engine"),
    "the superuser as role": ({"DB_USER": "postgres"}, "DB_USER", "postgres"),
    "a role that PostgreSQL keeps": ({"DB_USER": "pg_monitor"}, "DB_USER", "pg_monitor"),
    "a container name with a command in it": ({"DB_CONTAINER": "x;touch /tmp/x"}, "DB_CONTAINER", "container"),
    "a volume that is a path": ({"DB_VOLUME": "/etc"}, "DB_VOLUME", "volume"),
    "memory without a unit": ({"DB_MEMORY": "2"}, "DB_MEMORY", "memory"),
}

DATA = {
    "an unknown name": ("db_prot=5432", "db_prot", "db_port"),
    "a port out of range": ("db_port=70000", "DB_PORT", "65535"),
    "a password, which everyone could read": ("db_password=x", "db_password", "DB_PASSWORD"),
    "neither yes nor no": ("recreate=perhaps", "recreate", "keeping its volume"),
}

ODD = {
    "DB_NAME": 'Bjørn\'s "shop"; DROP -- =x',
    "DB_TEST_NAME": "tëst \\ 'x' dbname=postgres",
    "DB_USER": "weed 'go\" ü;",
    "DB_PASSWORD": "p'a\"ss \\wörd $1 %s;` €",
}


@pytest.fixture(scope="module")
def nowhere() -> Iterator[Deployment]:
    """A place where nothing may ever be made."""
    place = Deployment()
    yield place
    left = place.exists()
    place.remove()
    assert left == []


@pytest.fixture
def copied(nowhere: Deployment, checkout: Path) -> Iterator[Deployment]:
    """The same place, deployed to from a copy of the project whose sql/ and inventories are as they were afterwards."""
    kept = checkout.with_name("kept")
    for folder in ("sql", "inventories"):
        shutil.copytree(checkout / folder, kept / folder)
    nowhere.root, root = checkout, nowhere.root
    yield nowhere
    nowhere.root = root
    for folder in ("sql", "inventories"):
        shutil.rmtree(checkout / folder)
        shutil.move(kept / folder, checkout / folder)
    shutil.rmtree(kept)


# Settings


@pytest.mark.parametrize(("variables", "names", "says"), SETTINGS.values(), ids=[*SETTINGS])
def test_a_bad_setting_is_refused(nowhere: Deployment, variables: dict[str, str], names: str, says: str) -> None:
    message = nowhere.refused(**variables).split("Settings refused, nothing was changed:")[1]
    assert len(message.strip().splitlines()) == 1, message
    assert names in message
    assert says in message
    assert nowhere.exists() == []


@pytest.mark.parametrize(("given", "names", "says"), DATA.values(), ids=[*DATA])
def test_bad_data_is_refused(nowhere: Deployment, given: str, names: str, says: str) -> None:
    message = nowhere.refused("--data", given).split("Settings refused, nothing was changed:")[1]
    assert names in message
    assert says in message
    assert nowhere.exists() == []


def test_several_bad_settings_are_named_at_once(nowhere: Deployment) -> None:
    message = nowhere.refused(DB_PORT="abc", DB_NAME="", DB_MEMORY="x")
    assert [name for name in ("DB_PORT", "DB_NAME", "DB_MEMORY") if name in message.split("refused")[1]] == [
        "DB_PORT",
        "DB_NAME",
        "DB_MEMORY",
    ]


@pytest.mark.parametrize("words", [["deploy.py", "-y"], ["deploy.py", "--dry"], ["tasks/history.py", "-y"]])
def test_an_inventory_that_is_not_there_is_refused_with_those_that_are(nowhere: Deployment, words: list[str]) -> None:
    done = nowhere.run(str(PYINFRA), "inventories/dve.py", *words)
    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    assert "no such inventory: inventories/dve.py; there are inventories/dev.py, inventories/prod.py" in output
    assert "Traceback" not in output


def test_an_unknown_setting_of_an_inventory_is_refused(copied: Deployment) -> None:
    inventory = copied.root / "inventories" / "dev.py"
    inventory.write_text(inventory.read_text().replace('"db_memory"', '"db_memroy"'))
    message = copied.refused()
    assert "db_memroy in the inventory" in message
    assert "did you mean db_memory?" in message
    assert copied.exists() == []


@pytest.mark.parametrize("option", ["--limit", "--exclude"])
def test_an_unknown_host_is_refused(nowhere: Deployment, option: str) -> None:
    message = nowhere.refused(option, "nobody")
    assert f"{option} nobody" in message or "nobody: no such host" in message
    assert "@local" in message
    assert nowhere.exists() == []


def test_any_name_that_postgresql_takes_works(fresh: Deployment) -> None:
    fresh.environment, fresh.password = ODD, ODD["DB_PASSWORD"]
    fresh.deploy()
    names = fresh.psql("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1", "postgres").splitlines()
    assert set(names) == {ODD["DB_NAME"], ODD["DB_TEST_NAME"], "postgres"}
    for name in (ODD["DB_NAME"], ODD["DB_TEST_NAME"]):
        with psycopg.connect(
            host="127.0.0.1", port=fresh.port, user=ODD["DB_USER"], password=ODD["DB_PASSWORD"], dbname=name
        ) as connection:
            tables = connection.execute(
                "SELECT count(*), min(tableowner), max(tableowner) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone()
        assert tables == (118, ODD["DB_USER"], ODD["DB_USER"])
    assert fresh.pending() == []


# SQL files


def make_lock(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ai_engine_db.cli.build_lock"],
        cwd=root,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_stale_lock_is_refused_and_the_file_named(copied: Deployment) -> None:
    file = copied.root / "sql" / "core" / "tenants.sql"
    file.write_text(file.read_text() + "\nCREATE INDEX idx_more ON tenants (status);\n")
    message = copied.refused()
    assert "sql/core/tenants.sql" in message
    assert "make lock" in message
    assert copied.exists() == []


def test_a_missing_lock_is_refused(copied: Deployment) -> None:
    (copied.root / "sql" / "schema.lock.json").unlink()
    assert "make lock" in copied.refused()
    assert copied.exists() == []


def test_a_file_that_does_not_parse_is_named_with_its_line(copied: Deployment) -> None:
    file = copied.root / "sql" / "core" / "tenants.sql"
    file.write_text("-- one\n\nCREATE TABLE tenants (\n    id uuid,,\n);\n")
    done = make_lock(copied.root)
    assert done.returncode != 0
    assert "sql/core/tenants.sql:4" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reference_to_what_does_not_exist_is_named_with_its_line(copied: Deployment) -> None:
    file = copied.root / "sql" / "core" / "tenants.sql"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines, "CREATE INDEX idx_more", "    ON tenants (no_such_column);", ""]))
    lock = copied.root / "sql" / "schema.lock.json"
    before = lock.read_bytes()
    done = make_lock(copied.root)
    assert done.returncode != 0
    assert f"sql/core/tenants.sql:{len(lines) + 1}" in done.stderr
    assert "no_such_column" in done.stderr
    assert lock.read_bytes() == before


def test_a_file_that_holds_more_than_definitions_is_refused(copied: Deployment) -> None:
    file = copied.root / "sql" / "core" / "tenants.sql"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines, "DROP TABLE users;", ""]))
    done = make_lock(copied.root)
    assert done.returncode != 0
    assert f"sql/core/tenants.sql:{len(lines) + 1}" in done.stderr


# The engine


def test_an_engine_that_is_down_is_named(nowhere: Deployment) -> None:
    message = nowhere.refused(DOCKER_HOST="unix:///nonexistent.sock")
    assert "DOCKER_HOST=unix:///nonexistent.sock does not answer" in message
    assert message.count("Cannot connect to the Docker daemon") == 1
    assert "Nothing was changed" in message


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not use the engine")
def test_a_user_who_may_not_use_the_engine_is_told_what_to_do(nowhere: Deployment) -> None:
    # Whoever runs the tests may keep the project where nobody else can read: reading is all this capability allows.
    plain = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
             "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]  # fmt: skip
    done = subprocess.run(
        [*plain, str(PYINFRA), "inventories/dev.py", "deploy.py", "-y"],
        cwd=nowhere.root,
        env=clean_environment() | {"DB_CONTAINER": nowhere.name, "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "user nobody may not use the Docker engine: add nobody to group docker" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_image_that_nobody_has_is_an_error(nowhere: Deployment) -> None:
    message = nowhere.refused(DB_IMAGE="localhost:1/no-such-image:0")
    assert "Image localhost:1/no-such-image:0" in message
    assert nowhere.exists() == []


def test_an_image_by_its_id_has_to_be_there(nowhere: Deployment) -> None:
    message = nowhere.refused(DB_IMAGE=f"sha256:{'a' * 64}")
    assert "is not on the host, and no registry has that name: docker save" in message
    assert nowhere.exists() == []


# What is in the way


def test_a_port_that_a_container_holds_is_an_error_that_names_it(nowhere: Deployment, image: str) -> None:
    holder = f"{nowhere.name}-holder"
    docker(
        "create", "--name", holder, "-p", f"127.0.0.1:{nowhere.port}:5432", "--entrypoint", "sleep", image, "infinity"
    )
    try:
        docker("start", holder)
        message = nowhere.refused()
    finally:
        docker("rm", "-f", "-v", holder)
    assert f"port {nowhere.port} is in use by container {holder}" in message
    assert "DB_PORT" in message
    assert nowhere.exists() == []


def test_a_port_that_a_process_holds_is_an_error_that_names_it(nowhere: Deployment) -> None:
    server = http.server.HTTPServer(("127.0.0.1", nowhere.port), http.server.BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        message = nowhere.refused()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert f"port {nowhere.port} is in use by process" in message
    assert f"(pid {os.getpid()})" in message
    assert nowhere.exists() == []


def test_a_container_of_that_name_that_is_not_ours_is_left_alone(nowhere: Deployment, image: str) -> None:
    identity = docker("create", "--name", nowhere.name, "--entrypoint", "sleep", image, "infinity")
    try:
        for arguments in ((), ("--data", "recreate=true")):
            message = nowhere.refused(*arguments)
            assert f"container {nowhere.name} exists that this project did not create" in message
            assert "DB_CONTAINER" in message
        assert docker("inspect", "-f", "{{.Id}} {{.State.Status}}", nowhere.name) == f"{identity} created"
        assert docker("volume", "ls", "-q", "--filter", f"name={nowhere.name}") == ""
    finally:
        docker("rm", "-f", "-v", nowhere.name)


# A full disk


def make_disk(place: Deployment, size: str) -> None:
    """Makes the data volume a small disk of its own."""
    options = ("type=tmpfs", "device=tmpfs", f"o=size={size}")
    docker("volume", "create", "--driver", "local", *(f"--opt={each}" for each in options), f"{place.name}-data")


def test_a_disk_too_small_for_a_server_leaves_no_container(fresh: Deployment) -> None:
    make_disk(fresh, "20m")
    message = fresh.refused()
    assert "No space left on device" in message
    assert f"server in container {fresh.name} did not start" in message
    assert fresh.exists() == [f"volume {fresh.name}-data"]


def test_a_disk_that_fills_up_fails_the_step_and_the_next_deploy_goes_on(fresh: Deployment, image: str) -> None:
    make_disk(fresh, "400m")
    # Holds the disk, which is memory, while the server starts again; and has a shell to fill it.
    holder = docker("run", "-d", "-v", f"{fresh.name}-data:/disk", "--entrypoint", "sleep", image, "infinity")
    try:
        done = fresh.pyinfra("tasks/container.py", "tasks/access.py", "tasks/roles.py", "tasks/databases.py", "-y")
        assert done.returncode == 0, done.stderr
        fill = "head -c $(($(df --output=avail -B1 /disk | tail -1) - 10000000)) /dev/zero > /disk/filler"
        docker("exec", "-u", "root", holder, "sh", "-c", fill)
        message = fresh.refused()
        docker("exec", "-u", "root", holder, "rm", "/disk/filler")
        docker("restart", "-t", "5", fresh.name)
        fresh.start()
        fresh.deploy()
        assert fresh.pending() == []
    finally:
        docker("rm", "-f", "-v", holder)
    assert "No space left on device" in message
    assert "rolled back" in message
