"""Prices, taxes and stock: what a customer pays, what a checkout is taxed, what expired carts give back."""

from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.support.application.concurrency import Connect, at_once
from tests.support.application.rows import (
    ago,
    insert,
    make_checkout,
    make_order,
    make_product,
    make_profile,
    make_promotion,
    make_province,
    make_stock,
    make_store,
    make_tenant,
    make_user,
    unique,
    value,
)


def price(
    db: psycopg.Connection[Any],
    product: str | UUID | None,
    quantity: int | None = 1,
    customer: UUID | None = None,
    tenant: UUID | None = None,
) -> dict[str, Any] | None:
    row = db.execute(
        "SELECT * FROM calculate_final_price(%s::text, %s::integer, %s, %s)", [product, quantity, customer, tenant]
    ).fetchone()
    if row is None:
        return None
    amounts = dict(zip(("base", "tier", "promotion", "volume", "final"), row, strict=True))
    assert amounts["final"] == amounts["base"] - amounts["tier"] - amounts["promotion"] - amounts["volume"]
    assert min(row) >= 0
    return amounts


def final(db: psycopg.Connection[Any], *arguments: Any) -> Decimal:
    amounts = price(db, *arguments)
    assert amounts is not None
    final_price: Decimal = amounts["final"]
    return final_price


def make_tier(db: psycopg.Connection[Any], **columns: object) -> UUID:
    tier: UUID = insert(db, "price_tiers", name=unique("tier"), **columns)
    return tier


def make_customer(db: psycopg.Connection[Any], customer_type: str) -> UUID:
    user = make_user(db)
    make_profile(db, user, customer_type=customer_type)
    return user


@pytest.fixture
def sku(db: psycopg.Connection[Any]) -> str:
    """A product of the catalogue at 10 dollars."""
    sku = unique("SKU")
    make_product(db, sku, category="Flower", brand="Acme")
    return sku


@pytest.fixture
def tenant(db: psycopg.Connection[Any]) -> UUID:
    return make_tenant(db)


