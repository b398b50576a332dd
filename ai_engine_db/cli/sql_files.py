"""The statements of ``sql/``, each with its file and line. Reads the files, by PostgreSQL's own grammar (pglast).

Only definitions are let through: what else a file did would not be in the lock.
"""

from dataclasses import dataclass
from pathlib import Path

from pglast import Error as ParseError
from pglast import ast, parse_sql

from ai_engine_db.schema import lock, rename_lines, roles, texts, violations
from ai_engine_db.schema.definitions import refusal
from ai_engine_db.schema.statements import FIRST_STEPS, LAST_STEPS
from ai_engine_db.schema.texts import SourceError

__all__ = ["Source", "SourceError", "parse", "statements"]

EXTENSIONS = "extensions.sql"

# Folders whose objects are made in the step of their name; each other folder is a domain, with a step of its own.
_STEPS = ("types", "functions", "views")

# What a transition in batches does.
_BATCHED = (ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt, ast.MergeStmt)


@dataclass(frozen=True)
class Source:
    """One statement of a file: its text, its file below the project, the line it starts on, and what kind it is.

    Attributes:
        roles: the placeholders for roles in it; in the text they are names.
    """

    text: str
    file: str
    line: int
    node: ast.Node
    roles: frozenset[str] = frozenset()

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
    text, placeholders = roles.written(text)
    try:
        raw = parse_sql(text)
    except ParseError as error:
        message, *position = error.args
        # Without a position it is the end that is missing something.
        line = text[: position[0] if position and position[0] is not None else len(text.rstrip())].count("\n") + 1
        raise SourceError(f"{file}:{line}: {message}") from None
    found = []
    for each in raw:
        start = int(each.stmt_location or 0)
        end = start + int(each.stmt_len or len(text) - start)
        if each.stmt is not None:
            found.append(Source(text[start:end], file, text[:start].count("\n") + 1, each.stmt, placeholders))
    return found


def statements(root: Path) -> tuple[list[Source], list[Source]]:
    """Reads all files: the statements of ``extensions.sql``, and all the others.

    Raises:
        SourceError: a file is where it does not belong, does not parse, or holds a statement that is not the
            definition of an object.
    """
    extensions, others = [], []
    _refuse_suffixes(root)
    for file in lock.sources(root / "sql"):
        inside = Path(file).relative_to("sql")
        _refuse_place(file, inside)
        for source in parse(file, texts.read(root / file, file)):
            if str(inside) == EXTENSIONS:
                _refuse_other(source)
                extensions.append(source)
            elif said := refusal(source.node):
                raise SourceError(f"{source.at()}: {said}")
            elif isinstance(source.node, ast.CreateStmt) and inside.parts[0] in _STEPS:
                raise SourceError(
                    f"{source.at()}: a table belongs in the folder of its domain, not sql/{inside.parts[0]}"
                )
            else:
                others.append(source)
    return extensions, others


def rename_texts(root: Path) -> list[rename_lines.Line]:
    """The lines of all files that rename something.

    Raises:
        SourceError: one is not of the form that it has to be.
    """
    files = lock.sources(root / "sql")
    return [line for file in files for line in rename_lines.read(file, texts.read(root / file, file))]


def violation_lines(root: Path) -> list[tuple[str, str]]:
    """The constraints that rows may break, by the lines of all files.

    Raises:
        SourceError: one is not of the form that it has to be.
    """
    files = lock.sources(root / "sql")
    return [line for file in files for line in violations.read(file, texts.read(root / file, file))]


def check_scripts(root: Path) -> None:
    """Reads the files that are run as they are, transitions and example data, as PostgreSQL would.

    Raises:
        SourceError: one does not parse, as a command of psql's does not, or would end the transaction that it is.
    """
    for folder in ("transitions", "sample"):
        for path in sorted((root / "sql" / folder).glob("*.sql")):
            file = f"sql/{folder}/{path.name}"
            text = texts.read(path, file)
            # As long as a condition that PostgreSQL takes.
            batched = folder == "transitions" and ":batch" in texts.after_head(text)
            for source in parse(file, text.replace(":batch", " true ") if batched else text):
                if batched and not isinstance(source.node, _BATCHED):
                    start = len(source.text) - len(source.text.lstrip())
                    raise SourceError(f"{source.at(start)}: a batch is made of INSERT, UPDATE, DELETE or MERGE only")
                if isinstance(source.node, ast.TransactionStmt):
                    start = len(source.text) - len(source.text.lstrip())
                    raise SourceError(
                        f"{source.at(start)}: the file runs in one transaction: it must not begin or end one"
                    )


def _refuse_suffixes(root: Path) -> None:
    """A file of another spelling would be passed over without a word."""
    for path in sorted((root / "sql").rglob("*")):
        if path.suffix.lower() == ".sql" != path.suffix:
            raise SourceError(f"{path.relative_to(root)}:1: only files named *.sql are read: rename it")


def _refuse_place(file: str, inside: Path) -> None:
    folder, *below = inside.parts
    if not below and folder != EXTENSIONS:
        raise SourceError(f"{file}:1: a file belongs in the folder of its domain, for example sql/core/{folder}")
    if folder in (*FIRST_STEPS, *LAST_STEPS) and folder not in _STEPS:
        raise SourceError(f"{file}:1: sql/{folder} has the name of a step of a deploy: rename the folder")
    if folder == "reference":
        raise SourceError(f"{file}:1: sql/reference holds rows (*.csv), and no definitions")


def _refuse_other(source: Source) -> None:
    if not isinstance(source.node, ast.CreateExtensionStmt):
        raise SourceError(f"{source.at()}: sql/{EXTENSIONS} holds CREATE EXTENSION only")
