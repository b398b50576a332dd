"""A throwaway PostgreSQL server of the distribution's packages, older than ours. Needs root; gone afterwards."""

import re
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.deployment import free_port

PACKAGES = Path("/usr/lib/postgresql")

CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
password_encryption = 'scram-sha-256'
fsync = off
"""


def installed() -> list[Path]:
    """The folders of programs of the servers that are installed here, the oldest first."""
    return sorted((path.parent for path in PACKAGES.glob("*/bin/initdb")), key=lambda path: int(path.parent.name))


@dataclass
class Cluster:
    """A server with the roles that a deploy makes, which every client reaches by SCRAM alone.

    Attributes:
        programs: the folder of those of its version. port: on 127.0.0.1. password: of the superuser and ``weedgo``.
        folder: all that it has.
    """

    programs: Path
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ai-engine-test-cluster-")))

    def start(self, *configuration: str) -> None:
        """Makes it and starts it; further lines of its configuration."""
        assert (self.programs / "initdb").exists(), f"no server below {PACKAGES}: .ci/run installs one"
        password = self.folder / "password"
        password.write_text(self.password)
        for path in (self.folder, password):
            shutil.chown(path, "postgres", "postgres")
        self._run(
            "initdb", "--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--locale=C.UTF-8",
            "--no-sync", f"--pgdata={self.data}",
        )  # fmt: skip
        lines = CONFIGURATION.format(port=self.port, folder=self.folder) + "\n".join(configuration)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(lines)
        self._run("pg_ctl", "start", "--wait", "--silent", f"--pgdata={self.data}", f"--log={self.folder / 'log'}")
        self.psql(
            f"CREATE ROLE weedgo LOGIN PASSWORD '{self.password}'; CREATE ROLE weedgo_readonly; "
            "CREATE ROLE weedgo_catalog; CREATE ROLE weedgo_backup",
            "postgres",
        )

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def version(self) -> str:
        return self.psql("SHOW server_version", "postgres")

    def psql(self, sql: str, database: str) -> str:
        """Plain psql as the superuser: rows on lines, columns separated by ``|``."""
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres",
             "-d", database],
            env={"PGPASSWORD": self.password, "PATH": "/usr/bin:/bin"},
            input=sql, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def restore(self, dump: str, database: str) -> None:
        """Loads a dump that a newer pg_dump wrote, less what that says to newer servers and clients alone."""
        self.psql(re.sub(r"(?m)^(SET transaction_timeout = .*|\\(un)?restrict .*)$", "", dump), database)

    def remove(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--mode=immediate", "--silent", f"--pgdata={self.data}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", str(self.programs / program),
             *arguments],
            # A pipe would be open for as long as the server runs.
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=self.folder, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} ended with {done.returncode}, see above"
