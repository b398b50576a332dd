"""Transitions run once in a database, whatever still holds of their heads afterwards. Seen by plain psql."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployment import Deployment

TABLE = "agi_rate_limit_rules"
TENFOLD = f"""-- Limits are counted in tenths.
-- has: column {TABLE}.limit_value
-- step: core
UPDATE {TABLE} SET limit_value = limit_value * 10;
"""
FILLS = f"""-- Each rule has a scope.
-- has: column {TABLE}.scope
-- when: EXISTS (SELECT FROM {TABLE} WHERE scope IS NULL)
-- step: core
UPDATE {TABLE} SET scope = 'global' WHERE scope IS NULL;
"""
BURSTS = f"""-- Each rule has a burst size.
-- has: column {TABLE}.burst_size
-- step: core
UPDATE {TABLE} SET burst_size = limit_value;
"""
RENAMES = f"""-- rate_rules becomes {TABLE}.
-- has: table rate_rules
-- lacks: table {TABLE}
-- renames: table rate_rules to table {TABLE}
-- step: core
ALTER TABLE rate_rules RENAME TO {TABLE};
"""
ROWS = f"SELECT name, scope, limit_value FROM {TABLE} ORDER BY 1"
RECORD = "SELECT name, applied_at IS NOT NULL FROM deploy.transitions WHERE name LIKE 'test%' ORDER BY 1"


@pytest.fixture(scope="module")
def place(deployment: Deployment, checkout: Path) -> Deployment:
    """A first deploy with a transition for what it makes itself."""
    deployment.root = checkout
    write(deployment, "test0.sql", TENFOLD)
    deployment.deploy()
    deployment.psql(
        f"INSERT INTO {TABLE} (name, scope, strategy, limit_value, window_seconds) VALUES ('a', 'user', 's', 250, 1)"
    )
    return deployment


@pytest.fixture
def clean(place: Deployment) -> Iterator[Deployment]:
    """The same, whose one row is as it was before the test; its file goes after it, and the next has another name."""
    yield place
    for file in (place.root / "sql" / "transitions").glob("test[1-9]*.sql"):
        file.unlink()
    place.psql(f"UPDATE {TABLE} SET limit_value = 250")


def write(place: Deployment, name: str, text: str) -> None:
    (place.root / "sql" / "transitions" / name).write_text(text)


def test_a_new_database_runs_none_not_even_later(place: Deployment) -> None:
    assert place.psql(RECORD) == "test0.sql|f"
    place.deploy()
    assert place.changes() == []
    assert place.psql(ROWS) == "a|user|250"


def test_one_whose_condition_still_holds_runs_once(clean: Deployment) -> None:
    write(clean, "test1.sql", TENFOLD)
    assert clean.changes().count("~ transition test1.sql: Limits are counted in tenths") == 2
    clean.deploy()
    assert clean.psql(ROWS) == "a|user|2500"
    assert clean.psql(RECORD) == "test0.sql|f\ntest1.sql|t"
    backups = sorted(clean.backups.iterdir())
    clean.deploy()
    assert clean.changes() == []
    assert clean.psql(ROWS) == "a|user|2500"
    assert sorted(clean.backups.iterdir()) == backups


def test_one_that_was_applied_and_has_changed_is_refused_by_name(clean: Deployment) -> None:
    write(clean, "test2.sql", TENFOLD)
    clean.deploy()
    write(clean, "test2.sql", TENFOLD.replace("* 10", "* 100"))
    message = clean.refused()
    assert "sql/transitions/test2.sql was applied to ai_engine, and has been edited since" in message
    assert clean.psql(ROWS) == "a|user|2500"


def test_a_typo_in_its_head_is_refused_by_file_and_line(clean: Deployment) -> None:
    write(clean, "test3.sql", TENFOLD.replace("step: core", "step: cor"))
    assert "sql/transitions/test3.sql:3: there is no step cor" in clean.refused()
    assert clean.psql(ROWS) == "a|user|250"


def test_what_a_transition_mends_is_no_reason_against_the_plan(clean: Deployment) -> None:
    clean.psql(f"ALTER TABLE {TABLE} ALTER COLUMN scope DROP NOT NULL; UPDATE {TABLE} SET scope = NULL")
    write(clean, "test4.sql", FILLS)
    lines = clean.changes()
    assert "~ transition test4.sql: Each rule has a scope" in lines
    assert not [line for line in lines if line.startswith("!")], lines
    clean.deploy()
    assert clean.psql(ROWS) == "a|global|250"
    clean.deploy()
    assert clean.changes() == []
    clean.psql(f"UPDATE {TABLE} SET scope = 'user'")


def test_a_condition_in_sql_that_does_not_hold_keeps_it_from_running(clean: Deployment) -> None:
    write(clean, "test5.sql", FILLS)
    clean.deploy()
    assert clean.changes() == []
    assert clean.psql(ROWS) == "a|user|250"


def test_one_about_a_column_that_the_same_deploy_adds_is_run_by_the_next(clean: Deployment) -> None:
    clean.psql(f"ALTER TABLE {TABLE} DROP COLUMN burst_size")
    write(clean, "test7.sql", BURSTS)
    waits = f"the next deploy runs it: this one makes column {TABLE}.burst_size, of which it speaks"
    assert f"! transition test7.sql: {waits}" in clean.changes()
    clean.deploy()
    assert "test7.sql" not in clean.psql(RECORD)
    assert clean.changes()[1:] == ["~ transition test7.sql: Each rule has a burst size"]
    clean.deploy()
    assert clean.psql(f"SELECT burst_size FROM {TABLE}") == "250"
    assert clean.changes() == []


def test_a_table_is_renamed_with_its_rows_rehearsed_and_proved(clean: Deployment) -> None:
    for database in ("ai_engine", "ai_engine_test"):
        clean.psql(f"ALTER TABLE {TABLE} RENAME TO rate_rules", database)
    write(clean, "test6.sql", RENAMES)
    lines = clean.changes()
    assert f"+ table {TABLE}" not in lines
    clean.deploy("--data", "rehearse=true", "--data", "prove=true")
    assert clean.psql(ROWS) == "a|user|250"
    clean.deploy()
    assert clean.changes() == []
