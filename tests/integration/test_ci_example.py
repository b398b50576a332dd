"""The workflows of docs/ci: what they run is run here, in their order, on one database; only ``gh`` is not there."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from .conftest import ROOT, Deployment, clean_environment

FOLDER = ROOT / "docs" / "ci"
GH = '#!/bin/sh\nprintf "%s\\n" "$*" > gh.log\n'


def steps(workflow: str) -> dict[str, str]:
    """The scripts of a workflow's steps by name, in their order; of two steps alike, one."""
    found: dict[str, str] = {}
    name, lines = "", (FOLDER / workflow).read_text().splitlines()
    for at, line in enumerate(lines):
        if named := re.match(r"\s*- name: (.+)", line):
            name = named[1]
        if script := re.match(r"(\s*)(?:- )?run: (.*)", line):
            indented = re.compile(rf"{script[1]}  +\S|$")
            rest = lines[at + 1 :]
            ends = next((end for end, each in enumerate(rest) if not indented.match(each)), len(rest))
            block = script[2] == "|"
            found[name] = "\n".join(each.strip() for each in rest[:ends]) if block else script[2]
    return found


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


def run(place: Deployment, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment() | place.settings | {
        "INVENTORY": "dev",
        "NUMBER": "7",
        "SSH_KEY": "a key",
        "SSH_KNOWN_HOSTS": "hosts",
        "HOME": str(place.root),
        "PATH": f"{place.root / 'bin'}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "DATABASE_URL": f"postgresql://weedgo:weedgo123@localhost:{place.port}/ai_engine_test",
        "GITHUB_OUTPUT": str(place.root / "output"),
        "GITHUB_STEP_SUMMARY": str(place.root / "summary.md"),
        **variables,
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=place.root, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def works(place: Deployment, workflow: str) -> None:
    """Runs all steps of a workflow, with the exit code of its check where it asks for that."""
    for name, script in steps(workflow).items():
        output = place.root / "output"
        code = output.read_text().strip().removeprefix("code=") if output.exists() else ""
        done = run(place, script, CODE=code)
        assert done.returncode == 0, f"{workflow}: {name}\n{done.stdout}\n{done.stderr}"


def test_the_workflows_have_the_steps_that_the_readme_tells_of() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"check.yml", "deploy.yml", "test.yml"}
    assert [*steps("check.yml")] == ["Environment", "SSH", "Check", "Comment", "Result"]
    assert [*steps("deploy.yml")] == ["Environment", "SSH", "Plan", "Summary", "Apply", "Record"]
    assert [*steps("test.yml")] == ["Database", "The schema is there"]


def test_the_inventories_that_they_name_are_there() -> None:
    text = (FOLDER / "deploy.yml").read_text() + (FOLDER / "check.yml").read_text()
    named = re.findall(r"options: \[(.+)\]", text)[0].split(", ") + re.findall(r"INVENTORY: (\w+)", text)
    assert named == ["staging", "prod", "prod"]
    assert all((ROOT / "inventories" / f"{name}.py").exists() for name in named)


def test_no_expression_of_a_workflow_is_in_a_script() -> None:
    # What comes from a pull request reaches a shell in variables only.
    for path in FOLDER.iterdir():
        assert not [script for script in steps(path.name).values() if "${{" in script]


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
    assert run(place, check["Check"], DB_PORT="0").returncode == 0
    assert (place.root / "output").read_text() == "code=1\n"
    assert "DB_PORT" in (place.root / "comment.md").read_text()
    assert run(place, check["Result"], CODE="1").returncode == 1


def test_the_plan_that_was_read_is_what_is_applied_by_hand(place: Deployment) -> None:
    works(place, "deploy.yml")
    assert "+ index idx_stores_tenant\n" in (place.root / "summary.md").read_text()
    assert place.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "f"
    assert run(place, steps("deploy.yml")["Apply"]).returncode != 0, "it is applied once"
