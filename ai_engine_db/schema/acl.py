"""Entries of an access control list, as the snapshot prints them. Pure.

``bob SELECT``, ``eve SELECT WITH GRANT OPTION``, ``dan SELECT GRANTED BY eve``; names are quoted where SQL wants it.
"""

import re
from typing import NamedTuple

OPTION = " WITH GRANT OPTION"

# What PostgreSQL grants to PUBLIC by itself stands among the grants as soon as there is any other.
USUAL = {
    "function": "PUBLIC EXECUTE",
    "procedure": "PUBLIC EXECUTE",
    "aggregate": "PUBLIC EXECUTE",
    "type": "PUBLIC USAGE",
    "domain": "PUBLIC USAGE",
}

# The same, of what default privileges say of all schemas.
_USUAL_BY_DEFAULT = {"functions": "PUBLIC EXECUTE", "types": "PUBLIC USAGE"}

# A quoted name may hold any of the words that follow.
_FORM = re.compile(r'("(?:[^"]|"")*"|\S+) (\S+)( WITH GRANT OPTION)?(?: GRANTED BY (.+))?', re.DOTALL)


class Entry(NamedTuple):
    """One privilege of one grantee.

    Attributes:
        grantee: a role, ``PUBLIC`` or ``OWNER``. privilege: a word of GRANT.
        option: whether the grantee may pass it on. by: who gave it, where that is not the owner.
    """

    grantee: str
    privilege: str
    option: bool = False
    by: str = ""

    @property
    def plain(self) -> str:
        """What is given to whom, without who gave it and whether it may be passed on."""
        return f"{self.grantee} {self.privilege}"


def usual(kind: str, name: str) -> str:
    """What PostgreSQL grants to PUBLIC by itself on an object; empty for nothing."""
    return _USUAL_BY_DEFAULT.get(name, "") if kind == "default privileges" else USUAL.get(kind, "")


def parse(entry: str) -> Entry:
    """An entry, taken apart.

    Raises:
        ValueError: it is none.
    """
    found = _FORM.fullmatch(entry)
    if found is None:
        raise ValueError(f"not an entry of an access control list: {entry}")
    grantee, privilege, option, by = found.groups()
    return Entry(grantee, privilege, bool(option), by or "")
