"""Markdown that GitHub, GitLab and Gitea all show alike: CommonMark and pipe tables. Pure: text in, text out."""

import re
from collections.abc import Iterable, Sequence

# What could open emphasis, code, a link, an entity, HTML, strikethrough or a formula; _ only beside a blank or sign.
_SPECIAL = re.compile(r"[\\`*\[\]<>&~$]|(?<![^\W_])_|_(?![^\W_])")
_BLOCK = re.compile(r"(#+|[-+=:])(?=\s|$|-|=)|(\d+)([.)])(?=\s|$)")


def text(value: str) -> str:
    """Shows a text letter by letter, in one line: a line break becomes a space, an empty line a ``<br>``."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", value.strip()))
    return "<br>".join(_one_line(paragraph) for paragraph in paragraphs)


def _one_line(value: str) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", value)
    if block := _BLOCK.match(escaped):
        at = block.start(3) if block[3] else 0
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return escaped


def code(value: str) -> str:
    """A code span; empty for an empty text. Line breaks become spaces, which SQL reads alike."""
    value = " ".join(value.split("\n")).strip()
    if not value:
        return ""
    fence = "`" * (_longest_run(value) + 1)
    space = " " if value.startswith("`") or value.endswith("`") else ""
    return f"{fence}{space}{value}{space}{fence}"


def block(language: str, value: str) -> str:
    """A fenced block."""
    fence = "`" * max(3, _longest_run(value) + 1)
    return f"{fence}{language}\n{value.rstrip()}\n{fence}"


def _longest_run(value: str) -> int:
    return max((len(run) for run in re.findall("`+", value)), default=0)


def link(label: str, target: str) -> str:
    """A link; the label is Markdown already."""
    return f"[{label}]({target})"


def anchor(heading: str) -> str:
    """The fragment that forges give a heading with this text."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A pipe table of cells that are Markdown already."""
    # A pipe ends a cell even inside a code span, so it is escaped here and not in text().
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (header, *rows)]
    cells.insert(1, ["---"] * len(header))
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def bullets(items: Iterable[str]) -> str:
    """A list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def document(*parts: str) -> str:
    """Joins the parts that are not empty with an empty line between them."""
    return "\n\n".join(part for part in parts if part) + "\n"
