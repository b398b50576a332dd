"""The baseline in use, with some rows, becomes the complete schema by one deploy."""

from bench.baseline import make_baseline
from tests.support.deployment import Deployment
from tests.support.upgrade import COUNTS, RENAMED, columns, digests

ROWS = 200


def test_one_deploy_upgrades_the_baseline_and_keeps_every_value(deployment: Deployment) -> None:
    make_baseline(deployment, ROWS)
    found = columns(deployment)
    before = digests(deployment, found, {})
    assert deployment.psql(COUNTS) == "24 2 66 22 4 3"
    deployment.deploy()
    assert deployment.psql(COUNTS) == "118 9 504 140 21 6"
    assert digests(deployment, found, RENAMED) == before
    assert [line for line in deployment.changes() if not line.startswith("! extension")] == []
