"""What facts make of what a real machine printed (fixtures recorded by ``tests.unit.record``)."""

from pathlib import Path

import pytest

from tasks.facts import docker, reading
from tests.unit.record import DATABASES

FIXTURES = Path(__file__).with_name("fixtures")


def lines(name: str) -> list[str]:
    return (FIXTURES / f"{name}.txt").read_text().splitlines()


def state(name: str) -> reading.HostState:
    return reading.parse(lines(name), DATABASES)


def test_a_machine_with_an_engine_and_nothing_on_it() -> None:
    found = state("nothing")
    assert (found.docker.problem, found.docker.container, found.docker.volume) == ("", None, None)
    assert found.docker.image is not None
    assert found.server is None


def test_an_engine_that_does_not_answer_is_a_problem_and_not_an_empty_one() -> None:
    found = state("silent")
    assert "Cannot connect to the Docker daemon" in found.docker.problem
    assert not found.docker.running


def test_a_stopped_container_is_there_and_its_server_is_unknown() -> None:
    found = state("stopped")
    assert found.docker.container is not None
    assert found.docker.volume is not None
    assert not found.docker.running
    assert found.server is None


def test_a_running_container_has_labels_a_superuser_and_a_server() -> None:
    found = state("running")
    assert found.docker.running
    assert "ai-engine-db.definition" in found.docker.labels
    assert found.docker.superuser == "postgres"
    assert found.server is not None
    assert found.server.problem == ""
    assert set(found.server.databases) == set(DATABASES)


def test_the_server_tells_version_role_and_what_can_be_installed() -> None:
    server = state("running").server
    assert server is not None
    assert server.facts["version"] >= 170000
    assert {"postgis", "pg_trgm"} <= set(server.facts["available"])
    role = server.role("weedgo")
    assert role is not None
    assert role["login"]
    assert not role["superuser"]


def test_no_line_holds_a_verifier() -> None:
    assert "SCRAM-SHA-256$" not in (FIXTURES / "running.txt").read_text()


def test_a_database_has_its_objects_under_their_ids() -> None:
    server = state("running").server
    assert server is not None
    objects = server.databases["ai_engine"].objects
    assert {"table things", 'column things."Odd Name"', "sequence things_id_seq"} <= set(objects)
    assert objects["table things"]["comment"] == "Two\nlines."
    assert objects["column things.id"].needs == ("sequence things_id_seq",)
    assert server.databases["ai_engine_test"].objects == {}


def test_reference_rows_of_tables_that_are_not_there_are_not_counted() -> None:
    server = state("running").server
    assert server is not None
    assert server.databases["ai_engine"].reference == {}


def test_an_answer_that_is_cut_off_is_a_problem() -> None:
    recorded = lines("running")
    end = recorded.index("##end##")
    found = reading.parse([*recorded[:end], *recorded[recorded.index("@@engine@@") :]], DATABASES)
    assert found.server is not None
    assert found.server.problem


def test_the_holder_of_a_port_has_a_name() -> None:
    assert docker.parse_holder(lines("port")) == "container recorded"
    assert docker.parse_holder(lines("free_port")) is None


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ('LISTEN 0 5 0.0.0.0:5434 0.0.0.0:* users:(("nginx",pid=12,fd=3))', "process nginx (pid 12)"),
        ("postgres 77 me 5u IPv4 0x1 0t0 TCP *:5434 (LISTEN)", "process postgres (pid 77)"),
        ("LISTEN", "another process"),
    ],
)
def test_a_process_that_holds_a_port_is_named_as_far_as_can_be_told(line: str, holder: str) -> None:
    assert docker.parse_holder([line]) == holder
