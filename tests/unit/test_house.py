"""Where things are: what pyinfra runs in ``tasks/``, and each script beside the one module that opens it."""

import re
from pathlib import Path

import pytest

from ai_engine_db.schema.lock import ROOT

PACKAGE = ROOT / "ai_engine_db"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".sql", ".sh") and path.parent.name != "image")
TASKS = sorted(path for path in (ROOT / "tasks").glob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_stands_beside_the_one_module_that_opens_it(script: Path) -> None:
    opens = re.compile(rf'(with_name\(|/ ?)"{re.escape(script.name)}"')
    openers = [path for path in MODULES if opens.search(path.read_text())]
    assert [path.parent for path in openers] == [script.parent]


@pytest.mark.parametrize("task", TASKS, ids=lambda path: path.name)
def test_what_is_in_tasks_can_be_run_by_pyinfra(task: Path) -> None:
    text = task.read_text()
    assert 'if __name__ == "builtins":' in text
    assert f"\ndef {task.stem}(" in text or task.stem == "proof"
