"""What ``.env`` gives: each value as it is written there, or a refusal with the line. Reads that file alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from ai_engine_db.settings.model import SECRETS


class DotenvError(Exception):
    """Lines that cannot be taken as they are written; each message begins with the line's number."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    name: str
    value: str


def read(file: Path, prefix: str) -> dict[str, str]:
    """The variables whose names begin with a prefix, in small letters; nothing where there is no file.

    Raises:
        DotenvError: a line is none of ``name=value``, or would give another value than the one that is written.
        OSError: the file cannot be read.
        UnicodeDecodeError: it is not valid UTF-8.
    """
    if not file.exists() and not file.is_symlink():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        bindings = list(parse_stream(stream))
    problems: list[str] = []
    found: dict[str, _Line] = {}
    for binding in bindings:
        number = _number(binding)
        if binding.error:
            problems.append(f"{number}: this is not NAME=value, or a quote is missing")
            continue
        name = (binding.key or "").lower()
        if not name.startswith(prefix):
            continue
        problems += [f"{number}: {name.upper()} {why}" for why in _wrong(binding, name)]
        if name in found:
            problems.append(f"{number}: {name.upper()} is set in line {found[name].number} too")
        found[name] = _Line(number, name, binding.value or "")
    if problems:
        raise DotenvError(problems)
    return {each.name: each.value for each in found.values()}


def line_of(file: Path, name: str) -> int:
    """The line that sets a variable, of a file that :func:`read` has read."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return next(_number(each) for each in parse_stream(stream) if (each.key or "").lower() == name)


def _number(binding: Binding) -> int:
    """The line that a binding stands in: empty ones before it are taken as a part of it."""
    text = binding.original.string
    before = text[: len(text) - len(text.lstrip())]
    return binding.original.line + len(re.findall(r"\r\n|\n|\r", before))


def _wrong(binding: Binding, name: str) -> Iterator[str]:
    if binding.value is None:
        yield "has no value: NAME=value"
        return
    if re.search(r"\$\{[^}]*\}", binding.value):
        yield "contains ${...}, which stands for a variable: write the value itself, or set the variable instead"
    written = binding.original.string.partition("=")[2].strip()
    if name in SECRETS and not written.startswith(("'", '"')) and written != binding.value:
        yield "contains a blank and #, which begins a comment: put the value in quotes"
