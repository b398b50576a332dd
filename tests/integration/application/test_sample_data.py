"""Example data: every table has rows, they fit together, views and functions answer, a second load changes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from ai_engine_db.schema import reference
from ai_engine_db.schema.lock import SQL
from tests.support.application.rows import value

# As a fixed id of the example data is made: file and table, then the row.
FIXED_ID = re.compile(r"0000\d{4}-0000-4000-8000-\d{12}")
TENANT, STORE, USER = "0101", "0102", "0103"
CHECKOUT, DELIVERY, STOCK, PROVIDER = "0416", "0701", "0402", "0614"
MAPLEWICK, WESTHAVEN = 1, 2
TORONTO, CALGARY = 1, 4
ADA, BEN, CHLOE, ESME, FARID = 13, 14, 15, 17, 18

VIEWS = (
    "active_promotions",
    "admin_users",
    "comprehensive_product_inventory_view",
    "inventory_products_view",
    "recent_login_activity",
    "store_settings_view",
    "v_hot_translations",
    "v_translation_stats",
    "wishlist_details",
)
# Tables that have rows of one tenant or store alone, because what they tell of happened once.
ONE_TENANT = {"discount_usage", "promotion_usage"}


def fixed(table: str, row: int) -> UUID:
    return UUID(f"0000{table}-0000-4000-8000-{row:012}")


def load(db: psycopg.Connection[Any]) -> None:
    """The reference rows that are missing, then the example data in the order of its files."""
    for each in reference.TABLES:
        for statement in reference.load(each, reference.rows(each), overwrite=False):
            db.execute(statement.encode())
    for path in sorted((SQL / "sample").glob("*.sql")):
        db.execute(path.read_bytes())


def names(db: psycopg.Connection[Any], query: LiteralString) -> list[str]:
    return [row[0] for row in db.execute(query)]


def tables(db: psycopg.Connection[Any]) -> list[str]:
    """The tables of the application: not those of an extension."""
    return names(
        db,
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1",
    )


def texts(db: psycopg.Connection[Any], table: str) -> list[str]:
    """The rows of a table, each as one text, in a fixed order."""
    query = sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1").format(sql.Identifier(table))
    return [row[0] for row in db.execute(query)]


def sequences(db: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    return db.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()


@dataclass(frozen=True)
class Loaded:
    """The example data in a transaction, and what the sequences were before and after it was loaded."""

    db: psycopg.Connection[Any]
    before: list[tuple[Any, ...]]
    after: list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def loaded(application_dsn: str) -> Iterator[Loaded]:
    """One load for all tests; it is never committed."""
    with psycopg.connect(application_dsn) as connection:
        before = sequences(connection)
        load(connection)
        yield Loaded(connection, before, sequences(connection))
        connection.rollback()


@pytest.fixture
def sample(loaded: Loaded) -> Iterator[psycopg.Connection[Any]]:
    """The example data; what a test does to them is taken back after it."""
    with loaded.db.transaction(force_rollback=True):
        yield loaded.db


def test_every_table_has_rows(sample: psycopg.Connection[Any]) -> None:
    found = tables(sample)
    assert len(found) == 118
    assert [table for table in found if not texts(sample, table)] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_rows(sample: psycopg.Connection[Any], view: str) -> None:
    assert texts(sample, view)


def test_a_second_load_changes_nothing_and_no_sequence_moves(loaded: Loaded, sample: psycopg.Connection[Any]) -> None:
    # A function that another test calls may take a number, which no rollback gives back.
    numbers = sequences(sample)
    before = {table: texts(sample, table) for table in tables(sample)}
    load(sample)
    assert {table: texts(sample, table) for table in tables(sample)} == before
    assert sequences(sample) == numbers
    assert loaded.before == loaded.after


def test_every_fixed_id_that_is_named_is_there(sample: psycopg.Connection[Any]) -> None:
    """Columns without a foreign key and ids inside JSON as well."""
    named: set[str] = set()
    for table in tables(sample):
        named.update(FIXED_ID.findall(" ".join(texts(sample, table))))
    there = set(names(sample, "SELECT conversation_id::text FROM ai_conversations"))  # the public twin of its id
    with_id = (
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'id' AND udt_name = 'uuid'"
    )
    for table in set(names(sample, with_id)) & set(tables(sample)):
        rows = sample.execute(sql.SQL("SELECT id::text FROM {}").format(sql.Identifier(table)))
        there.update(row[0] for row in rows)
    assert len(named) > 300
    assert named - there == set()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("batch_tracking", "sku"),
        ("customer_reviews", "sku"),
        ("ocs_inventory", "sku"),
        ("ocs_inventory_transactions", "sku"),
        ("price_history", "product_id"),
        ("product_recommendations", "product_id"),
        ("product_recommendations", "recommended_product_id"),
        ("purchase_order_items", "sku"),
    ],
)
def test_every_sku_is_in_the_catalogue(sample: psycopg.Connection[Any], table: str, column: str) -> None:
    query = sql.SQL("SELECT {} FROM {} EXCEPT SELECT ocs_variant_number FROM ocs_product_catalog").format(
        sql.Identifier(column), sql.Identifier(table)
    )
    assert sample.execute(query).fetchall() == []


def test_both_tenants_are_connected(sample: psycopg.Connection[Any]) -> None:
    by_tenant = (
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1"
    )
    both = {fixed(TENANT, MAPLEWICK), fixed(TENANT, WESTHAVEN)}
    known = set(tables(sample)) - ONE_TENANT - {"provincial_suppliers", "tax_rates"}  # the same for all tenants
    for table in sorted(known & set(names(sample, by_tenant))):
        query = sql.SQL("SELECT DISTINCT tenant_id FROM {} WHERE tenant_id IS NOT NULL")
        found = {row[0] for row in sample.execute(query.format(sql.Identifier(table)))}
        assert found >= both, table


@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT s.tenant_id FROM ocs_inventory i JOIN stores s ON s.id = i.store_id",
        "SELECT DISTINCT s.tenant_id FROM deliveries d JOIN stores s ON s.id = d.store_id",
        "SELECT DISTINCT o.tenant_id FROM customer_reviews r JOIN orders o ON o.id = r.order_id",
        "SELECT DISTINCT u.tenant_id FROM user_login_logs l JOIN users u ON u.id = l.user_id"
        " WHERE u.tenant_id IS NOT NULL",
    ],
)
def test_goods_ways_and_people_belong_to_both_tenants(sample: psycopg.Connection[Any], query: LiteralString) -> None:
    assert {row[0] for row in sample.execute(query)} == {fixed(TENANT, MAPLEWICK), fixed(TENANT, WESTHAVEN)}


def test_the_stores_are_in_three_provinces(sample: psycopg.Connection[Any]) -> None:
    provinces = "SELECT p.code FROM stores s JOIN provinces_territories p ON p.id = s.province_territory_id"
    assert sorted(row[0] for row in sample.execute(f"{provinces} WHERE s.id::text LIKE '0000%'")) == [
        "AB",
        "BC",
        "ON",
        "ON",
    ]


# Each query finds rows that contradict others, and should find none.
CONTRADICTIONS: dict[str, LiteralString] = {
    "an order's total": (
        "SELECT id FROM orders"
        " WHERE total_amount <> subtotal - discount_amount + tax_amount + delivery_fee + tip_amount"
    ),
    "an order's items": (
        "SELECT o.id FROM orders o WHERE subtotal <> ("
        " SELECT sum((i ->> 'quantity')::numeric * (i ->> 'unit_price')::numeric)"
        " FROM jsonb_array_elements(o.items) i)"
    ),
    "a checkout's tax": (
        "SELECT c.id FROM checkout_sessions c WHERE tax_amount IS DISTINCT FROM"
        " (calculate_checkout_taxes(c.id, subtotal - discount_amount) ->> 'total_tax')::numeric"
    ),
    "a product's slug": (
        "SELECT id FROM ocs_product_catalog WHERE slug IS DISTINCT FROM"
        " generate_product_slug(brand, product_name, sub_category, size, colour)"
    ),
    "stock and batches": (
        "SELECT i.id FROM ocs_inventory i WHERE quantity_on_hand <> COALESCE(("
        " SELECT sum(b.quantity_remaining) FROM batch_tracking b WHERE b.store_id = i.store_id AND b.sku = i.sku), 0)"
    ),
    "stock and ledger": (
        "SELECT i.id FROM ocs_inventory i WHERE quantity_on_hand <> COALESCE(("
        " SELECT sum(t.quantity) FROM ocs_inventory_transactions t"
        " WHERE t.store_id = i.store_id AND t.sku = i.sku), 0)"
    ),
    "stock and reservations": (
        "SELECT i.id FROM ocs_inventory i WHERE quantity_available <> quantity_on_hand - quantity_reserved"
        " OR quantity_reserved <> COALESCE((SELECT sum(r.quantity) FROM ocs_inventory_reservations r"
        " WHERE r.inventory_id = i.id AND r.status = 'active'), 0)"
    ),
    "a purchase order's total": (
        "SELECT p.id FROM purchase_orders p WHERE total_amount <> ("
        " SELECT sum(i.line_total) FROM purchase_order_items i WHERE i.purchase_order_id = p.id)"
    ),
    "a payment's split": (
        "SELECT s.id FROM payment_fee_splits s JOIN payment_transactions t ON t.id = s.transaction_id"
        " JOIN tenant_payment_providers p ON p.id = t.tenant_provider_id"
        " CROSS JOIN calculate_platform_fee(t.amount, p.platform_fee_percentage, p.platform_fee_fixed) AS f"
        " WHERE s.platform_fee <> f.platform_fee OR s.gross_amount <> t.amount"
        " OR s.gross_amount <> s.provider_fee + s.platform_fee + s.tenant_net_amount"
    ),
    "payments and orders": (
        "SELECT o.id FROM orders o JOIN payment_transactions t ON t.order_id = o.id"
        " WHERE t.amount <> o.total_amount OR t.tenant_id <> o.tenant_id OR t.store_id <> o.store_id"
    ),
    "stores and tenants": (
        "SELECT o.id FROM orders o JOIN stores s ON s.id = o.store_id WHERE s.tenant_id <> o.tenant_id"
    ),
    "a zone without its store": (
        "SELECT z.id FROM delivery_zones z JOIN stores s ON s.id = z.store_id WHERE NOT"
        " ST_Covers(z.geometry, ST_Point(s.longitude, s.latitude, 4326)::geography)"
    ),
    "a delivery out of its zone": (
        "SELECT d.id FROM deliveries d JOIN delivery_zones z ON z.store_id = d.store_id"
        " WHERE NOT ST_Covers(z.geometry, d.delivery_location)"
    ),
    "a delivery's distance": (
        "SELECT d.id FROM deliveries d JOIN stores s ON s.id = d.store_id WHERE d.distance_km <> round("
        " calculate_distance(s.latitude, s.longitude, d.delivery_latitude, d.delivery_longitude), 2)"
    ),
    "a place and its point": (
        "SELECT id FROM deliveries WHERE delivery_location <> ST_Point(delivery_longitude, delivery_latitude, 4326)"
        " UNION ALL"
        " SELECT id FROM delivery_tracking WHERE location <> ST_Point(longitude, latitude, 4326)"
    ),
    "uses of a promotion": (
        "SELECT p.id FROM promotions p WHERE times_used <>"
        " (SELECT count(*) FROM promotion_usage u WHERE u.promotion_id = p.id)"
        " + (SELECT count(*) FROM discount_usage u JOIN discount_codes c ON c.id = u.discount_code_id"
        " WHERE c.promotion_id = p.id)"
    ),
    "a customer's totals": (
        "SELECT p.id FROM profiles p CROSS JOIN LATERAL ("
        " SELECT COALESCE(sum(o.total_amount), 0) AS spent, count(*) AS orders FROM orders o"
        " WHERE o.user_profile_id = p.id AND o.order_status = 'completed') AS bought"
        " WHERE p.total_spent <> bought.spent OR p.order_count <> bought.orders"
    ),
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_rows_do_not_contradict_each_other(sample: psycopg.Connection[Any], what: str) -> None:
    assert sample.execute(CONTRADICTIONS[what]).fetchall() == []


@pytest.mark.parametrize(
    ("product", "quantity", "customer", "tenant", "price"),
    [
        # 19.95 each, less 10 % for pre-rolls.
        ("900003_5X0.5G___", 2, BEN, MAPLEWICK, ("39.90", "0.00", "3.99", "0.00", "35.91")),
        # VIP 5 %, pre-rolls 10 %, ten or more 10 %, each of what is left.
        ("900003_5X0.5G___", 10, ADA, MAPLEWICK, ("199.50", "9.98", "18.95", "17.06", "153.51")),
        # The sale price of Calgary; the tenant's own terms give 3 %.
        ("900003_5X0.5G___", 1, None, WESTHAVEN, ("17.95", "0.54", "0.00", "0.00", "17.41")),
        ("900001_3.5G___", 1, ESME, WESTHAVEN, ("31.95", "0.96", "0.00", "0.00", "30.99")),
    ],
)
def test_prices(
    sample: psycopg.Connection[Any],
    product: str,
    quantity: int,
    customer: int | None,
    tenant: int,
    price: tuple[str, ...],
) -> None:
    user = None if customer is None else fixed(USER, customer)
    query = "SELECT * FROM calculate_final_price(%s, %s, %s, %s)"
    found = sample.execute(query, (product, quantity, user, fixed(TENANT, tenant))).fetchone()
    assert found == tuple(map(Decimal, price))


@pytest.mark.parametrize(
    ("checkout", "province", "tax_name", "total"),
    [(1, "ON", "HST", "6.09"), (4, "BC", "GST+PST", "5.99"), (5, "AB", "GST", "2.57")],
)
def test_taxes(sample: psycopg.Connection[Any], checkout: int, province: str, tax_name: str, total: str) -> None:
    found = value(sample, "SELECT calculate_checkout_taxes(%s, NULL)", fixed(CHECKOUT, checkout))
    assert (found["province"], found["tax_name"], Decimal(str(found["total_tax"]))) == (
        province,
        tax_name,
        Decimal(total),
    )


@pytest.mark.parametrize(
    ("code", "customer", "subtotal", "tenant", "answer"),
    [
        ("welcome10", FARID, 60, MAPLEWICK, 10),
        ("WELCOME10", FARID, 40, MAPLEWICK, "below_minimum"),
        ("WELCOME10", CHLOE, 60, MAPLEWICK, "customer_limit_reached"),
        ("WELCOME10", FARID, 60, WESTHAVEN, "unknown_code"),
        ("ADA-THANKS", ADA, 60, MAPLEWICK, 9),
        ("ADA-THANKS", BEN, 60, MAPLEWICK, "other_customer"),
        ("STAMPEDE25", ESME, 60, WESTHAVEN, "expired"),
        ("WEEDGO5", ESME, 60, WESTHAVEN, 3),
    ],
)
def test_discount_codes(
    sample: psycopg.Connection[Any], code: str, customer: int, subtotal: int, tenant: int, answer: int | str
) -> None:
    query = "SELECT apply_discount_code(%s, %s, %s, %s)"
    found = value(sample, query, code, fixed(USER, customer), subtotal, fixed(TENANT, tenant))
    assert found["discount_amount" if found["valid"] else "reason"] == answer


def test_the_driver_in_toronto_has_two_deliveries_and_is_not_at_the_door_yet(
    sample: psycopg.Connection[Any],
) -> None:
    rows = sample.execute("SELECT customer_name, status FROM get_staff_active_deliveries(%s)", (fixed(USER, 8),))
    assert rows.fetchall() == [("Ada Morningside", "in_transit"), ("Ben Oakley", "assigned")]
    at_the_door = (
        "SELECT check_geofence_entry("
        " t.latitude, t.longitude, g.center_latitude, g.center_longitude, g.radius_meters)"
        " FROM delivery_tracking t JOIN delivery_geofences g ON g.delivery_id = t.delivery_id"
        " WHERE g.fence_type = 'arrival' AND t.delivery_id = %s ORDER BY t.recorded_at DESC LIMIT 1"
    )
    assert value(sample, at_the_door, fixed(DELIVERY, 1)) is True
    assert value(sample, at_the_door, fixed(DELIVERY, 6)) is False


def test_permissions_follow_the_role_and_its_exceptions(sample: psycopg.Connection[Any]) -> None:
    query = "SELECT user_has_permission(%s, %s, %s)"
    assert value(sample, query, fixed(USER, 1), "anything", "delete") is True
    assert value(sample, query, fixed(USER, 4), "order", "refund") is True
    assert value(sample, query, fixed(USER, 5), "order", "refund") is False
    assert value(sample, query, fixed(USER, 7), "report", "read") is True
    assert value(sample, query, fixed(USER, 6), "report", "read") is False
    context = value(sample, "SELECT get_user_context(%s)", fixed(USER, 5))
    assert (context["tenant"]["code"], context["store"]["code"]) == ("maplewick", "MW-OTT")


def test_settings_and_providers(sample: psycopg.Connection[Any]) -> None:
    hours = value(sample, "SELECT get_store_hours(%s, 'Sunday')", fixed(STORE, CALGARY))
    assert hours == {"open": "10:00", "close": "22:00"}
    assistant = value(sample, "SELECT get_store_ai_config(%s, 'budtender')", fixed(STORE, TORONTO))
    assert assistant["languages"] == ["en", "fr"]
    provider = "SELECT get_tenant_primary_provider(%s, %s)"
    assert value(sample, provider, fixed(TENANT, MAPLEWICK), None) == fixed(PROVIDER, 1)
    assert value(sample, provider, fixed(TENANT, WESTHAVEN), "clover") == fixed(PROVIDER, 3)
    assert value(sample, provider, fixed(TENANT, WESTHAVEN), "moneris") is None


def test_customers_wishes_and_sign_ins(sample: psycopg.Connection[Any]) -> None:
    wishes = sample.execute("SELECT * FROM get_wishlist_stats(%s)", (fixed(USER, ADA),)).fetchone()
    assert wishes == (2, 1, 0, 1, Decimal("59.95"))
    sign_ins = sample.execute("SELECT * FROM get_user_login_stats(%s)", (fixed(USER, ADA),)).fetchone()
    assert sign_ins is not None
    assert sign_ins[:5] == (3, 2, 1, 2, 1)
    assert value(sample, "SELECT login_count FROM users WHERE id = %s", fixed(USER, ADA)) == 2


def test_reviews_are_counted_and_only_what_was_kept_is_verified(sample: psycopg.Connection[Any]) -> None:
    query = "SELECT average_rating, total_reviews, verified_purchase_count FROM product_ratings WHERE sku = %s"
    assert sample.execute(query, ("900001_3.5G___",)).fetchone() == (Decimal("4.5"), 2, 2)
    assert sample.execute(query, ("900004_3X0.5G___",)).fetchone() == (Decimal("1.0"), 1, 0)
    assert sample.execute(query, ("900008_1X10MG___",)).fetchone() == (Decimal("0.0"), 0, 0)


def test_the_abandoned_checkout_expires_and_the_open_one_stays(sample: psycopg.Connection[Any]) -> None:
    sample.execute("SELECT expire_checkout_sessions()")
    status = "SELECT status FROM checkout_sessions WHERE id = %s"
    assert value(sample, status, fixed(CHECKOUT, 11)) == "expired"
    assert value(sample, status, fixed(CHECKOUT, 12)) == "draft"
    stock = "SELECT quantity_available FROM ocs_inventory WHERE id = %s"
    assert value(sample, stock, fixed(STOCK, 106)) == 20


@pytest.mark.parametrize(
    ("name", "province", "day"),
    [
        ("Good Friday", None, "2026-04-03"),
        ("Victoria Day", None, "2026-05-18"),
        ("Thanksgiving", None, "2026-10-12"),
        ("Family Day", "AB", "2026-02-16"),
    ],
)
def test_holidays(sample: psycopg.Connection[Any], name: str, province: str | None, day: str) -> None:
    query = (
        "SELECT calculate_holiday_date(2026, h.id)::text FROM holidays h"
        " LEFT JOIN provinces_territories p ON p.id = h.province_territory_id"
        " WHERE h.name = %s AND p.code IS NOT DISTINCT FROM %s AND h.id::text LIKE '00000203-%%'"
    )
    assert value(sample, query, name, province) == day
