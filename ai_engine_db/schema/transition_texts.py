"""What the SQL of a transition says to this program, as PostgreSQL's own scanner tells it from literals. Pure."""

import re
from collections.abc import Iterable
from itertools import pairwise

_KEYS = "has|lacks|makes|when|renames|step|check|batch"
_LINE = re.compile(rf"--\s*({_KEYS})\s*:")
# A label of an enum and a value of a role are no objects of a plan.
_RENAMES = re.compile(r"\bRENAME\s+(?!VALUE\b)(?:\S+\s+){0,2}TO\b|\bRENAME\s*$|\bRENAME\s+TO\b", re.IGNORECASE)
_MAYBE = re.compile(r":batch\b")


class ScanError(ValueError):
    """PostgreSQL cannot read the text: a literal without an end, for one."""


def batch_places(sql: str) -> list[tuple[int, int]]:
    """Where the code says ``:batch``, from and to; literals, quoted names, comments and slices of arrays aside.

    Raises:
        ScanError: it is no SQL.
    """
    if not _MAYBE.search(sql):
        return []
    from pglast.parser import ParseError, scan

    try:
        tokens = scan(sql)
    except ParseError as error:
        raise ScanError(str(error.args[0])) from None
    found, depth = [], 0
    for colon, word in pairwise(tokens):
        depth += {"ASCII_91": 1, "ASCII_93": -1}.get(colon.name, 0)
        said = sql[word.start : word.end + 1] == "batch" and word.start == colon.end + 1
        if colon.name == "ASCII_58" and said and not depth:
            found.append((colon.start, word.end + 1))
    return found


def with_batch(sql: str, condition: str) -> str:
    """The SQL with a condition in each of the places."""
    for start, end in reversed(batch_places(sql)):
        sql = sql[:start] + condition + sql[end:]
    return sql


def below_head(text: str, lines: int) -> tuple[int, str] | None:
    """The first comment below the head that reads like a line of it, which nobody would heed: its line, and its key.

    Args:
        text: the whole file.
        lines: how many are its head.
    """
    if not any(_LINE.search(line) for line in text.split("\n")[lines:]):
        return None
    from pglast.parser import ParseError, scan

    try:
        tokens = scan(text)
    except ParseError:
        # The server says what is wrong.
        return None
    for token in tokens:
        number = text.count("\n", 0, token.start) + 1
        match = _LINE.match(text, token.start) if token.name == "SQL_COMMENT" else None
        if match and number > lines:
            return number, match[1]
    return None


def renaming(lines: Iterable[str]) -> int:
    """The number of the line that renames an object, strings and comments aside; 0 for none."""
    return next(
        (at for at, line in enumerate(lines, 1) if _RENAMES.search(re.sub(r"--.*|'(?:[^']|'')*'", "", line))), 0
    )
