"""Who makes a container on a machine takes turns with others who do, and trips over nothing that lies in /tmp."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.deployment import Deployment, docker, read_until, the_rest
from tests.support.finished import Finished

HOLDS = "import fcntl, os, time; fcntl.flock(os.open('/', os.O_RDONLY), fcntl.LOCK_EX); print('held', flush=True)"


@contextmanager
def holder() -> Iterator["subprocess.Popen[str]"]:
    """A process that has locked what deploys lock that make a container."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"{HOLDS}; input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.communicate("\n")


def test_a_deploy_waits_for_who_makes_a_container_and_names_it(fresh: Deployment) -> None:
    with holder() as other:
        deploy = fresh.begin("tasks/container.py")
        output = read_until(deploy, "waiting for")
        assert f"waiting for process {other.pid} of root, {sys.executable} -c import fcntl" in output
        assert fresh.exists() == []
    the_rest(deploy)
    assert fresh.exists() == [f"container {fresh.name}", f"volume {fresh.name}-data"]


def test_it_gives_up_after_its_time_and_names_who_is_in_the_way(fresh: Deployment) -> None:
    with holder() as other:
        message = fresh.refused(DB_LOCK_WAIT="2")
    assert f"gave up after 2 s (DB_LOCK_WAIT): process {other.pid} of root" in message
    assert "Nothing was changed" in message
    assert fresh.exists() == []


def test_a_container_that_cannot_be_made_anew_runs_on(fresh: Deployment, finished: Finished) -> None:
    finished.copy_to(fresh)
    identity = docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", fresh.name)
    with holder():
        fresh.refused("--data", "recreate=true", DB_LOCK_WAIT="2", DB_MEMORY="1g")
    assert docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", fresh.name) == identity
    fresh.deploy("--data", "recreate=true", DB_MEMORY="1g")
    assert docker("inspect", "-f", "{{.HostConfig.Memory}}", fresh.name) == str(1 << 30)
    assert fresh.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "118"


@pytest.mark.parametrize("what", ["a FIFO", "a folder", "a link to elsewhere"])
def test_what_somebody_put_into_tmp_is_in_nobodys_way(fresh: Deployment, tmp_path: Path, what: str) -> None:
    path = Path(tempfile.gettempdir(), f"ai-engine-db-{fresh.name}.lock")
    elsewhere = tmp_path / "elsewhere"
    if what == "a FIFO":
        os.mkfifo(path)
    elif what == "a folder":
        path.mkdir()
    else:
        path.symlink_to(elsewhere)
    try:
        deploy = fresh.begin("tasks/container.py")
        the_rest(deploy)
        assert fresh.exists() == [f"container {fresh.name}", f"volume {fresh.name}-data"]
        assert not elsewhere.exists()
    finally:
        path.rmdir() if what == "a folder" else path.unlink()
