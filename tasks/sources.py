"""The statements of ``sql/``, each with its file and line. Reads the files, by PostgreSQL's own grammar (pglast).

Only definitions are let through: what else a file did would not be in the lock.
"""

from dataclasses import dataclass
from pathlib import Path

from pglast import Error as ParseError
from pglast import ast, parse_sql

from tasks.schema import lock

STATEMENTS = (
    ast.CreateStmt, ast.AlterTableStmt, ast.IndexStmt, ast.CreateSeqStmt, ast.AlterSeqStmt, ast.CreateTrigStmt,
    ast.CreateFunctionStmt, ast.ViewStmt, ast.CreateEnumStmt, ast.CreateDomainStmt, ast.CompositeTypeStmt,
    ast.CommentStmt, ast.GrantStmt,
)  # fmt: skip


class SourceError(Exception):
    """A SQL file is wrong; the message names file and line."""


@dataclass(frozen=True)
class Source:
    """One statement of a file: its text, its file below the project, the line it starts on, and what kind it is."""

    text: str
    file: str
    line: int
    node: ast.Node

    @property
    def domain(self) -> str:
        return Path(self.file).parts[1]

    def at(self, offset: int = 0) -> str:
        return f"{self.file}:{self.line + self.text[:offset].count(chr(10))}"


def parse(file: str, text: str) -> list[Source]:
    """Splits a file into statements.

    Raises:
        SourceError: it does not parse.
    """
    try:
        raw = parse_sql(text)
    except ParseError as error:
        message, *position = error.args
        line = text[: position[0] if position else 0].count("\n") + 1
        raise SourceError(f"{file}:{line}: {message}") from None
    found = []
    encoded = text.encode()
    for each in raw:
        start = int(each.stmt_location or 0)
        length = int(each.stmt_len or len(encoded) - start)
        before, body = encoded[:start].decode(), encoded[start : start + length].decode()
        blank = len(body) - len(body.lstrip())
        line = (before + body[:blank]).count("\n") + 1
        if each.stmt is not None:
            found.append(Source(body.strip(), file, line, each.stmt))
    return found


def statements(root: Path) -> tuple[list[Source], list[Source]]:
    """Reads all files: the statements of ``extensions.sql``, and all the others.

    Raises:
        SourceError: a file does not parse, or holds a statement that is not the definition of an object.
    """
    extensions, others = [], []
    for file in lock.sources(root / "sql"):
        for source in parse(file, (root / file).read_text()):
            if isinstance(source.node, ast.CreateExtensionStmt):
                extensions.append(source)
            elif isinstance(source.node, STATEMENTS):
                others.append(source)
            else:
                what = type(source.node).__name__.removesuffix("Stmt")
                raise SourceError(
                    f"{source.at()}: {what}: sql/ holds definitions only (tables, indexes, functions ...)"
                )
    return extensions, others
