"""The files of the package that are no Python: beside the module that opens them, and in what is installed."""

import re
import tomllib
from pathlib import Path

import pytest

import ai_engine_db
from ai_engine_db.schema.lock import ROOT

PACKAGE = ROOT / "ai_engine_db"
SCRIPTS = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".sql", ".sh") and path.parent.name != "image")


def test_every_file_that_is_no_python_is_named_as_data_of_the_package() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    [globs] = tool["setuptools"]["package-data"].values()
    named = {path for each in globs for path in PACKAGE.glob(each)}
    files = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in files - named if path.suffix != ".py"} == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_stands_beside_the_one_module_that_opens_it(script: Path) -> None:
    opens = re.compile(rf'(with_name\(|/ ?)"{re.escape(script.name)}"')
    openers = [path for path in PACKAGE.rglob("*.py") if opens.search(path.read_text())]
    assert [path.parent for path in openers] == [script.parent]


def test_every_file_that_a_module_opens_stands_beside_it() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        for folder, name in re.findall(r'\b(\w+) / "([\w.]+\.(?:sh|sql))"', text):
            # Imported from another module, it would be another folder.
            assert f"{folder} = Path(__file__).parent\n" in text, path
            assert path.with_name(name).exists(), (path, name)
        for name in re.findall(r'with_name\("([\w.]+\.(?:sh|sql))"\)', text):
            assert path.with_name(name).exists(), (path, name)


def test_the_version_is_the_same_wherever_it_stands_and_the_changelog_has_it() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == ai_engine_db.__version__
    assert f"\n## {ai_engine_db.__version__} - " in (ROOT / "CHANGELOG.md").read_text()


def test_every_module_that_a_command_runs_can_be_run() -> None:
    texts = [
        (ROOT / "Makefile").read_text(),
        *(path.read_text() for path in ROOT.glob("docs/**/*") if path.suffix in (".md", ".yml")),
    ]
    named = set(re.findall(r"python -m ([\w.]+)", "\n".join(texts))) - {"pytest"}
    assert "ai_engine_db.cli.settings" in named
    for name in named:
        path = ROOT / name.replace(".", "/")
        text = (path / "__main__.py" if path.is_dir() else path.with_suffix(".py")).read_text()
        assert path.is_dir() or 'if __name__ == "__main__":' in text, name
