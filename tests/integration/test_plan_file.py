"""A plan kept in a file: applied exactly, or refused before anything changed. Checked by plain psql."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.deployment import PYINFRA, Deployment, clean_environment, docker, read_until, the_rest
from tests.support.others import somebody

INDEXES = "SELECT count(*) FROM pg_indexes WHERE indexname IN ('idx_stores_tenant', 'idx_audit_log_tenant_id')"

# Keeps each statement that defines something, as the server got it.
SPY = """CREATE SCHEMA spy;
CREATE TABLE spy.ran (at serial, sql text);
CREATE FUNCTION spy.note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN INSERT INTO spy.ran (sql) VALUES (current_query()); END $$;
CREATE EVENT TRIGGER spy ON ddl_command_end EXECUTE FUNCTION spy.note();
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


@pytest.fixture(scope="module")
def sound(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment made by a plan for a machine with nothing on it."""
    file = tmp_path_factory.mktemp("plans") / "first.json"
    plan(deployment, file)
    assert deployment.exists() == [], "a dry run writes the file, and nothing on the host"
    deployment.deploy("--data", f"plan={file}")
    return deployment


@pytest.fixture
def damaged(sound: Deployment, file: Path) -> Iterator[Deployment]:
    """Two indexes short, one of them since after the plan in ``file`` was made."""
    sound.psql("DROP INDEX idx_stores_tenant")
    plan(sound, file)
    sound.psql("DROP INDEX idx_audit_log_tenant_id")
    yield sound
    sound.deploy()


def plan(place: Deployment, file: Path, *arguments: str) -> None:
    done = place.pyinfra("deploy.py", "--dry", "--data", f"plan_out={file}", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert file.exists()


def test_a_plan_for_nothing_made_everything(sound: Deployment) -> None:
    assert sound.changes() == []


def test_what_is_run_is_what_the_file_says(sound: Deployment, file: Path) -> None:
    sound.psql("DROP INDEX idx_stores_tenant; DROP VIEW recent_login_activity; ALTER TABLE tenants DROP COLUMN website")
    sound.psql(SPY)
    plan(sound, file)
    planned = [each["sql"] for each in json.loads(file.read_text())["hosts"]["@local"]["statements"]]
    assert len(planned) > 2
    try:
        sound.deploy("--data", f"plan={file}")
        ran = json.loads(sound.psql("SELECT json_agg(sql ORDER BY at) FROM spy.ran"))
    finally:
        sound.psql("DROP EVENT TRIGGER spy; DROP SCHEMA spy CASCADE")
    # The deploy's own note that it found the database in step is no part of what it did.
    ran = [sql for sql in ran if not sql.startswith("COMMENT ON SCHEMA deploy ")]
    assert [sql.strip().removesuffix(";") for sql in ran] == planned
    assert sound.changes() == []


def test_the_check_shows_a_plan_file_without_a_look_at_the_host(sound: Deployment, file: Path) -> None:
    plan(sound, file)
    sound.psql("DROP INDEX idx_stores_tenant")
    command = [sys.executable, "-m", "ai_engine_db.cli.check", str(file)]
    assert sound.run(*command).returncode == 0
    plan(sound, file)
    sound.deploy("--data", f"plan={file}")
    done = sound.run(*command, "--markdown", PATH="")
    assert done.returncode == 2, done.stderr
    assert "Database check of `dev`: changes pending" in done.stdout
    assert "+ index idx_stores_tenant\n" in done.stdout
    file.write_text("{}")
    done = sound.run(*command)
    assert done.returncode == 1
    assert f"{file} is not a plan file" in done.stderr


def test_a_plan_is_applied_once(sound: Deployment, file: Path) -> None:
    sound.psql("DROP INDEX idx_stores_tenant")
    plan(sound, file)
    sound.deploy("--data", f"plan={file}")
    assert "no longer needed: + index idx_stores_tenant" in sound.refused("--data", f"plan={file}")


def test_a_database_that_has_changed_since_is_refused_and_left_alone(damaged: Deployment, file: Path) -> None:
    before = damaged.dump()
    told = damaged.refused("--data", f"plan={file}")
    assert "database ai_engine has changed since" in told
    assert "not in the plan: + index idx_audit_log_tenant_id" in told
    assert "Nothing was changed. Make a new plan." in told
    assert "ai_engine_test has changed" not in told
    assert damaged.psql(INDEXES) == "0"
    assert damaged.dump() == before


def test_a_change_while_somebody_reads_the_plan_at_the_prompt_is_noticed(sound: Deployment, file: Path) -> None:
    sound.psql("DROP INDEX idx_stores_tenant")
    plan(sound, file)
    words = [str(PYINFRA), "inventories/dev.py", "deploy.py", "--data", f"plan={file}"]
    with subprocess.Popen(
        words, cwd=sound.root, env=clean_environment() | sound.settings, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as deploy:  # fmt: skip
        assert deploy.stdout is not None
        told = ""
        while "Press enter" not in told and (more := deploy.stdout.read(1)):
            told += more
        sound.psql("DROP INDEX idx_audit_log_tenant_id")
        rest, _ = deploy.communicate("\n")
    assert deploy.returncode != 0
    assert "database ai_engine has changed since" in rest
    assert sound.psql(INDEXES) == "0"
    sound.deploy()


def test_a_plan_waits_for_whoever_has_the_lock_of_deploys(sound: Deployment, file: Path) -> None:
    sound.psql("DROP INDEX idx_stores_tenant")
    plan(sound, file)
    with somebody(sound):
        deploy = sound.begin("deploy.py", "--data", f"plan={file}")
        told = read_until(deploy, "waiting for the night shift")
    told += the_rest(deploy)
    assert "waiting for the night shift (role postgres, server process " in told
    assert sound.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "f"


def test_a_plan_is_refused_when_what_it_waited_for_has_changed_the_database(sound: Deployment, file: Path) -> None:
    sound.psql("DROP INDEX idx_stores_tenant")
    plan(sound, file)
    with somebody(sound):
        deploy = sound.begin("deploy.py", "--data", f"plan={file}")
        told = read_until(deploy, "waiting for the night shift")
        sound.psql("DROP INDEX idx_audit_log_tenant_id")
    assert deploy.stdout is not None
    told += deploy.stdout.read()
    assert deploy.wait() != 0
    assert "changed since the plan was made: make a new plan" in told or "needs other statements now than plan" in told
    assert sound.psql(INDEXES) == "0"
    sound.deploy()


def test_a_plan_for_other_databases_is_refused(sound: Deployment, file: Path) -> None:
    plan(sound, file)
    told = sound.refused("--data", f"plan={file}", DB_NAME="another")
    assert "it is for databases ai_engine, ai_engine_test, this is another, ai_engine_test" in told
    assert sound.psql("SELECT count(*) FROM pg_database WHERE datname = 'another'", "postgres") == "0"


def test_a_plan_made_with_other_options_is_refused(sound: Deployment, file: Path) -> None:
    plan(sound, file)
    told = sound.refused("--data", f"plan={file}", "--data", "sample=true")
    assert "not in the plan: + example data in ai_engine" in told


def altered(content: str) -> str:
    return content.replace('"environment": "dev"', '"environment": "prod"')


def newer(content: str) -> str:
    return content.replace('"version": 2', '"version": 3')


def elsewhere(content: str) -> str:
    """A plan for another host, and properly closed."""
    from ai_engine_db.plan_document import document

    made = json.loads(content)
    hosts = {"db1.example": made["hosts"]["@local"]}
    return document.text(document.document(hosts, made["made_at"], made["revision"]))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (altered, "was altered after it was written"),
        (newer, "has version 3 of the format"),
        (elsewhere, "is for db1.example, not for @local"),
        (lambda content: content[: len(content) // 2], "is not JSON"),
        (lambda _: "", "is not JSON"),
    ],
    ids=["altered", "newer", "elsewhere", "cut", "empty"],
)
def test_a_file_that_is_not_the_plan_is_refused(
    sound: Deployment, file: Path, change: Callable[[str], str], says: str
) -> None:
    plan(sound, file)
    file.write_text(change(file.read_text()))
    assert says in sound.refused("--data", f"plan={file}")


def test_a_file_that_cannot_be_read_or_written_is_named(sound: Deployment, tmp_path: Path) -> None:
    assert "cannot be read: No such file" in sound.refused("--data", f"plan={tmp_path / 'none.json'}")
    assert "cannot be read: Is a directory" in sound.refused("--data", f"plan={tmp_path}")
    for path in (tmp_path / "no" / "folder.json", tmp_path):
        done = sound.pyinfra("deploy.py", "--dry", "--data", f"plan_out={path}")
        assert done.returncode != 0
        assert f"plan_out: {path} cannot be written" in done.stderr
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_of_the_whole_deploy_and_of_a_dry_run(sound: Deployment, file: Path) -> None:
    assert "plan_out requires --dry" in sound.refused("--data", f"plan_out={file}")
    for option in ("plan", "plan_out"):
        done = sound.pyinfra("tasks/domains.py", "--dry", "--data", f"{option}={file}")
        assert done.returncode != 0
        assert f"--data {option} works with deploy.py only" in done.stderr
    assert not file.exists()


def test_of_a_stopped_container_there_is_no_plan_to_apply(sound: Deployment, file: Path) -> None:
    docker("stop", sound.name)
    try:
        plan(sound, file)
        told = sound.refused("--data", f"plan={file}")
        status = docker("inspect", "-f", "{{.State.Status}}", sound.name)
    finally:
        sound.start()
    assert "is incomplete, because when it was made, the container is stopped" in told
    assert status == "exited"


def test_the_plan_holds_no_password(fresh: Deployment, file: Path) -> None:
    plan(fresh, file)
    content = file.read_text()
    assert fresh.password not in content
    assert "SCRAM-SHA-256$" not in content
