"""What a user sees of a folder of backups that is not all his own."""

import getpass
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ai_engine_db.facts.backup import Shelf, Shelves

NOBODY = 65534
OLD, NEW = "shop_backup_20260101_000000", "shop_backup_20260102_000000"

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Two backups; everybody can reach the folder."""
    with tempfile.TemporaryDirectory(prefix="ai-engine-test-shelf-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        shelf = Path(name) / "backups"
        for each in (OLD, NEW):
            (shelf / each).mkdir(parents=True)
            (shelf / each / "manifest.json").write_text("{}")
        os.chown(shelf, NOBODY, NOBODY)
        yield shelf


def seen(folder: Path, user: int = NOBODY) -> Shelf:
    done = subprocess.run(
        ["sh", "-c", Shelves().command(str(folder))], user=user, capture_output=True, text=True, check=True
    )
    return Shelves().process(done.stdout.splitlines())


def test_all_that_can_be_read_is_complete(folder: Path) -> None:
    found = seen(folder)
    assert (found.problem, found.names, found.unreadable, found.user) == ("", [OLD, NEW], [], "nobody")
    assert found.free > 0


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o100])
def test_another_users_backup_is_there_and_cannot_be_read(folder: Path, mode: int) -> None:
    (folder / NEW).chmod(mode)
    found = seen(folder)
    assert (found.names, found.unreadable) == ([OLD], [NEW])
    assert set(found.taken) == {OLD, NEW}


def test_a_manifest_of_another_user_is_one_that_cannot_be_read(folder: Path) -> None:
    (folder / NEW / "manifest.json").chmod(0o600)
    assert seen(folder).unreadable == [NEW]


def test_what_has_no_manifest_is_no_backup(folder: Path) -> None:
    (folder / NEW / "manifest.json").unlink()
    (folder / "shop_backup_20260103_000000").touch()
    found = seen(folder)
    assert (found.names, found.unreadable) == ([OLD], [])


def test_a_link_to_nowhere_is_a_backup_that_cannot_be_read(folder: Path) -> None:
    (folder / "shop_backup_20260103_000000").symlink_to("nowhere")
    assert seen(folder).unreadable == ["shop_backup_20260103_000000"]


@pytest.mark.parametrize(
    ("mode", "problem"),
    [
        (0o755, ""),
        (0o300, "nobody may not list"),
        (0o500, "nobody may not write to"),
        (0o600, "nobody may not write to"),
    ],
)
def test_a_folder_that_cannot_be_listed_is_no_empty_one(folder: Path, mode: int, problem: str) -> None:
    folder.chmod(mode)
    assert seen(folder).problem == (f"{problem} {folder}" if problem else "")


def test_a_link_to_nowhere_and_a_file_are_no_folder(folder: Path) -> None:
    (folder / "link").symlink_to("nowhere")
    (folder / "file").touch()
    assert seen(folder / "link" / "below", 0).problem == f"{folder}/link is a dangling symbolic link"
    assert seen(folder / "file", 0).problem == f"{folder}/file is not a directory"


def test_a_folder_that_is_not_there_yet_is_an_empty_one(folder: Path) -> None:
    found = seen(folder / "not" / "yet", 0)
    assert (found.problem, found.names, found.user) == ("", [], getpass.getuser())
