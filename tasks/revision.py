"""Which version of the project this is, and who runs it where. Asks git; touches nothing."""

import getpass
import os
import socket
import subprocess
from functools import cache

from tasks.schema.lock import ROOT


@cache
def current() -> str:
    """The commit that is checked out, with ``+changes`` when files differ from it; ``unknown`` outside a repository."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    if not commit:
        return "unknown"
    return f"{commit}+changes" if _git("status", "--porcelain", "--untracked-files=no") else commit


def who() -> str:
    """The user and the machine that a deploy is run from."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = f"uid {os.getuid()}"
    return f"{user}@{socket.gethostname()}"


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
