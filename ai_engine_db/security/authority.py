"""The own certificate authority: a folder on the machine that deploys, outside the repository, for its user alone.

``ca.key`` never leaves it; ``ca.crt`` is what clients give as ``sslrootcert``. It is made at the first need.
"""

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from ai_engine_db.security import certificates
from ai_engine_db.settings import Settings

KEY = "ca.key"
CERTIFICATE = "ca.crt"


class AuthorityError(Exception):
    """The folder cannot be used; the message says why."""


def folder(settings: Settings) -> Path:
    """Where the authority is: DB_TLS_CA, or a folder of the environment below the home."""
    default = f"~/.local/share/ai-engine-db/ca/{settings.environment}"
    return Path(settings.db_tls_ca or default).expanduser()


def certificate(path: Path) -> str:
    """The authority's certificate in PEM; empty where there is no authority yet.

    Raises:
        AuthorityError: others may read its key, or it cannot be read at all.
    """
    try:
        if not (path / CERTIFICATE).exists():
            return ""
        if (path / KEY).stat().st_mode & 0o077:
            raise AuthorityError(f"{path / KEY} is readable by other users: chmod 600 {path / KEY}")
        return (path / CERTIFICATE).read_text()
    except OSError as error:
        raise AuthorityError(f"{error.filename}: {error.strerror}") from None


def read_or_make(path: Path, name: str, now: datetime) -> certificates.Pair:
    """The authority of a folder; a new one where there is none.

    Raises:
        AuthorityError: the folder cannot be read or written.
    """
    if not certificate(path):
        _make(path, certificates.authority(name, now))
    return certificates.Pair(certificate(path), (path / KEY).read_text())


def _make(path: Path, pair: certificates.Pair) -> None:
    """Writes both files beside the folder, and gives that its name: it is there whole, or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f"{path.name}.", dir=path.parent))
        try:
            for name, text in ((KEY, pair.key), (CERTIFICATE, pair.certificates)):
                with os.fdopen(os.open(made / name, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
            # Who came first has made it: a folder that holds something is not replaced.
            made.rename(path)
        except OSError:
            shutil.rmtree(made, ignore_errors=True)
            if not (path / CERTIFICATE).exists():
                raise
    except OSError as error:
        raise AuthorityError(f"{error.filename}: {error.strerror}") from None
