"""Order numbers, product slugs, and what a store's settings say."""

import re
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from tests.support.application.rows import insert, make_store, make_tenant, value


@pytest.fixture
def store(db: psycopg.Connection[Any]) -> UUID:
    return make_store(db, make_tenant(db))


def set_sequence(db: psycopg.Connection[Any], last: int) -> None:
    """For this transaction only: unlike setval(), which stays, a restarted sequence is rolled back."""
    db.execute(sql.SQL("ALTER SEQUENCE order_number_seq RESTART WITH {}").format(sql.Literal(last + 1)))


def next_number(db: psycopg.Connection[Any]) -> str:
    number: str = value(db, "SELECT generate_order_number()")
    return number


def test_an_order_number_is_todays_date_and_six_digits(db: psycopg.Connection[Any]) -> None:
    set_sequence(db, 41)
    today = value(db, "SELECT to_char(CURRENT_DATE, 'YYYYMMDD')")
    assert next_number(db) == f"ORD-{today}000042"


def test_order_numbers_differ(db: psycopg.Connection[Any]) -> None:
    set_sequence(db, 0)
    numbers = [next_number(db) for _ in range(3)]
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]


def test_the_millionth_order_number_loses_no_digit(db: psycopg.Connection[Any]) -> None:
    set_sequence(db, 1_234_566)
    assert re.fullmatch(r"ORD-\d{8}1234567", next_number(db))


def slug(db: psycopg.Connection[Any], *parts: str | None) -> object:
    return value(db, "SELECT generate_product_slug(%s, %s, %s, %s, %s)", *parts)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Redecan", "Wappa", "Dried Flower", "3.5g", "Green"), "redecan-wappa-dried-flower-3-5g-green"),
        (("Qualité", "Crème Brûlée", None, None, "Œillet"), "qualite-creme-brulee-oeillet"),
        ((None, "Wappa", "", "  ", "--"), "wappa"),
        (("  A & B  ", "--C--", None, "(1/2)", "!"), "a-b-c-1-2"),
        (("ISTANBUL", "Wappa", None, None, None), "istanbul-wappa"),
    ],
)
def test_a_slug_joins_the_plain_parts_with_hyphens(
    db: psycopg.Connection[Any], parts: tuple[str | None, ...], expected: str
) -> None:
    assert slug(db, *parts) == expected


@pytest.mark.parametrize("part", [None, "", " - ", "草"])
def test_there_is_no_slug_of_nothing(db: psycopg.Connection[Any], part: str | None) -> None:
    assert slug(db, part, part, part, part, part) is None


def test_a_slug_does_not_depend_on_the_search_path(db: psycopg.Connection[Any]) -> None:
    db.execute("SET LOCAL search_path = pg_catalog")
    assert value(db, "SELECT public.generate_product_slug('Été', NULL, NULL, NULL, NULL)") == "ete"


def setting(db: psycopg.Connection[Any], store: UUID, category: str, key: str, content: dict[str, object]) -> None:
    insert(db, "store_settings", store_id=store, category=category, key=key, value=content)


def ai_config(db: psycopg.Connection[Any], store: UUID, agent: str | None = None) -> object:
    return value(db, "SELECT get_store_ai_config(%s, %s)", store, agent)


def test_the_ai_settings_of_a_store_are_its_rows_of_category_ai(db: psycopg.Connection[Any], store: UUID) -> None:
    setting(db, store, "ai", "budtender", {"model": "small"})
    setting(db, store, "ai", "limits", {"daily": 100})
    setting(db, store, "pos", "printer", {"name": "front"})
    setting(db, make_store(db, make_tenant(db)), "ai", "greeter", {"model": "large"})
    assert ai_config(db, store) == {"budtender": {"model": "small"}, "limits": {"daily": 100}}


def test_an_agent_has_its_own_ai_settings(db: psycopg.Connection[Any], store: UUID) -> None:
    setting(db, store, "ai", "budtender", {"model": "small"})
    assert ai_config(db, store, "budtender") == {"model": "small"}
    assert ai_config(db, store, "greeter") is None


def test_a_store_without_ai_settings_has_an_empty_object(db: psycopg.Connection[Any], store: UUID) -> None:
    assert ai_config(db, store) == {}
    assert ai_config(db, store, "budtender") is None


def hours(db: psycopg.Connection[Any], store: UUID, day: str | None = None) -> object:
    return value(db, "SELECT get_store_hours(%s, %s)", store, day)


def test_a_store_has_opening_hours_by_day(db: psycopg.Connection[Any], store: UUID) -> None:
    monday = {"open": "09:00", "close": "21:00"}
    setting(db, store, "operations", "hours", {"monday": monday})
    assert hours(db, store) == {"monday": monday}
    assert hours(db, store, " Monday ") == monday
    assert hours(db, store, "sunday") is None


def test_a_store_without_hours_has_none(db: psycopg.Connection[Any], store: UUID) -> None:
    setting(db, make_store(db, make_tenant(db)), "operations", "hours", {"monday": {}})
    assert hours(db, store) is None
    assert hours(db, uuid4(), "monday") is None
