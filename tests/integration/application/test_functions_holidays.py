"""Holidays: the day of a fixed, a floating and a computed one in a year."""

from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.support.application.rows import insert, value


def day_of(db: psycopg.Connection[Any], year: int | None, **rule: object) -> date | None:
    holiday = insert(db, "holidays", name="holiday", holiday_type="custom", **rule)
    day: date | None = value(db, "SELECT calculate_holiday_date(%s, %s)", year, holiday)
    return day


def fixed(db: psycopg.Connection[Any], year: int | None, month: int, day: int) -> date | None:
    return day_of(db, year, date_type="fixed", fixed_month=month, fixed_day=day)


def floating(db: psycopg.Connection[Any], year: int, **rule: object) -> date | None:
    return day_of(db, year, date_type="floating", floating_rule=rule)


def computed(db: psycopg.Connection[Any], year: int, rule: str) -> date | None:
    return day_of(db, year, date_type="calculated", calculation_rule=rule)


def test_a_fixed_holiday_is_on_its_day_each_year(db: psycopg.Connection[Any]) -> None:
    assert fixed(db, 2025, 7, 1) == date(2025, 7, 1)
    assert fixed(db, 2026, 12, 31) == date(2026, 12, 31)


def test_29_february_is_no_day_in_a_common_year(db: psycopg.Connection[Any]) -> None:
    assert fixed(db, 2024, 2, 29) == date(2024, 2, 29)
    assert fixed(db, 2025, 2, 29) is None
    assert fixed(db, 2100, 2, 29) is None


def test_a_day_that_its_month_never_has_is_no_day(db: psycopg.Connection[Any]) -> None:
    assert fixed(db, 2025, 4, 31) is None


@pytest.mark.parametrize(("year", "day"), [(2023, 22), (2024, 20), (2025, 19), (2026, 18), (2027, 24), (2020, 18)])
def test_victoria_day_is_the_last_monday_before_25_may(db: psycopg.Connection[Any], year: int, day: int) -> None:
    assert floating(db, year, month=5, weekday=1, before_day=25) == date(year, 5, day)


@pytest.mark.parametrize(("year", "day"), [(2023, 9), (2024, 14), (2025, 13), (2026, 12), (2029, 8)])
def test_thanksgiving_is_the_second_monday_of_october(db: psycopg.Connection[Any], year: int, day: int) -> None:
    assert floating(db, year, month=10, weekday=1, n=2) == date(year, 10, day)


def test_the_first_of_a_month_can_be_the_first_of_its_weekday(db: psycopg.Connection[Any]) -> None:
    assert floating(db, 2025, month=9, weekday=1, n=1) == date(2025, 9, 1)
    assert floating(db, 2025, month=6, weekday=0, n=1) == date(2025, 6, 1)


def test_a_negative_n_counts_from_the_end(db: psycopg.Connection[Any]) -> None:
    assert floating(db, 2025, month=5, weekday=1, n=-1) == date(2025, 5, 26)
    assert floating(db, 2025, month=2, weekday=5, n=-4) == date(2025, 2, 7)
    assert floating(db, 2025, month=2, weekday=5, n=-5) is None


def test_a_month_without_a_fifth_monday_has_no_holiday_on_it(db: psycopg.Connection[Any]) -> None:
    assert floating(db, 2025, month=6, weekday=1, n=5) == date(2025, 6, 30)
    assert floating(db, 2025, month=7, weekday=1, n=5) is None


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"month": 5, "weekday": 1},
        {"month": 13, "weekday": 1, "n": 1},
        {"month": 5, "weekday": 7, "n": 1},
        {"month": 5, "weekday": 1, "n": 0},
        {"month": 5, "weekday": 1, "n": 1e12},
        {"month": "May", "weekday": "Monday", "n": "first"},
        {"month": 5, "weekday": 1, "before_day": "late"},
    ],
)
def test_a_floating_rule_that_says_no_day_gives_none(db: psycopg.Connection[Any], rule: dict[str, object]) -> None:
    assert floating(db, 2025, **rule) is None


# The days of Easter as published; 2019 and 2038 are where simple rules go wrong, 1818 and 2285 the earliest.
EASTERS = [
    *[(1583, 4, 10), (1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23)],
    *[(2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2049, 4, 18)],
    *[(2076, 4, 19), (2285, 3, 22), (4099, 4, 19)],
]


@pytest.mark.parametrize(("year", "month", "day"), EASTERS)
def test_easter_is_on_its_published_sunday(db: psycopg.Connection[Any], year: int, month: int, day: int) -> None:
    assert computed(db, year, "easter") == date(year, month, day)


def test_good_friday_and_easter_monday_follow_easter(db: psycopg.Connection[Any]) -> None:
    assert computed(db, 2025, "easter-2") == date(2025, 4, 18)
    assert computed(db, 2025, "Easter + 1") == date(2025, 4, 21)
    assert computed(db, 2024, "easter-2") == date(2024, 3, 29)
    assert computed(db, 2024, "easter+1") == date(2024, 4, 1)


@pytest.mark.parametrize("rule", ["", "eastern", "easter-two", "easter-9999", "passover"])
def test_a_rule_that_nobody_knows_gives_no_day(db: psycopg.Connection[Any], rule: str) -> None:
    assert computed(db, 2025, rule) is None


@pytest.mark.parametrize("year", [None, -1, 0, 1582, 10000, 2147483647])
def test_a_year_out_of_range_has_no_holidays(db: psycopg.Connection[Any], year: int | None) -> None:
    assert fixed(db, year, 7, 1) is None


def test_an_unknown_holiday_has_no_day(db: psycopg.Connection[Any]) -> None:
    assert value(db, "SELECT calculate_holiday_date(2025, %s)", uuid4()) is None
    assert value(db, "SELECT calculate_holiday_date(2025, NULL)") is None
