"""What says nothing for long: a paused container, and an engine that takes connections and never answers."""

import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.deployment import PYINFRA, Deployment, docker, read_until, the_rest
from tests.support.others import wait_for

BUILDING = "SELECT pid FROM pg_stat_progress_create_index WHERE phase ~ 'waiting for writers'"


@pytest.fixture(scope="module")
def filled(provisioned: Deployment) -> Deployment:
    """A deployment with the example data, and a backup of it."""
    provisioned.deploy("--data", "sample=true")
    assert provisioned.pyinfra("tasks/backup.py", "-y").returncode == 0
    return provisioned


@pytest.fixture
def paused(filled: Deployment) -> Iterator[Deployment]:
    docker("pause", filled.name)
    yield filled
    docker("unpause", filled.name)


@pytest.mark.parametrize(
    "words",
    [
        [sys.executable, "-m", "ai_engine_db.cli.check", "inventories/dev.py"],
        *(
            [str(PYINFRA), "inventories/dev.py", f"tasks/{step}.py", "-y"]
            for step in ("roles", "backup", "hardening", "history")
        ),
        [str(PYINFRA), "inventories/dev.py", "tasks/restore.py", "-y", "--data", "backup=latest"],
        [str(PYINFRA), "inventories/dev.py", "deploy.py", "-y"],
        [str(PYINFRA), "inventories/dev.py", "deploy.py", "-y", "--data", "recreate=true", "--data", "db_memory=1g"],
    ],
    ids=lambda words: " ".join(words[2:]),
)
def test_a_paused_container_is_named_with_the_command_that_helps(paused: Deployment, words: list[str]) -> None:
    started = docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", paused.name)
    done = paused.run(*words)
    output = done.stdout + done.stderr
    assert done.returncode != 0, output
    assert f"container {paused.name} is paused: docker unpause {paused.name}" in output
    assert "Traceback" not in output
    assert docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", paused.name) == started


def test_one_that_is_paused_in_the_middle_of_work_is_named_and_goes_on(filled: Deployment) -> None:
    filled.psql("DROP INDEX idx_stores_tenant")
    with psycopg.connect(filled.dsn()) as writer:
        writer.execute("UPDATE stores SET name = name")
        deploy = filled.begin("tasks/domains.py")
        wait_for(filled, BUILDING)
        docker("pause", filled.name)
        try:
            output = read_until(deploy, f"docker unpause {filled.name}")
            assert f"container {filled.name} is paused: docker unpause {filled.name}" in output
        finally:
            docker("unpause", filled.name)
        writer.rollback()
    the_rest(deploy)
    assert filled.changes() == []


def test_an_engine_that_never_answers_is_given_up_in_words(filled: Deployment, tmp_path: Path) -> None:
    path = tmp_path / "engine.sock"
    with socket.socket(socket.AF_UNIX) as engine:
        engine.bind(str(path))
        # The kernel takes connections, and nobody reads.
        engine.listen(100)
        done = filled.pyinfra("deploy.py", "-y", DOCKER_HOST=f"unix://{path}")
    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert "the Docker engine, or the server, has not answered for 10 s" in output
    assert re.search(r"@local: the Docker engine, or the server, has not answered", output)
    assert "Traceback" not in output
    assert not [each for each in Path("/proc").glob("[0-9]*/environ") if str(path) in environment(each)]


def environment(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
