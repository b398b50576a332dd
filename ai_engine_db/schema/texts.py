"""The SQL files as texts: each letter as it stands in the file. Reads files.

All that counts or cuts such a text does so by letters, as PostgreSQL's grammar (pglast) and the server's error
positions do, and never by bytes.
"""

from pathlib import Path


class SourceError(ValueError):
    """A SQL file is wrong; the message names file and line."""


def read(path: Path, name: str = "") -> str:
    """A file's text, with the line ends that it has, and without the mark that some editors begin a file with.

    Args:
        path: where it is.
        name: what messages call it; the path otherwise.

    Raises:
        SourceError: it cannot be read, is not UTF-8, or holds a zero byte, at which PostgreSQL would take it to end.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{name or path}:1: cannot be read: {error.strerror}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The mark of three bytes is not in what the error counts.
        line = error.object[: error.start].count(b"\n") + 1
        wrong = error.object[error.start]
        raise SourceError(f"{name or path}:{line}: not UTF-8 (byte 0x{wrong:02X}): save the file as UTF-8") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SourceError(f"{name or path}:{line}: contains a zero byte: it is not a text file")
    return text


def after_head(text: str) -> str:
    """What a file holds behind the comment that it begins with, letter by letter; ``;`` may be put after it."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("--")), len(lines))
    body = "\n".join(lines[first:]).strip().rstrip(";")
    # Behind a comment it would be a part of that.
    return f"{body}\n" if "--" in body.rpartition("\n")[2] else body
