"""The files of the package that are no Python: beside the module that opens them, and in what is installed."""

import re
import tomllib

from ai_engine_db.schema.lock import ROOT


def test_every_file_that_is_no_python_is_named_as_data_of_the_package() -> None:
    package = ROOT / "ai_engine_db"
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    [globs] = tool["setuptools"]["package-data"].values()
    named = {path for each in globs for path in package.glob(each)}
    files = {path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in files - named if path.suffix != ".py"} == set()


def test_every_file_that_a_module_opens_stands_beside_it() -> None:
    for path in (ROOT / "ai_engine_db").rglob("*.py"):
        for name in re.findall(r'(?:FILES|_?HERE) / "([\w.]+)"|with_name\("([\w.]+\.(?:sh|sql))"\)', path.read_text()):
            assert path.with_name("".join(name)).exists(), (path, name)
