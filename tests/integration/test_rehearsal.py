"""The plan is first run on a restored copy; when that fails, the database itself was not touched."""

import json
import re
import signal

import pytest

from bench.baseline import make_baseline
from tests.support.deployment import Deployment
from tests.support.waiting import LIMIT

ROWS = 100

# Fires where a statement of the deploy works: no look at the database beforehand can tell.
OBSTACLE = """
SET ROLE weedgo;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no language today'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON supported_languages FOR EACH ROW EXECUTE FUNCTION refuse();
"""
SCRATCH = "SELECT datname FROM pg_database WHERE datname ~ '_(rehearsal|absent)_'"
EVERYTHING = "SELECT count(*), md5(string_agg((t.*)::text, ',' ORDER BY id)) FROM orders AS t"


@pytest.fixture(scope="module")
def baseline(deployment: Deployment) -> Deployment:
    make_baseline(deployment, ROWS)
    # Left by a run that was killed, and by one that may still be at work.
    for name, age in (("ai_engine_rehearsal_dead0000", "20 minutes"), ("ai_engine_rehearsal_live0000", "1 minute")):
        deployment.psql(f"CREATE DATABASE {name}", "postgres")
        made = f"to_char((now() - interval '{age}') AT TIME ZONE 'UTC', 'YYYYMMDD_HH24MISS')"
        deployment.psql(
            f"SELECT format('COMMENT ON DATABASE {name} IS %L', 'ai-engine-db scratch ' || {made}) \\gexec",
            "postgres",
        )
    return deployment


@pytest.fixture(scope="module")
def failed(baseline: Deployment) -> tuple[str, list[str], list[str]]:
    """What a deploy said whose rehearsal failed, and the database before and after it."""
    baseline.psql(OBSTACLE)

    def look() -> list[str]:
        return [baseline.dump(), baseline.psql(EVERYTHING), baseline.psql("SELECT rolpassword FROM pg_authid")]

    before = look()
    output = baseline.refused("--data", "rehearse=true", DB_PASSWORD="another password")
    return output, before, look()


def test_a_rehearsal_that_fails_names_the_statement_and_says_that_nothing_was_changed(
    failed: tuple[str, list[str], list[str]],
) -> None:
    output = failed[0]
    assert re.search(
        r"reference rows of supported_languages in ai_engine_rehearsal_\w+: ERROR:  no language today", output
    )
    assert "The rehearsal failed, see above. Nothing was changed in ai_engine." in output
    assert "To restore the previous state" not in output


def test_after_a_rehearsal_that_failed_the_database_and_the_roles_are_as_they_were(
    failed: tuple[str, list[str], list[str]],
) -> None:
    _, before, after = failed
    assert after == before


def test_the_copy_is_dropped_and_so_is_one_that_a_killed_run_left(
    baseline: Deployment, failed: tuple[str, list[str], list[str]]
) -> None:
    assert baseline.psql(SCRATCH) == "ai_engine_rehearsal_live0000"


def test_a_dry_run_says_that_there_will_be_a_rehearsal_and_makes_none(baseline: Deployment) -> None:
    before = baseline.psql("SELECT datname, oid FROM pg_database ORDER BY 1")
    lines = baseline.dry("--data", "rehearse=true")
    assert "+ rehearsal of ai_engine, in a copy that is dropped afterwards" in lines
    assert not any("rehearsal" in line for line in baseline.dry())
    assert baseline.psql("SELECT datname, oid FROM pg_database ORDER BY 1") == before


def test_an_interrupt_drops_the_copy_and_the_database_was_not_touched(
    baseline: Deployment, failed: tuple[str, list[str], list[str]]
) -> None:
    before = baseline.dump()
    process = baseline.begin("deploy.py", "--data", "rehearse=true")
    assert process.stdout is not None
    output = []
    for line in process.stdout:
        output.append(line)
        # The copy is there, and its plan is about to run.
        if "the same as were backed up" in line:
            process.send_signal(signal.SIGINT)
    assert process.wait(LIMIT) == 130, "".join(output)
    assert "Interrupted: cleaning up" in "".join(output)
    assert "Traceback" not in "".join(output)
    assert baseline.psql(SCRATCH) in ("", "ai_engine_rehearsal_live0000")
    assert baseline.dump() == before


@pytest.fixture(scope="module")
def rehearsed(baseline: Deployment, failed: tuple[str, list[str], list[str]]) -> str:
    """What a deploy said that was rehearsed, and works."""
    baseline.psql("DROP FUNCTION refuse() CASCADE")
    return baseline.deploy("--data", "rehearse=true", "--data", "prove=true")


def test_the_rehearsal_comes_before_the_database_and_tells_its_time(rehearsed: str) -> None:
    copy = next(line for line in rehearsed.splitlines() if "_rehearsal_" in line and "118 constraints" in line)
    own = next(line for line in rehearsed.splitlines() if " ai_engine: 118 constraints" in line)
    assert rehearsed.index(copy) < rehearsed.index("the rehearsal took ") < rehearsed.index(own)


def test_the_summary_has_steps_rows_backup_and_the_command_that_goes_back(baseline: Deployment, rehearsed: str) -> None:
    (backup,) = sorted(path.name for path in baseline.backups.iterdir())[-1:]
    tail = rehearsed[rehearsed.index("objects, time") :]
    assert f"backup of ai_engine: {baseline.backups}/{backup} (" in tail
    assert "rehearsal: " in tail
    assert f"data checksums of ai_engine: all values are unchanged: 24 tables, 351 columns, {24 * ROWS} rows" in tail
    manifest = json.loads((baseline.backups / backup / "manifest.json").read_text())
    assert manifest["tables"]["public.orders"]["rows"] == ROWS
    assert f"pyinfra inventories/dev.py tasks/restore.py --data backup={backup}" in tail


def test_the_next_deploy_needs_neither_backup_nor_rehearsal(baseline: Deployment, rehearsed: str) -> None:
    before = sorted(baseline.backups.iterdir())
    output = baseline.deploy("--data", "rehearse=true", "--data", "prove=true")
    assert sorted(baseline.backups.iterdir()) == before
    assert "rehearsal" not in output


def test_what_changes_a_value_behind_the_deploys_back_fails_its_proof_and_says_how_to_go_back(
    baseline: Deployment, rehearsed: str
) -> None:
    baseline.psql(
        """
        DROP INDEX idx_users_store_id;
        CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
            UPDATE users SET first_name = 'changed' WHERE email = 'user1@example.com';
            DELETE FROM skip_words WHERE id = (SELECT min(id) FROM skip_words);
        END $$;
        CREATE EVENT TRIGGER meddle ON ddl_command_end WHEN tag IN ('CREATE INDEX') EXECUTE FUNCTION meddle();
        """
    )
    output = baseline.refused("--data", "prove=true")
    baseline.psql("DROP EVENT TRIGGER meddle; DROP FUNCTION meddle()")
    assert f"ai_engine: column users.first_name: the values of {ROWS} rows differ from before" in output
    assert f"ai_engine: table skip_words: {ROWS - 1} rows instead of {ROWS}" in output
    backup = sorted(path.name for path in baseline.backups.iterdir())[-1]
    command = f".venv/bin/pyinfra inventories/dev.py tasks/restore.py --data backup={backup}"
    assert f"To restore the previous state: {command}" in output
