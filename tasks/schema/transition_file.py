"""The files of ``sql/transitions``: what their heads say. Pure but for reading them.

The head is the comment that a file begins with. Its first line is the title; then come these, each a line of
``-- key: value``, which a line that begins with more space goes on with:

- ``has``, ``lacks``: the id of an object that has to be there, or must not be (any number, at least one ``has``).
- ``when``: a condition in SQL, besides.
- ``step``: the step of a deploy that it begins (one).
- ``renames``: ``table a to table b``; the plan then goes on with the new name.
- ``check``: a query that has to count nothing afterwards; when it counts, all of the file is rolled back.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.schema.lock import SQL
from tasks.schema.statements import FIRST_STEPS, LAST_STEPS

# How often each key may be there.
_KEYS = {"has": None, "lacks": None, "when": 1, "step": 1, "renames": 1, "check": 1}

# Kinds of objects as ids begin with them, and whether a table's name comes before theirs.
_KINDS = {
    "table": False, "view": False, "materialized view": False, "index": False, "sequence": False, "function": False,
    "procedure": False, "type": False, "domain": False, "column": True, "constraint": True, "trigger": True,
}  # fmt: skip
_ID = re.compile(rf"(?P<kind>{'|'.join(_KINDS)}) (?P<name>\S.*)")
_LINE = re.compile(r"-- (?P<key>[a-z]+): (?P<value>\S.*)")
# What is meant for a line of the head, and is none.
_ALMOST = re.compile(r"--\s*(?P<key>[A-Za-z_]+)\s*:(?P<rest>.*)")
_RENAME = re.compile(r"\bRENAME\s+(?:(?:COLUMN|CONSTRAINT|ATTRIBUTE|VALUE)\s+)?\S*\s*\bTO\b", re.IGNORECASE)
_FOLDERS = ("transitions", "sample", "search", "reference")


class TransitionError(ValueError):
    """A file does not say what it has to; the message begins with its place."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One file of ``sql/transitions``.

    Attributes:
        name: of the file. title: its first line.
        has, lacks: ids of objects that must be there, or must not, for it to apply.
        renames: the id of an object before and after, if that is what it does.
        step: the step that it begins.
        sql: its statements. check: a query that counts what went wrong; empty for none.
        when: a condition in SQL for it to apply; empty for none.
        digest: sha256 of the file, in hex.
    """

    name: str
    title: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    renames: tuple[str, str] | None
    step: str
    sql: str
    check: str = ""
    when: str = ""
    digest: str = ""

    def applies(self, actual: Collection[str]) -> bool:
        """Whether the objects are there, and missing, that it names."""
        return all(key in actual for key in self.has) and not any(key in actual for key in self.lacks)


def read(folder: Path = SQL / "transitions") -> list[Transition]:
    """All transitions of the project, by name.

    Raises:
        TransitionError: a file does not say what it has to.
    """
    domains = [path.name for path in folder.parent.iterdir() if path.is_dir() and path.name not in _FOLDERS]
    steps = (*FIRST_STEPS, *domains, *LAST_STEPS)
    return [parse(path.name, path.read_text(encoding="utf-8"), steps) for path in sorted(folder.glob("*.sql"))]


def parse(name: str, text: str, steps: Collection[str]) -> Transition:
    """Reads a file.

    Args:
        name: of it.
        text: of it.
        steps: those that a deploy has.

    Raises:
        TransitionError: its head lacks what says when and where it runs, or says something else.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not lines[0].startswith("-- ") or _LINE.fullmatch(lines[0]):
        raise _wrong(name, 1, "begins with no title: a first line `-- What it does.`")
    head: dict[str, list[tuple[int, str]]] = {key: [] for key in _KEYS}
    for number, key, value in _head(name, lines):
        head[key].append((number, value))
        if len(head[key]) == _KEYS[key] and len(head[key]) > 1:
            raise _wrong(name, number, f"a second line `{key}`")
        if _KEYS[key] and len(head[key]) > 1:
            raise _wrong(name, number, f"a second line `-- {key}:`, where there can be one")
    for key in ("has", "step"):
        if not head[key]:
            raise _wrong(name, 1, f"its head has no line `-- {key}:`")
    number, step = head["step"][0]
    if step not in steps:
        raise _wrong(name, number, f"there is no step {step}: {', '.join(steps)}")
    for number, key in (*head["has"], *head["lacks"]):
        _checked(name, number, key)
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    renames = _renames(name, head["renames"])
    if renames is None and (found := _RENAME.search(sql)):
        raise _wrong(
            name,
            _line_of(lines, found[0]),
            "it renames something: say so in its head, `-- renames: table a to table b`",
        )
    return Transition(
        name=name,
        title=lines[0].removeprefix("-- ").rstrip("."),
        has=tuple(value for _, value in head["has"]),
        lacks=tuple(value for _, value in head["lacks"]),
        renames=renames,
        step=step,
        sql=sql,
        check=next((value for _, value in head["check"]), ""),
        when=next((value for _, value in head["when"]), ""),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _head(name: str, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """The lines of the head, each with its number, its key and its whole value."""
    found: list[list[str]] = []
    numbers: list[int] = []
    goes_on = False
    for number, line in enumerate(lines[1:], start=2):
        if not line.startswith("--"):
            break
        if goes_on and line.startswith("--  "):
            found[-1][1] += " " + line[2:].strip()
            continue
        goes_on = False
        if (entry := _LINE.fullmatch(line.rstrip())) and entry["key"] in _KEYS:
            found.append([entry["key"], entry["value"]])
            numbers.append(number)
            goes_on = True
        elif almost := _ALMOST.match(line):
            raise _wrong(
                name,
                number,
                f"`{almost['key']}` is no key with a value: {', '.join(f'`-- {key}: ...`' for key in _KEYS)}",
            )
    for number, (key, value) in zip(numbers, found, strict=True):
        yield number, key, value


def _checked(name: str, number: int, key: str) -> "re.Match[str]":
    found = _ID.fullmatch(key)
    if found is None or (_KINDS[found["kind"]] and "." not in found["name"]):
        kinds = ", ".join(f"{kind} TABLE.NAME" if in_table else f"{kind} NAME" for kind, in_table in _KINDS.items())
        raise _wrong(name, number, f"`{key}` is the id of no object: {kinds}")
    return found


def _renames(name: str, found: list[tuple[int, str]]) -> tuple[str, str] | None:
    if not found:
        return None
    number, value = found[0]
    before, to, after = value.partition(" to ")
    if not to:
        raise _wrong(name, number, "`renames` wants two ids: `-- renames: table a to table b`")
    old, new = _checked(name, number, before), _checked(name, number, after)
    tables = [each["name"].rpartition(".")[0] if _KINDS[each["kind"]] else "" for each in (old, new)]
    if old["kind"] != new["kind"] or tables[0] != tables[1]:
        raise _wrong(name, number, f"{before} cannot become {after}")
    return before, after


def _line_of(lines: list[str], text: str) -> int:
    first = text.splitlines()[0]
    return next((at for at, line in enumerate(lines, start=1) if not line.startswith("--") and first in line), 1)


def _wrong(name: str, number: int, why: str) -> TransitionError:
    return TransitionError(f"sql/transitions/{name}:{number}: {why}")
