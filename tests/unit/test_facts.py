"""What facts make of what a real machine printed (fixtures recorded by ``tests.support.record``)."""

from pathlib import Path

import pytest

from ai_engine_db.facts import docker, reading
from tests.support.record import DATABASES, ROLES

ANY = "0.0.0.0"  # noqa: S104 - nobody listens here
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
    assert docker.parse_listeners(lines("port")) == [docker.Listener("127.0.0.1", "container recorded")]
    assert docker.parse_listeners(lines("free_port")) == []


@pytest.mark.parametrize(
    ("line", "address", "holder"),
    [
        ('LISTEN 0 5 0.0.0.0:5434 0.0.0.0:* users:(("nginx",pid=12,fd=3))', ANY, "process nginx (pid 12)"),
        ("LISTEN 0 4096 *:5434 *:*", "*", "another process"),
        ("LISTEN 0 4096 127.0.0.53%lo:5434 0.0.0.0:*", "127.0.0.53", "another process"),
        ("LISTEN 0 4096 [::ffff:127.0.0.1]:5434 *:*", "127.0.0.1", "another process"),
        ("LISTEN 0 4096 [::1]:5434 [::]:*", "::1", "another process"),
        ("postgres 77 me 5u IPv4 0x1 0t0 TCP *:5434 (LISTEN)", ANY, "process postgres (pid 77)"),
        ("postgres 77 me 5u IPv6 0x1 0t0 TCP *:5434 (LISTEN)", "*", "process postgres (pid 77)"),
        ("postgres 77 me 5u IPv6 0x1 0t0 TCP [::1]:5434 (LISTEN)", "::1", "process postgres (pid 77)"),
        ("kernel 0100007F:153A", "127.0.0.1", "another process"),
        ("kernel 00000000000000000000000001000000:153A", "::1", "another process"),
        ("kernel 00000000000000000000000000000000:153A", "*", "another process"),
        ("container db 127.0.0.2:5433-5435->5432-5434/tcp", "127.0.0.2", "container db"),
        ("container db :::5434->5432/tcp", "::", "container db"),
    ],
)
def test_a_process_that_holds_a_port_is_named_as_far_as_can_be_told(line: str, address: str, holder: str) -> None:
    assert docker.parse_listeners([line, "port 5434"]) == [docker.Listener(address, holder)]


@pytest.mark.parametrize(
    "line",
    ["container db 5432/tcp", "container db 0.0.0.0:5434->5434/udp", "container db 0.0.0.0:80->80/tcp, 5434/tcp"],
)
def test_a_container_that_has_not_published_the_port_does_not_hold_it(line: str) -> None:
    assert docker.parse_listeners([line, "port 5434"]) == []


@pytest.mark.parametrize(
    ("taken", "bars", "leaves"),
    [
        ("127.0.0.1", ["127.0.0.1", ANY, "::"], ["127.0.0.2", "192.0.2.7", "::1"]),
        (ANY, ["127.0.0.1", "192.0.2.7", ANY, "::"], ["::1"]),
        ("::1", ["::1", "::"], ["127.0.0.1", ANY]),
        ("::", ["::1", "::"], ["127.0.0.1"]),
        ("*", ["127.0.0.1", ANY, "::1", "::"], []),
    ],
)
def test_a_port_is_taken_on_the_addresses_of_who_listens(taken: str, bars: list[str], leaves: list[str]) -> None:
    listener = docker.Listener(taken, "another process")
    assert [each for each in [*bars, *leaves] if listener.bars(each)] == bars


def test_a_container_whose_id_begins_like_the_name_is_not_ours() -> None:
    found = docker.parse(['{"Namesake":"/other"}', "Error: No such volume: cafe", "Error: No such image: x"])
    assert (found.container, found.namesake, found.problem) == (None, "other", "")


@pytest.mark.parametrize(("name", "guarded"), [("cafe", True), ("db", True), ("db-1", False), ("postgis", False)])
def test_nothing_is_run_in_a_container_before_it_is_known_to_have_the_very_name(name: str, guarded: bool) -> None:
    command = reading.Reading().command(name, "v", "i", ROLES, DATABASES, (), "")
    assert (docker.exactly(name) in command) is guarded


def test_data_of_another_superuser_are_told_in_words() -> None:
    recorded = lines("running")
    fatal = 'psql: error: connection to server on socket "/x" failed: FATAL:  role "postgres" does not exist'
    found = reading.parse([fatal, "##end##", *recorded[recorded.index("@@engine@@") :]], DATABASES)
    assert found.server is not None
    assert "the server has no superuser postgres" in found.server.problem
    assert "FATAL" not in found.server.problem
