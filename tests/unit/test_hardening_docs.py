"""docs/hardening.md says what is checked, and nothing that is not: its tables against the list that verify shows."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ai_engine_db.facts.state import State
from ai_engine_db.schema.lock import ROOT
from ai_engine_db.security import container, parameters
from ai_engine_db.security.hardening import items
from tests.unit.test_facts import state
from tests.unit.test_security import settings

TEXT = (ROOT / "docs" / "hardening.md").read_text()


def table(heading: str) -> list[list[str]]:
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


ITEMS = [row[0].strip("`") for row in table("The items")]
CIS = table("CIS PostgreSQL 17 Benchmark")


def shown(environment: str) -> list[str]:
    found = state("running")
    assert found.server
    # A recording's clock is behind, and a clock that is wrong is refused.
    facts = {**found.server.facts, "tls": {**found.server.facts["tls"], "now": time.time()}}
    return [
        item.name for item in items(settings(environment), State(found.docker, replace(found.server, facts=facts), 0))
    ]


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_items_are_those_that_verify_lists(environment: str) -> None:
    assert sorted(ITEMS) == sorted(shown(environment))


def test_every_step_that_is_named_is_there() -> None:
    for path in re.findall(r"`((?:tasks|tests)/[\w/.]+)`", TEXT):
        assert (ROOT / path).exists(), path


def test_every_recommendation_is_met_or_says_why_not() -> None:
    for _, recommendation, verdict, why, _ in CIS:
        assert verdict in ("met", "not met", "not applicable"), recommendation
        assert why or verdict == "met", recommendation


def test_what_is_met_is_checked_by_an_item_or_a_test_unless_it_is_a_default() -> None:
    for _, recommendation, verdict, why, checked in CIS:
        names = re.findall(r"`([^`]+)`", checked)
        assert set(names) <= {*ITEMS, *(name for name in names if Path(name).suffix == ".py")}, recommendation
        assert names or verdict != "met" or "default" in why or "image" in why, recommendation


def test_every_item_answers_a_recommendation() -> None:
    assert set(ITEMS) <= set(re.findall(r"`(\w+)`", " ".join(row[4] for row in CIS)))


def test_every_parameter_that_is_kept_right_is_named() -> None:
    assert [name for name in parameters.NAMES if f"`{name}`" not in TEXT and f"`{name} = " not in TEXT] == []


def test_every_capability_is_named() -> None:
    assert [name for name in container.CAPABILITIES if name not in TEXT] == []
