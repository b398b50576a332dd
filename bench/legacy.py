"""What bringing the legacy rows over costs: against psql piped into psql with as many workers, and against INSERTs.

Both servers and all clients share this machine, as they do in each of the ways that are compared.
"""

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from ai_engine_db.data_import import order
from bench import bars
from bench.deployment import Deployment
from bench.measure import Action, Result, interleaved, seconds

GENERATOR = Path(__file__).with_name("legacy.sql").read_text()
SHOP, SMALL = "shop", "small_shop"
_TABLES = "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public' AND n_live_tup > 0 ORDER BY relname"
_REFERENCES = "SELECT DISTINCT conrelid::regclass, confrelid::regclass FROM pg_constraint WHERE contype = 'f'"
_REFERENCE_ROWS = ("provinces_territories", "provincial_suppliers", "supported_languages", "role_permissions")


@dataclass
class Servers:
    """A legacy server with generated rows, and a provisioned one.

    Attributes:
        tables: those with rows. groups: in the order that foreign keys ask for, with what each waits for.
        peak: bytes of memory, the largest that was seen.
    """

    legacy: Deployment
    target: Deployment
    tables: list[str] = field(default_factory=list)
    references: dict[str, list[str]] = field(default_factory=dict)
    peak: int = 0

    def generate(self, name: str, orders: int) -> None:
        self.legacy.psql(f"CREATE DATABASE {name} TEMPLATE ai_engine OWNER weedgo", "postgres")
        self.legacy.psql(f"\\set orders {orders}\n{GENERATOR}", name)

    def read(self) -> None:
        """Looks which tables have rows, and how they refer to each other."""
        found = self.legacy.psql(_TABLES, SHOP).splitlines()
        self.tables = [name for name in found if name not in (*_REFERENCE_ROWS, "spatial_ref_sys")]
        self.references = {name: [] for name in self.tables}
        for line in self.legacy.psql(_REFERENCES, SHOP).splitlines():
            child, parent = line.split("|")
            if child in self.references and parent != child:
                self.references[child].append(parent)

    def empty(self, name: str = SHOP) -> None:
        """A database to import into, as a deploy leaves it."""
        self.target.psql(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE);CREATE DATABASE {name} TEMPLATE ai_engine OWNER weedgo;"
            "CHECKPOINT;",
            "postgres",
        )

    def imports(self) -> None:
        """The project's way: the whole run, with its checks before and its proof after."""
        with self._memory():
            done = self.target.pyinfra(
                "tasks/import_legacy.py", "-y", "--data", f"tables={','.join(self.tables)}",
                LEGACY_HOST="127.0.0.1", LEGACY_PORT=str(self.legacy.port), LEGACY_NAME=SHOP,
                LEGACY_PASSWORD=self.legacy.password, DB_NAME=SHOP,
            )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def pipes(self) -> None:
        """``psql COPY TO STDOUT | psql COPY FROM STDIN`` a table, by as many workers, parents first."""
        names = [name for group in order.groups(self.references) for name in group]
        waiting = {name: set(self.references[name]) & set(names) for name in names}
        changed = threading.Condition()
        failed: list[str] = []

        def work() -> None:
            while True:
                with changed:
                    while waiting and not (ready := [name for name, after in waiting.items() if not after]):
                        changed.wait()
                    if not waiting or failed:
                        return
                    name = ready[0]
                    del waiting[name]
                if self._pipe(name):
                    failed.append(name)
                with changed:
                    for after in waiting.values():
                        after.discard(name)
                    changed.notify_all()

        workers = [threading.Thread(target=work) for _ in range(os.cpu_count() or 1)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert not failed, failed

    def _pipe(self, table: str) -> int:
        psql = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"]
        there = subprocess.Popen(
            [*psql, self.legacy.dsn(SHOP), "-c", f"COPY {table} TO STDOUT"], stdout=subprocess.PIPE
        )
        here = subprocess.Popen([*psql, self.target.dsn(SHOP), "-c", f"COPY {table} FROM STDIN"], stdin=there.stdout)
        assert there.stdout
        there.stdout.close()
        return there.wait() or here.wait()

    def inserts(self) -> None:
        """The seed's way, ``pg_dump --inserts | psql``, on the small database: a statement and a commit a row."""
        tables = [part for name in self.tables for part in ("-t", name)]
        dump = subprocess.Popen(
            [
                "docker",
                "exec",
                "-u",
                "postgres",
                self.legacy.name,
                "pg_dump",
                "--inserts",
                "--data-only",
                *tables,
                SMALL,
            ],
            stdout=subprocess.PIPE,
        )
        load = ["docker", "exec", "-i", "-u", "postgres", self.target.name, "psql", "-Xq", "-v", "ON_ERROR_STOP=1"]
        subprocess.run([*load, SMALL], stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
        assert dump.wait() == 0

    def rows(self, name: str) -> int:
        counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in self.tables)
        return int(self.target.psql(f"SELECT {counts}", name))

    @contextmanager
    def _memory(self) -> Iterator[None]:
        """Keeps the largest sum of the memory of all processes that this one started, until the block ends."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(0.1):
                self.peak = max(self.peak, descendants_memory(os.getpid()))

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


def descendants_memory(root: int) -> int:
    """Bytes of memory that the descendants of a process have for themselves or their share of (PSS)."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    ours = {root}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    total = 0
    for pid in ours - {root}:
        try:
            found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        except OSError:
            continue
        total += int(found[1]) * 1024 if found else 0
    return total


def measure(orders: int = bars.LEGACY_ORDERS) -> list[Result]:
    """Generates the rows, and measures all three ways."""
    servers = Servers(Deployment(), Deployment())
    try:
        for each in (servers.legacy, servers.target):
            each.deploy()
        servers.generate(SHOP, orders)
        servers.generate(SMALL, orders // bars.LEGACY_SAMPLE)
        servers.read()
        samples = interleaved(
            bars.REPETITIONS_LEGACY,
            {
                "psql | psql": Action(servers.pipes, servers.empty),
                "import": Action(servers.imports, servers.empty),
                "INSERTs": Action(servers.inserts, lambda: servers.empty(SMALL)),
            },
        )
        return _results(servers, samples["psql | psql"], samples["import"], samples["INSERTs"])
    finally:
        servers.legacy.remove()
        servers.target.remove()


def _results(servers: Servers, pipes: list[float], imports: list[float], inserts: list[float]) -> list[Result]:
    rows, few = servers.rows(SHOP), servers.rows(SMALL)
    reckoned = [each / few * rows for each in inserts]
    return [
        Result(
            "legacy rows",
            "an import with checks and proof / psql COPY | psql COPY, the same tables, as many workers",
            median(imports) / median(pipes),
            bars.LEGACY_PIPES,
            min(imports) / min(pipes),
            seconds({"import": imports, "psql": pipes}),
        ),
        Result(
            "legacy rows",
            f"an import with checks and proof / pg_dump --inserts | psql, reckoned from {few} of {rows} rows",
            median(imports) / median(reckoned),
            bars.LEGACY_INSERTS,
            min(imports) / min(reckoned),
            seconds({"import": imports, "INSERTs": reckoned}),
        ),
        Result("legacy rows", "peak memory of pyinfra and the import, MB", servers.peak / 1e6, bars.LEGACY_MEMORY),
    ]
