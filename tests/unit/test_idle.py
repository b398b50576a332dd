"""What a deploy with nothing to do may cost: no import of what only a difference needs."""

import subprocess
import sys

import pytest

from tests.support.deployment import ROOT

NOT_NEEDED = (
    "ai_engine_db.schema.planner",
    "ai_engine_db.schema.transitions",
    "ai_engine_db.plan_document",
    "tenacity",
    "rich",
    "pglast",
    "psycopg",
)


@pytest.fixture(scope="module")
def imported() -> list[str]:
    """The modules that the steps of a deploy import."""
    steps = [line for line in (ROOT / "deploy.py").read_text().splitlines() if line.startswith("from ")]
    program = "\n".join(("import sys", *steps, "print(*sys.modules)"))
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_the_steps_import_nothing_that_only_a_difference_needs(imported: list[str], name: str) -> None:
    assert [each for each in imported if each == name or each.startswith(f"{name}.")] == []


def test_the_steps_import_what_they_are_made_of(imported: list[str]) -> None:
    assert {"tasks.domains", "ai_engine_db.runtime.host_state", "ai_engine_db.schema.statements"} <= set(imported)
