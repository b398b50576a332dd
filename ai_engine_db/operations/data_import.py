"""The legacy import, done by a process of its own on the controller. Writes what that writes: rows of the target.

It plans while pyinfra prepares, and holds its snapshot until pyinfra tells it to go on, or goes away: what was checked
is what is copied.
"""

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from typing import IO, Any, cast

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db.data_import.options import Options
from ai_engine_db.data_import.settings import Legacy
from ai_engine_db.security import authority
from ai_engine_db.settings import Settings
from ai_engine_db.settings.sources import ROOT


def ends(wanted: Settings, legacy: Legacy, options: Options, free: int | None) -> dict[str, Any]:
    """What the process reads first: both ends as libpq takes them, and what to do."""
    return {
        "source": {
            "host": legacy.legacy_host, "port": legacy.legacy_port, "dbname": legacy.legacy_name,
            "user": legacy.legacy_user, "password": legacy.legacy_password.get_secret_value(),
            **_tls(legacy.legacy_sslmode, legacy.legacy_sslrootcert),
        },
        "target": {
            "host": wanted.db_host, "port": wanted.db_port, "dbname": wanted.db_name, "user": wanted.db_user,
            "password": wanted.db_password.get_secret_value(),
            **_target_tls(wanted, legacy),
        },
        "options": options.model_dump(mode="json"),
        "free": free,
    }  # fmt: skip


def _target_tls(wanted: Settings, legacy: Legacy) -> dict[str, str]:
    """What is asked for; by default what a deploy tells clients to ask for."""
    if legacy.legacy_target_sslmode:
        return _tls(legacy.legacy_target_sslmode, legacy.legacy_target_sslrootcert)
    if wanted.tls == "off":
        return _tls("prefer", legacy.legacy_target_sslrootcert)
    own = "system" if wanted.db_tls_cert else str(authority.folder(wanted) / authority.CERTIFICATE)
    return _tls("verify-full", legacy.legacy_target_sslrootcert or own)


def _tls(mode: str, certificate: str) -> dict[str, str]:
    return {"sslmode": mode, **({"sslrootcert": certificate} if certificate else {})}


class Worker:
    """The process, and what it says.

    Attributes:
        work: how many tables have something to do; None until the plan is made.
        problems: why it stopped.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        # pyinfra's spinner and the bars would write over each other.
        os.environ["PYINFRA_PROGRESS"] = "off"
        self.work: int | None = None
        self.problems: list[str] = []
        # In a session of its own, so that Ctrl-C reaches it by the end of its input, and once.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ai_engine_db.data_import"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self._input = cast(IO[str], self._process.stdin)
        self._output = cast(IO[str], self._process.stdout)
        self._write(json.dumps(settings))

    def plan(self, target: Host) -> bool:
        """Logs the plan; whether there is one."""
        return self._listen(target) and self.work is not None

    def go(self, target: Host) -> bool:
        """Does the work and logs it; whether all went well."""
        self._write("go")
        return self._listen(target)

    def end(self) -> None:
        """Lets it end without doing anything."""
        self._input.close()
        self._process.wait()

    def _write(self, line: str) -> None:
        self._input.write(f"{line}\n")
        self._input.flush()

    def _listen(self, target: Host) -> bool:
        """Logs what it says, until it has a plan or ends."""
        for line in self._output:
            message = json.loads(line)
            if "say" in message:
                target.log_styled(message["say"], fg=message["color"] or None)
            elif "problems" in message:
                self.problems = message["problems"]
            else:
                self.work = message["work"]
                return True
        code = self._process.wait()
        if code and not self.problems:
            self.problems = [f"the import ended with exit code {code}"]
        return code == 0


class Go(PyinfraCommand):
    """Has a worker do what it planned."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker

    def __repr__(self) -> str:
        return "Go()"

    def execute(self, _state: PyinfraState, target: Host, _arguments: ConnectorArguments) -> bool:
        done = self.worker.go(target)
        for line in self.worker.problems:
            target.log_styled(line, fg="red")
        if not done:
            target.log_styled(
                "Not finished. Fix the cause and run the same command again: it continues from where it stopped.",
                fg="red",
            )
        return done


@operation()
def import_rows(worker: Worker) -> Generator[PyinfraCommand, None, None]:
    """Brings over what a worker planned.

    Args:
        worker: that has a plan.
    """
    if worker.work:
        yield Go(worker)
    else:
        worker.end()
        host.noop("every legacy row is in the target")
