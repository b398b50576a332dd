"""Names of backups and of the databases that a restore makes, and which backups are kept. Pure.

A backup is a folder: the database's name, ``_backup_``, and the time in UTC, which clocks never set back.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

STAMP = "%Y%m%d_%H%M%S"
LATEST = "latest"
LONGEST = 63  # bytes of a name in PostgreSQL


def now() -> datetime:
    """The time of the machine that pyinfra runs on, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as names have it: ``20260131_235959``."""
    return moment.astimezone(UTC).strftime(STAMP)


def moment(text: str) -> datetime:
    """The reverse of :func:`stamp`.

    Raises:
        ValueError: it is no such time.
    """
    found = datetime.strptime(text, STAMP).replace(tzinfo=UTC)
    if stamp(found) != text:
        raise ValueError(f"{text} is not YYYYMMDD_HHMMSS")
    return found


def prefix(database: str) -> str:
    """What the backups of a database begin with; what a file name cannot hold becomes %XX."""
    quoted = quote(database, safe="")
    # A name that begins with a dot would be hidden from `*`.
    return ("%2E" + quoted[1:] if quoted.startswith(".") else quoted) + "_backup_"


def taken_at(name: str, database: str) -> datetime | None:
    """When a backup was taken; None for a name that is not one of this database's backups."""
    start = prefix(database)
    if not name.startswith(start):
        return None
    try:
        return moment(name[len(start) :])
    except ValueError:
        return None


def of(names: Iterable[str], database: str) -> list[str]:
    """The backups of a database, the newest first."""
    found = [(when, name) for name in names if (when := taken_at(name, database))]
    return [name for _, name in sorted(found, reverse=True)]


def new(database: str, now: datetime, taken: Collection[str]) -> str:
    """A name that is not taken yet, and later than all that are: the order of names is that of time."""
    before = of(taken, database)
    newest = taken_at(before[0], database) if before else None
    now = max(now, newest + timedelta(seconds=1)) if newest else now
    return prefix(database) + stamp(now)


def expired(names: Iterable[str], database: str, now: datetime, keep: int, keep_days: int) -> list[str]:
    """The backups of a database that may go: beyond a number, or beyond an age. The newest always stays.

    Args:
        names: whatever lies there; what is not a backup of this database is never among the result.
        database: of which.
        now: to count its days from.
        keep: how many stay at most, 1 or more.
        keep_days: how old one may get.
    """
    kept = of(names, database)
    oldest = now - timedelta(days=keep_days)
    return [
        name for at, name in enumerate(kept) if at > 0 and (at >= keep or (taken_at(name, database) or now) < oldest)
    ]


def derived(database: str, suffix: str) -> str:
    """A database's name with something behind it, cut where PostgreSQL would cut it: not in the suffix."""
    room = LONGEST - len(suffix.encode())
    return database.encode()[:room].decode(errors="ignore") + suffix


def scratch(database: str, purpose: str, token: str) -> str:
    """The name of a throwaway database: ``ai_engine_verify_1f2e3d4c``."""
    return derived(database, f"_{purpose}_{token}")


def before_restore(database: str, now: datetime) -> str:
    """What a database is called once a restored one has taken its place."""
    return derived(database, f"_before_restore_{stamp(now)}")


def find(names: Iterable[str], wanted: str, database: str) -> str | None:
    """The backup that is meant by a name, or by ``latest`` of a database; None when there is none."""
    if wanted == LATEST:
        return next(iter(of(names, database)), None)
    return wanted if wanted in set(names) else None


def passed_over(unreadable: Iterable[str], wanted: str, database: str, found: str | None) -> str:
    """The backup that cannot be read and is meant, or may be newer than the one that was found; empty for none.

    Args:
        unreadable: names.
        wanted: the name that was asked for, or ``latest``.
        database: of ``latest``.
        found: what is meant among those that can be read.
    """
    if wanted != LATEST:
        return wanted if wanted in set(unreadable) else ""
    newest = next(iter(of(unreadable, database)), "")
    return newest if newest and (found is None or of((newest, found), database)[0] == newest) else ""
