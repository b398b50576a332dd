"""No session that has more rights than the application's role looks a function or a table up by its bare name.

The pinned search_path makes that safe already; this holds where a session would lose it, and says it to who writes SQL.
"""

import ast as python
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pglast import ast, parse_sql
from pglast.parser import ParseError
from pglast.visitors import Visitor

from ai_engine_db.schema.lock import ROOT

PACKAGE = ROOT / "ai_engine_db"
FILES = sorted(PACKAGE.rglob("*.sql"))
# What runs logged in as the owner of the database, or on a throwaway server of `make lock`, where names are the
# application's own; and texts for people.
OWNERS = (
    "data_import/", "cli/build_lock.py", "cli/build_docs.py", "cli/scratch_server.py", "runtime/summary.py",
    "schema/reference.py", "schema/digest.py", "schema/render.py", "schema/planner/", "cli/recorder.sql",
    "cli/roots.sql", "facts/answers.py", "facts/history.py", "runtime/deploy_log.py", "operations/preflight.py",
    "operations/data_checksums.py", "operations/deploy_log.py", "operations/reference_data.py", "operations/schema.py",
    "operations/search.py", "schema/drop_questions.py", "schema/labels.py",
)  # fmt: skip
MODULES = sorted((*PACKAGE.rglob("*.py"), *(ROOT / "tasks").rglob("*.py")))

_META = re.compile(r"\\(gset|gexec|g /dev/null|gdesc)\b.*$", re.MULTILINE)
_COMMAND = re.compile(r"^\s*\\.*$", re.MULTILINE)
_VARIABLE = re.compile(r"(?<!:):'(\w+)'")
_SQL = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE|DO|BEGIN)\b")


class Bare(Visitor):
    """Collects what is called, read or written by its bare name."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.own: set[str] = set()

    def visit(self, _ancestors: Any, node: Any) -> None:
        if isinstance(node, ast.CommonTableExpr):
            self.own.add(str(node.ctename))
        elif isinstance(node, ast.FuncCall) and len(node.funcname or ()) == 1:
            self.names.append(f"{(node.funcname or ())[0].sval}()")
        elif isinstance(node, ast.RangeVar) and node.schemaname is None:
            self.names.append(str(node.relname))

    @property
    def found(self) -> list[str]:
        return sorted({name for name in self.names if name not in self.own})


def bare(sql: str) -> list[str]:
    """What SQL names without a schema, query strings within it included."""
    visitor = Bare()
    visitor(parse_sql(sql))
    return visitor.found


def plain(text: str) -> str:
    """psql's input without what only psql understands."""
    text = _META.sub(";", text)
    return _VARIABLE.sub(r"'\1'", _COMMAND.sub("", text))


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a module that are SQL, with a word for each value that is put into them."""
    tree = python.parse(path.read_text())
    within = {id(part) for node in python.walk(tree) if isinstance(node, python.JoinedStr) for part in node.values}
    for node in python.walk(tree):
        if isinstance(node, python.JoinedStr):
            parts = [part.value if isinstance(part, python.Constant) else "q.v" for part in node.values]
            text = "".join(map(str, parts))
        elif isinstance(node, python.Constant) and isinstance(node.value, str) and id(node) not in within:
            text = re.sub(r"(?<!\{)\{\w*\}(?!\})", "q.v", node.value)
        else:
            continue
        if _SQL.match(text):
            yield node.lineno, plain(text)


def privileged(path: Path) -> bool:
    return not str(path.relative_to(ROOT)).startswith(tuple(f"{PACKAGE.name}/{name}" for name in OWNERS))


@pytest.mark.parametrize(
    "path", [path for path in FILES if privileged(path)], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_query_of_ours_names_the_schema_of_all_that_it_uses(path: Path) -> None:
    assert bare(plain(path.read_text())) == []


def test_a_statement_within_our_code_names_the_schema_of_all_that_it_uses() -> None:
    looked_at, found = 0, {}
    for path in MODULES:
        if not privileged(path):
            continue
        for line, text in texts(path):
            try:
                names = bare(text)
            except ParseError:
                continue  # a part of a statement, or words for people
            looked_at += 1
            # The record of deploys is written by the owner's session.
            if names and "INTO deploy." not in text:
                found[f"{path.relative_to(ROOT)}:{line}"] = names
    assert found == {}
    assert looked_at > 20


def test_a_bare_name_is_found() -> None:
    assert bare("WITH a AS (SELECT 1) SELECT concat_ws(' ', b) FROM a, pg_class, pg_catalog.pg_proc") == [
        "concat_ws()",
        "pg_class",
    ]
