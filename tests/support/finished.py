"""One finished deployment for all that only start from one: made once in a run of the tests, then copied."""

import fcntl
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.support.deployment import IMAGE, Deployment, docker


@dataclass(frozen=True)
class Finished:
    """What is left of a deployment whose server was shut down.

    Attributes:
        volume: its data. password: of the role, which is in them.
    """

    volume: str
    password: str

    def copy_to(self, place: Deployment) -> None:
        """Lets an empty place be what it would be after a deploy from nothing, by a copy of the data."""
        place.password = self.password
        volume = place.settings["DB_VOLUME"]
        docker("volume", "create", volume)
        docker(
            "run", "--rm", "--network", "none", "--volume", f"{self.volume}:/from:ro", "--volume", f"{volume}:/to",
            "--entrypoint", "cp", IMAGE, "-a", "/from/.", "/to",
        )  # fmt: skip
        done = place.pyinfra("tasks/container.py", "-y")
        assert done.returncode == 0, done.stdout + done.stderr

    def remove(self) -> None:
        subprocess.run(["docker", "volume", "rm", "-f", self.volume], capture_output=True, check=False)


def make() -> Finished:
    """Deploys from nothing, and keeps the data alone."""
    place = Deployment()
    try:
        place.deploy()
        # SIGINT, PostgreSQL's fast shutdown: a copy has nothing to recover.
        docker("stop", "-t", "120", place.name)
    except BaseException:
        place.remove()
        raise
    place.remove_container()
    return Finished(place.settings["DB_VOLUME"], place.password)


@contextmanager
def shared(folder: Path) -> Iterator[Finished]:
    """The one of all processes that share a folder: the first makes it, and the last one takes it away."""
    path = folder / "finished.json"
    with _locked(folder):
        # What the first one wrote, and how many use it.
        found, users = json.loads(path.read_text()) if path.exists() else (asdict(make()), 0)
        path.write_text(json.dumps([found, users + 1]))
    finished = Finished(**found)
    try:
        yield finished
    finally:
        with _locked(folder):
            _, users = json.loads(path.read_text())
            if users > 1:
                path.write_text(json.dumps([found, users - 1]))
            else:
                path.unlink()
                finished.remove()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "finished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
