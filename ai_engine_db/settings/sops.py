"""Secrets in a file that SOPS encrypted. Runs ``sops`` where there is one; keeps what it says in memory alone."""

import json
import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pyinfra.api.exceptions import DeployError


def file(root: Path, environment: str) -> Path | None:
    """SOPS_FILE, or ``secrets/<environment>.sops.yaml`` of the project where there is one. An empty SOPS_FILE: none."""
    named = os.environ.get("SOPS_FILE")
    if named is not None:
        return Path(named) if named else None
    usual = root / "secrets" / f"{environment}.sops.yaml"
    return usual if usual.exists() else None


@cache
def decrypted(path: Path) -> Mapping[str, Any]:
    """What the file says, decrypted once a run.

    Raises:
        DeployError: there is no such file, no ``sops``, or it does not decrypt it.
    """
    if not path.is_file():
        raise _refusal(f"SOPS_FILE: there is no file {path}")
    try:
        done = subprocess.run(
            ["sops", "--decrypt", "--output-type", "json", str(path)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise _refusal(
            f"{path} is encrypted, and there is no sops on the PATH: install it (https://getsops.io),"
            " or set SOPS_FILE to nothing and DB_PASSWORD"
        ) from None
    if done.returncode:
        said = done.stderr.strip() or f"exit code {done.returncode}"
        raise _refusal(f"sops cannot decrypt {path}: {said}")
    try:
        found = json.loads(done.stdout)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _refusal(f"{path} contains no settings: it must be a mapping, like `db_password: ...`")
    return {str(key).lower(): value for key, value in found.items()}


def _refusal(message: str) -> DeployError:
    return DeployError(f"Settings refused, nothing was changed:\n  {message}")
