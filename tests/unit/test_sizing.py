"""How a server's memory is divided: it fits, it grows with the container, and it is written as PostgreSQL writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_engine_db.settings import sizing
from ai_engine_db.settings.sizing import GIGABYTE, KILOBYTE, MEGABYTE

MEMORY = st.integers(sizing.LEAST_MEMORY, 4096 * GIGABYTE)
CONNECTIONS = st.integers(10, 10000)


@given(MEMORY, CONNECTIONS)
def test_what_is_sized_is_never_refused(memory: int, connections: int) -> None:
    assert sizing.problems(memory, 64 * MEGABYTE, sizing.sizes(memory, connections)) == []


@given(MEMORY, CONNECTIONS)
def test_three_sorts_of_every_connection_fit_beside_the_buffers(memory: int, connections: int) -> None:
    found = sizing.sizes(memory, connections)
    least = found["work_mem"] == MEGABYTE
    assert least or found["shared_buffers"] + 3 * connections * found["work_mem"] <= memory


@given(MEMORY, MEMORY, CONNECTIONS)
def test_more_memory_never_makes_anything_smaller(one: int, other: int, connections: int) -> None:
    less, more = (sizing.sizes(memory, connections) for memory in sorted((one, other)))
    assert all(less[name] <= more[name] for name in less)


@given(MEMORY, CONNECTIONS)
def test_every_size_is_one_that_postgresql_takes(memory: int, connections: int) -> None:
    for amount in sizing.sizes(memory, connections).values():
        assert amount >= MEGABYTE
        assert amount % MEGABYTE == 0


@given(st.integers(1, 2**43))
def test_a_size_written_and_read_is_the_same(kilobytes: int) -> None:
    text = sizing.written(kilobytes * KILOBYTE)
    assert sizing.size(text.removesuffix("B").lower()) == kilobytes * KILOBYTE


@given(st.integers(1, 99), st.integers(GIGABYTE, 8192 * GIGABYTE))
def test_a_share_is_no_more_than_that_and_lacks_no_gigabyte(percent: int, host: int) -> None:
    amount = sizing.size(sizing.share(f"{percent}%", host))
    assert host * percent // 100 - GIGABYTE < amount <= host * percent // 100


@pytest.mark.parametrize(
    ("memory", "shown"),
    [("2g", ["512MB", "1536MB", "5MB", "128MB"]), ("64g", ["16GB", "48GB", "163MB", "2GB"])],
)
def test_the_usual_sizes(memory: str, shown: list[str]) -> None:
    assert [sizing.written(each) for each in sizing.sizes(sizing.size(memory), 100).values()] == shown
    assert sizing.size(memory) in (2 * GIGABYTE, 64 * GIGABYTE)
