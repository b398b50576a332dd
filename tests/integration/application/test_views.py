"""The views, each on real rows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.support.application.rows import (
    ago,
    insert,
    make_product,
    make_promotion,
    make_stock,
    make_store,
    make_tenant,
    make_user,
    unique,
    value,
)


def rows(db: psycopg.Connection[Any], query: LiteralString, *parameters: object) -> list[dict[str, Any]]:
    with db.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, parameters).fetchall()


def shown(db: psycopg.Connection[Any], promotion: UUID) -> dict[str, Any] | None:
    """A promotion as active_promotions shows it, if it does."""
    found = rows(db, "SELECT * FROM active_promotions WHERE id = %s", promotion)
    return found[0] if found else None


def promotion_shown(db: psycopg.Connection[Any], **columns: object) -> dict[str, Any]:
    row = shown(db, make_promotion(db, **columns))
    assert row is not None
    return row


def test_a_promotion_that_runs_is_shown_with_its_store_tenant_and_author(db: psycopg.Connection[Any]) -> None:
    tenant, author = make_tenant(db), make_user(db)
    store = make_store(db, tenant)
    row = promotion_shown(db, tenant_id=tenant, store_id=store, created_by_user_id=author, end_date=ago(days=-1))
    names = rows(
        db,
        "SELECT s.name AS store_name, s.store_code, t.name AS tenant_name, u.email AS created_by_email"
        " FROM stores s, tenants t, users u WHERE s.id = %s AND t.id = %s AND u.id = %s",
        store,
        tenant,
        author,
    )
    assert [{name: row[name] for name in names[0]}] == names
    assert (row["discount_type"], row["discount_value"], row["active"]) == ("percentage", 10, True)


def test_a_promotion_that_does_not_run_now_is_not_shown(db: psycopg.Connection[Any]) -> None:
    toronto = datetime.now(UTC) + timedelta(days=2)
    for columns in (
        {"end_date": ago(minutes=1)},
        {"start_date": ago(minutes=-1)},
        {"active": False},
        {"day_of_week": [toronto.isoweekday() % 7]},
        {"timezone": "Mars/Olympus"},
        {"total_usage_limit": 5, "times_used": 5},
    ):
        assert shown(db, make_promotion(db, **columns)) is None, columns


def test_a_promotion_is_shown_in_any_session_time_zone(db: psycopg.Connection[Any]) -> None:
    promotion = make_promotion(db, start_date=ago(minutes=1), end_date=ago(minutes=-1))
    for zone in ("UTC", "America/Vancouver", "Pacific/Kiritimati"):
        db.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        assert shown(db, promotion) is not None, zone


def test_the_scope_of_a_promotion_is_its_store_its_tenant_or_the_platform(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    store = make_store(db, tenant)
    scopes = [
        promotion_shown(db, tenant_id=tenant, store_id=store),
        promotion_shown(db, tenant_id=tenant),
        promotion_shown(db),
    ]
    assert [row["scope_type"] for row in scopes] == ["store", "tenant", "platform"]


def test_the_duration_of_a_promotion_is_in_its_own_time_zone(db: psycopg.Connection[Any]) -> None:
    start = {"start_date": "2025-06-01 02:00"}
    assert promotion_shown(db, **start, is_continuous=True)["duration_display"] == "Continuous since 2025-05-31"
    assert promotion_shown(db, **start)["duration_display"] == "Since 2025-05-31"
    assert promotion_shown(db, **start, timezone="UTC")["duration_display"] == "Since 2025-06-01"
    until = promotion_shown(db, **start, end_date="2999-06-30 12:00")
    assert until["duration_display"] == "2025-05-31 to 2999-06-30"


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        ({}, "Every day, all day (America/Toronto)"),
        ({"day_of_week": [6, 0, 1, 2, 3, 4, 5]}, "Sun Mon Tue Wed Thu Fri Sat, all day (America/Toronto)"),
        (
            {"hour_of_day": [*range(23, -1, -1)], "timezone": "UTC"},
            "Every day, hours " + " ".join(f"{hour:02}" for hour in range(24)) + " (UTC)",
        ),
        ({"time_start": "00:00", "time_end": "23:59:59.999999"}, "Every day, 00:00-23:59 (America/Toronto)"),
    ],
)
def test_the_time_window_of_a_promotion_reads_like_a_sentence(
    db: psycopg.Connection[Any], columns: dict[str, object], text: str
) -> None:
    assert promotion_shown(db, **columns)["time_window_display"] == text


def test_everyone_in_the_administration_is_listed_and_no_customer(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    works = {"tenant_id": tenant, "store_id": make_store(db, tenant)}
    staff = make_user(db, role="staff", **works, active=False)
    others = [make_user(db, role=role, **works) for role in ("store_manager", "tenant_admin")]
    everyone = [staff, *others, make_user(db, role="super_admin")]
    customer = make_user(db, **works)
    found = rows(db, "SELECT * FROM admin_users WHERE id = ANY (%s)", [*everyone, customer])
    assert {row["id"] for row in found} == set(everyone)


def test_an_administrator_has_the_names_of_tenant_and_store(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db, name=unique("Green"))
    store = make_store(db, tenant, name="Queen Street")
    manager = make_user(db, role="store_manager", tenant_id=tenant, store_id=store)
    root = make_user(db, role="super_admin")
    query = "SELECT tenant_name, store_name, role::text FROM admin_users WHERE id = %s"
    name = value(db, "SELECT name FROM tenants WHERE id = %s", tenant)
    assert rows(db, query, manager) == [{"tenant_name": name, "store_name": "Queen Street", "role": "store_manager"}]
    assert rows(db, query, root) == [{"tenant_name": None, "store_name": None, "role": "super_admin"}]


def in_stores(db: psycopg.Connection[Any], product: UUID) -> list[dict[str, Any]]:
    return rows(db, "SELECT * FROM comprehensive_product_inventory_view WHERE product_id = %s", product)


def in_inventory(db: psycopg.Connection[Any], product: UUID) -> list[dict[str, Any]]:
    return rows(db, "SELECT * FROM inventory_products_view WHERE product_id = %s", product)


@pytest.fixture
def store(db: psycopg.Connection[Any]) -> UUID:
    return make_store(db, make_tenant(db))


def test_a_product_is_shown_with_the_stock_of_each_store(db: psycopg.Connection[Any], store: UUID) -> None:
    sku = unique("SKU")
    product = make_product(db, sku, size="3.5 g", stock_status="Live", minimum_thc_content_percent=Decimal("18.50"))
    stock = make_stock(db, store, f" {sku.lower()} ", quantity_on_hand=30, quantity_available=25, quantity_reserved=5)
    make_stock(db, make_store(db, make_tenant(db)), sku)
    for view in (in_stores(db, product), in_inventory(db, product)):
        assert len(view) == 2
        row = next(row for row in view if row["store_id"] == store)
        assert (row["inventory_id"], row["quantity_on_hand"], row["quantity_available"]) == (stock, 30, 25)
        assert row["catalog_stock_status"] == "Live"
        assert (row["is_available"], row["in_stock"], row["stock_status"]) == (True, True, "in_stock")
    assert (in_stores(db, product)[0]["product_size"], in_stores(db, product)[0]["thc_min"]) == ("3.5 g", 18.5)
    assert (in_inventory(db, product)[0]["size"], in_inventory(db, product)[0]["thc_range_min"]) == ("3.5 g", 18.5)


def test_a_product_that_no_store_has_is_in_the_comprehensive_view_alone(db: psycopg.Connection[Any]) -> None:
    product = make_product(db, unique("sku"), unit_price=Decimal("12.50"), is_active=False)
    assert in_inventory(db, product) == []
    (row,) = in_stores(db, product)
    assert (row["inventory_id"], row["store_id"], row["sku"]) == (None, None, None)
    assert (row["quantity_on_hand"], row["quantity_available"], row["quantity_reserved"]) == (0, 0, 0)
    assert (row["is_available"], row["in_stock"], row["stock_status"]) == (False, False, "out_of_stock")
    assert (row["effective_price"], row["thc_min"], row["cbd_max"]) == (Decimal("12.50"), None, None)


def test_stock_that_the_catalogue_does_not_know_is_not_shown(db: psycopg.Connection[Any], store: UUID) -> None:
    make_stock(db, store, unique("sku"))
    assert rows(db, "SELECT sku FROM inventory_products_view WHERE store_id = %s", store) == []


@pytest.mark.parametrize(
    ("available", "reorder_point", "status"),
    [
        (0, 10, "out_of_stock"),
        (None, 10, "out_of_stock"),
        (1, 10, "low_stock"),
        (10, 10, "low_stock"),
        (11, 10, "in_stock"),
        (1, 0, "in_stock"),
        (1, None, "in_stock"),
    ],
)
def test_stock_is_low_at_the_point_of_reordering(
    db: psycopg.Connection[Any], store: UUID, available: int | None, reorder_point: int | None, status: str
) -> None:
    sku = unique("sku")
    product = make_product(db, sku)
    make_stock(db, store, sku, quantity_available=available, reorder_point=reorder_point)
    for (row,) in (in_stores(db, product), in_inventory(db, product)):
        assert (row["stock_status"], row["in_stock"]) == (status, status != "out_of_stock")


@pytest.mark.parametrize(
    ("prices", "effective"),
    [({"override_price": 7, "retail_price": 9}, 7), ({"retail_price": 9}, 9), ({}, 10), ({"override_price": 0}, 0)],
)
def test_the_effective_price_is_the_override_else_the_retail_else_the_catalogues(
    db: psycopg.Connection[Any], store: UUID, prices: dict[str, int], effective: int
) -> None:
    sku = unique("sku")
    product = make_product(db, sku)
    make_stock(db, store, sku, **prices)
    for (row,) in (in_stores(db, product), in_inventory(db, product)):
        assert row["effective_price"] == effective


def activity(db: psycopg.Connection[Any], *logs: UUID) -> list[dict[str, Any]]:
    return rows(db, "SELECT * FROM recent_login_activity WHERE id = ANY (%s)", list(logs))


def test_recent_sign_ins_are_listed_newest_first(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    user = make_user(db, first_name="Ada", last_name="King")
    whose = {"user_id": user, "tenant_id": tenant}
    old, older, too_old = (
        insert(db, "user_login_logs", **whose, login_timestamp=ago(days=days), country="Canada") for days in (1, 29, 31)
    )
    new = insert(db, "user_login_logs", **whose, login_successful=False)
    found = activity(db, older, too_old, new, old)
    assert [row["id"] for row in found] == [new, old, older]
    assert [row["login_successful"] for row in found] == [False, True, True]
    assert (found[1]["full_name"], found[1]["country"]) == ("Ada King", "Canada")
    assert found[1]["tenant_name"] == value(db, "SELECT name FROM tenants WHERE id = %s", tenant)


def test_a_sign_in_with_an_unknown_name_is_listed_too(db: psycopg.Connection[Any]) -> None:
    log = insert(db, "user_login_logs", login_successful=False, ip_address="203.0.113.7")
    (row,) = activity(db, log)
    assert (row["user_id"], row["email"], row["full_name"], row["tenant_name"]) == (None, None, None, None)
    assert str(row["ip_address"]) == "203.0.113.7"


@pytest.mark.parametrize(("first", "last", "full"), [("Ada", None, "Ada"), (None, "King", "King"), (None, "", None)])
def test_a_full_name_is_made_of_what_is_known(
    db: psycopg.Connection[Any], first: str | None, last: str | None, full: str | None
) -> None:
    user = make_user(db, first_name=first, last_name=last)
    (row,) = activity(db, insert(db, "user_login_logs", user_id=user))
    assert row["full_name"] == full


def test_the_settings_of_a_store_are_gathered_by_category(db: psycopg.Connection[Any]) -> None:
    store = make_store(db, make_tenant(db), name="Queen Street", kiosk_enabled=True, delivery_enabled=False)
    make_settings = [("hours", "monday", {"open": "09:00"}), ("ai", "tone", {"is": "warm"}), ("ai", "agent", {})]
    for category, key, setting in make_settings:
        insert(db, "store_settings", store_id=store, category=category, key=key, value=setting)
    (row,) = rows(db, "SELECT * FROM store_settings_view WHERE store_id = %s", store)
    assert row["settings"] == {"ai": {"agent": {}, "tone": {"is": "warm"}}, "hours": {"monday": {"open": "09:00"}}}
    assert (row["store_name"], row["store_status"], row["timezone"]) == ("Queen Street", "active", "America/Toronto")
    assert (row["kiosk_enabled"], row["delivery_enabled"], row["pos_enabled"]) == (True, False, True)


def test_a_store_without_settings_has_an_empty_object(db: psycopg.Connection[Any], store: UUID) -> None:
    insert(db, "store_settings", store_id=make_store(db, make_tenant(db)), category="ai", key="tone", value={})
    assert rows(db, "SELECT settings FROM store_settings_view WHERE store_id = %s", store) == [{"settings": {}}]


def make_translation(db: psycopg.Connection[Any], language: str = "fr", **columns: object) -> UUID:
    row = {"source_text": unique("text"), "translated_text": "texte", "target_language": language, **columns}
    translation: UUID = insert(db, "translations", **row)
    return translation


def test_translations_that_are_used_much_are_hot_most_used_first(db: psycopg.Connection[Any]) -> None:
    much, most = make_translation(db, usage_count=11), make_translation(db, usage_count=500)
    cold = [
        make_translation(db),
        make_translation(db, usage_count=10),
        make_translation(db, usage_count=500, last_used_at=ago(days=31)),
        make_translation(db, usage_count=None),
    ]
    found = rows(db, "SELECT id FROM v_hot_translations WHERE id = ANY (%s)", [much, *cold, most])
    assert [row["id"] for row in found] == [most, much]


def test_no_more_than_a_thousand_translations_are_hot(db: psycopg.Connection[Any]) -> None:
    db.execute(
        "INSERT INTO translations (source_text, translated_text, target_language, usage_count)"
        " SELECT 'text ' || n, 'texte', 'fr', 1000000 + n FROM generate_series(1, 1200) AS n"
    )
    (row,) = rows(db, "SELECT count(*) AS number, min(usage_count) AS least FROM v_hot_translations")
    assert row == {"number": 1000, "least": 1000201}


def test_translations_are_counted_by_language(db: psycopg.Connection[Any]) -> None:
    language = "xx-Test"
    make_translation(db, language, namespace="menu", usage_count=3, confidence_score=Decimal("0.80"), is_verified=True)
    make_translation(db, language, namespace="menu", usage_count=4, confidence_score=Decimal("0.90"))
    make_translation(db, language, usage_count=None, created_at="2999-01-01")
    make_translation(db, "yy-Test", namespace="other")
    (row,) = rows(db, "SELECT * FROM v_translation_stats WHERE target_language = %s", language)
    assert (row["total_translations"], row["namespaces_covered"], row["total_usage"]) == (3, 1, 7)
    assert (row["avg_confidence"], row["verified_count"]) == (Decimal("0.85"), 1)
    assert row["last_translation_date"].year == 2999


def test_a_language_without_figures_has_zeros_and_no_confidence(db: psycopg.Connection[Any]) -> None:
    make_translation(db, "xx-Test", usage_count=None, is_verified=None)
    (row,) = rows(db, "SELECT * FROM v_translation_stats WHERE target_language = 'xx-Test'")
    assert (row["total_usage"], row["verified_count"], row["avg_confidence"]) == (0, 0, None)


def test_a_wishlist_item_is_shown_with_the_stock_of_its_store(db: psycopg.Connection[Any], store: UUID) -> None:
    customer, sku = make_user(db), unique("SKU")
    product = make_product(db, sku, product_name="Blue Dream", size="7 g")
    make_stock(db, store, sku.lower(), retail_price=99)
    make_stock(db, store, sku, retail_price=20, quantity_available=4)
    make_stock(db, make_store(db, make_tenant(db)), sku, retail_price=1)
    item = insert(db, "wishlist", customer_id=customer, product_id=product, store_id=store, notes="for Friday")
    (row,) = rows(db, "SELECT * FROM wishlist_details WHERE customer_id = %s", customer)
    assert (row["wishlist_id"], row["product_id"], row["store_id"]) == (item, product, store)
    assert (row["product_name"], row["product_size"], row["notes"]) == ("Blue Dream", "7 g", "for Friday")
    assert (row["unit_price"], row["retail_price"]) == (10, 20)
    assert (row["quantity_available"], row["is_available"]) == (4, True)


def test_a_wishlist_item_stays_when_store_or_product_are_gone(db: psycopg.Connection[Any]) -> None:
    customer = make_user(db)
    for product in (make_product(db, unique("sku")), uuid4()):
        insert(db, "wishlist", customer_id=customer, product_id=product, store_id=uuid4())
    found = rows(db, "SELECT * FROM wishlist_details WHERE customer_id = %s ORDER BY product_name", customer)
    assert [(row["quantity_available"], row["is_available"]) for row in found] == [(0, False)] * 2
    assert (found[0]["unit_price"], found[0]["retail_price"]) == (10, None)
    assert (found[1]["product_name"], found[1]["unit_price"]) == (None, None)
