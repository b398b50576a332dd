"""Every command of the README and of the pages of docs/, run as a new user would, in a checkout of its own.

The settings come from the environment, as the README says they may, so that a database that is up here is left alone.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.deployment import ROOT, Deployment, clean_environment, free_port

# In the order in which their commands are run: recovery ends with the loss of the database.
PAGES = (
    "README.md",
    "docs/deploying.md",
    "docs/changing-the-schema.md",
    "docs/hazards.md",
    "docs/settings.md",
    "docs/environments.md",
    "docs/upgrading.md",
    "docs/backups.md",
    "docs/import.md",
    "docs/security.md",
    "docs/hardening.md",
    "docs/troubleshooting.md",
    "docs/architecture.md",
    "docs/session-protocol.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/recovery.md",
)
# Run by CI, on the clone: `make test` is what runs this very test, and one of its tests builds the site.
BY_CI = ("make test", "make test-unit", "make test-smoke", "make lint", "make coverage", "make site")
TABLE = (
    "CREATE TABLE loyalty_tiers (\n    id integer PRIMARY KEY\n);\n\nCOMMENT ON TABLE loyalty_tiers IS 'A trial.';\n"
)


def commands() -> list[str]:
    """The commands of all pages in their order: whole lines of shell blocks, and those that only a sentence names."""
    found: list[str] = []
    for text in ((ROOT / page).read_text() for page in PAGES):
        for block, inline in re.findall(
            r"```sh\n(.*?)```|`((?:make \w+|\.venv/bin/pyinfra|docker rm)[^`]*)`", text, re.S
        ):
            lines = block.splitlines() if block else [inline] if inline not in found else []
            found += [line.split("  #")[0].strip() for line in lines if line.strip()]
    return found


def test_no_page_is_forgotten() -> None:
    assert {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} == {
        page for page in PAGES if page.startswith("docs/")
    }


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the environment that `make` would make; CI makes that one for real."""
    copy = tmp_path_factory.mktemp("checkout") / "ai-engine-db"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache"))
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


@pytest.fixture(scope="module")
def place() -> Iterator[Deployment]:
    place = Deployment(password="weedgo123")
    yield place
    place.remove()


def run(command: str, checkout: Path, place: Deployment) -> subprocess.CompletedProcess[str]:
    environment = clean_environment() | {
        "DB_CONTAINER": place.name,
        "DB_VOLUME": f"{place.name}-data",
        "DB_PORT": str(place.port),
        "DB_BACKUP_DIR": str(checkout.parent / "backups"),
        "PGPASSWORD": place.password,
        # The legacy database is another one of the same server.
        "LEGACY_HOST": "127.0.0.1",
        "LEGACY_PORT": str(place.port),
        "LEGACY_NAME": "ai_engine_test",
        "LEGACY_PASSWORD": place.password,
    }
    # The names and the port of the pages are the defaults, which may be in use here.
    command = command.replace("-p 5434", f"-p {place.port}").replace("ai-engine-db-postgis", place.name)
    command = command.replace("5439", str(free_port())).replace("second-db", f"{place.name}-second")
    return subprocess.run(
        ["bash", "-c", command], cwd=checkout, env=environment, input="\n", capture_output=True, text=True, check=False
    )


def test_the_readme_has_the_two_commands_first() -> None:
    assert commands()[:2] == ["make dev", "make test"]


def test_every_command_works_in_the_order_of_the_pages(checkout: Path, place: Deployment) -> None:
    done = []
    for command in commands():
        if command in BY_CI:
            continue
        if command.startswith("$EDITOR"):
            (checkout / command.split()[1]).write_text(TABLE)
            continue
        result = run(command, checkout, place)
        assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
        done.append(command)
        if command == "make dev":
            told = result.stdout + result.stderr
            assert "+ auth: 4 sequences, 11 tables, 29 indexes, 3 triggers" in told, "a new database: a line a step"
            assert "+ table users" not in told
    assert "make dev" in done
    assert "make lock" in done
    assert any(command.startswith("psql ") for command in done)
    assert any("docker volume rm" in command for command in done)


def test_the_settings_of_the_documents_are_the_settings_there_are() -> None:
    from ai_engine_db.settings import Settings

    page = (ROOT / "docs" / "settings.md").read_text()
    named = {name.lower() for row in re.findall(r"^\| (`.*?) \|", page, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert named == set(Settings.model_fields) - {"environment"}
