"""Where what lies: helpers apart from the tests, and nothing but tests has need of the tests' folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployment import ROOT

TASKS = sorted(path for path in (ROOT / "tasks").glob("*.py") if path.name != "__init__.py")


def imported(file: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def importing(folder: str, *packages: str) -> list[str]:
    """The files of a folder that import from one of the packages."""
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files, f"{folder} has no Python"
    return [
        str(file.relative_to(ROOT)) for file in files if {name.split(".")[0] for name in imported(file)} & {*packages}
    ]


@pytest.mark.parametrize("folder", ["bench", "tasks", "inventories", "ai_engine_db"])
def test_what_is_no_test_imports_nothing_from_tests(folder: str) -> None:
    assert importing(folder, "tests") == []


@pytest.mark.parametrize("folder", ["tasks", "inventories", "ai_engine_db"])
def test_the_product_imports_nothing_from_the_bench(folder: str) -> None:
    assert importing(folder, "bench") == []


def test_a_folder_of_tests_holds_tests_and_fixtures_alone() -> None:
    files = [file for folder in ("unit", "integration") for file in (ROOT / "tests" / folder).rglob("*.py")]
    others = [file for file in files if not file.name.startswith("test_") and file.stem not in ("conftest", "__init__")]
    assert others == []


@pytest.mark.parametrize("task", TASKS, ids=lambda path: path.name)
def test_what_is_in_tasks_can_be_run_by_pyinfra(task: Path) -> None:
    text = task.read_text()
    assert 'if __name__ == "builtins":' in text
    assert f"\ndef {task.stem}(" in text or task.stem == "proof"


# Where the state of a run is: what pyinfra gives us no place of its own for. Of a host, and of this process.
STATE = {
    "runtime/host_run.py _runs",
    "runtime/interrupts.py _interrupt",
    "runtime/invocation.py _invoked",
    "runtime/progress_bar.py _terminal",
    "runtime/schema_lock.py _lock",
}


def variables(file: Path) -> Iterator[str]:
    """The names that a module itself assigns and those that a function makes global."""
    tree = ast.parse(file.read_text())
    for node in tree.body:
        targets = (
            [node.target] if isinstance(node, ast.AnnAssign) else node.targets if isinstance(node, ast.Assign) else []
        )
        yield from (each.id for each in targets if isinstance(each, ast.Name))
    yield from (name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names)


def test_the_state_of_a_run_is_in_these_objects_alone() -> None:
    files = [*(ROOT / "ai_engine_db").rglob("*.py"), *(ROOT / "tasks").glob("*.py")]
    place = {
        f"{file.relative_to(file.parents[1])} {name}"
        for file in files
        for name in variables(file)
        if not name.startswith("__") and name.lstrip("_")[0].islower()
    }
    assert place == STATE
