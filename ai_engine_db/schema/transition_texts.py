"""What the SQL of a transition says to this program, as PostgreSQL's own scanner tells it from literals. Pure."""

import re
from itertools import pairwise

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
