"""What a database was compared with has a name, which is another one as soon as anything of it is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ai_engine_db.runtime import verified
from ai_engine_db.schema import lock

PACKAGE = lock.ROOT / "ai_engine_db"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of our own code that the name is made of."""
    copy = tmp_path / "package"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(verified, "_PACKAGE", copy)
    verified.key.cache_clear()
    yield copy
    verified.key.cache_clear()


def key(role: str = "weedgo") -> str:
    verified.key.cache_clear()
    return verified.key(role)


def test_the_same_files_have_the_same_name_and_another_role_has_another(package: Path) -> None:
    assert key() == key() != key("somebody")


@pytest.mark.parametrize(
    "name",
    ["facts/database.sql", "facts/server.py", "schema/snapshot.sql", "schema/planner/alter.py", "transport/psql.py"],
)
def test_a_file_that_is_changed_moved_or_gone_gives_another_name(package: Path, name: str) -> None:
    path, keys = package / name, [key()]
    path.write_text(f"{path.read_text()}\n")
    keys.append(key())
    folder = path.with_name("another_room")
    folder.mkdir()
    path.rename(folder / path.name)
    keys.append(key())
    shutil.rmtree(folder)
    keys.append(key())
    assert len(set(keys)) == 4


def test_a_transition_that_comes_gives_another_name(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "SQL", tmp_path / "sql")
    (tmp_path / "sql" / "transitions").mkdir(parents=True)
    before = key()
    (tmp_path / "sql" / "transitions" / "rename.sql").write_text("SELECT 1;\n")
    assert key() != before
