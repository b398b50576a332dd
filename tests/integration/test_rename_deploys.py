"""A rename and a backfill in a deploy: rehearsed, and seen by plain psql. The second deploy has nothing to do."""

from dataclasses import replace
from pathlib import Path

import pytest

from ai_engine_db.schema import lock
from ai_engine_db.schema.rename import Rename
from tests.support.deployment import Deployment

TABLE = "agi_rate_limit_rules"
LINE = f"-- renames: table rate_rules to {TABLE}\n"
BATCHED = f"""-- Limits are counted in tenths.
-- has: column {TABLE}.limit_value
-- step: core
-- batch: 10 rows of {TABLE} by name
UPDATE {TABLE} SET limit_value = limit_value * 10 WHERE :batch;
"""
ROWS = f"SELECT count(*), min(limit_value), max(limit_value) FROM {TABLE}"


@pytest.fixture(scope="module")
def place(deployment: Deployment, checkout: Path) -> Deployment:
    """A database whose table has its old name, and a checkout that renames it."""
    deployment.root = checkout
    deployment.deploy()
    for database in ("ai_engine", "ai_engine_test"):
        deployment.psql(f"ALTER TABLE {TABLE} RENAME TO rate_rules", database)
    deployment.psql(
        "INSERT INTO rate_rules (name, scope, strategy, limit_value, window_seconds)"
        " SELECT g::text, 'user', 's', 250, 1 FROM generate_series(1, 95) AS g"
    )
    path = checkout / "sql" / "schema.lock.json"
    (file,) = (checkout / "sql").glob(f"*/{TABLE}.sql")
    file.write_text(LINE + file.read_text())
    made = replace(
        lock.read(path), files=lock.sources(checkout / "sql"), renames=(Rename("table", "rate_rules", TABLE),)
    )
    lock.write(made, path)
    return deployment


def test_a_rename_is_a_line_of_the_plan_and_loses_no_row(place: Deployment) -> None:
    (place.root / "sql" / "transitions" / "test.sql").write_text(BATCHED)
    lines = place.changes()
    assert lines.count(f"~ table {TABLE}: renamed from rate_rules") == 2
    assert not [line for line in lines if line[0] in "+!?" and not line.startswith("+ backup")], lines
    place.psql(f"CREATE TABLE {TABLE} ()")
    assert f"it has both table rate_rules and table {TABLE}" in place.refused()
    place.psql(f"DROP TABLE {TABLE}")
    place.deploy("--data", "rehearse=true")
    assert place.psql(ROWS) == "95|2500|2500"
    assert place.psql("SELECT rows, batches FROM deploy.backfills") == "95|10"
    assert place.psql("SELECT applied_at IS NOT NULL FROM deploy.transitions WHERE name = 'test.sql'") == "t"
    place.deploy()
    assert place.changes() == []
    assert place.psql(ROWS) == "95|2500|2500"
