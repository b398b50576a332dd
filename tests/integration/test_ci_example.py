"""The workflows of docs/ci: what they run is run here, in their order, on one database; only ``gh`` is not there."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.deployment import ROOT, Deployment

FOLDER = ROOT / "docs" / "ci"
GH = '#!/bin/sh\nprintf "%s\\n" "$*" > gh.log\n'


@dataclass(frozen=True)
class Step:
    """A script of a workflow, and the names of the variables that it gets."""

    script: str
    variables: frozenset[str]


def read(workflow: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(FOLDER / workflow)
    return found


def steps(workflow: str) -> dict[str, Step]:
    """The scripts of a workflow's steps by name, in their order; of two steps alike, one."""
    whole = read(workflow)
    return {
        step["name"]: Step(step["run"], frozenset().union(*(each.get("env", {}) for each in (whole, job, step))))
        for job in whole["jobs"].values()
        for step in job["steps"]
        if "run" in step
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A checkout with the environment that `make` would make, and names of its own."""
    copy = tmp_path_factory.mktemp("checkout") / "ai-engine-db"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache"))
    (copy / ".venv").symlink_to(ROOT / ".venv")
    (copy / "bin").mkdir()
    (copy / "bin" / "gh").write_text(GH)
    (copy / "bin" / "gh").chmod(0o755)
    place = Deployment(password="weedgo123", root=copy)
    yield place
    place.remove()


def run(place: Deployment, step: Step, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a script with the variables that its workflow gives it, and no others."""
    given = {
        "INVENTORY": "dev",
        "NUMBER": "7",
        "SSH_KEY": "a key",
        "SSH_KNOWN_HOSTS": "hosts",
        "DATABASE_URL": f"postgresql://weedgo:weedgo123@localhost:{place.port}/ai_engine_test",
        **variables,
    }
    runner = {
        "HOME": str(place.root),
        "PATH": f"{place.root / 'bin'}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "GITHUB_OUTPUT": str(place.root / "output"),
        "GITHUB_STEP_SUMMARY": str(place.root / "summary.md"),
    }
    names = {key: value for key, value in place.settings.items() if key != "DB_PASSWORD" or key in step.variables}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step.script],
        cwd=place.root,
        env=names | runner | {key: value for key, value in given.items() if key in step.variables},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def works(place: Deployment, workflow: str) -> None:
    """Runs all steps of a workflow, with the exit code of its check where it asks for that."""
    for name, step in steps(workflow).items():
        output = place.root / "output"
        code = output.read_text().strip().removeprefix("code=") if output.exists() else ""
        done = run(place, step, CODE=code)
        assert done.returncode == 0, f"{workflow}: {name}\n{done.stdout}\n{done.stderr}"


def test_the_workflows_have_the_steps_that_the_documents_tell_of() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"check.yml", "deploy.yml", "test.yml"}
    assert [*steps("check.yml")] == ["Environment", "SSH", "Check", "Comment", "Result"]
    assert [*steps("deploy.yml")] == ["Environment", "SSH", "Plan", "Summary", "Apply", "Record"]
    assert [*steps("test.yml")] == ["Database", "The schema is there"]


def test_a_check_comes_with_a_pull_request_and_a_deploy_by_hand_alone() -> None:
    # `pull_request_target` would give the secrets to whoever opens one.
    assert [[*read(name)["on"]] for name in ("check.yml", "deploy.yml", "test.yml")] == [
        ["pull_request"],
        ["workflow_dispatch"],
        ["pull_request"],
    ]


def test_what_is_applied_waits_for_the_plan_and_for_a_reviewer() -> None:
    jobs = read("deploy.yml")["jobs"]
    assert (jobs["apply"]["needs"], jobs["apply"]["environment"]) == ("plan", "${{ inputs.inventory }}")
    [up, down] = [
        step["with"]["name"] for job in jobs.values() for step in job["steps"] if "-artifact@" in step.get("uses", "")
    ]
    assert up == down


def test_a_step_that_asks_a_host_has_all_the_secrets_and_no_other_has_any() -> None:
    secrets = {"DB_PASSWORD", "DB_TLS_CERT", "DB_TLS_KEY"}
    for workflow in ("check.yml", "deploy.yml"):
        for step in steps(workflow).values():
            assert step.variables & secrets == (secrets if "inventories/" in step.script else set()), step.script


def test_a_workflow_may_write_nothing_but_the_comment() -> None:
    found = {path.name: read(path.name)["permissions"] for path in FOLDER.iterdir()}
    assert found.pop("check.yml") == {"contents": "read", "pull-requests": "write"}
    assert [*found.values()] == [{"contents": "read"}] * 2


def test_the_inventories_that_they_name_are_there() -> None:
    deploy = read("deploy.yml")
    named = [
        *deploy["on"]["workflow_dispatch"]["inputs"]["inventory"]["options"],
        read("check.yml")["env"]["INVENTORY"],
    ]
    assert named == ["staging", "prod", "prod"]
    hosts = {f"AI_ENGINE_{name.upper()}_HOSTS" for name in named}
    for name in named:
        text = (ROOT / "inventories" / f"{name}.py").read_text()
        assert any(variable in text for variable in hosts)
    assert hosts <= {*deploy["env"]}


def test_no_expression_of_a_workflow_is_in_a_script() -> None:
    # What comes from a pull request reaches a shell in variables only.
    for path in FOLDER.iterdir():
        assert not [each for each in steps(path.name).values() if "${{" in each.script]


def test_the_application_gets_its_test_database(place: Deployment) -> None:
    works(place, "test.yml")


def test_a_pull_request_gets_the_comment_and_nothing_is_changed(place: Deployment) -> None:
    place.psql("DROP INDEX idx_stores_tenant")
    works(place, "check.yml")
    assert (place.root / "gh.log").read_text() == "pr comment 7 --body-file comment.md --edit-last --create-if-none\n"
    assert "+ index idx_stores_tenant\n" in (place.root / "comment.md").read_text()
    assert (place.root / "output").read_text() == "code=2\n"
    assert place.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "t"


def test_an_error_fails_the_pull_request_and_is_its_comment(place: Deployment) -> None:
    check = steps("check.yml")
    (place.root / "output").unlink()
    place.environment = {"DB_PORT": "0"}
    try:
        assert run(place, check["Check"]).returncode == 0
    finally:
        place.environment = {}
    assert (place.root / "output").read_text() == "code=1\n"
    assert "DB_PORT" in (place.root / "comment.md").read_text()
    assert run(place, check["Result"], CODE="1").returncode == 1


def test_the_plan_that_was_read_is_what_is_applied_by_hand(place: Deployment) -> None:
    works(place, "deploy.yml")
    assert "+ index idx_stores_tenant\n" in (place.root / "summary.md").read_text()
    assert place.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "f"
    assert run(place, steps("deploy.yml")["Apply"]).returncode != 0, "it is applied once"
