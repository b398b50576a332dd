"""The record of deploys, looked up by plain psql; what ``tasks/history.py`` prints is held to that."""

import getpass
import json
import re
import signal
import socket
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.support.deployment import ROOT, Deployment
from tests.support.waiting import LIMIT, until

ROWS = "SELECT count(*) FROM deploy.deploys"
LAST = "SELECT {} FROM deploy.deploys ORDER BY started_at DESC LIMIT 1"
NO_INDEX = """CREATE FUNCTION public.no() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no index today'; END $$;
CREATE EVENT TRIGGER no ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION public.no();
"""


def history(place: Deployment, *arguments: str) -> list[str]:
    """What the history prints of the host, without its name."""
    done = place.pyinfra("tasks/history.py", "-y", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (done.stdout + done.stderr).splitlines()
    return [line.split("[@local]", 1)[1].strip() for line in lines if "[@local]" in line]


def test_a_deploy_that_made_everything_is_one_row(provisioned: Deployment) -> None:
    assert provisioned.psql(ROWS) == "1"
    assert provisioned.psql(ROWS, "ai_engine_test") == "0"
    row = json.loads(provisioned.psql(LAST.format("to_jsonb(deploys)")))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert row["revision"].removesuffix("+changes") == commit[:12]
    assert row["deployed_by"] == f"{getpass.getuser()}@{socket.gethostname()}"
    assert (row["outcome"], row["message"], row["backups"]) == ("ok", "", [])
    assert row["statements"] > row["objects"] > 1000, "a comment is a statement"
    assert len(row["plan_digest"]) == 64
    first, last = provisioned.psql("SELECT min(applied_at), max(applied_at) FROM deploy.schema_migrations").split("|")
    covers = f"started_at < '{first}' AND started_at + make_interval(secs => took_ms / 1000) > '{last}'"
    assert provisioned.psql(LAST.format(covers)) == "t"


def test_a_deploy_that_changes_nothing_leaves_no_row(provisioned: Deployment) -> None:
    before = provisioned.psql(ROWS)
    provisioned.deploy()
    assert provisioned.psql(ROWS) == before


def test_a_row_names_the_plan_as_its_file_does(provisioned: Deployment, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    provisioned.psql("DROP INDEX idx_stores_tenant")
    assert provisioned.pyinfra("deploy.py", "--dry", "--data", f"plan_out={file}").returncode == 0
    provisioned.deploy("--data", f"plan={file}")
    part = json.loads(file.read_text())["hosts"]["@local"]
    row = provisioned.psql(LAST.format("plan_digest, statements, outcome"))
    assert row == f"{part['digest']}|{len(part['statements'])}|ok"


def test_a_deploy_that_failed_is_on_record_with_its_reason(provisioned: Deployment) -> None:
    provisioned.psql("DROP INDEX idx_stores_tenant")
    provisioned.psql(NO_INDEX)
    try:
        provisioned.refused()
    finally:
        provisioned.psql("DROP EVENT TRIGGER no; DROP FUNCTION public.no()")
    assert provisioned.psql(LAST.format("outcome")) == "failed"
    message = provisioned.psql(LAST.format("message"))
    assert "core failed" in message
    assert "index idx_stores_tenant in ai_engine: ERROR:  no index today" in message
    provisioned.deploy()
    assert provisioned.psql(LAST.format("outcome")) == "ok"


def stop_in_the_middle(place: Deployment, how: signal.Signals) -> None:
    """Ends a deploy by a signal while its work waits for a lock that somebody has."""
    place.psql("DROP INDEX idx_stores_tenant")
    with psycopg.connect(place.dsn()) as somebody:
        somebody.execute("LOCK TABLE stores IN ROW EXCLUSIVE MODE")
        run = place.begin("deploy.py", "--data", "db_lock_timeout=600s")
        waits = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'stores'::regclass"
        until(lambda: place.psql(waits), waits)
        run.send_signal(how)
        output, _ = run.communicate(timeout=LIMIT)
        # Its session in the container may outlive it, and would go on once the lock is free.
        place.psql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ~ '^ai-engine-db deploy'"
        )
    assert run.returncode != 0, output


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "SIGKILL"])
def test_a_deploy_that_was_ended_in_the_middle_is_on_record_as_unfinished(
    provisioned: Deployment, how: signal.Signals
) -> None:
    before = int(provisioned.psql(ROWS))
    stop_in_the_middle(provisioned, how)
    assert int(provisioned.psql(ROWS)) == before + 1
    row = json.loads(provisioned.psql(LAST.format("to_jsonb(deploys)")))
    assert (row["outcome"], row["objects"], len(row["backups"])) == ("unfinished", 1, 1)
    assert re.search(r"unfinished +1 +1 ", "\n".join(history(provisioned)))
    assert any("Still running, or interrupted." in line for line in history(provisioned))
    provisioned.deploy()
    assert int(provisioned.psql(ROWS)) == before + 2
    assert provisioned.psql(LAST.format("outcome")) == "ok"
    assert provisioned.changes() == []


