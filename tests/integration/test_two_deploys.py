"""Two deploys at once: one works, the other waits and says for whom, or gives up; and the result is that of one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.support.deployment import Deployment, read_until, the_rest
from tests.support.others import somebody
from tests.support.waiting import LIMIT

DAMAGE = """
DROP INDEX idx_stores_tenant;
DROP VIEW store_settings_view;
DROP TABLE skip_words;
ALTER TABLE auth_tokens DROP COLUMN used_at;
ALTER TABLE stores DROP CONSTRAINT stores_tenant_id_fkey;
DROP SCHEMA search CASCADE;
"""
LEFT = """
SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'public'),
    (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'),
    (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_index WHERE NOT indisvalid),
    to_regclass('search.products') IS NOT NULL
"""


@dataclass
class Both:
    """Two deploys that were started at the same time: exit codes and outputs."""

    place: Deployment
    codes: list[int]
    outputs: list[str]


def at_once(place: Deployment) -> Both:
    deploys = [place.begin() for _ in range(2)]
    # Each is read while it works, or it would wait for whoever reads it.
    with ThreadPoolExecutor() as readers:
        outputs = list(readers.map(lambda each: each.communicate(timeout=LIMIT)[0], deploys))
    return Both(place, [each.returncode for each in deploys], outputs)


@pytest.fixture(scope="module")
def from_nothing(deployment: Deployment) -> Both:
    return at_once(deployment)


def test_both_deploys_from_nothing_succeed(from_nothing: Both) -> None:
    assert from_nothing.codes == [0, 0], "\n".join(from_nothing.outputs)


def test_one_of_them_says_that_it_waited_and_for_whom(from_nothing: Both) -> None:
    assert any("waiting for ai-engine-db deploy by " in output for output in from_nothing.outputs)


def test_the_result_is_that_of_one_deploy(from_nothing: Both) -> None:
    place = from_nothing.place
    for database in ("ai_engine", "ai_engine_test"):
        assert place.psql(LEFT, database) == "118|504|140|0|t"
        steps = place.psql(
            "SELECT count(*), count(DISTINCT substr(version, 22)) FROM deploy.schema_migrations", database
        )
        assert len(set(steps.split("|"))) == 1, "a step was recorded twice"
    assert place.pending() == []


@pytest.fixture(scope="module")
def whole(from_nothing: Both) -> Deployment:
    return from_nothing.place


def test_damage_is_repaired_once_by_two_deploys_at_once(whole: Deployment) -> None:
    before = whole.dump()
    whole.psql(DAMAGE)
    both = at_once(whole)
    assert both.codes == [0, 0], "\n".join(both.outputs)
    assert whole.psql(LEFT) == "118|504|140|0|t"
    # A column that was dropped and made again is the last one.
    assert sorted(whole.dump().replace(",\n", "\n").splitlines()) == sorted(before.replace(",\n", "\n").splitlines())
    assert whole.pending() == []


def test_a_deploy_waits_for_whoever_has_the_lock_and_names_them(whole: Deployment) -> None:
    whole.psql("DROP INDEX idx_stores_tenant")
    with somebody(whole):
        deploy = whole.begin()
        output = read_until(deploy, "waiting for")
        assert whole.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "t"
    output += the_rest(deploy)
    assert output.count("waiting for the night shift (role postgres, server process ") == 1
    assert "in database ai_engine" in output
    assert whole.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "f"


def test_a_deploy_gives_up_after_its_time_and_has_changed_nothing(whole: Deployment) -> None:
    whole.psql("DROP INDEX idx_stores_tenant")
    before = whole.dump()
    with somebody(whole):
        output = whole.refused(DB_LOCK_WAIT="2")
    assert "gave up after 2 s (DB_LOCK_WAIT): the night shift" in output
    assert whole.dump() == before


def test_the_lock_of_a_deploy_that_dies_goes_with_it(whole: Deployment) -> None:
    assert whole.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "t"
    with somebody(whole):
        deploy = whole.begin()
        assert "waiting for the night shift" in read_until(deploy, "waiting for")
        whole.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'the night shift'")
        the_rest(deploy)
    assert whole.psql("SELECT to_regclass('idx_stores_tenant') IS NULL") == "f"


def test_who_has_the_lock_keeps_nobody_from_looking(whole: Deployment) -> None:
    with somebody(whole):
        assert whole.changes() == []
        assert "waiting" not in whole.deploy()
