"""The environment of a checkout is made anew when its packages are others, and for no other reason."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.deployment import ROOT
from tests.support.waiting import LIMIT


def venv(folder: Path) -> subprocess.CompletedProcess[str]:
    """As ``make`` calls it, in a checkout that has a lock and no environment of its own beside what is there."""
    (folder / "tasks").mkdir(exist_ok=True)
    words = ["sh", str(ROOT / "tools" / "venv.sh"), sys.executable, ".venv", "requirements.lock"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=LIMIT)


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A checkout whose environment is a link to that of another one."""
    other = tmp_path / "other" / ".venv"
    other.mkdir(parents=True)
    (other / "used").write_text("by a deploy that runs")
    (other / "installed").write_text("a==1\n")
    here = tmp_path / "here"
    here.mkdir()
    (here / ".venv").symlink_to(other)
    return here


def test_an_environment_with_the_same_packages_stays_whatever_the_date_of_the_lock(linked: Path) -> None:
    (linked / "requirements.lock").write_text("a==1\n")
    done = venv(linked)
    assert (done.returncode, done.stderr) == (0, "")
    assert (linked / ".venv" / "used").exists()


def test_the_environment_of_another_checkout_is_not_cleared(linked: Path) -> None:
    (linked / "requirements.lock").write_text("a==2\n")
    done = venv(linked)
    assert done.returncode == 1
    assert f".venv is a link to {linked.parent / 'other' / '.venv'}" in done.stderr
    assert "remove the link" in done.stderr
    assert (linked / ".venv" / "used").exists()


def test_one_with_other_packages_is_made_anew_and_then_stays(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "used").touch()
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    assert venv(tmp_path).returncode == 0
    assert not (tmp_path / ".venv" / "used").exists()
    (tmp_path / ".venv" / "used").touch()
    assert venv(tmp_path).returncode == 0
    assert (tmp_path / ".venv" / "used").exists()
