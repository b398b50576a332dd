"""SASLprep (RFC 4013) as PostgreSQL has it: where that and the RFC differ, logins go by PostgreSQL. Pure.

Source: ``src/common/saslprep.c``. The tables are those of RFC 3454, which Python has; normalised is by the Unicode of
today, as there.
"""

import stringprep
import unicodedata

_FORBIDDEN = (
    stringprep.in_table_a1,  # not assigned in Unicode 3.2
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def prepared(text: str) -> str | None:
    """The prepared text; None when it is one that SASLprep forbids."""
    mapped = "".join(filter(None, map(_mapped, text)))
    # The RFC looks at the normalised text, and PostgreSQL at what it was made of.
    if not mapped or any(forbidden(each) for each in mapped for forbidden in _FORBIDDEN):
        return None
    return unicodedata.normalize("NFKC", mapped) if _one_direction(mapped) else None


def _mapped(character: str) -> str:
    # U+200B is in both tables, and PostgreSQL looks into this one first.
    if stringprep.in_table_c12(character):
        return " "
    return "" if stringprep.in_table_b1(character) else character


def _one_direction(text: str) -> bool:
    """RFC 3454, section 6: with a letter from right to left there is none from left to right, and it has both ends."""
    if not any(map(stringprep.in_table_d1, text)):
        return True
    return not any(map(stringprep.in_table_d2, text)) and all(map(stringprep.in_table_d1, (text[0], text[-1])))
