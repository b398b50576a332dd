"""Whether a checkout is older than what was deployed last, told by git in repositories made here."""

import subprocess
from pathlib import Path

import pytest

from ai_engine_db.runtime import revision


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    done = subprocess.run(["git", "-C", str(folder), *identity, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A repository of two commits, and their names."""
    folder = tmp_path / "first"
    folder.mkdir()
    git(folder, "init", "-q")
    found = []
    for name in ("one", "two"):
        git(folder, "commit", "-q", "--allow-empty", "-m", name)
        found.append(git(folder, "rev-parse", "--short=12", "HEAD"))
    monkeypatch.setattr(revision, "ROOT", folder)
    return found


def test_the_same_and_a_later_one_take_nothing_back(commits: list[str]) -> None:
    first, second = commits
    for deployed in (first, second, f"{second}+changes", "unknown", ""):
        assert revision.newer(deployed) == ""


def test_an_older_checkout_is_told_with_the_commits_that_it_lacks(commits: list[str], tmp_path: Path) -> None:
    first, second = commits
    git(tmp_path / "first", "checkout", "-q", first)
    for deployed in (second, f"{second}+changes"):
        found = revision.newer(deployed)
        assert f"revision {second} was deployed last, and {first} does not contain these commits" in found
        assert found.splitlines()[1].endswith(" two")


def test_a_history_that_was_written_anew_is_told(commits: list[str], tmp_path: Path) -> None:
    git(tmp_path / "first", "commit", "-q", "--amend", "--allow-empty", "-m", "another two")
    assert f"revision {commits[1]} was deployed last" in revision.newer(commits[1])


def test_a_revision_that_nobody_fetched_is_told_with_the_command(
    commits: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "git fetch --all" in revision.newer("0123456789ab")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/first", "shallow")
    monkeypatch.setattr(revision, "ROOT", tmp_path / "shallow")
    assert "git fetch --unshallow" in revision.newer(commits[0])
    assert revision.newer(commits[1]) == ""


def test_without_git_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "ROOT", tmp_path)
    assert revision.newer("0123456789ab") == ""


def test_without_git_the_locks_that_this_checkout_knows_of_tell_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revision, "ROOT", tmp_path)
    monkeypatch.setattr(revision, "lock_history", lambda: ["a" * 64, "b" * 64])
    for known in ("", "a" * 64, "b" * 64):
        assert revision.newer("unknown", known) == ""
        assert revision.newer("0123456789ab", known) == ""
    assert revision.newer("0123456789ab", "c" * 64).startswith("lock cccccccccccc was deployed last")
