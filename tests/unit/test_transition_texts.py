"""What the SQL of a transition says, told from literals: as PostgreSQL's own scanner tells it."""

import subprocess
import sys
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from pglast.parser import ParseError, scan

from ai_engine_db.schema import transition_texts

PIECES = (
    "'", "''", "E'", "e'", '"', "$$", "$a$", "$é$", "a$b$", "/*", "*/", "--", "\n", "\r\n", " ", ":batch",
    "::batch", ":batches",
    "\\", "é", "😀", "[", "]", "x", "1", "U&", "-", "/", "*", "check:", ";", "(", ")",
)  # fmt: skip


def places(sql: str) -> list[tuple[int, int]] | None:
    """By PostgreSQL's scanner; None for what is no SQL to it."""
    try:
        tokens = scan(sql)
    except ParseError:
        return None
    found, depth = [], 0
    for colon, word in pairwise(tokens):
        depth += {"ASCII_91": 1, "ASCII_93": -1}.get(colon.name, 0)
        said = sql[word.start : word.end + 1] == "batch" and word.start == colon.end + 1
        if colon.name == "ASCII_58" and said and not depth:
            found.append((colon.start, word.end + 1))
    return found


@given(st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=1000, deadline=None)
def test_it_finds_what_the_scanner_of_postgresql_finds(pieces: list[str]) -> None:
    sql = "".join(pieces)
    if (wanted := places(sql)) is not None:
        assert transition_texts.batch_places(sql) == wanted


def test_a_deploy_reads_and_runs_them_without_the_tools_of_a_developer() -> None:
    head = "-- x\\n-- has: table t\\n-- step: core\\n-- batch: 5 rows of t by id\\n"
    text = f"{head}UPDATE t SET a = 1 WHERE :batch; -- check"
    code = (
        "import sys; sys.modules['pglast'] = None; from ai_engine_db.schema import backfills, transitions;"
        f' backfills.statements(transitions.parse("a.sql", "{text}"))'
    )
    subprocess.run([sys.executable, "-c", code], check=True)
