"""sql/ignore.toml on a real server: what it names has no line, and is counted; nothing of it is touched."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployment import Deployment

MINE = """CREATE TABLE tmp_1 (a integer); CREATE TABLE tmp_2 (); CREATE VIEW mine AS SELECT 1 AS one;
GRANT SELECT ON tmp_1, tmp_2, mine TO weedgo_readonly"""
THERE = "SELECT to_regclass('tmp_1'), to_regclass('tmp_2'), to_regclass('mine')"
ENTRIES = """# What the operators keep here.
[[ignore]]
kind = "table"
name = "tmp_*"
why = "copies that the operators make before they repair rows by hand"

[[ignore]]
kind = "view"
name = "mine"

[[ignore]]
kind = "table"
name = "gone_*"
"""
COUNTED = "ignored: 3 objects that sql/ignore.toml names"
IDLE = "sql/ignore.toml:11: table gone_* matches nothing any more"


@pytest.fixture(scope="module")
def place(provisioned: Deployment, checkout: Path) -> Deployment:
    provisioned.root = checkout
    provisioned.psql(MINE)
    return provisioned


@pytest.fixture
def file(place: Deployment) -> Iterator[Path]:
    path = place.root / "sql" / "ignore.toml"
    path.write_text(ENTRIES)
    yield path
    path.unlink(missing_ok=True)


def check(place: Deployment, *options: str) -> subprocess.CompletedProcess[str]:
    return place.run(sys.executable, "-m", "ai_engine_db.cli.check", "inventories/dev.py", *options)


def test_what_is_ignored_is_counted_and_an_entry_about_nothing_is_named_once(place: Deployment, file: Path) -> None:
    done = check(place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line for line in done.stdout.splitlines() if "gnore" in line] == [COUNTED, IDLE]
    assert f"- `{COUNTED}`" in check(place, "--markdown").stdout
    assert place.changes() == []
    file.unlink()
    done = check(place)
    assert done.returncode == 3
    assert "! table tmp_1 is not in sql/" in done.stdout


def test_a_deploy_leaves_it_alone_and_what_it_notes_of_the_database_hides_no_figure(
    place: Deployment, file: Path
) -> None:
    place.psql("DROP INDEX idx_stores_tenant")
    assert check(place).returncode == 2
    place.deploy()
    assert place.psql(THERE) == "tmp_1|tmp_2|mine"
    assert "Last found in step" in place.psql("SELECT obj_description('deploy'::regnamespace, 'pg_namespace')")
    assert place.changes() == []
    done = check(place)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if "gnore" in line] == [COUNTED, IDLE]
    file.write_text(ENTRIES.replace("tmp_*", "tmp_1"))
    assert "! table tmp_2 is not in sql/" in place.changes(), "another file makes the next deploy look again"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('kind = "tabel"', "sql/ignore.toml:2: there is no kind `tabel` here"),
        ('kind = "table"\nwhat = "x"', "sql/ignore.toml:2: there is no key `what`"),
    ],
)
def test_a_deploy_refuses_what_is_no_entry(place: Deployment, file: Path, entry: str, says: str) -> None:
    file.write_text(f'\n[[ignore]]\n{entry}\nname = "x"\n')
    assert says in place.refused()


def test_what_sql_has_cannot_be_ignored(place: Deployment, file: Path) -> None:
    says = "sql/ignore.toml:3: table sto* is table store_compliance of sql/, which a deploy looks after"
    file.write_text('\n\n[[ignore]]\nkind = "table"\nname = "sto*"\n')
    assert says.split(" is table")[0] in place.refused()
    done = place.run(sys.executable, "-m", "ai_engine_db.cli.build_lock")
    assert done.returncode == 1
    assert "make lock: sql/ignore.toml:3: table sto* is table sto" in done.stderr
