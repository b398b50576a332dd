"""Whether there is room, and sizes in words. Pure."""

UNITS = ("bytes", "KB", "MB", "GB", "TB")


def size(count: int) -> str:
    """A number of bytes for people: ``1.4 MB``."""
    amount, at = float(count), 0
    while amount >= 1000 and at < len(UNITS) - 1:
        amount, at = amount / 1000, at + 1
    return f"{amount:.1f} {UNITS[at]}" if at else f"{count} bytes"


def shortage(what: str, needed: int, where: str, free: int) -> str:
    """Why something does not fit; empty when it does."""
    if needed <= free:
        return ""
    return f"{what} may need {size(needed)}, and {where} has {size(free)} free: make room there"
