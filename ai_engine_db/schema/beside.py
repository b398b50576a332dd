"""The reviewed files about what ``sql/`` has not: what to ignore, and what to drop. Reads them."""

from typing import TYPE_CHECKING

from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.model import Snapshot

FILES = ("drops.toml", "ignore.toml")

if TYPE_CHECKING:
    from ai_engine_db.schema.entries import Entry


def there() -> bool:
    """Whether there is such a file."""
    return any((SQL / name).exists() for name in FILES)


def read(desired: Snapshot | None = None) -> "tuple[list[Entry], list[Entry]]":
    """What to ignore, and what to drop.

    Args:
        desired: what ``sql/`` has; None when that is not known.

    Raises:
        EntryError: an entry cannot be used as it is.
    """
    # Not for those who have no such file.
    from ai_engine_db.schema import drops, ignored
    from ai_engine_db.schema.entries import EntryError

    ignores, goes = ignored.read(desired=desired), drops.read(desired=desired)
    for each in goes:
        for other in ignores:
            if ignored.matches(other, each.kind, each.name):
                raise EntryError(f"{each.at}: {each} is to be dropped, and {other.at} ignores it: remove one of them")
    return ignores, goes