def test_without_discounts_the_price_is_the_catalogues(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    nothing_off = {"base": 30, "tier": 0, "promotion": 0, "volume": 0, "final": 30}
    assert price(db, sku, 3, None, tenant) == nothing_off
    assert price(db, sku, 3) == nothing_off


def test_a_product_is_found_by_its_number_or_its_id(db: psycopg.Connection[Any], sku: str) -> None:
    product = value(db, "SELECT id FROM ocs_product_catalog WHERE ocs_variant_number = %s", sku)
    assert final(db, product) == final(db, f" {sku.lower()} ") == 10


def test_an_unknown_product_or_one_without_a_price_has_none(db: psycopg.Connection[Any]) -> None:
    free = unique("sku")
    make_product(db, free, unit_price=None)
    assert [price(db, product) for product in (free, uuid4(), "nothing", "", None)] == [None] * 5


@pytest.mark.parametrize("quantity", [0, None, -3])
def test_a_quantity_of_nothing_costs_nothing(
    db: psycopg.Connection[Any], sku: str, tenant: UUID, quantity: int | None
) -> None:
    make_promotion(db, tenant_id=tenant, discount_type="fixed")
    assert price(db, sku, quantity, None, tenant) == dict.fromkeys(("base", "tier", "promotion", "volume", "final"), 0)


def test_the_lowest_price_of_the_tenants_stores_counts(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_stock(db, make_store(db, tenant), sku, retail_price=14)
    make_stock(db, make_store(db, tenant), sku.lower(), retail_price=15, override_price=12)
    assert final(db, sku, 1, None, tenant) == 12


def test_prices_of_others_or_not_on_offer_do_not_count(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_stock(db, make_store(db, make_tenant(db)), sku, retail_price=1)
    make_stock(db, make_store(db, tenant, status="suspended"), sku, retail_price=2)
    make_stock(db, make_store(db, tenant), sku, retail_price=3, is_available=False)
    assert final(db, sku, 1, None, tenant) == 10


def test_a_tier_is_for_its_kind_of_customer(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_tier(db, discount_percentage=15, customer_type="vip-test")
    vip = make_customer(db, "vip-test")
    profile = value(db, "SELECT id FROM profiles WHERE user_id = %s", vip)
    for customer in (vip, profile):
        assert price(db, sku, 2, customer, tenant) == {"base": 20, "tier": 3, "promotion": 0, "volume": 0, "final": 17}
    assert final(db, sku, 2, make_customer(db, "regular-test"), tenant) == 20
    assert final(db, sku, 2, None, tenant) == 20


def test_the_first_tier_by_priority_counts(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_tier(db, discount_percentage=50, customer_type="vip-test", priority=1, active=False)
    make_tier(db, discount_percentage=5, customer_type="vip-test", priority=1)
    make_tier(db, discount_percentage=20, customer_type="vip-test")
    assert final(db, sku, 10, make_customer(db, "vip-test"), tenant) == 95


def test_a_tier_needs_its_order_value(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_tier(db, discount_percentage=10, customer_type="vip-test", min_order_value=50)
    vip = make_customer(db, "vip-test")
    assert [final(db, sku, quantity, vip, tenant) for quantity in (4, 5)] == [40, 45]


def test_a_tier_is_earned_by_a_months_orders(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_tier(db, discount_percentage=10, customer_type="vip-test", min_monthly_volume=100)
    vip = make_customer(db, "vip-test")
    make_order(db, user_id=vip, tenant_id=tenant, total_amount=60)
    make_order(db, user_id=vip, tenant_id=tenant, total_amount=60, created_at=ago(days=40))
    make_order(db, user_id=vip, tenant_id=tenant, total_amount=60, order_status="refunded")
    make_order(db, user_id=vip, tenant_id=make_tenant(db), total_amount=60)
    assert final(db, sku, 10, vip, tenant) == 100
    make_order(db, user_id=vip, tenant_id=tenant, total_amount=40)
    assert final(db, sku, 10, vip, tenant) == 90


def make_terms(db: psycopg.Connection[Any], tenant: UUID, **columns: object) -> None:
    insert(db, "customer_pricing_rules", tenant_id=tenant, **columns)


def test_a_tenants_terms_give_it_a_tier(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_terms(db, tenant, price_tier_id=make_tier(db, discount_percentage=30, min_monthly_volume=1000))
    assert final(db, sku, 10, None, tenant) == 70
    assert final(db, sku, 10, None, make_tenant(db)) == 100


@pytest.mark.parametrize(
    "columns", [{"active": False}, {"valid_until": partial(ago, days=2)}, {"valid_from": partial(ago, days=-2)}]
)
def test_terms_that_do_not_hold_today_give_nothing(
    db: psycopg.Connection[Any], sku: str, tenant: UUID, columns: dict[str, object]
) -> None:
    make_terms(db, tenant, price_tier_id=make_tier(db, discount_percentage=30), **columns)
    assert final(db, sku, 10, None, tenant) == 100


STEPS = [
    {"min_quantity": 5, "discount_percentage": 2},
    {"min_quantity": 20, "discount_percentage": 12.5},
    {"min_quantity": 10, "discount_percentage": 5},
]


def test_the_largest_quantity_that_is_reached_gives_the_volume_discount(
    db: psycopg.Connection[Any], sku: str, tenant: UUID
) -> None:
    make_terms(db, tenant, volume_discounts=Jsonb(STEPS))
    quantities = (4, 5, 19, 20)
    assert [final(db, sku, quantity, None, tenant) for quantity in quantities] == [40, 49, Decimal("180.50"), 175]


@pytest.mark.parametrize(
    "steps",
    [
        [],
        {"10": 5},
        [{"min_quantity": "5", "discount_percentage": 2}],
        [{"min_quantity": 5, "discount_percentage": [50]}],
        [{"min_quantity": 5, "discount_percentage": -20}],
        "none",
        None,
    ],
)
def test_a_volume_discount_that_cannot_be_read_is_none(
    db: psycopg.Connection[Any], sku: str, tenant: UUID, steps: object
) -> None:
    make_terms(db, tenant, volume_discounts=Jsonb(steps))
    assert final(db, sku, 10, None, tenant) == 100


def test_tier_then_promotion_then_volume_each_take_from_what_is_left(
    db: psycopg.Connection[Any], sku: str, tenant: UUID
) -> None:
    make_terms(db, tenant, price_tier_id=make_tier(db, discount_percentage=10), volume_discounts=Jsonb(STEPS))
    make_promotion(db, tenant_id=tenant, discount_value=20)
    amounts = {"base": 100, "tier": 10, "promotion": 18, "volume": Decimal("3.60"), "final": Decimal("68.40")}
    assert price(db, sku, 10, None, tenant) == amounts


def test_the_price_is_never_below_zero(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_terms(
        db,
        tenant,
        price_tier_id=make_tier(db, discount_percentage=60),
        volume_discounts=Jsonb([{"min_quantity": 1, "discount_percentage": 900}]),
    )
    make_promotion(db, tenant_id=tenant, discount_type="fixed", discount_value=500)
    assert price(db, sku, 1, None, tenant) == {"base": 10, "tier": 6, "promotion": 4, "volume": 0, "final": 0}


def test_each_discount_is_rounded_to_the_cent(db: psycopg.Connection[Any], tenant: UUID) -> None:
    sku = unique("sku")
    make_product(db, sku, unit_price=Decimal("3.33"))
    make_promotion(db, tenant_id=tenant, discount_value=Decimal("33.33"))
    assert final(db, sku, 1, None, tenant) == Decimal("2.22")


def test_a_promotion_of_the_platform_or_the_tenant_applies(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    make_promotion(db, discount_value=5)
    assert final(db, sku, 10, None, tenant) == 95
    make_promotion(db, tenant_id=make_tenant(db), discount_value=50)
    assert final(db, sku, 10, None, tenant) == 95
    make_promotion(db, tenant_id=tenant, discount_value=6)
    assert final(db, sku, 10, None, tenant) == 94


@pytest.mark.parametrize(
    "columns",
    [
        {"active": False},
        {"end_date": partial(ago, hours=1)},
        {"start_date": partial(ago, hours=-1)},
        {"code": "ONLY-WITH-THIS-CODE"},
        {"store_id": uuid4()},
        {"min_purchase_amount": 101},
        {"total_usage_limit": 3, "times_used": 3},
        {"customer_tier_ids": [uuid4()]},
        {"first_time_customer_only": True},
        {"usage_limit_per_customer": 1},
        {"discount_type": "free_gift"},
        {"discount_value": -5},
        {"applies_to": "category", "category_ids": ["Edibles"]},
        {"applies_to": "brand", "brand_ids": ["Other"]},
        {"applies_to": "product", "product_ids": ["other"]},
        {"applies_to": "weather"},
    ],
)
def test_a_promotion_that_does_not_cover_the_purchase_is_left_out(
    db: psycopg.Connection[Any], sku: str, tenant: UUID, columns: dict[str, object]
) -> None:
    make_promotion(db, tenant_id=tenant, **columns)
    assert final(db, sku, 10, None, tenant) == 100


@pytest.mark.parametrize(
    "columns",
    [
        {"end_date": partial(ago, hours=-1)},
        {"is_continuous": True},
        {"min_purchase_amount": 100},
        {"total_usage_limit": 3, "times_used": 2},
        {"customer_tier_ids": []},
        {"discount_type": "fixed"},
        {"discount_value": 90, "max_discount_amount": 10},
        {"applies_to": None},
        {"applies_to": "all", "category_ids": ["Edibles"]},
        {"applies_to": "category", "category_ids": ["Edibles", "Flower"]},
        {"applies_to": "categories", "category_ids": []},
        {"applies_to": "brand", "brand_ids": ["Acme"]},
        {"applies_to": "product"},
    ],
)
def test_a_promotion_that_covers_the_purchase_takes_its_ten_dollars(
    db: psycopg.Connection[Any], sku: str, tenant: UUID, columns: dict[str, object]
) -> None:
    make_promotion(db, tenant_id=tenant, **columns)
    assert final(db, sku, 10, None, tenant) == 90


def test_a_promotion_names_products_by_number_or_id(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    product = value(db, "SELECT id::text FROM ocs_product_catalog WHERE ocs_variant_number = %s", sku)
    for name in (sku, product):
        promotion = make_promotion(db, tenant_id=tenant, applies_to="product", product_ids=[name])
        assert final(db, sku, 10, None, tenant) == 90
        db.execute("UPDATE promotions SET exclude_product_ids = ARRAY[%s] WHERE id = %s", [name, promotion])
        assert final(db, sku, 10, None, tenant) == 100


def test_a_promotion_for_a_tier_is_for_its_customers(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    tier = make_tier(db, customer_type="vip-test")
    make_promotion(db, tenant_id=tenant, customer_tier_ids=[tier])
    assert final(db, sku, 10, make_customer(db, "vip-test"), tenant) == 90
    assert final(db, sku, 10, make_customer(db, "regular-test"), tenant) == 100


def test_a_promotion_for_first_purchases_ends_with_the_first(
    db: psycopg.Connection[Any], sku: str, tenant: UUID
) -> None:
    user = make_user(db)
    make_promotion(db, tenant_id=tenant, first_time_customer_only=True)
    assert final(db, sku, 10, user, tenant) == 90
    make_order(db, user_id=user, tenant_id=tenant, order_status="pending")
    assert final(db, sku, 10, user, tenant) == 100


def test_a_customer_uses_a_promotion_as_often_as_it_says(db: psycopg.Connection[Any], sku: str, tenant: UUID) -> None:
    user = make_user(db)
    promotion = make_promotion(db, tenant_id=tenant, usage_limit_per_customer=1)
    assert final(db, sku, 10, user, tenant) == 90
    insert(db, "promotion_usage", promotion_id=promotion, customer_id=user)
    assert final(db, sku, 10, user, tenant) == 100


def test_of_several_promotions_the_first_by_priority_applies(
    db: psycopg.Connection[Any], sku: str, tenant: UUID
) -> None:
    make_promotion(db, tenant_id=tenant, discount_value=30)
    make_promotion(db, tenant_id=tenant, discount_value=20)
    assert final(db, sku, 10, None, tenant) == 70
    make_promotion(db, tenant_id=tenant, discount_value=5, priority=1)
    assert final(db, sku, 10, None, tenant) == 95


def test_stackable_promotions_add_up_unless_another_comes_first(
    db: psycopg.Connection[Any], sku: str, tenant: UUID
) -> None:
    for percentage in (10, 20):
        make_promotion(db, tenant_id=tenant, discount_value=percentage, stackable=True, priority=1)
    make_promotion(db, tenant_id=tenant, discount_value=25)
    assert final(db, sku, 10, None, tenant) == 70
    make_promotion(db, tenant_id=tenant, discount_value=25, priority=2)
    assert final(db, sku, 10, None, tenant) == 75


def make_rate(db: psycopg.Connection[Any], province: UUID, tenant: UUID | None, **columns: object) -> None:
    """Rates for one tenant, or general ones, from 2020 on: the default, the server's today, is tomorrow in Canada."""
    insert(
        db, "tax_rates", province_territory_id=province, tenant_id=tenant, **{"effective_from": "2020-01-01", **columns}
    )


def taxed_checkout(
    db: psycopg.Connection[Any], code: str, name: str, rate: dict[str, object], **columns: object
) -> UUID:
    """A checkout in a store of a province, and the rates of its tenant there."""
    tenant, province = make_tenant(db), make_province(db, code, name)
    make_rate(db, province, tenant, **rate)
    store = make_store(db, tenant, province_territory_id=province)
    return make_checkout(db, **{"tenant_id": tenant, "store_id": store, **columns})


def taxes(db: psycopg.Connection[Any], checkout: UUID | None, subtotal: object = 100) -> dict[str, Any]:
    answer: dict[str, Any] = value(db, "SELECT calculate_checkout_taxes(%s, %s)", checkout, subtotal)
    return answer


ONTARIO: dict[str, object] = {"federal_tax_rate": Decimal("0.05"), "provincial_tax_rate": Decimal("0.08")}


@pytest.mark.parametrize(
    ("code", "name", "provincial_rate", "tax_name", "provincial_tax"),
    [
        ("ON", "Ontario", "0.08", "HST", 8),
        ("NS", "Nova Scotia", "0.10", "HST", 10),
        ("BC", "British Columbia", "0.07", "GST+PST", 7),
        ("MB", "Manitoba", "0.07", "GST+RST", 7),
        ("QC", "Quebec", "0.0998", "GST+QST", 9.98),
        ("AB", "Alberta", "0", "GST", 0),
    ],
)
def test_a_checkout_is_taxed_by_its_stores_province(
    db: psycopg.Connection[Any], code: str, name: str, provincial_rate: str, tax_name: str, provincial_tax: float
) -> None:
    rate: dict[str, object] = {"federal_tax_rate": Decimal("0.05"), "provincial_tax_rate": Decimal(provincial_rate)}
    answer = taxes(db, taxed_checkout(db, code, name, rate))
    assert (answer["province"], answer["tax_name"]) == (code, tax_name)
    assert (answer["federal_tax"], answer["provincial_tax"]) == (5, provincial_tax)
    assert answer["total_tax"] == pytest.approx(5 + provincial_tax)


def test_hst_is_rounded_once_and_other_taxes_each(db: psycopg.Connection[Any]) -> None:
    """13 percent of 1.10 are 0.143: 0.14 as one tax. As two of 0.055 and 0.088 they are 0.06 and 0.09."""
    hst = taxes(db, taxed_checkout(db, "ON", "Ontario", ONTARIO), Decimal("1.10"))
    assert (hst["federal_tax"], hst["provincial_tax"], hst["total_tax"]) == (0.06, 0.08, 0.14)
    two = taxes(db, taxed_checkout(db, "BC", "British Columbia", ONTARIO), Decimal("1.10"))
    assert (two["federal_tax"], two["provincial_tax"], two["total_tax"]) == (0.06, 0.09, 0.15)


@pytest.mark.parametrize(
    ("method", "duty", "excise"), [("percentage", 10, 10), ("fixed", 4, 4), ("flat", 4, 4), ("per_gram", 0, 0)]
)
def test_excise_is_a_percentage_or_an_amount(db: psycopg.Connection[Any], method: str, duty: int, excise: int) -> None:
    rate = {**ONTARIO, "cannabis_excise_duty": duty, "excise_calculation_method": method}
    answer = taxes(db, taxed_checkout(db, "ON", "Ontario", rate))
    assert (answer["excise_duty"], answer["total_tax"]) == (excise, 13 + excise)


def test_excise_by_an_unknown_method_is_not_guessed(db: psycopg.Connection[Any]) -> None:
    rate = {**ONTARIO, "cannabis_excise_duty": 1, "excise_calculation_method": "per_gram"}
    answer = taxes(db, taxed_checkout(db, "ON", "Ontario", rate))
    assert (answer["reason"], answer["total_tax"]) == ("unknown_excise_method", None)


def test_fees_are_given_apart_from_the_tax(db: psycopg.Connection[Any]) -> None:
    rate = {**ONTARIO, "environmental_fee": Decimal("0.50"), "recycling_fee": Decimal("0.10")}
    answer = taxes(db, taxed_checkout(db, "ON", "Ontario", rate))
    assert (answer["environmental_fee"], answer["recycling_fee"], answer["total_tax"]) == (0.5, 0.1, 13)


def test_nothing_is_taxed_with_nothing(db: psycopg.Connection[Any]) -> None:
    rate = {**ONTARIO, "cannabis_excise_duty": 4, "excise_calculation_method": "fixed"}
    answer = taxes(db, taxed_checkout(db, "ON", "Ontario", rate), 0)
    assert (answer["total_tax"], answer["excise_duty"]) == (0, 0)


def test_without_a_subtotal_the_checkouts_own_is_taxed(db: psycopg.Connection[Any]) -> None:
    answer = taxes(db, taxed_checkout(db, "ON", "Ontario", ONTARIO, subtotal=20), None)
    assert (answer["subtotal"], answer["total_tax"]) == (20, 2.6)


@pytest.mark.parametrize(
    ("address", "fulfillment", "province"),
    [
        ({"province": "BC"}, "delivery", "BC"),
        ({"province_state": "british columbia "}, "shipping", "BC"),
        ({"state": "bc"}, "delivery", "BC"),
        ({"province": "BC"}, "pickup", "ON"),
        ({"province": "Utopia"}, "delivery", "ON"),
        ({}, "delivery", "ON"),
        (None, "delivery", "ON"),
    ],
)
def test_what_is_sent_is_taxed_where_it_goes(
    db: psycopg.Connection[Any], address: dict[str, str] | None, fulfillment: str, province: str
) -> None:
    columns: dict[str, object] = {"delivery_address": address, "fulfillment_type": fulfillment}
    checkout = taxed_checkout(db, "ON", "Ontario", ONTARIO, **columns)
    tenant = value(db, "SELECT tenant_id FROM checkout_sessions WHERE id = %s", checkout)
    make_rate(db, make_province(db, "BC", "British Columbia"), tenant)
    assert taxes(db, checkout)["province"] == province


def test_what_is_picked_up_is_taxed_at_the_store_of_the_pickup(db: psycopg.Connection[Any]) -> None:
    tenant, province = make_tenant(db), make_province(db, "AB", "Alberta")
    make_rate(db, province, tenant, federal_tax_rate=Decimal("0.05"))
    store = make_store(db, tenant, province_territory_id=province)
    checkout = taxed_checkout(
        db, "ON", "Ontario", ONTARIO, tenant_id=tenant, pickup_store_id=store, fulfillment_type="pickup"
    )
    assert taxes(db, checkout)["total_tax"] == 5


def test_the_newest_rates_in_force_count(db: psycopg.Connection[Any]) -> None:
    checkout = taxed_checkout(db, "NS", "Nova Scotia", {"federal_tax_rate": Decimal("0.15")})
    tenant = value(db, "SELECT tenant_id FROM checkout_sessions WHERE id = %s", checkout)
    province = make_province(db, "NS", "Nova Scotia")
    rates: list[tuple[str, dict[str, object]]] = [
        ("0.14", {"effective_from": "2025-04-01"}),
        ("0.30", {"effective_from": "2999-01-01"}),
        ("0.31", {"effective_from": "2025-05-01", "effective_to": "2025-05-31"}),
        ("0.32", {"effective_from": "2025-05-02", "is_active": False}),
    ]
    for rate, columns in rates:
        make_rate(db, province, tenant, federal_tax_rate=Decimal(rate), **columns)
    assert taxes(db, checkout)["total_tax"] == 14


@pytest.mark.parametrize(("completed_at", "total"), [("2025-04-01 03:59+00", 15), ("2025-04-01 04:00+00", 14)])
def test_a_day_begins_at_the_stores_midnight(db: psycopg.Connection[Any], completed_at: str, total: int) -> None:
    """A checkout that is completed keeps the rates of its day."""
    rate: dict[str, object] = {"federal_tax_rate": Decimal("0.15"), "effective_to": "2025-03-31"}
    checkout = taxed_checkout(db, "ON", "Ontario", rate, completed_at=completed_at)
    tenant = value(db, "SELECT tenant_id FROM checkout_sessions WHERE id = %s", checkout)
    make_rate(
        db,
        make_province(db, "ON", "Ontario"),
        tenant,
        federal_tax_rate=Decimal("0.14"),
        effective_from="2025-04-01",
    )
    assert taxes(db, checkout)["total_tax"] == total


def test_a_tenants_own_rates_come_before_general_ones_and_never_anothers(db: psycopg.Connection[Any]) -> None:
    province = make_province(db, "AB", "Alberta")
    make_rate(db, province, None, federal_tax_rate=Decimal("0.01"))
    make_rate(db, province, make_tenant(db), federal_tax_rate=Decimal("0.99"))
    checkout = taxed_checkout(db, "AB", "Alberta", {"federal_tax_rate": Decimal("0.05")})
    assert taxes(db, checkout)["total_tax"] == 5
    stranger = make_checkout(db, store_id=make_store(db, make_tenant(db), province_territory_id=province))
    assert taxes(db, stranger)["total_tax"] == 1


def test_a_tax_that_cannot_be_told_is_not_zero(db: psycopg.Connection[Any]) -> None:
    nowhere = make_checkout(db, store_id=make_store(db, make_tenant(db)))
    checkout = taxed_checkout(db, "ON", "Ontario", {"is_active": False, "effective_from": "2999-01-01"})
    db.execute("UPDATE tax_rates SET is_active = false")
    answers = [
        taxes(db, uuid4()),
        taxes(db, None),
        taxes(db, nowhere),
        taxes(db, checkout),
        taxes(db, checkout, -1),
    ]
    assert [answer["reason"] for answer in answers] == [
        "unknown_checkout",
        "unknown_checkout",
        "unknown_province",
        "no_tax_rate",
        "negative_subtotal",
    ]
    assert [answer["total_tax"] for answer in answers] == [None] * 5


def make_cart(db: psycopg.Connection[Any], store: UUID) -> UUID:
    cart: UUID = insert(db, "cart_sessions", session_id=unique("session"), store_id=store)
    return cart


def reserve(db: psycopg.Connection[Any], stock: UUID, cart: UUID, quantity: int, **columns: object) -> UUID:
    """Sets units aside for a cart, as the application does."""
    db.execute(
        "UPDATE ocs_inventory SET quantity_reserved = quantity_reserved + %(units)s,"
        " quantity_available = quantity_available - %(units)s WHERE id = %(stock)s",
        {"units": quantity, "stock": stock},
    )
    row = {"inventory_id": stock, "cart_session_id": cart, "quantity": quantity, **columns}
    reservation: UUID = insert(db, "ocs_inventory_reservations", **row)
    return reservation


def expire(db: psycopg.Connection[Any]) -> None:
    db.execute("SELECT expire_checkout_sessions()")


def stock_of(db: psycopg.Connection[Any], stock: UUID) -> tuple[int, int]:
    """What is reserved and what is available."""
    row = db.execute("SELECT quantity_reserved, quantity_available FROM ocs_inventory WHERE id = %s", [stock])
    reserved, available = row.fetchall()[0]
    return reserved, available


def status_of(db: psycopg.Connection[Any], checkout: UUID) -> str:
    status: str = value(db, "SELECT status FROM checkout_sessions WHERE id = %s", checkout)
    return status


@pytest.fixture
def store(db: psycopg.Connection[Any], tenant: UUID) -> UUID:
    return make_store(db, tenant)


@pytest.fixture
def stock(db: psycopg.Connection[Any], store: UUID) -> UUID:
    """Ten units of a product in the store."""
    return make_stock(db, store, unique("sku"), quantity_on_hand=10, quantity_available=10)


def test_an_expired_checkout_gives_its_cart_back(db: psycopg.Connection[Any], store: UUID, stock: UUID) -> None:
    cart = make_cart(db, store)
    reservations = [reserve(db, stock, cart, quantity) for quantity in (3, 1)]
    checkout = make_checkout(db, cart_session_id=cart, expires_at=ago(minutes=1))
    expire(db)
    assert status_of(db, checkout) == "expired"
    assert stock_of(db, stock) == (0, 10)
    query = "SELECT count(*) FROM ocs_inventory_reservations WHERE id = ANY (%s) AND status = 'released'"
    assert value(db, query, reservations) == 2


def test_inventory_is_given_back_once(db: psycopg.Connection[Any], store: UUID, stock: UUID) -> None:
    cart, other_cart = make_cart(db, store), make_cart(db, store)
    reserve(db, stock, cart, 3)
    reserve(db, stock, other_cart, 4)
    for _ in range(2):
        make_checkout(db, cart_session_id=cart, expires_at=ago(minutes=1))
    expire(db)
    expire(db)
    assert stock_of(db, stock) == (4, 6)
    make_checkout(db, cart_session_id=cart, expires_at=ago(minutes=1))
    expire(db)
    assert stock_of(db, stock) == (4, 6)


@pytest.mark.parametrize(
    "columns",
    [
        {"expires_at": partial(ago, minutes=-10)},
        {"expires_at": None},
        {"expires_at": partial(ago, minutes=1), "status": "processing"},
        {"expires_at": partial(ago, minutes=1), "status": "completed"},
    ],
)
def test_a_checkout_that_is_not_over_keeps_its_goods(
    db: psycopg.Connection[Any], store: UUID, stock: UUID, columns: dict[str, object]
) -> None:
    """Also when an older checkout of the same cart expires."""
    cart = make_cart(db, store)
    reserve(db, stock, cart, 3)
    checkout = make_checkout(db, cart_session_id=cart, **columns)
    before = status_of(db, checkout)
    make_checkout(db, cart_session_id=cart, expires_at=ago(minutes=5))
    expire(db)
    assert status_of(db, checkout) == before
    assert stock_of(db, stock) == (3, 7)


def test_what_an_order_holds_or_was_released_before_stays(
    db: psycopg.Connection[Any], store: UUID, stock: UUID
) -> None:
    cart = make_cart(db, store)
    reserve(db, stock, cart, 3, order_id=make_order(db))
    reserve(db, stock, cart, 2, status="fulfilled")
    make_checkout(db, cart_session_id=cart, expires_at=ago(minutes=1))
    expire(db)
    assert stock_of(db, stock) == (5, 5)


def test_no_more_is_given_back_than_is_reserved(db: psycopg.Connection[Any], store: UUID, stock: UUID) -> None:
    cart = make_cart(db, store)
    reserve(db, stock, cart, 3)
    db.execute("UPDATE ocs_inventory SET quantity_reserved = 1 WHERE id = %s", [stock])
    make_checkout(db, cart_session_id=cart, expires_at=ago(minutes=1))
    expire(db)
    assert stock_of(db, stock) == (0, 8)


def test_a_checkout_without_a_cart_expires_too(db: psycopg.Connection[Any]) -> None:
    checkout = make_checkout(db, expires_at=ago(minutes=1))
    expire(db)
    assert status_of(db, checkout) == "expired"


def test_two_runs_at_once_give_back_once(connect: Connect) -> None:
    with connect() as db:
        tenant = make_tenant(db)
        store = make_store(db, tenant)
        stock = make_stock(db, store, unique("sku"), quantity_on_hand=10, quantity_available=10)
        cart, other_cart = make_cart(db, store), make_cart(db, store)
        reserve(db, stock, cart, 3)
        reserve(db, stock, other_cart, 4)
        checkout = make_checkout(db, cart_session_id=cart, expires_at=ago(minutes=1))
    try:
        at_once(connect, "SELECT expire_checkout_sessions()::text, %s::text", "first", "second")
        with connect() as db:
            assert stock_of(db, stock) == (4, 6)
    finally:
        with connect() as db:
            db.execute("DELETE FROM checkout_sessions WHERE id = %s", [checkout])
            db.execute("DELETE FROM cart_sessions WHERE id = ANY (%s)", [[cart, other_cart]])
            db.execute("DELETE FROM tenants WHERE id = %s", [tenant])


def exists(db: psycopg.Connection[Any], sku: str | None, lot: str | None) -> bool:
    found: bool = value(db, "SELECT check_inventory_exists(%s, %s)", sku, lot)
    return found


def test_a_batch_is_tracked_with_its_sku(db: psycopg.Connection[Any], store: UUID) -> None:
    lot = unique("LOT")
    insert(db, "batch_tracking", batch_lot=lot, sku="AB-1", quantity_received=5, quantity_remaining=0, store_id=store)
    assert exists(db, "AB-1", lot)
    assert exists(db, " ab-1 ", lot)
    assert not exists(db, "AB-2", lot)
    assert not exists(db, "AB-1", lot.lower())


def test_a_batch_of_nothing_is_not_tracked(db: psycopg.Connection[Any]) -> None:
    assert exists(db, None, "lot") is False
    assert exists(db, "sku", None) is False
    assert exists(db, "sku", unique("lot")) is False


def wishlist_stats(db: psycopg.Connection[Any], customer: UUID | None) -> tuple[Any, ...]:
    rows = db.execute("SELECT * FROM get_wishlist_stats(%s)", [customer]).fetchall()
    assert len(rows) == 1
    return tuple(rows[0])


def wish(db: psycopg.Connection[Any], customer: UUID, store: UUID, product: UUID, **columns: object) -> None:
    insert(db, "wishlist", customer_id=customer, store_id=store, product_id=product, **columns)


def test_a_wishlist_is_summed_up(db: psycopg.Connection[Any], store: UUID) -> None:
    customer = make_user(db)
    skus = [unique("SKU") for _ in range(4)]
    regular, on_sale, not_offered, not_carried = (make_product(db, sku) for sku in skus)
    make_stock(db, store, skus[0].lower(), retail_price=20, quantity_available=1)
    make_stock(db, store, skus[1], retail_price=20, override_price=15, quantity_available=1)
    make_stock(db, store, skus[2], override_price=8, quantity_available=1, is_available=False)
    wish(db, customer, store, regular, priority=1)
    wish(db, customer, store, on_sale, priority=3)
    wish(db, customer, store, not_offered)
    wish(db, customer, store, not_carried, priority=None)
    assert wishlist_stats(db, customer) == (4, 2, 2, 2, 20 + 15 + 8 + 10)


def test_what_is_used_up_is_out_of_stock_and_what_costs_more_not_on_sale(
    db: psycopg.Connection[Any], store: UUID, sku: str
) -> None:
    customer = make_user(db)
    product = value(db, "SELECT id FROM ocs_product_catalog WHERE ocs_variant_number = %s", sku)
    make_stock(db, store, sku, retail_price=20, override_price=25, quantity_available=0)
    wish(db, customer, store, product)
    assert wishlist_stats(db, customer) == (1, 0, 0, 1, 25)


def test_a_product_stocked_under_two_spellings_counts_once(db: psycopg.Connection[Any], store: UUID, sku: str) -> None:
    customer = make_user(db)
    product = value(db, "SELECT id FROM ocs_product_catalog WHERE ocs_variant_number = %s", sku)
    make_stock(db, store, sku.lower(), retail_price=99)
    make_stock(db, store, sku, retail_price=20, quantity_available=1)
    wish(db, customer, store, product)
    assert wishlist_stats(db, customer) == (1, 0, 0, 0, 20)


def test_a_product_that_is_gone_still_counts(db: psycopg.Connection[Any], store: UUID) -> None:
    customer = make_user(db)
    wish(db, customer, store, uuid4())
    assert wishlist_stats(db, customer) == (1, 0, 0, 1, 0)


def test_an_empty_wishlist_is_all_zeros(db: psycopg.Connection[Any]) -> None:
    assert wishlist_stats(db, make_user(db)) == (0, 0, 0, 0, 0)
    assert wishlist_stats(db, None) == (0, 0, 0, 0, 0)
