"""Whether a host is one that a deploy may write to. Pure: what was read of it in, words out.

A deploy asks first of all, so that nothing was changed where it is not.
"""

from collections.abc import Mapping
from typing import Any

# The major version of the server that made sql/'s lock; another one prints definitions in other words.
POSTGRESQL = 17

# More than any host with a time service is off; less than what would matter to a backup's name or a certificate.
CLOCK_SECONDS = 300


def server(facts: Mapping[str, Any]) -> str:
    """Why nothing is to be written to a server; empty when it may be."""
    if facts["standby"]:
        return "the server is a standby, which is read-only: deploy to its primary"
    if (major := facts["version"] // 10000) != POSTGRESQL:
        return (
            f"the server is PostgreSQL {major}, and sql/ is written for PostgreSQL {POSTGRESQL}:"
            f" use an image of {POSTGRESQL}, and move the data by pg_dump or pg_upgrade"
        )
    return ""


def data(major: str, image_major: str) -> str:
    """Why an image does not take data of a major version; empty when it does, or when one of the two is not known."""
    if not major or image_major in ("", major):
        return ""
    return (
        f"its data are of PostgreSQL {major}, and the image is of PostgreSQL {image_major}, which cannot read them:"
        f" use an image of {major}, or move them by pg_dump or pg_upgrade"
    )


def clock(seconds: float) -> str:
    """Why a clock cannot be trusted, from how far it is ahead of this machine's; empty when it can."""
    if abs(seconds) <= CLOCK_SECONDS:
        return ""
    hours, rest = divmod(round(abs(seconds)), 3600)
    amount = f"{hours // 24} d {hours % 24} h" if hours >= 24 else f"{hours} h {rest // 60} min"
    side = "ahead of" if seconds > 0 else "behind"
    return (
        f"the clock is {amount} {side} this machine's, so backups would get wrong names and certificates wrong dates:"
        " correct it (timedatectl set-ntp true)"
    )
