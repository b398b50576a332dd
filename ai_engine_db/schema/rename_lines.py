"""The lines of ``sql/`` that rename: read from its files, and checked against the lock. Pure: texts in, renames out.

``-- renames: table basket to carts`` stands in a file of ``sql/``, where the object with the new name is. What has had
several names has them all in one line, ``-- renames: table basket, trolley to carts``: a database has one of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ai_engine_db.schema.model import Snapshot
from ai_engine_db.schema.rename import KINDS, PARTS, ROUTINES, Rename, has, last
from ai_engine_db.schema.texts import SourceError

_ANY = re.compile(r"^\s*--\s*renam(?:e|es|ed|ing)(?:\s+from)?\s*:(.*)$", re.IGNORECASE)
_LINE = re.compile(r"^\s*-- renames: +(.*?)\s*$")
_NAME = r"""(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[^\s,."'()]+)"""
_PATH = rf"{_NAME}(?:\.{_NAME})?(?:\([^()]*(?:\(\d+(?:,\d+)?\)[^()]*)*\))?"
_RENAME = re.compile(rf"(?P<kind>{'|'.join(KINDS)}) +(?P<old>{_PATH}(?: *, *{_PATH})*) +to +(?P<new>{_PATH})")
_FORM = (
    "write `-- renames: table basket to carts`, `-- renames: column carts.state to status`,"
    " `-- renames: function price(integer) to cost` or `-- renames: label mood.'so so' to 'fine'`"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that renames: where it stands, and what it says, a rename for each old name."""

    file: str
    number: int
    renames: tuple[Rename, ...]

    @property
    def at(self) -> str:
        """File and line."""
        return f"{self.file}:{self.number}"


def read(file: str, text: str) -> list[Line]:
    """The lines of a file that rename something.

    Args:
        file: what messages call it.
        text: all of it.

    Raises:
        SourceError: one is not of the form that it has to be.
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if _ANY.match(line):
            found.append(Line(file, number, _parsed(f"{file}:{number}", line)))
    return found


def _parsed(at: str, line: str) -> tuple[Rename, ...]:
    said = _LINE.match(line)
    match = _RENAME.fullmatch(said[1].rstrip(";.")) if said else None
    if match is None:
        raise SourceError(f"{at}: it is not clear what this renames: {_FORM}")
    kind, new = match["kind"], match["new"]
    olds = re.findall(_PATH, match["old"])
    return tuple(_rename(at, kind, old, new) for old in olds)


def _rename(at: str, kind: str, old: str, new: str) -> Rename:
    if kind in ROUTINES:
        if "(" not in old:
            raise SourceError(
                f"{at}: `{old}` does not name a {kind}: write its arguments, as in `{old}(integer, text)`"
            )
        new = new if "(" in new else f"{new}({old.partition('(')[2]}"
    if kind in PARTS:
        name = last(old, kind)
        if name == old:
            of = "type" if kind == "label" else "table"
            raise SourceError(f"{at}: `{old}` does not name a {kind}: write `{kind} {of}.name`")
        above = old[: -len(name) - 1]
        if last(new, kind) != new and new[: -len(last(new, kind)) - 1] != above:
            raise SourceError(f"{at}: a {kind} stays where it is: {above}, and not {new}")
        new = f"{above}.{_plain(kind, last(new, kind))}"
        old = f"{above}.{_plain(kind, name)}"
    if old == new:
        raise SourceError(f"{at}: both names are the same")
    return Rename(kind, old, new)


def _plain(kind: str, name: str) -> str:
    """A label is a string constant; the snapshot has what it says."""
    return name[1:-1].replace("''", "'") if kind == "label" and name.startswith("'") else name


def checked(lines: Iterable[Line], desired: Snapshot) -> list[Rename]:
    """The renames of all lines, in the order of their files.

    Args:
        lines: of all files.
        desired: what ``sql/`` makes.

    Raises:
        SourceError: one renames what ``sql/`` still has, or to what it has not; or two cannot both be.
    """
    every = list(lines)
    olds: dict[str, Line] = {}
    news: dict[str, Line] = {}
    for line in every:
        for each in line.renames:
            if each.before in olds:
                raise SourceError(f"{line.at}: {olds[each.before].at} renames {each.before} too")
            olds[each.before] = line
        after = line.renames[0].after
        if after in news:
            both = ", ".join(each.old for at in (news[after], line) for each in at.renames)
            raise SourceError(
                f"{line.at}: {news[after].at} renames another {line.renames[0].kind} to {line.renames[0].new}:"
                f" write one line with all its earlier names, `-- renames: {line.renames[0].kind} {both} to ...`"
            )
        news[after] = line
    for line in every:
        for each in line.renames:
            if each.after in olds:
                raise SourceError(
                    f"{line.at}: {each.after} is renamed itself, by {olds[each.after].at}: write one line there with"
                    f" both earlier names, and take this one away"
                )
            if not has(desired, each.after):
                raise SourceError(f"{line.at}: there is no {each.after} in sql/")
            if has(desired, each.before):
                raise SourceError(f"{line.at}: {each.before} is still in sql/")
    return [each for line in every for each in line.renames]
