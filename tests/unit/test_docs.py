"""The documents say what is there: steps, layers, lines of the session protocol, links, decisions, the workflow."""

import re
import tomllib

import pytest
from ruamel.yaml import YAML

from ai_engine_db.schema.lock import ROOT
from tools import site_pages

DOCS = ROOT / "docs"
PAGES = {str(path.relative_to(ROOT)): path.read_text() for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"))}
# Files that pages name as those that somebody is about to write.
EXAMPLES = ("tasks/NAME.py", "sql/core/loyalty_tiers.sql", "sql/drops.toml", "sql/ignore.toml")


def read(name: str) -> str:
    return (DOCS / name).read_text()


def test_the_readme_is_two_screens() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 110


def test_the_steps_are_those_of_a_deploy_in_their_order() -> None:
    calls = re.findall(r"^(\w+)(?:\.look)?\(\)$", (ROOT / "deploy.py").read_text(), re.M)
    rows = re.findall(r"^\| `tasks/(\w+)\.py`", read("deploying.md"), re.M)
    assert rows == calls


def test_the_picture_of_the_layers_has_all_of_them_in_their_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    wanted = [name.removeprefix("ai_engine_db.") for line in layers for name in line.split(" | ")]
    picture = read("architecture.md").split("```mermaid")[1]
    assert re.findall(r'^ +(\w+)\["\1: ', picture, re.M) == wanted


def marks(text: str) -> set[str]:
    """The lines of the session protocol that a text names: ``held`` for ``##held X``, ``rows`` for ``##rows##``."""
    return set(re.findall(r"(?<![{*#\w])(?:--)?##([a-z]+(?: [a-z]+)?)(?=##|[ \"'`])", text))


def test_the_session_protocol_has_every_line_that_is_printed() -> None:
    files = [path for path in (ROOT / "ai_engine_db").rglob("*") if path.suffix in (".py", ".sh", ".sql")]
    printed = set().union(*(marks(path.read_text()) for path in files))
    assert {"held", "stale", "stamp", "done", "begun", "exit", "left out", "opened", "contents", "busy"} <= printed
    assert printed == marks(read("session-protocol.md"))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    for link, _ in site_pages.LINK.findall(site_pages.FENCE.sub("", PAGES[page])):
        assert (ROOT / site_pages.target(page, link)).is_file(), link


def test_every_page_is_reached_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [path.name for path in DOCS.glob("*.md") if f"(docs/{path.name})" not in readme] == []
    index = read("decisions/README.md")
    assert [path.name for path in (DOCS / "decisions").glob("0*.md") if f"({path.name})" not in index] == []


def test_every_file_that_a_page_names_is_there() -> None:
    for page, text in PAGES.items():
        for name in re.findall(r"`((?:tasks|ai_engine_db|tests|inventories|sql|docs)/[\w/.]+)`", text):
            assert name in EXAMPLES or (ROOT / name).exists(), (page, name)


def test_links_between_files_become_links_between_pages() -> None:
    rewritten = site_pages.rewritten
    assert rewritten("[a](docs/backups.md#x)", "README.md") == "[a](backups.md#x)"
    assert rewritten("[a](../CONTRIBUTING.md)", "docs/security.md") == "[a](project/contributing.md)"
    assert rewritten("[a](docs/settings.md)", "CONTRIBUTING.md") == "[a](../settings.md)"
    assert rewritten("[a](../../sql/core/users.sql)", "docs/schema/core.md") == "[a](../source/sql/core/users.sql.md)"
    assert rewritten("[a](#b) [c](https://pyinfra.com)", "README.md") == "[a](#b) [c](https://pyinfra.com)"
    assert rewritten("```\n[a](docs/x.md)\n```\n", "README.md") == "```\n[a](docs/x.md)\n```\n"


def test_the_workflow_and_the_hooks_run_what_everybody_runs() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    assert "bash .ci/run" in workflow
    hooks = YAML(typ="safe").load(ROOT / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert [each["entry"] for each in hooks] == ["make lint", "make test-unit"]


def test_the_diagrams_are_drawn_by_a_program_whose_licence_is_beside_it() -> None:
    assert "MIT" in read("assets/mermaid.LICENSE.txt")
    assert "unpkg" not in read("assets/diagrams.js")
