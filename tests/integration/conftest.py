"""Throwaway deployments: an empty place or a finished one, for a module or for a test; and a copy of the project."""

import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployment import IMAGE, PYINFRA, ROOT, Deployment, clean_environment
from tests.support.finished import Finished, shared


@pytest.fixture(scope="session", autouse=True)
def image(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The engine and the project's image, made by the project's own steps where they are missing."""
    # Workers that run at the same time share the folder above: one of them makes it, the others find it there.
    with (tmp_path_factory.getbasetemp().parent / "image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(
            [str(PYINFRA), "inventories/dev.py", "tasks/image.py", "-y"],
            cwd=ROOT,
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return IMAGE


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """An empty place to deploy to, one a module."""
    place = Deployment()
    yield place
    place.remove()


@pytest.fixture(scope="session")
def finished(
    image: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Finished]:
    """The data of a finished deployment, which all workers have together."""
    folder = tmp_path_factory.getbasetemp()
    with shared(folder.parent if hasattr(request.config, "workerinput") else folder) as found:
        yield found


@pytest.fixture(scope="module")
def provisioned(deployment: Deployment, finished: Finished) -> Deployment:
    """A finished deployment, one a module."""
    finished.copy_to(deployment)
    return deployment


@pytest.fixture
def fresh() -> Iterator[Deployment]:
    """An empty place to deploy to, one a test."""
    place = Deployment()
    yield place
    place.remove()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, for a test to change."""
    copy = tmp_path_factory.mktemp("checkout") / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return copy
