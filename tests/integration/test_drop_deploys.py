"""A deploy drops what sql/drops.toml names, once that is allowed, and behind a backup. Seen by plain psql."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.deployment import ROOT, Deployment

PAGE = (ROOT / "docs" / "changing-the-schema.md").read_text()
# The example of the page.
ENTRIES = next(block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.S) if "[[drop]]" in block)
HAS = """SET ROLE weedgo;
CREATE TABLE old_carts (id serial PRIMARY KEY, note text);
INSERT INTO old_carts (note) SELECT 'cart ' || i FROM generate_series(1, 12034) AS i;
ALTER TABLE tenants ADD COLUMN fax text;
CREATE VIEW old_cart_notes AS SELECT note FROM old_carts;
GRANT SELECT ON old_carts, old_cart_notes TO weedgo_readonly;
"""
THERE = """SELECT to_regclass('old_carts') IS NOT NULL, to_regclass('old_cart_notes') IS NOT NULL,
EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'tenants'::regclass AND attname = 'fax' AND NOT attisdropped)"""
IDLE = "no database has it any more: remove the entry"


@pytest.fixture(scope="module")
def place(provisioned: Deployment, checkout: Path) -> Deployment:
    provisioned.root = checkout
    provisioned.psql("INSERT INTO tenants (name, code) VALUES ('Tenant', 'T')")
    (checkout / "sql" / "drops.toml").write_text(ENTRIES)
    return provisioned


@pytest.fixture
def old(place: Deployment) -> Iterator[Deployment]:
    """A database that has what is to go, and has it no more after the test."""
    place.psql(HAS)
    place.psql("UPDATE tenants SET fax = '555'")
    yield place
    place.deploy("--data", "allow=DATA_LOSS")
    assert place.psql(THERE) == "f|f|f"
    assert place.changes() == []


def check(place: Deployment, *options: str) -> subprocess.CompletedProcess[str]:
    return place.run(sys.executable, "-m", "ai_engine_db.cli.check", "inventories/dev.py", *options)


def changes(place: Deployment) -> list[dict[str, Any]]:
    (part,) = json.loads(check(place, "--json").stdout)["plan"]["hosts"].values()
    return [each for each in part["changes"] if each["step"] == "drops"]


def test_a_dry_run_shows_what_goes_with_rows_and_size(old: Deployment) -> None:
    lines = old.dry()
    shown = [line for line in lines if line.startswith("- ")]
    assert shown[0] == "- view old_cart_notes"
    assert any(
        re.fullmatch(
            r"- table old_carts: 12,034 rows, \d+\.\d KB, with constraint old_carts\.old_carts_pkey,"
            r" sequence old_carts_id_seq",
            line,
        )
        for line in shown
    ), shown
    assert any(line.startswith("- column tenants.fax: 1 row with a value, ") for line in shown)
    assert len(shown) == 3
    assert "! DATA_LOSS: drops table old_carts, which only a backup has then" in lines
    assert any(line.startswith("database ai_engine: 0 to create, 0 to change, 3 to drop, 0 skipped") for line in lines)
    assert old.psql(THERE) == "t|t|t"


def test_even_in_dev_nothing_goes_without_approval(old: Deployment) -> None:
    before = old.dump()
    told = old.refused()
    assert "DATA_LOSS: table old_carts in ai_engine: drops table old_carts, which only a backup has then" in told
    assert "deploy.py --data allow=DATA_LOSS\n" in told
    assert "DATA_LOSS: column tenants.fax in ai_engine" in old.refused("--data", "allow=REWRITE")
    done = old.pyinfra("tasks/domains.py", "-y", "--data", "allow=DATA_LOSS")
    assert done.returncode != 0
    assert "only deploy.py drops anything, because it takes a backup before" in done.stdout + done.stderr
    assert old.dump() == before


def test_it_goes_behind_a_backup_rehearsed_and_proved(old: Deployment) -> None:
    backups = set(old.backups.iterdir())
    output = old.deploy("--data", "allow=DATA_LOSS", "--data", "rehearse=true", "--data", "prove=true")
    assert "3 dropped" in output
    assert old.psql(THERE) == "f|f|f"
    (backup,) = set(old.backups.iterdir()) - backups
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["tables"]["public.old_carts"]["rows"] == 12034
    assert old.changes() == []


def test_a_plan_file_that_names_it_approves_it_while_people_go_on_working(old: Deployment, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    old.dry("--data", f"plan_out={file}")
    old.psql("INSERT INTO old_carts (note) VALUES ('one more')")
    old.deploy("--data", f"plan={file}")
    assert old.psql(THERE) == "f|f|f"


def test_what_depends_on_it_keeps_it_and_the_check_says_so(old: Deployment) -> None:
    old.psql("SET ROLE weedgo; CREATE VIEW mine AS SELECT id FROM old_carts; GRANT SELECT ON mine TO weedgo_readonly")
    try:
        done = check(old)
        assert done.returncode == 3
        says = "! table old_carts is not dropped: view mine depends on it: list what goes along in sql/drops.toml"
        assert says in done.stdout
        old.deploy("--data", "allow=DATA_LOSS")
        assert old.psql(THERE) == "t|f|f"
        assert old.psql("SELECT count(*) FROM mine") == "12034"
    finally:
        old.psql("DROP VIEW mine")


def test_check_has_the_sign_the_hazard_and_an_exit_code(old: Deployment) -> None:
    done = check(old)
    assert done.returncode == 2
    assert "needs approval: --data allow=DATA_LOSS" in done.stdout
    assert "3 to drop" in done.stdout
    assert check(old, "--refuse", "DATA_LOSS").returncode == 4
    assert {each["sign"] for each in changes(old)} == {"-"}
    assert {hazard["code"] for each in changes(old) for hazard in each["hazards"]} == {"DATA_LOSS"}
    told = check(old, "--markdown").stdout
    assert "| 0 | 0 | 3 | 0 | 3 |" in told
    assert "\n- table old_carts: 12,034 rows" in told


def test_entries_that_no_database_needs_any_more_are_named(place: Deployment) -> None:
    done = check(place)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if IDLE in line] == [
        f"sql/drops.toml:1: table old_carts: {IDLE}",
        f"sql/drops.toml:6: view old_cart_notes: {IDLE}",
        f"sql/drops.toml:11: column tenants.fax: {IDLE}",
    ]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('kind = "table"\nname = "orders"\nwhy = "x"', "sql/drops.toml:1: table orders is still in sql/"),
        ('kind = "table"\nname = "old"', "sql/drops.toml:1: it has no `why`"),
        ('kind = "column"\nname = "old"\nwhy = "x"', "sql/drops.toml:1: `old` does not name a column"),
        (
            'kind = "label"\nname = "user_role_simple.customer"\nwhy = "x"',
            "sql/drops.toml:1: label user_role_simple.customer is still in sql/",
        ),
        ('kind = "label"\nname = "gone.customer"\nwhy = "x"', "there is no such type in sql/"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_by_a_deploy(place: Deployment, entry: str, says: str) -> None:
    file = place.root / "sql" / "drops.toml"
    file.write_text(f"[[drop]]\n{entry}\n")
    try:
        assert says in place.refused()
    finally:
        file.write_text(ENTRIES)


def test_make_lock_refuses_an_entry_that_sql_still_has(place: Deployment) -> None:
    file = place.root / "sql" / "drops.toml"
    file.write_text('\n[[drop]]\nkind = "table"\nname = "orders"\nwhy = "x"\n')
    try:
        done = place.run(sys.executable, "-m", "ai_engine_db.cli.build_lock")
    finally:
        file.write_text(ENTRIES)
    assert done.returncode == 1
    assert "make lock: sql/drops.toml:2: table orders is still in sql/: remove it there, or remove this entry" in (
        done.stderr
    )


def test_an_entry_is_dropped_or_ignored(place: Deployment) -> None:
    file = place.root / "sql" / "ignore.toml"
    file.write_text('[[ignore]]\nkind = "table"\nname = "old_*"\n')
    try:
        says = "sql/drops.toml:1: table old_carts is to be dropped, and sql/ignore.toml:1 ignores it"
        assert says in place.refused()
    finally:
        file.unlink()
