"""A ``docker`` that goes first on PATH, keeps what it is told, and has the real one do it. Not for use while timing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

# Arguments in one file, standard input in another; numbered by the time, because calls may come at once.
_SCRIPT = """#!/bin/sh
call=$(mktemp "{folder}/$(date +%s%N).XXXXXX")
printf '%s\\0' "$@" >"$call"
case " $* " in
*" -i "*) tee "$call.in" | {docker} "$@" ;;
*) exec {docker} "$@" ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its arguments, and what was written to it."""

    arguments: tuple[str, ...]
    stdin: str

    @property
    def is_exec(self) -> bool:
        return self.arguments[0] == "exec" or self.arguments[:2] == ("container", "exec")

    @property
    def writes(self) -> bool:
        """Whether it runs SQL in a session that may write."""
        runs_psql = any("psql " in f"{each} " for each in self.arguments)
        return self.is_exec and runs_psql and not any("read_only=on" in each for each in self.arguments)


@dataclass(frozen=True, slots=True)
class DockerLog:
    """Where the calls are kept.

    Attributes:
        path: PATH with the keeping ``docker`` in front of ``path``.
    """

    folder: Path
    bin: Path

    def path(self, path: str) -> str:
        return f"{self.bin}:{path}"

    def calls(self) -> list[Call]:
        found = []
        for file in sorted(self.folder.iterdir()):
            if file.suffix != ".in":
                stdin = file.with_name(file.name + ".in")
                arguments = tuple(file.read_text().split("\0")[:-1])
                found.append(Call(arguments, stdin.read_text() if stdin.exists() else ""))
        return found


@contextmanager
def docker_log() -> Iterator[DockerLog]:
    """Keeps calls until the block ends."""
    docker = shutil.which("docker")
    assert docker, "there is no docker on PATH"
    with TemporaryDirectory() as folder:
        log = DockerLog(Path(folder) / "calls", Path(folder) / "bin")
        log.folder.mkdir()
        log.bin.mkdir()
        script = log.bin / "docker"
        script.write_text(_SCRIPT.format(folder=log.folder, docker=docker))
        script.chmod(0o755)
        yield log
