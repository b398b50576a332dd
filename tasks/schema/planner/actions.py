"""What a plan can do about one object. Pure data."""

from dataclasses import dataclass
from enum import Enum


class Action(Enum):
    """What a plan does about one object."""

    KEEP = "it is as it should be"
    MAKE = "it is missing"
    ALTER = "it changes in place"
    CONVERT = "a column gets another type, and what depends on it goes for a moment"
    REPLACE = "it is dropped and made again"
    LEAVE = "it stays other than it should be"
    SKIP = "its table cannot be made, so nothing is said about it"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What shall become of an object.

    Attributes:
        different: names of the attributes that are not as they should be, the marginal ones left out.
        why: the reason of a LEAVE.
    """

    action: Action
    different: frozenset[str] = frozenset()
    why: str = ""
