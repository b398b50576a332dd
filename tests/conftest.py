"""For all tests: the tier of each, and what holds in every tier."""

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure, so no example of a property has a deadline.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

HERE = Path(__file__).parent
# A test has the tier of each of these folders that it is in.
TIERS = ("unit", "integration", "smoke")
# The modules that take longest begin first: else one worker ends alone with one. The short unit tests come last.
LONGEST = (
    "test_cases",
    "test_hostile",
    "test_killed",
    "test_history",
    "test_import_legacy",
    "test_backup",
    "test_container",
    "test_hardening",
    "test_tls",
    "test_plan_file",
    "test_restore",
    "test_restore_turns",
    "test_interrupt",
    "test_first_run",
    "test_ssh",
    "test_transitions",
    "test_lock",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a test that would be skipped fails, as in CI")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for folder in item.path.relative_to(HERE).parts[:-1]:
            if folder in TIERS:
                item.add_marker(folder)
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """The turn of a test's module; those of one turn stay in the order that they have."""
    folder, name = item.path.relative_to(HERE).parts[0], item.path.stem
    if folder == "unit":
        return len(LONGEST) + 1
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("no_skips"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped here: {report.longrepr}"
    return report
