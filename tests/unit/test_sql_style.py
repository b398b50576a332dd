"""The files under sql/ are written one way, and an object is found in the file of its name."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from pglast import ast, parse_sql
from pglast.parser import Token, scan

from ai_engine_db.schema.lock import SQL

LONGEST_LINE = 120

FILES = {str(path.relative_to(SQL)): path.read_text() for path in sorted(SQL.rglob("*.sql"))}
# Definitions in schema public. The others hold the extensions, rows, or the search, which is of several parts.
DEFINITIONS = {
    name: text
    for name, text in FILES.items()
    if len(Path(name).parts) == 2 and not name.startswith(("sample/", "search/", "transitions/"))
}

Kinds = dict[type[Any], str]
"""Statements, and the attribute of each that says what it is about."""

MAKERS: Kinds = {
    ast.CreateStmt: "relation",
    ast.ViewStmt: "view",
    ast.CreateSeqStmt: "sequence",
    ast.CreateFunctionStmt: "funcname",
    ast.CreateEnumStmt: "typeName",
    ast.CompositeTypeStmt: "typevar",
    ast.CreateDomainStmt: "domainname",
}
ADDITIONS: Kinds = {ast.AlterTableStmt: "relation", ast.IndexStmt: "relation", ast.CreateTrigStmt: "relation"}

# Constants, which are written like other values.
LOWER_CASE = ("true", "false")


def words(text: str) -> Iterator[tuple[Token, str]]:
    """The tokens of SQL, those of function bodies included."""
    for token in scan(text):
        word = text[token.start : token.end + 1]
        if token.name == "SCONST" and word.startswith("$"):
            tag = word[: word.index("$", 1) + 1]
            yield from words(word.removeprefix(tag).removesuffix(tag))
        else:
            yield token, word


def names(text: str, kinds: Kinds) -> list[str]:
    """What the statements of these kinds are about, in the order of the file."""
    found = []
    for raw in parse_sql(text):
        if attribute := kinds.get(type(raw.stmt)):
            name = getattr(raw.stmt, attribute)
            found.append(name[-1].sval if isinstance(name, tuple) else name.relname)
    return found


def test_lines_are_short_and_without_tabs_or_trailing_spaces() -> None:
    found = [
        f"{name}:{number}: {line}"
        for name, text in FILES.items()
        for number, line in enumerate(text.split("\n"), 1)
        if len(line) > LONGEST_LINE or "\t" in line or line != line.rstrip()
    ]
    assert found == []


def test_a_file_ends_with_one_line_break() -> None:
    assert [name for name, text in FILES.items() if not text.endswith("\n") or text.endswith("\n\n")] == []


def test_reserved_keywords_are_upper_case() -> None:
    """Of the other keywords, which may be names too, only the grammar knows which is meant."""
    found = [
        f"{name}: {word}"
        for name, text in FILES.items()
        for token, word in words(text)
        if token.kind == "RESERVED_KEYWORD" and not word.isupper() and word not in LOWER_CASE
    ]
    assert found == []


def test_no_keyword_is_in_mixed_case() -> None:
    found = [
        f"{name}: {word}"
        for name, text in FILES.items()
        for token, word in words(text)
        if token.kind != "NO_KEYWORD" and not (word.isupper() or word.islower())
    ]
    assert found == []


def test_a_statement_begins_in_upper_case() -> None:
    found = []
    for name, text in FILES.items():
        tokens = [token for token in scan(text) if not token.name.endswith("COMMENT")]
        for before, token in pairwise([None, *tokens]):
            word = text[token.start : token.end + 1] if token else ""
            if (before is None or before.name == "ASCII_59") and not word.isupper():
                found.append(f"{name}: {word}")
    assert found == []


def test_a_file_makes_one_object_and_has_its_name() -> None:
    assert {name: names(text, MAKERS) for name, text in DEFINITIONS.items()} == {
        name: [Path(name).stem] for name in DEFINITIONS
    }


def test_keys_indexes_and_triggers_stand_in_the_file_of_their_table() -> None:
    assert {name: names(text, ADDITIONS) for name, text in DEFINITIONS.items()} == {
        name: [Path(name).stem] * len(names(text, ADDITIONS)) for name, text in DEFINITIONS.items()
    }


def test_no_two_files_have_the_same_name() -> None:
    stems = [Path(name).stem for name in DEFINITIONS]
    assert sorted(set(stems)) == sorted(stems)
