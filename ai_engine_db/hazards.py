"""What a statement may cost those who use a database, by code; and which codes need no approval. Pure.

docs/hazards.md says of each what it means, when it appears, what readers and writers notice, and the way out.
"""

from collections.abc import Iterable
from enum import StrEnum


class Code(StrEnum):
    """The codes, in the order in which a message names them."""

    DATA_LOSS = "DATA_LOSS"
    REWRITE = "REWRITE"
    ACCESS_EXCLUSIVE = "ACCESS_EXCLUSIVE"
    CONSTRAINT_SCAN = "CONSTRAINT_SCAN"
    INDEX_BUILD = "INDEX_BUILD"
    AUTHZ = "AUTHZ"


# What a database for developers may do without being told. What is lost there is lost as well.
IN_DEV = frozenset(Code) - {Code.DATA_LOSS}


def without_approval(environment: str) -> frozenset[Code]:
    """The codes that nobody has to allow in an environment."""
    return IN_DEV if environment == "dev" else frozenset()


def codes(text: str) -> tuple[Code, ...]:
    """The codes of a text, with commas or blanks between them, in their order.

    Raises:
        ValueError: one is unknown; the message lists all.
    """
    given = text.replace(",", " ").split()
    if unknown := [each for each in given if each not in set(Code)]:
        raise ValueError(f"contains {unknown[0]!r}, which is no hazard; the hazards are {', '.join(Code)}")
    return tuple(each for each in Code if each in given)


def listed(found: Iterable[str]) -> str:
    """Codes as ``allow`` takes them: ``DATA_LOSS,REWRITE``, each once."""
    known = set(found)
    return ",".join(each for each in Code if each in known)
