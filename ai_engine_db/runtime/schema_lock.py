"""The desired schema, read once a run. Reads the lock's file."""

from contextlib import suppress
from dataclasses import dataclass

from pyinfra.api.exceptions import DeployError

from ai_engine_db.schema import lock as locks


@dataclass
class _SchemaLock:
    """The lock, once read; and whether a database was found up to date with it, so that it is sound."""

    found: locks.Lock | None = None
    sound: bool = False

    def read(self) -> locks.Lock:
        if self.found is None:
            self.found = locks.fresh(lazily=True)
        return self.found


_lock = _SchemaLock()


def read() -> locks.Lock:
    """The desired schema.

    Raises:
        DeployError: the lock is missing or stale.
    """
    try:
        found = _lock.read()
        if not _lock.sound:
            len(found.objects)
    except locks.LockError as error:
        raise DeployError(f"{error}. Nothing was changed.") from None
    return found


def try_read() -> None:
    """Reads it ahead; what is wrong with it is told to whoever asks for it."""
    with suppress(locks.LockError):
        _lock.read()


def found_sound() -> None:
    """Says that a database was found up to date with it, so that its objects need not be looked at."""
    _lock.sound = True
