"""What the SQL of a transition says to this program, told from literals as PostgreSQL tells it (manual, 4.1). Pure.

A deploy reads these files too, and has no parser of PostgreSQL at hand: that is a tool of the developer.
"""

import re
from collections.abc import Iterable, Iterator

_KEYS = "has|lacks|makes|when|renames|step|check|batch"
_LINE = re.compile(rf"--\s*({_KEYS})\s*:")
# A label of an enum and a value of a role are no objects of a plan.
_RENAMES = re.compile(r"\bRENAME\s+(?!VALUE\b)(?:\S+\s+){0,2}TO\b|\bRENAME\s*$|\bRENAME\s+TO\b", re.IGNORECASE)
_LETTER = r"A-Za-z_\u0080-\U0010ffff"
_TOKEN = re.compile(
    rf"""
      (?P<comment> --[^\r\n]*)
    | (?P<block> /\*)
    | (?P<literal> [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*"
        | \$(?P<tag>(?:[{_LETTER}][{_LETTER}0-9]*)?)\$.*?\$(?P=tag)\$)
    | (?P<open> [eE]?' | " | \$(?:[{_LETTER}][{_LETTER}0-9]*)?\$)
    | (?P<word> [{_LETTER}][{_LETTER}0-9$]*)
    | (?P<batch> :batch(?![{_LETTER}0-9$]))
    | :: | [][]
    """,
    re.VERBOSE | re.DOTALL,
)


class ScanError(ValueError):
    """PostgreSQL cannot read the text: a literal without an end, for one."""


def _tokens(sql: str) -> Iterator[re.Match[str]]:
    """What stands in the text, spaces and most signs aside."""
    at = 0
    while match := _TOKEN.search(sql, at):
        at = match.end()
        if match["block"]:
            at = _end_of_block(sql, at)
        elif match["open"]:
            raise ScanError(f"{match[0]} without an end")
        yield match


def _end_of_block(sql: str, at: int) -> int:
    """Where a comment ends that began before: others may be within."""
    depth = 1
    while depth:
        match = re.compile(r"/\*|\*/").search(sql, at)
        if match is None:
            raise ScanError("/* without an end")
        depth += 1 if match[0] == "/*" else -1
        at = match.end()
    return at


def batch_places(sql: str) -> list[tuple[int, int]]:
    """Where the code says ``:batch``, from and to; literals, quoted names, comments and slices of arrays aside.

    Raises:
        ScanError: it is no SQL.
    """
    found, depth = [], 0
    for token in _tokens(sql):
        depth += {"[": 1, "]": -1}.get(token[0], 0)
        if token["batch"] and not depth:
            found.append(token.span())
    return found


def without_end(sql: str) -> str:
    """A statement without the comments and ``;`` that it ends with: more may be put behind it.

    Raises:
        ScanError: it is no SQL.
    """
    starts = [token.start() for token in _tokens(sql) if token["comment"] or token["block"]]
    while True:
        sql = sql.rstrip("; \t\r\n\f")
        if not starts or not _ends_with_comment(sql, starts[-1]):
            return sql
        sql = sql[: starts.pop()]


def _ends_with_comment(sql: str, start: int) -> bool:
    if sql.startswith("--", start):
        return "\n" not in sql[start:]
    return sql.startswith("/*", start) and _end_of_block(sql, start + 2) == len(sql)


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
    at = sum(len(line) + 1 for line in text.split("\n")[:lines])
    try:
        comments = [token for token in _tokens(text) if token["comment"] and token.start() >= at]
    except ScanError:
        # The server says what is wrong.
        return None
    for token in comments:
        if match := _LINE.match(token[0]):
            return text.count("\n", 0, token.start()) + 1, match[1]
    return None


def renaming(lines: Iterable[str]) -> int:
    """The number of the line that renames an object, strings and comments aside; 0 for none."""
    return next(
        (at for at, line in enumerate(lines, 1) if _RENAMES.search(re.sub(r"--.*|'(?:[^']|'')*'", "", line))), 0
    )
