"""The lock has all that pip wants, on each Python that the project is for."""

import re
import tomllib

from tests.support.deployment import ROOT

LOCK = (ROOT / "requirements.lock").read_text()


def normal(name: str) -> str:
    """A package's name as pip compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


PINNED = {normal(name) for name in re.findall(r"^([\w.-]+)==", LOCK, re.M)}


def test_nothing_is_left_to_what_a_python_brings_with_it() -> None:
    """3.11 brings setuptools along, 3.12 and later do not; with hashes, pip takes nothing that is not pinned."""
    assert "were not pinned" not in LOCK
    assert {"pip", "setuptools"} <= PINNED


def test_every_dependency_of_the_project_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {normal(re.split(r"[\[<>=]", each)[0]) for each in wanted} - PINNED == set()
