"""Which hosts a deploy may write to, and what is said of the others."""

import pytest

from ai_engine_db.facts import compatibility

PRIMARY = {"standby": False, "version": 170005}


def test_a_primary_of_the_version_of_the_lock_is_fit() -> None:
    assert compatibility.server(PRIMARY) == ""


def test_a_standby_is_not() -> None:
    assert "is a standby" in compatibility.server({**PRIMARY, "standby": True})


@pytest.mark.parametrize(("version", "shown"), [(160009, "16"), (180001, "18"), (120022, "12")])
def test_a_server_of_another_major_version_is_not(version: int, shown: str) -> None:
    message = compatibility.server({**PRIMARY, "version": version})
    assert f"the server is PostgreSQL {shown}, and sql/ is written for PostgreSQL 17" in message


def test_an_image_reads_the_data_of_its_own_major_version() -> None:
    assert compatibility.data("17", "17") == compatibility.data("17", "") == compatibility.data("", "17") == ""
    assert "data are of PostgreSQL 17, and the image is of PostgreSQL 18" in compatibility.data("17", "18")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, ""), (-300, ""), (301, "0 h 5 min ahead of"), (-7260, "2 h 1 min behind"), (86_400, "1 d 0 h ahead of")],
)
def test_a_clock_may_be_off_by_five_minutes(seconds: float, shown: str) -> None:
    message = compatibility.clock(seconds)
    assert shown in message
    assert bool(message) == bool(shown)
