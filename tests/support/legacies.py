"""Two servers, a legacy one and one to import into, and a database on each for every test. Checked by plain psql."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ai_engine_db.execution.deploy_schema import set_search_path
from tests.support.clusters import Cluster
from tests.support.deployment import PYINFRA, ROOT, Deployment, clean_environment

GENERATOR = (ROOT / "bench" / "legacy.sql").read_text()

_ROWS = """
SET timezone = 'UTC';
SELECT format(
    'SELECT %L, count(*), md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '''')) FROM public.%I AS t',
    tablename, tablename
)
FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename \\gexec
"""

# Everything that an import may leave behind or forget to put back.
_STATE = """
SELECT 'schema', nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 2;
SELECT 'trigger', tgname, tgrelid::regclass, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 2, 3;
SELECT 'constraint', conname, conrelid::regclass, condeferrable, condeferred, convalidated FROM pg_constraint
WHERE conrelid <> 0 ORDER BY 2, 3;
"""


@dataclass
class Place:
    """A legacy database and one to import into.

    Attributes:
        legacy, target: their servers. name: of both databases.
    """

    legacy: Deployment | Cluster
    target: Deployment
    name: str

    def environment(self, **variables: str) -> dict[str, str]:
        return {
            "LEGACY_HOST": "127.0.0.1",
            "LEGACY_PORT": str(self.legacy.port),
            "LEGACY_NAME": self.name,
            "LEGACY_PASSWORD": self.legacy.password,
            "DB_NAME": self.name,
            "DB_CONTAINER": self.target.name,
            "DB_VOLUME": f"{self.target.name}-data",
            "DB_PORT": str(self.target.port),
            "DB_PASSWORD": self.target.password,
            **variables,
        }

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """The import with ``-y``, or what the arguments say instead; whatever comes of it is for the test to judge."""
        data = [part for each in arguments if each != "--dry" for part in ("--data", each)]
        how = ["--dry"] if "--dry" in arguments else ["-y"]
        return self.target.pyinfra("tasks/import_legacy.py", *how, *data, **self.environment(**variables))

    def imports(self, *arguments: str, **variables: str) -> str:
        """An import that has to work; gives its output."""
        done = self.run(*arguments, **variables)
        output = done.stdout + done.stderr
        assert done.returncode == 0, output[-6000:]
        return output

    def refused(self, *arguments: str, **variables: str) -> str:
        """One that has to fail by a message, not by a traceback; gives its output."""
        done = self.run(*arguments, **variables)
        output = done.stdout + done.stderr
        assert done.returncode != 0, output
        assert "Traceback" not in output, output
        return output

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """An import that is left to itself, for a test to interrupt."""
        data = [part for each in arguments for part in ("--data", each)]
        return subprocess.Popen(
            [str(PYINFRA), "inventories/dev.py", "tasks/import_legacy.py", "-y", *data],
            cwd=ROOT,
            env=clean_environment() | self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def there(self, sql: str) -> str:
        """Plain psql on the legacy database."""
        return self.legacy.psql(sql, self.name)

    def here(self, sql: str) -> str:
        """Plain psql on the database that is imported into."""
        return self.target.psql(sql, self.name)

    def both(self, sql: str) -> None:
        """Makes the same on both ends, as the role that owns the rest."""
        for run in (self.there, self.here):
            run(f"SET ROLE weedgo;\n{sql}")

    def state(self) -> str:
        """What is not rows, of the database that is imported into."""
        return self.here(_STATE)

    def differences(self, *but: str) -> list[str]:
        """The tables whose rows are not the same at both ends."""
        there, here = rows(self.there(_ROWS)), rows(self.here(_ROWS))
        return sorted(name for name in there | here if name not in but and there.get(name) != here.get(name))


def created(name: str, template: str = "ai_engine") -> str:
    """The SQL for a copy of a database, with the search_path that a deploy sets."""
    return f"CREATE DATABASE {name} TEMPLATE {template} OWNER weedgo; {set_search_path(name)}"


def rows(output: str) -> dict[str, str]:
    return dict(line.split("|", 1) for line in output.splitlines())


def workers() -> dict[int, int]:
    """The import processes of this machine, and their parents."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if b"ai_engine_db.data_import" in (entry / "cmdline").read_bytes().split(b"\0"):
                    found[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    return found


def signalled(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """Sends a signal to an import and to the process that works for it."""
    children = [pid for pid, parent in workers().items() if parent == process.pid]
    for pid in (*children, process.pid):
        os.kill(pid, number)


def kill(process: subprocess.Popen[str]) -> None:
    """Kills an import and the process that works for it, as the kernel would: neither can tidy up."""
    signalled(process, signal.SIGKILL)
    process.wait()


@contextmanager
def frozen(process: subprocess.Popen[str]) -> Iterator[None]:
    """Stops an import that is at work, which then has all its sessions and locks, until the block ends."""
    signalled(process, signal.SIGSTOP)
    try:
        yield
    finally:
        signalled(process, signal.SIGCONT)
