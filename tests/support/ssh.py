"""A real OpenSSH server on loopback: own configuration, host key, port and users, gone afterwards. Needs root."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.deployment import free_port
from tests.support.waiting import until

# What the deploy may use on the target: no Python and no psql among it.
TOOLS = """
sh bash docker sudo env id uname date cat head tail sed grep awk tr seq sleep mktemp mkdir rm rmdir mv chmod dirname
basename tar base64 timeout df cksum find sync printf echo test ls ss stat sha256sum xargs cut sort wc gzip
"""

CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
SetEnv PATH={folder}/bin
LogLevel VERBOSE
MaxStartups 100
"""


@dataclass
class SSHServer:
    """One server with two users: one in group docker, one who needs sudo.

    Attributes:
        folder: of everything it has; readable by all.
        port: on 127.0.0.1.
        in_group, with_sudo: names of the users.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    suffix: str = field(default_factory=lambda: secrets.token_hex(3))
    process: subprocess.Popen[bytes] | None = None

    @property
    def in_group(self) -> str:
        return f"ai-group-{self.suffix}"

    @property
    def with_sudo(self) -> str:
        return f"ai-sudo-{self.suffix}"

    @property
    def key(self) -> Path:
        return self.folder / "key"

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"

    def start(self) -> None:
        missing = [
            name for name in ("sshd", "sudo", "useradd") if not shutil.which(name, path="/usr/sbin:/usr/bin:/bin")
        ]
        assert not missing, (
            f"these tests want {', '.join(missing)}: apt-get install openssh-server sudo (as .ci/run does)"
        )
        assert os.geteuid() == 0, "these tests make users, which only root may do"
        self.folder.chmod(0o755)
        for name in ("host_key", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / name)], check=True)
        shutil.copy(self.folder / "key.pub", self.folder / "authorized_keys")
        self._tools()
        self._users()
        (self.folder / "sshd_config").write_text(CONFIG.format(port=self.port, folder=self.folder))
        Path("/run/sshd").mkdir(exist_ok=True)
        arguments = ["/usr/sbin/sshd", "-D", "-e", "-f", str(self.folder / "sshd_config")]
        self.process = subprocess.Popen(arguments, stderr=(self.folder / "sshd.log").open("wb"))
        until(self._answers, self.log)
        self.know()

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def know(self) -> None:
        """Writes the server's key into the file of known hosts."""
        key = (self.folder / "host_key.pub").read_text().split(" ")[:2]
        self.known_hosts.write_text(f"[127.0.0.1]:{self.port} {' '.join(key)}\n")

    def _tools(self) -> None:
        (self.folder / "bin").mkdir()
        for name in TOOLS.split():
            if path := shutil.which(name):
                (self.folder / "bin" / name).symlink_to(path)

    def _users(self) -> None:
        for name in (self.in_group, self.with_sudo):
            subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", "--password", "*", name], check=True)
        subprocess.run(["usermod", "-aG", "docker", self.in_group], check=True)
        rule = f"{self.with_sudo} ALL=(ALL) NOPASSWD: ALL\nDefaults:{self.with_sudo} secure_path={self.folder}/bin\n"
        self._sudoers.write_text(rule)
        self._sudoers.chmod(0o440)

    @property
    def _sudoers(self) -> Path:
        return Path("/etc/sudoers.d") / self.with_sudo

    def ssh(self, user: str, command: str) -> str:
        """What a command prints that a user runs over SSH."""
        options = ["-F", "/dev/null", "-p", str(self.port), "-i", str(self.key)]
        options += ["-o", f"UserKnownHostsFile={self.known_hosts}", "-o", "BatchMode=yes"]
        done = subprocess.run(
            ["ssh", *options, f"{user}@127.0.0.1", command], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sessions(self, user: str) -> list[int]:
        """The processes of sshd that serve a user, by their ids."""
        done = subprocess.run(["pgrep", "-f", f"^sshd: {user}"], capture_output=True, text=True, check=False)
        return [int(line) for line in done.stdout.split()]

    def cut(self, user: str) -> None:
        """Ends a user's connections at once, as a network would that is gone."""
        for pid in self.sessions(user):
            os.kill(pid, signal.SIGKILL)

    @contextmanager
    def frozen(self, user: str) -> Iterator[None]:
        """Lets a user's connections fall silent, as a host does that is frozen, or behind a network that drops all."""
        frozen = self.sessions(user)
        assert frozen
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in frozen:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def log(self) -> str:
        return (self.folder / "sshd.log").read_text()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()
        self._sudoers.unlink(missing_ok=True)
        for name in (self.in_group, self.with_sudo):
            self.cut(name)
            subprocess.run(["userdel", "--force", "--remove", name], capture_output=True, check=False)
