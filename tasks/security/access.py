"""pg_hba.conf and pg_ident.conf: who may connect, from where and how. Pure: settings in, texts out.

Source: manual, 20.1 and 20.2. The first line that matches is the one that counts, and what matches none is refused.
"""

import hashlib
from collections.abc import Sequence

from tasks.settings import Environment, Settings

_HEAD = "# Written by ai-engine-db from its settings. Changed by hand, it is written again.\n"


def networks(settings: Settings) -> Sequence[str]:
    """The client networks: DB_ALLOW, or in dev all, and elsewhere those of the container itself.

    Who connects through a port that Docker forwards on the host comes from the bridge's own address (``samenet``).
    """
    if settings.db_allow:
        return settings.db_allow.split()
    return ("all",) if settings.environment is Environment.DEV else ("samenet",)


def hba(settings: Settings, superuser: str) -> str:
    """The text of pg_hba.conf: the superuser over the socket alone, the others by SCRAM.

    Outside dev over TLS, to the two databases; ``required`` is what DB_TLS says or the environment wants.
    """
    kind = "hostssl" if settings.tls == "required" else "host"
    dev = settings.environment is Environment.DEV
    databases = "all" if dev else ",".join(map(quoted, settings.databases))
    lines = [
        ("# TYPE", "DATABASE", "USER", "ADDRESS", "METHOD"),
        ("local", "all", quoted(superuser), "", "peer map=superuser"),
        ("local", "all", "all", "", "scram-sha-256"),
        ("host", "all", quoted(superuser), "all", "reject"),
        *((kind, databases, "all", network, "scram-sha-256") for network in networks(settings)),
    ]
    return _HEAD + "".join(" ".join(filter(None, line)) + "\n" for line in lines)


def ident(superuser: str) -> str:
    """The text of pg_ident.conf: the container's user ``postgres`` is the superuser, whatever that is called."""
    return f"{_HEAD}# MAPNAME SYSTEM-USERNAME DATABASE-USERNAME\nsuperuser postgres {quoted(superuser)}\n"


def quoted(name: str) -> str:
    """A name that stands for itself in both files: no keyword, no group, no file, no regular expression."""
    if name.startswith("/"):
        # Even in quotes, a slash begins a regular expression.
        escaped = "".join(each if each.isalnum() or ord(each) > 127 else f"\\{each}" for each in name)
        name = f"/^{escaped}$"
    return '"' + name.replace('"', '""') + '"'


def digest(text: str) -> str:
    """Names a file's content, as ``server.sql`` does: sha256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
