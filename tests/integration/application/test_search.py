"""Product search: accents and slips do not matter, and an index answers."""

from typing import Any

import psycopg
import pytest

from ai_engine_db.operations.search import FILE

PRODUCTS = 5_388


@pytest.fixture
def catalogue(db: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """As many products as the legacy catalogue has, made-up names, and a few that the tests look for."""
    db.execute(
        """
        INSERT INTO ocs_product_catalog (ocs_variant_number, product_name, brand, category)
        SELECT 'v' || n, initcap(translate(md5(n::text), '0123456789abcdef', 'qrstuvwxyzqrstuv')), 'Brand ' || n %% 97,
            'Flower'
        FROM generate_series(1, %s) AS n
        """,
        [PRODUCTS - 3],
    )
    with db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ocs_product_catalog (ocs_variant_number, product_name, brand) VALUES (%s, %s, %s)",
            [("w1", "Café Racer", "Éclair"), ("w2", "Cafe au Lait", "Plain"), ("w3", "Crème Brûlée", "Plain")],
        )
    db.execute("CREATE SCHEMA search")
    db.execute(FILE.read_text().encode())
    db.execute("ANALYZE search.products")
    return db


def found(db: psycopg.Connection[Any], text: str) -> list[str]:
    rows = db.execute(
        "SELECT c.product_name FROM search.find_products(%s) f JOIN ocs_product_catalog c ON c.id = f.product_id",
        [text],
    )
    return [name for (name,) in rows]


def test_cafe_finds_the_product_with_and_without_the_accent(catalogue: psycopg.Connection[Any]) -> None:
    assert set(found(catalogue, "cafe")) == {"Café Racer", "Cafe au Lait"}


def test_an_accent_in_the_question_does_not_matter(catalogue: psycopg.Connection[Any]) -> None:
    assert found(catalogue, "CAFÉ racer")[0] == "Café Racer"


def test_a_slip_of_the_finger_is_forgiven(catalogue: psycopg.Connection[Any]) -> None:
    assert found(catalogue, "creme brule") == ["Crème Brûlée"]


def test_the_brand_is_searched_too(catalogue: psycopg.Connection[Any]) -> None:
    assert found(catalogue, "eclair") == ["Café Racer"]


@pytest.mark.parametrize("text", ["", "   ", "bbbbnnnn"])
def test_nothing_is_found_for_nothing(catalogue: psycopg.Connection[Any], text: str) -> None:
    assert found(catalogue, text) == []


def test_the_limit_holds(catalogue: psycopg.Connection[Any]) -> None:
    rows = catalogue.execute("SELECT * FROM search.find_products('brand', 7)").fetchall()
    assert len(rows) == 7


def test_the_trigram_index_answers_at_the_size_of_the_legacy_catalogue(catalogue: psycopg.Connection[Any]) -> None:
    assert catalogue.execute("SELECT count(*) FROM search.products").fetchone() == (PRODUCTS,)
    plan = catalogue.execute(
        "EXPLAIN SELECT product_id FROM search.products WHERE 'cafe' OPERATOR(extensions.<%) document"
    ).fetchall()
    assert any("products_document_trgm" in line for (line,) in plan), plan


def test_a_refresh_takes_in_a_new_product_while_others_read(catalogue: psycopg.Connection[Any]) -> None:
    catalogue.execute("INSERT INTO ocs_product_catalog (ocs_variant_number, product_name) VALUES ('w4', 'Piñata')")
    assert found(catalogue, "pinata") == []
    catalogue.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY search.products")
    assert found(catalogue, "pinata") == ["Piñata"]
