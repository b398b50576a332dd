"""pg_hba.conf and pg_ident.conf: who may connect, from where and how. Pure: settings in, texts out.

Source: manual, 20.1 and 20.2. The first line that matches is the one that counts, and what matches none is refused.
"""

import hashlib
from collections.abc import Sequence

from ai_engine_db.settings import Environment, Settings

# What pg_ident.conf calls who may come over the socket as whom.
MAP = "deploy"

_HEAD = "# Written by ai-engine-db from its settings. Changed by hand, it is written again.\n"


def networks(settings: Settings) -> Sequence[str]:
    """The client networks: DB_ALLOW, or in dev all, and elsewhere those of the container itself.

    Who connects through a port that Docker forwards on the host comes from the bridge's own address (``samenet``).
    """
    if settings.db_allow:
        return settings.db_allow.split()
    return ("all",) if settings.environment is Environment.DEV else ("samenet",)


def hba(settings: Settings, superuser: str) -> str:
    """The text of pg_hba.conf: over the socket those that a deploy comes as, the others by SCRAM.

    Outside dev over TLS, to the two databases; ``required`` is what DB_TLS says or the environment wants. What a
    deploy does in a database it does logged in as a role that has no more rights than that: SET ROLE is no wall.
    """
    kind = "hostssl" if settings.tls == "required" else "host"
    dev = settings.environment is Environment.DEV
    databases = "all" if dev else ",".join(map(quoted, settings.databases))
    own = ",".join(quoted(name) for name in dict.fromkeys(settings.own_users))
    lines = [
        ("# TYPE", "DATABASE", "USER", "ADDRESS", "METHOD"),
        ("local", "all", quoted(superuser), "", f"peer map={MAP}"),
        ("local", "all", f"{quoted(settings.db_user)},{own}", "", f"peer map={MAP}"),
        ("local", "all", "all", "", "scram-sha-256"),
        ("host", "all", f"{quoted(superuser)},{own}", "all", "reject"),
        *((kind, databases, "all", network, "scram-sha-256") for network in networks(settings)),
    ]
    return _HEAD + "".join(" ".join(filter(None, line)) + "\n" for line in lines)


def ident(settings: Settings, superuser: str) -> str:
    """The text of pg_ident.conf: the container's user ``postgres`` may come as any of those, its root as the owner."""
    pairs = [("postgres", name) for name in dict.fromkeys((superuser, *settings.socket_users))]
    lines = [f"{MAP} {system} {quoted(name)}\n" for system, name in (*pairs, ("root", settings.db_user))]
    return f"{_HEAD}# MAPNAME SYSTEM-USERNAME DATABASE-USERNAME\n{''.join(lines)}"


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