def test_the_record_of_an_earlier_version_is_kept_and_takes_what_is_unfinished(provisioned: Deployment) -> None:
    provisioned.psql(
        "ALTER TABLE deploy.deploys DROP CONSTRAINT deploys_outcomes;"
        "DELETE FROM deploy.deploys WHERE outcome = 'unfinished';"
        "ALTER TABLE deploy.deploys ADD CONSTRAINT deploys_outcome_check CHECK (outcome IN ('ok', 'failed'))"
    )
    before = int(provisioned.psql(ROWS))
    assert provisioned.changes() == ["~ database ai_engine: deploy log"]
    provisioned.deploy()
    assert int(provisioned.psql(ROWS)) == before + 1
    checks = "FROM pg_constraint WHERE conrelid = 'deploy.deploys'::regclass AND contype = 'c'"
    assert provisioned.psql(f"SELECT conname {checks}") == "deploys_outcomes"
    assert provisioned.changes() == []


def test_a_deploy_that_was_refused_before_it_changed_anything_leaves_no_row(provisioned: Deployment) -> None:
    before = provisioned.psql(ROWS)
    provisioned.refused("--data", "plan=/nonexistent.json")
    provisioned.refused(DB_PORT="99999")
    assert provisioned.psql(ROWS) == before


def test_a_database_of_a_version_without_the_record_gets_it(provisioned: Deployment) -> None:
    steps = provisioned.psql("SELECT count(*) FROM deploy.schema_migrations")
    provisioned.psql("DROP TABLE deploy.deploys")
    assert provisioned.changes() == ["~ database ai_engine: deploy log"]
    assert "no deploy of ai_engine is recorded" in history(provisioned)
    provisioned.deploy()
    assert provisioned.psql(ROWS) == "1"
    assert int(provisioned.psql("SELECT count(*) FROM deploy.schema_migrations")) == int(steps) + 1
    assert provisioned.changes() == []


def test_others_than_the_owner_can_read_the_record_and_not_write_it(provisioned: Deployment) -> None:
    # The owner's own sessions write it: a superuser's would run what the owner puts on the table (docs/hardening.md).
    assert provisioned.psql("SELECT relowner::regrole FROM pg_class WHERE oid = 'deploy.deploys'::regclass") == "weedgo"
    assert provisioned.psql(f"SET ROLE weedgo_readonly; {ROWS}") != ""
    may = "SELECT has_table_privilege('weedgo_readonly', 'deploy.deploys', 'INSERT, UPDATE, DELETE, TRUNCATE')"
    assert provisioned.psql(may) == "f"


def test_the_history_is_what_is_on_record_with_the_newest_first(provisioned: Deployment) -> None:
    provisioned.psql(
        "INSERT INTO deploy.deploys SELECT started_at - interval '1 day', 61500, 'ann@laptop', 'abc', 'feed', 3, 2,"
        " '{/backups/one}', 'failed', 'a disk was full' FROM deploy.deploys ORDER BY started_at DESC LIMIT 1"
    )
    lines = history(provisioned)
    shown = [line for line in lines if line.startswith("20") and "  " in line]
    wanted = provisioned.psql("SELECT date_trunc('second', started_at) FROM deploy.deploys ORDER BY started_at DESC")
    assert [line.split("  ")[0] for line in shown] == wanted.splitlines()
    older = next(line for line in shown if "ann@laptop" in line)
    assert older.split()[2:] == ["failed", "61.5", "3", "2", "feed", "abc", "ann@laptop"]
    assert any(line.endswith(": a disk was full") for line in lines)
    assert any(line.endswith(": backup /backups/one") for line in lines)
    assert len([line for line in history(provisioned, "--data", "limit=1") if line.startswith("20")]) == 1


def test_programs_get_the_history_as_json_and_nothing_else(provisioned: Deployment) -> None:
    done = provisioned.pyinfra("tasks/history.py", "-y", "--data", "format=json", "--data", "limit=2")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["host"], found["database"], len(found["deploys"])) == ("@local", "ai_engine", 2)
    newest = json.loads(provisioned.psql(LAST.format("to_jsonb(deploys)")))
    same = (
        "took_ms",
        "deployed_by",
        "revision",
        "plan_digest",
        "objects",
        "statements",
        "backups",
        "outcome",
        "message",
    )
    assert [found["deploys"][0][name] for name in same] == [newest[name] for name in same]


def test_without_a_server_the_history_says_why(fresh: Deployment) -> None:
    done = fresh.pyinfra("tasks/history.py", "-y")
    assert done.returncode != 0
    assert "there is no server" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_older_checkout_is_refused_even_where_the_record_cannot_be_read_before(provisioned: Deployment) -> None:
    provisioned.psql("UPDATE deploy.deploys SET revision = '0123456789ab'; DROP INDEX idx_stores_tenant")
    assert "revision 0123456789ab was deployed last" in provisioned.refused()
    subprocess.run(["docker", "stop", provisioned.name], check=True, capture_output=True)
    assert "revision 0123456789ab was deployed last" in provisioned.refused()
    assert provisioned.psql("SELECT count(*) FROM pg_indexes WHERE indexname = 'idx_stores_tenant'") == "0"
    provisioned.deploy("--data", "older=true")
