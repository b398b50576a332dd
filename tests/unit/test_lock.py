"""The lock: read, written, and compared with the files it was made from."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ai_engine_db.schema import texts
from ai_engine_db.schema.lock import PATH, Lock, LockError, fresh, history, of_files, read, sources, write
from tests.support.objects import but, function, orders

MADE = "{'format': 3, 'renames': []"
NOTHING = "'files': {}, 'extensions': {}"
SCHEMA = orders(function(body="SELECT 'é';\n"))


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    folder = tmp_path / "sql"
    (folder / "core").mkdir(parents=True)
    (folder / "core" / "orders.sql").write_text("CREATE TABLE orders ();\n")
    write(Lock(sources(folder), {"postgis": "postgis"}, SCHEMA), folder / "schema.lock.json")
    return folder


def test_a_lock_comes_back_as_it_was_written(sql: Path) -> None:
    assert read(sql / "schema.lock.json") == Lock(sources(sql), {"postgis": "postgis"}, SCHEMA)


def test_extensions_keep_the_order_of_their_creation(tmp_path: Path) -> None:
    path = tmp_path / "lock.json"
    write(Lock({}, {"postgis": "postgis", "address": "extensions"}, {}), path)
    assert list(read(path).extensions) == ["postgis", "address"]


def test_each_object_has_a_line_of_its_own(sql: Path) -> None:
    text = (sql / "schema.lock.json").read_text()
    assert [line.count('"kind"') for line in text.splitlines() if '"kind"' in line] == [1] * len(SCHEMA)


def test_a_lock_made_from_the_files_as_they_are_is_fresh(sql: Path) -> None:
    assert fresh(sql / "schema.lock.json").objects == SCHEMA


@pytest.mark.parametrize("name", ["core/orders.sql", "core/added.sql"])
def test_a_stale_lock_names_the_file_and_the_command(sql: Path, name: str) -> None:
    (sql / name).write_text("CREATE TABLE other ();\n")
    with pytest.raises(LockError, match=rf"stale.*: sql/{name}\. Run `make lock`"):
        fresh(sql / "schema.lock.json")


def test_a_file_that_was_removed_makes_the_lock_stale(sql: Path) -> None:
    (sql / "core" / "orders.sql").unlink()
    with pytest.raises(LockError, match=r"sql/core/orders\.sql"):
        fresh(sql / "schema.lock.json")


def test_a_link_to_nothing_is_named(sql: Path) -> None:
    (sql / "core" / "gone.sql").symlink_to("nowhere.sql")
    with pytest.raises(LockError, match=r"sql/core/gone\.sql cannot be read: No such file"):
        sources(sql)
    with pytest.raises(texts.SourceError, match=r"gone\.sql:1: cannot be read: No such file"):
        texts.read(sql / "core" / "gone.sql", "gone.sql")


def test_of_many_changed_files_some_are_named_and_the_others_counted(sql: Path) -> None:
    for number in range(8):
        (sql / "core" / f"t{number}.sql").write_text("SELECT 1;\n")
    with pytest.raises(LockError) as error:
        fresh(sql / "schema.lock.json")
    named = str(error.value).count("sql/core/t")
    assert 0 < named < 8
    assert f"and {8 - named} more. Run `make lock`" in str(error.value)


@pytest.mark.parametrize("folder", ["transitions", "sample", "search"])
def test_what_is_no_part_of_the_schema_leaves_the_lock_fresh(sql: Path, folder: str) -> None:
    (sql / folder).mkdir()
    (sql / folder / "a.sql").write_text("SELECT 1;\n")
    assert fresh(sql / "schema.lock.json").objects == SCHEMA


@pytest.mark.parametrize("folder", ["transitions", "sample", "search"])
def test_what_is_no_part_of_the_schema_has_to_be_text_all_the_same(sql: Path, folder: str) -> None:
    (sql / folder).mkdir()
    (sql / folder / "a.sql").write_bytes(b"SELECT 1;\nSELECT 'Qu\xe9bec';\n")
    with pytest.raises(LockError, match=rf"^sql/{folder}/a\.sql:2: not UTF-8 \(byte 0xE9\): save the file as UTF-8"):
        fresh(sql / "schema.lock.json")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "is missing"),
        ("{", "cannot be read"),
        ("", "cannot be read"),
        ("[]", "cannot be read"),
        ("{}", "cannot be read"),
        ('{"format": 0}', "has format 0"),
        (f"{MADE}, {NOTHING}, 'objects': [{{'kind': 'table'}}]}}".replace("'", '"'), "cannot be read"),
        ('{"format": 3, "files": {"sql/a.sql": "of others"}}', "is merged from two versions"),
        ('{"format": 3,\n<<<<<<< HEAD\n"sql": ""', "contains merge conflict markers"),
    ],
)
def test_a_lock_that_is_of_no_use_says_why_and_what_to_do(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "schema.lock.json"
    path.with_suffix(".history").write_text(f"{of_files({})}\n")
    if text is not None:
        path.write_text(text)
    with pytest.raises(LockError) as error:
        read(path)
    assert str(path) in str(error.value)
    assert says in str(error.value)
    assert str(error.value).endswith("run `make lock`")


def test_the_digest_names_the_schema_and_not_the_files() -> None:
    lock = Lock({"sql/a.sql": "1"}, {}, SCHEMA)
    assert lock.digest == Lock({"sql/a.sql": "2"}, {}, SCHEMA).digest
    assert lock.digest != Lock({"sql/a.sql": "1"}, {}, but(SCHEMA, "column orders.status", default="'new'")).digest


def test_the_digest_is_the_same_after_writing_and_reading(sql: Path) -> None:
    assert read(sql / "schema.lock.json").digest == Lock({}, {}, SCHEMA).digest


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    settings = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "merge.conflictStyle=merge")
    return subprocess.run(["git", *settings, *words], cwd=folder, capture_output=True, text=True, check=False)


def branch(sql: Path, name: str, change: Callable[[], object]) -> None:
    """A branch on which ``sql/`` was changed and the lock made anew."""
    git(sql, "checkout", "-q", "-b", name, "main")
    change()
    write(Lock(sources(sql), {"postgis": "postgis"}, SCHEMA), sql / "schema.lock.json")
    git(sql, "add", "-A")
    assert git(sql, "commit", "-q", "-m", name).returncode == 0


@pytest.fixture
def merged(sql: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """One branch gives a column another name, the other adds a view of the old name, and git merges them."""
    table = sql / "core" / "orders.sql"
    table.write_text("CREATE TABLE orders (status text);\n")
    shutil.copy(PATH.parent / ".gitattributes", sql)
    for number in range(20):
        (sql / "core" / f"table_{number}.sql").write_text(f"CREATE TABLE table_{number} ();\n")
    write(Lock(sources(sql), {"postgis": "postgis"}, SCHEMA), sql / "schema.lock.json")
    git(sql, "init", "-q", "-b", "main")
    git(sql, "add", "-A")
    assert git(sql, "commit", "-q", "-m", "base").returncode == 0
    view = sql / "views" / "v.sql"
    view.parent.mkdir()
    branch(sql, "view", lambda: view.write_text("CREATE VIEW v AS SELECT status FROM orders;\n"))
    branch(sql, "rename", lambda: table.write_text("CREATE TABLE orders (state text);\n"))
    return sql, git(sql, "merge", "-q", "--no-edit", "view")


Merged = tuple[Path, "subprocess.CompletedProcess[str]"]


def test_two_branches_that_both_changed_sql_merge_and_make_lock_is_asked_for(merged: Merged) -> None:
    sql, done = merged
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.raises(LockError, match=r"is merged from two versions: run `make lock`"):
        fresh(sql / "schema.lock.json")
    write(Lock(sources(sql), {"postgis": "postgis"}, SCHEMA), sql / "schema.lock.json")
    assert fresh(sql / "schema.lock.json").files.keys() >= {"sql/views/v.sql", "sql/core/table_19.sql"}
    # Both branches were deployed, perhaps: neither is newer than the merge.
    for name in ("view", "rename"):
        theirs = git(sql, "show", f"{name}:schema.lock.history").stdout.split()
        assert set(theirs) <= set(history(sql / "schema.lock.json"))


def test_neighbours_in_the_lock_that_two_branches_changed_merge_too(sql: Path) -> None:
    shutil.copy(PATH.parent / ".gitattributes", sql)
    git(sql, "init", "-q", "-b", "main")
    git(sql, "add", "-A")
    git(sql, "commit", "-q", "-m", "base")
    branch(sql, "first", lambda: (sql / "core" / "paid.sql").write_text("CREATE TABLE paid ();\n"))
    branch(sql, "second", lambda: (sql / "core" / "part.sql").write_text("CREATE TABLE part ();\n"))
    assert git(sql, "merge", "-q", "--no-edit", "first").returncode == 0
    text = (sql / "schema.lock.json").read_text()
    assert "sql/core/paid.sql" in text
    assert "sql/core/part.sql" in text
    json.loads(text)
    with pytest.raises(LockError, match=r"is merged from two versions: run `make lock`"):
        fresh(sql / "schema.lock.json")


def test_without_the_attributes_of_git_a_conflict_is_none_that_passes_for_a_lock(merged: Merged) -> None:
    sql, _ = merged
    git(sql, "reset", "-q", "--hard", "HEAD~1")
    (sql / ".git" / "info" / "attributes").write_text("schema.lock.* merge=text\n")
    assert git(sql, "merge", "-q", "--no-edit", "view").returncode != 0
    with pytest.raises(LockError, match=r"run `make lock`"):
        fresh(sql / "schema.lock.json")


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_conflict_settled_in_favour_of_one_branch_does_not_pass_for_a_lock(merged: Merged, side: str) -> None:
    sql, _ = merged
    git(sql, "reset", "-q", "--hard", "HEAD~1")
    assert git(sql, "merge", "-q", "--no-edit", "-X", side, "view").returncode == 0
    assert set(sources(sql)) >= {"sql/views/v.sql", "sql/core/orders.sql"}
    with pytest.raises(LockError, match=r"is merged from two versions: run `make lock`"):
        fresh(sql / "schema.lock.json")


def test_branches_of_which_one_left_sql_alone_merge_without_a_word(sql: Path) -> None:
    git(sql, "init", "-q", "-b", "main")
    git(sql, "add", "-A")
    git(sql, "commit", "-q", "-m", "base")
    branch(sql, "view", lambda: (sql / "core" / "others.sql").write_text("CREATE TABLE others ();\n"))
    branch(sql, "words", lambda: (sql / "read.me").write_text("é\n"))
    assert git(sql, "merge", "-q", "--no-edit", "view").returncode == 0
    assert fresh(sql / "schema.lock.json").files.keys() == {"sql/core/orders.sql", "sql/core/others.sql"}


def test_the_committed_history_of_locks_ends_with_the_committed_lock() -> None:
    assert history()[-1] == of_files(read().files)


def test_a_lock_that_is_written_again_stands_in_its_history_once(tmp_path: Path) -> None:
    path = tmp_path / "schema.lock.json"
    first, second = Lock({"sql/a.sql": "1"}, {}, {}), Lock({"sql/a.sql": "2"}, {}, {})
    for each in (first, first, second):
        write(each, path)
    assert history(path) == [of_files(each.files) for each in (first, second)]
