"""Every folder of ``tests/cases``: a schema before, a schema after, and what a plan makes of the one (README there)."""

from collections.abc import Iterator

import pytest

from ai_engine_db.cli import scratch_server
from tests.support.cases import ROLES, Case, Runner, cases


@pytest.fixture(scope="module")
def runner(image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    with scratch_server.server(image) as server:
        with server.connect() as admin:
            admin.execute("".join(f"CREATE ROLE {role};" for role in ROLES))
        yield Runner(server, tmp_path_factory.mktemp("cases"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_case(runner: Runner, case: Case) -> None:
    runner.run(case)
