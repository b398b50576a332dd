"""Over SSH, to a real server on loopback: as a user of group docker and by sudo, with a shell and an engine alone."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.deployment import PYINFRA, ROOT, Deployment, clean_environment, docker, free_port
from tests.support.others import DUMP_WAITS, held, wait_for
from tests.support.ssh import SSHServer
from tests.support.waiting import LIMIT

INVENTORY = """
from ai_engine_db.runtime import invocation

staging = ({hosts!r}, {{"environment": "staging", "ssh_strict_host_key_checking": "yes", "db_memory": "1g"}})

invocation.inventory(staging=staging)
"""
CONFIG = """
Host db1
    HostName 127.0.0.1
    Port {port}
    User {user}
    IdentityFile {key}
    UserKnownHostsFile {known_hosts}
"""


@dataclass
class Fleet:
    """Two hosts, which are the same machine: db1 as a user of group docker, db2 by sudo; each with its container.

    Attributes:
        server: of SSH.
        places: what is deployed to, by host.
        nowhere: the port of db3, which nobody answers.
    """

    server: SSHServer
    places: dict[str, Deployment] = field(
        default_factory=lambda: {name: Deployment(password=Fleet.password) for name in ("db1", "db2")}
    )
    nowhere: int = field(default_factory=free_port)
    password: str = "correct horse battery"

    def data(self, name: str) -> dict[str, object]:
        user = self.server.with_sudo if name == "db2" else self.server.in_group
        found: dict[str, object] = {
            "ssh_hostname": "127.0.0.1",
            "ssh_port": self.nowhere if name == "db3" else self.server.port,
            "ssh_user": user,
            "ssh_key": str(self.server.key),
            "ssh_known_hosts_file": str(self.server.known_hosts),
        }
        if place := self.places.get(name):
            found |= {
                "db_container": place.name,
                "db_volume": f"{place.name}-data",
                "db_port": place.port,
                "db_backup_dir": str(self.server.folder / "backups" / name),
            }
        return found | {"_sudo": True} if name == "db2" else found

    def inventory(self, hosts: str) -> str:
        path = self.server.folder / "inventory.py"
        path.write_text(INVENTORY.format(hosts=[(name, self.data(name)) for name in hosts.split()]))
        return str(path)

    def start(self, *arguments: str, hosts: str = "db1 db2") -> subprocess.Popen[bytes]:
        return self.popen(self.inventory(hosts), *arguments)

    def check(self, hosts: str, *arguments: str) -> tuple[int, dict[str, Any]]:
        """The exit code of the check, and what it tells programs."""
        done = subprocess.run(
            [sys.executable, "-m", "ai_engine_db.cli.check", self.inventory(hosts), "--json", *arguments],
            cwd=ROOT, env=clean_environment() | {"DB_PASSWORD": self.password}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return done.returncode, answer

    @property
    def output(self) -> Path:
        """What the last run has printed so far; a pipe that nobody reads would stop it."""
        return self.server.folder / "output"

    def popen(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(PYINFRA), *arguments],
            cwd=ROOT,
            env=clean_environment() | {"DB_PASSWORD": self.password} | variables,
            stdin=subprocess.DEVNULL,
            stdout=self.output.open("wb"),
            stderr=subprocess.STDOUT,
        )

    def finish(self, process: subprocess.Popen[bytes]) -> tuple[int, str]:
        code, output = process.wait(timeout=LIMIT), self.output.read_text()
        assert "Traceback" not in output, output
        return code, output

    def run(self, *arguments: str, hosts: str = "db1 db2") -> tuple[int, str]:
        return self.finish(self.start(*arguments, hosts=hosts))

    def pending(self, hosts: str = "db1 db2") -> dict[str, list[str]]:
        """What a dry run says would change, by operation: the hosts."""
        code, output = self.run("deploy.py", "--dry", "--json", hosts=hosts)
        assert code == 0, output
        found, _ = json.JSONDecoder().raw_decode(output[output.index("{") :])
        return {each["name"]: each["hosts_with_change"] for each in found["plan"] if each["hosts_with_change"]}


def lines(output: str, host: str) -> list[str]:
    return [line.split(f"[{host}]", 1)[1].strip() for line in output.splitlines() if f"[{host}]" in line]


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    # Not below pytest's folder, which is root's alone: the users have to reach the programs in it.
    folder = Path(tempfile.mkdtemp(prefix="ai-engine-ssh-"))
    made = Fleet(SSHServer(folder))
    try:
        made.server.start()
        for name in made.places:
            (folder / "backups" / name).mkdir(parents=True)
            (folder / "backups" / name).chmod(0o777)
        yield made
    finally:
        made.server.stop()
        for place in made.places.values():
            place.remove()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def provisioned(fleet: Fleet) -> Fleet:
    code, output = fleet.run("deploy.py", "-y")
    assert code == 0, output[-6000:]
    return fleet


def test_two_hosts_are_provisioned_at_once(provisioned: Fleet) -> None:
    for place in provisioned.places.values():
        with psycopg.connect(place.dsn(), password=provisioned.password) as connection:
            found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert found == (118,)


def test_the_target_has_neither_python_nor_psql(fleet: Fleet) -> None:
    for user in (fleet.server.in_group, fleet.server.with_sudo):
        done = fleet.server.ssh(user, "echo $PATH; command -v docker; command -v python3 psql python perl; true")
        assert done.split() == [str(fleet.server.folder / "bin"), str(fleet.server.folder / "bin" / "docker")]


def test_a_second_run_changes_nothing(provisioned: Fleet) -> None:
    code, output = provisioned.run("deploy.py", "-y")
    assert code == 0
    assert "Success" not in output.split("--> Results:")[0]
    assert provisioned.pending() == {}


def test_a_dry_run_shows_each_host_what_is_its_own(provisioned: Fleet) -> None:
    provisioned.places["db2"].psql("DROP INDEX idx_stores_tenant")
    code, output = provisioned.run("deploy.py", "--dry")
    assert code == 0
    assert "database ai_engine: up to date" in lines(output, "db1")
    assert "+ index idx_stores_tenant" in lines(output, "db2")
    assert "+ index idx_stores_tenant" not in lines(output, "db1")


def test_one_host_that_is_not_reached_is_named_and_the_others_are_done(provisioned: Fleet) -> None:
    code, output = provisioned.run("deploy.py", "-y", hosts="db3 db2")
    assert code != 0
    assert any("Could not connect" in line for line in lines(output, "db3")), output
    assert provisioned.pending(hosts="db2") == {}
    assert "idx_stores_tenant" in provisioned.places["db2"].dump()


def test_with_fail_percent_0_one_host_that_is_not_reached_stops_all(provisioned: Fleet) -> None:
    provisioned.places["db2"].psql("DROP INDEX idx_stores_tenant")
    code, output = provisioned.run("deploy.py", "-y", "--fail-percent", "0", hosts="db3 db2")
    assert code != 0
    assert "Over 0% of hosts failed" in output
    assert "idx_stores_tenant" not in provisioned.places["db2"].dump()
    assert provisioned.run("deploy.py", "-y")[0] == 0


def test_a_check_of_several_hosts_tells_them_apart(provisioned: Fleet) -> None:
    provisioned.places["db2"].psql("DROP INDEX idx_stores_tenant")
    code, answer = provisioned.check("db1 db2")
    assert (code, answer["problem"]) == (2, "")
    found = {name: [each["object"] for each in part["changes"]] for name, part in answer["plan"]["hosts"].items()}
    assert found["db1"] == []
    assert "index idx_stores_tenant" in found["db2"]
    assert provisioned.check("db1 db2", "--limit", "db1")[0] == 0


def test_a_check_of_a_host_that_is_not_reached_is_an_error_and_shows_the_others(provisioned: Fleet) -> None:
    code, answer = provisioned.check("db3 db2")
    assert code == 1
    assert "db3" in answer["problem"]
    assert "Could not connect" in answer["problem"]
    assert [*answer["plan"]["hosts"]] == ["db2"]


def test_a_plan_of_several_hosts_is_applied_whole_or_not_at_all(provisioned: Fleet) -> None:
    plan = provisioned.server.folder / "plan.json"
    assert provisioned.run("deploy.py", "--dry", "--data", f"plan_out={plan}")[0] == 0
    provisioned.places["db1"].psql("DROP INDEX idx_stores_tenant")
    code, output = provisioned.run("deploy.py", "-y", "--data", f"plan={plan}")
    assert code != 0
    assert any("database ai_engine has changed since" in line for line in output.splitlines())
    for place in provisioned.places.values():
        assert "idx_stores_tenant" not in place.dump()
    assert provisioned.run("deploy.py", "--dry", "--data", f"plan_out={plan}")[0] == 0
    code, output = provisioned.run("deploy.py", "-y", "--data", f"plan={plan}")
    assert code == 0, output[-5000:]
    for name in provisioned.places:
        # Outside dev a plan is rehearsed before it is applied.
        assert any(line.startswith("the rehearsal took") for line in lines(output, name))
    for place in provisioned.places.values():
        assert "idx_stores_tenant" in place.dump()


def test_a_connection_that_is_cut_is_named_and_the_next_run_goes_on(provisioned: Fleet) -> None:
    place = provisioned.places["db1"]
    for name in ("ai_engine", "ai_engine_test"):
        place.psql(f"DROP DATABASE {name} WITH (FORCE)", "postgres")
    run = provisioned.start("deploy.py", "-y", hosts="db1")
    while run.poll() is None and "Starting operation: Schema" not in provisioned.output.read_text():
        time.sleep(0.02)
    provisioned.server.cut(provisioned.server.in_group)
    code, output = provisioned.finish(run)
    assert code != 0
    assert any("the connection to the host was lost" in line for line in lines(output, "db1")), output[-3000:]
    code, output = provisioned.run("deploy.py", "-y", hosts="db1")
    assert code == 0, output
    assert provisioned.pending(hosts="db1") == {}


def test_a_host_that_falls_silent_is_named_within_the_limit_and_the_next_run_goes_on(provisioned: Fleet) -> None:
    place = provisioned.places["db1"]
    place.psql("DROP INDEX idx_stores_tenant")
    with held(place):
        # A step that waits, and a host that says no more.
        run = provisioned.start("tasks/backup.py", "-y", "--data", "db_ssh_timeout=6", hosts="db1")
        wait_for(place, DUMP_WAITS)
        with provisioned.server.frozen(provisioned.server.in_group):
            code, output = provisioned.finish(run)
    assert code != 0
    silent = "db1 has not answered for 6 s (DB_SSH_TIMEOUT), so the connection was closed"
    assert any(line.startswith(silent) for line in lines(output, "db1")), output[-3000:]
    assert "Deploy again to continue" in output
    code, output = provisioned.run("deploy.py", "-y", hosts="db1")
    assert code == 0, output
    assert provisioned.pending(hosts="db1") == {}


def test_a_host_that_is_silent_from_the_beginning_is_named_too(provisioned: Fleet) -> None:
    # It takes connections, and nobody there says a word.
    assert provisioned.server.process is not None
    provisioned.server.process.send_signal(signal.SIGSTOP)
    try:
        code, output = provisioned.run("deploy.py", "-y", hosts="db1")
    finally:
        provisioned.server.process.send_signal(signal.SIGCONT)
    assert code != 0
    assert any(line.startswith("SSH error") for line in lines(output, "db1")), output


@pytest.fixture
def home(provisioned: Fleet, tmp_path: Path) -> Path:
    """A home whose ~/.ssh/config knows db1, and from which no host has been seen yet."""
    (tmp_path / ".ssh").mkdir()
    known = tmp_path / ".ssh" / "known"
    known.touch()
    server = provisioned.server
    text = CONFIG.format(port=server.port, user=server.in_group, key=server.key, known_hosts=known)
    (tmp_path / ".ssh" / "config").write_text(text)
    return tmp_path


def test_a_host_that_is_not_known_gets_no_password(provisioned: Fleet, home: Path) -> None:
    place = provisioned.places["db1"]
    variables = {
        "HOME": str(home),
        "AI_ENGINE_STAGING_HOSTS": "db1",
        "DB_CONTAINER": place.name,
        "DB_VOLUME": f"{place.name}-data",
        "DB_PORT": str(place.port),
        "DB_MEMORY": "1g",
    }
    code, output = provisioned.finish(provisioned.popen("inventories/staging.py", "deploy.py", "-y", **variables))
    assert code != 0
    assert "No host key for [127.0.0.1]" in output
    (home / ".ssh" / "known").write_text(provisioned.server.known_hosts.read_text())
    code, output = provisioned.finish(provisioned.popen("inventories/staging.py", "deploy.py", "--dry", **variables))
    assert code == 0, output
    assert "database ai_engine: up to date" in lines(output, "db1")


def test_no_password_is_in_the_log_of_the_ssh_server(provisioned: Fleet) -> None:
    assert provisioned.password not in provisioned.server.log()
    assert docker("ps", "-q", "--filter", f"name={provisioned.places['db1'].name}")
