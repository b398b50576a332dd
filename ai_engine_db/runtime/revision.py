"""Which version of the project this is, and who runs it where. Asks git; touches nothing."""

import getpass
import os
import socket
import subprocess
from functools import cache

from ai_engine_db.schema.lock import ROOT
from ai_engine_db.schema.lock import history as lock_history

# Commits that a message names.
SHOWN = 5


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


def newer(than: str, digest: str = "") -> str:
    """Why a deploy of this checkout would take back what another one has done; empty when it would not.

    Without git, or where either revision is unknown, it is told by the locks that this checkout knows of.

    Args:
        than: as :func:`current` names them.
        digest: of the lock that was deployed with it; empty where that was not put on record.
    """
    commit, here = than.removesuffix("+changes"), _git("rev-parse", "--short=12", "HEAD")
    if commit in ("", "unknown") or not here:
        if not digest or digest in lock_history():
            return ""
        return f"lock {digest[:12]} was deployed last, and sql/schema.lock.history of this checkout does not list it"
    if commit == here:
        return ""
    if not _git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"):
        shallow = _git("rev-parse", "--is-shallow-repository") == "true"
        fetch = "git fetch --unshallow" if shallow else "git fetch --all"
        return f"revision {commit} was deployed last, and this repository does not contain it: run {fetch}, and check"
    if _git("merge-base", commit, "HEAD") == _git("rev-parse", commit):
        return ""
    lines = _git("log", "--oneline", f"HEAD..{commit}").splitlines()
    more = f"\n  and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    listed = "".join(f"\n  {line}" for line in lines[:SHOWN])
    return f"revision {commit} was deployed last, and {here} does not contain these commits of it:{listed}{more}"


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
