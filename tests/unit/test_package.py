"""An installed package has every file that the one in the checkout has."""

import tomllib

from ai_engine_db.schema.lock import ROOT


def test_every_file_that_is_no_python_is_named_as_data_of_the_package() -> None:
    package = ROOT / "ai_engine_db"
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    [globs] = tool["setuptools"]["package-data"].values()
    named = {path for each in globs for path in package.glob(each)}
    files = {path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in files - named if path.suffix != ".py"} == set()
