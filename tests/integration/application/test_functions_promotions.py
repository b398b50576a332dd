"""Promotions: when one runs, and what a discount code gives."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.support.application.rows import (
    ago,
    insert,
    make_order,
    make_profile,
    make_promotion,
    make_store,
    make_tenant,
    make_user,
    unique,
    value,
)

# June 2025 begins on a Sunday; Toronto is four hours behind UTC.
JUNE = {"start_date": "2025-06-01 04:00", "end_date": "2025-07-01 04:00"}


def runs(db: psycopg.Connection[Any], moment: str | None, **columns: object) -> bool:
    """Whether a promotion of June 2025 runs at a moment, given in UTC."""
    active: bool = value(
        db, "SELECT is_promotion_active_now(%s, %s)", make_promotion(db, **{**JUNE, **columns}), moment
    )
    return active


def test_a_promotion_runs_from_its_first_to_its_last_moment(db: psycopg.Connection[Any]) -> None:
    assert not runs(db, "2025-06-01 03:59:59.999999")
    assert runs(db, "2025-06-01 04:00")
    assert runs(db, "2025-07-01 04:00")
    assert not runs(db, "2025-07-01 04:00:00.000001")


def test_a_promotion_without_an_end_goes_on(db: psycopg.Connection[Any]) -> None:
    assert runs(db, "2099-01-01 00:00", end_date=None)
    assert runs(db, "2099-01-01 00:00", end_date=None, is_continuous=True)
    assert not runs(db, "2025-05-01 00:00", end_date=None, is_continuous=True)


def test_by_default_the_time_is_now(db: psycopg.Connection[Any]) -> None:
    query = "SELECT is_promotion_active_now(%s)"
    assert value(db, query, make_promotion(db, start_date=ago(minutes=1), end_date=ago(minutes=-1))) is True
    assert value(db, query, make_promotion(db, start_date=ago(minutes=2), end_date=ago(minutes=1))) is False


def test_now_is_the_same_in_a_session_of_another_time_zone(db: psycopg.Connection[Any]) -> None:
    promotion = make_promotion(db, start_date=ago(minutes=1), end_date=ago(minutes=-1))
    db.execute("SET LOCAL TimeZone TO 'America/Vancouver'")
    assert value(db, "SELECT is_promotion_active_now(%s)", promotion) is True
    noon_in_utc = make_promotion(db, start_date="2025-06-02 12:00", end_date="2025-06-02 12:30")
    assert value(db, "SELECT is_promotion_active_now(%s, '2025-06-02 05:15')", noon_in_utc) is True


def test_a_promotion_runs_on_its_weekdays_of_which_sunday_is_0(db: psycopg.Connection[Any]) -> None:
    on = [day for day in range(1, 15) if runs(db, f"2025-06-{day:02} 16:00", day_of_week=[0, 6])]
    assert on == [1, 7, 8, 14]


def test_a_weekday_begins_and_ends_at_the_promotions_own_midnight(db: psycopg.Connection[Any]) -> None:
    friday = {"recurrence_type": "weekly", "day_of_week": [5]}
    assert not runs(db, "2025-06-06 03:59:59", **friday)
    assert runs(db, "2025-06-06 04:00", **friday)
    assert runs(db, "2025-06-07 03:59:59", **friday)
    assert not runs(db, "2025-06-07 04:00", **friday)
    assert runs(db, "2025-06-07 04:00", **friday, timezone="America/Vancouver")


def test_the_week_wraps_from_saturday_to_sunday(db: psycopg.Connection[Any]) -> None:
    assert runs(db, "2025-06-08 03:30", day_of_week=[6])
    assert not runs(db, "2025-06-08 03:30", day_of_week=[0])
    assert runs(db, "2025-06-08 04:30", day_of_week=[0])


def test_a_promotion_runs_in_its_hours_past_midnight_too(db: psycopg.Connection[Any]) -> None:
    late = {"hour_of_day": [22, 23, 0, 1]}
    in_utc = [hour for hour in range(24) if runs(db, f"2025-06-10 {hour:02}:59", **late)]
    assert in_utc == [2, 3, 4, 5]


def test_after_midnight_the_next_weekday_counts(db: psycopg.Connection[Any]) -> None:
    late_on_friday = {"hour_of_day": [23, 0], "day_of_week": [5]}
    assert runs(db, "2025-06-07 03:30", **late_on_friday)
    assert not runs(db, "2025-06-07 04:30", **late_on_friday)


def test_a_time_window_holds_its_start_and_not_its_end(db: psycopg.Connection[Any]) -> None:
    window = {"recurrence_type": "daily", "time_start": "16:20", "time_end": "18:00"}
    assert not runs(db, "2025-06-10 20:19:59", **window)
    assert runs(db, "2025-06-10 20:20", **window)
    assert runs(db, "2025-06-10 21:59:59", **window)
    assert not runs(db, "2025-06-10 22:00", **window)


def test_a_time_window_can_last_until_midnight(db: psycopg.Connection[Any]) -> None:
    promotion = make_promotion(db, **JUNE)
    db.execute("UPDATE promotions SET time_start = '20:00', time_end = '24:00' WHERE id = %s", [promotion])
    query = "SELECT is_promotion_active_now(%s, %s)"
    assert value(db, query, promotion, "2025-06-11 03:59:59.999999") is True
    assert value(db, query, promotion, "2025-06-11 04:00") is False


def test_a_time_window_moves_with_daylight_saving_time(db: psycopg.Connection[Any]) -> None:
    window = {"start_date": "2025-01-01", "end_date": "2026-01-01", "time_start": "09:00", "time_end": "10:00"}
    assert runs(db, "2025-01-15 14:30", **window)
    assert runs(db, "2025-07-15 13:30", **window)
    assert not runs(db, "2025-07-15 14:30", **window)


def test_every_limit_that_is_set_must_hold(db: psycopg.Connection[Any]) -> None:
    limits = {"day_of_week": [2], "hour_of_day": [16, 17], "time_start": "16:30", "time_end": "17:30"}
    assert runs(db, "2025-06-10 20:45", **limits)
    assert not runs(db, "2025-06-10 20:15", **limits)
    assert not runs(db, "2025-06-11 20:45", **limits)


def test_empty_lists_limit_nothing_except_a_weekly_promotion(db: psycopg.Connection[Any]) -> None:
    assert runs(db, "2025-06-10 12:00", day_of_week=[], hour_of_day=[])
    assert not runs(db, "2025-06-10 12:00", day_of_week=[], recurrence_type="weekly")


def test_a_promotion_that_is_switched_off_does_not_run(db: psycopg.Connection[Any]) -> None:
    assert not runs(db, "2025-06-10 12:00", active=False)
    assert not runs(db, "2025-06-10 12:00", active=None)


def test_a_promotion_without_a_zone_is_in_torontos(db: psycopg.Connection[Any]) -> None:
    assert runs(db, "2025-06-10 12:30", timezone=None, hour_of_day=[8])


def test_a_promotion_of_no_known_zone_does_not_run(db: psycopg.Connection[Any]) -> None:
    assert not runs(db, "2025-06-10 12:00", timezone="Mars/Olympus")


def test_an_unknown_promotion_or_time_is_not_active(db: psycopg.Connection[Any]) -> None:
    assert value(db, "SELECT is_promotion_active_now(%s)", uuid4()) is False
    assert value(db, "SELECT is_promotion_active_now(NULL)") is False
    assert not runs(db, None)


def make_code(db: psycopg.Connection[Any], tenant: UUID | None, **columns: object) -> str:
    """A code for 20 percent off, unless the columns say otherwise."""
    row = {
        "code": unique("code"),
        "discount_type": "percentage",
        "discount_value": 20,
        "valid_from": ago(days=1),
        **columns,
    }
    insert(db, "discount_codes", tenant_id=tenant, **row)
    return str(row["code"])


def apply(
    db: psycopg.Connection[Any], code: str | None, tenant: UUID | None, user: UUID | None = None, subtotal: object = 50
) -> dict[str, Any]:
    answer: dict[str, Any] = value(db, "SELECT apply_discount_code(%s, %s, %s, %s)", code, user, subtotal, tenant)
    assert answer["valid"] or answer["discount_amount"] == 0
    return answer


def reason(
    db: psycopg.Connection[Any], code: str | None, tenant: UUID | None, user: UUID | None = None, subtotal: object = 50
) -> str | None:
    """Why a code is refused; None when it is valid."""
    return apply(db, code, tenant, user, subtotal).get("reason")


def test_a_percentage_is_taken_off_and_rounded_to_the_cent(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    code = make_code(db, tenant, discount_value=12.5)
    answer = apply(db, code, tenant, subtotal=Decimal("33.33"))
    assert (answer["valid"], answer["code"], answer["discount_type"]) == (True, code, "percentage")
    assert (answer["discount_amount"], answer["new_subtotal"]) == (4.17, 29.16)


def test_a_fixed_amount_is_never_more_than_the_subtotal(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    code = make_code(db, tenant, discount_type="fixed", discount_value=15)
    assert apply(db, code, tenant)["discount_amount"] == 15
    assert apply(db, code, tenant, subtotal=9)["discount_amount"] == 9
    assert apply(db, code, tenant, subtotal=0)["new_subtotal"] == 0


@pytest.mark.parametrize(("discount_value", "amount"), [(150, 50), (-10, 0)])
def test_a_percentage_out_of_range_takes_all_or_nothing(
    db: psycopg.Connection[Any], discount_value: int, amount: int
) -> None:
    tenant = make_tenant(db)
    assert apply(db, make_code(db, tenant, discount_value=discount_value), tenant)["discount_amount"] == amount


@pytest.mark.parametrize("kind", ["bogo", "free_delivery"])
def test_what_is_not_in_the_subtotal_is_left_to_the_caller(db: psycopg.Connection[Any], kind: str) -> None:
    tenant = make_tenant(db)
    answer = apply(db, make_code(db, tenant, discount_type=kind), tenant)
    assert (answer["valid"], answer["discount_type"], answer["discount_amount"]) == (True, kind, 0)


def test_spaces_and_lower_case_do_not_matter(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    code = make_code(db, tenant, code=unique("SUMMER").upper())
    assert reason(db, f" {code.lower()} ", tenant) is None


def test_a_code_in_its_own_spelling_comes_before_the_upper_case_one(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    lower = make_code(db, tenant, discount_value=5)
    make_code(db, tenant, code=lower.upper(), discount_value=50)
    assert apply(db, lower, tenant)["discount_value"] == 5


def test_an_unknown_code_is_refused(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    assert [reason(db, code, tenant) for code in ("nonsense", "", None)] == ["unknown_code"] * 3


def test_a_code_of_another_tenant_is_refused(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    code = make_code(db, tenant)
    assert apply(db, code, make_tenant(db)) == apply(db, "nonsense", tenant)
    assert reason(db, code, None) == "unknown_code"


def test_a_code_of_another_tenants_store_or_promotion_is_refused(db: psycopg.Connection[Any]) -> None:
    tenant, other = make_tenant(db), make_tenant(db)
    assert reason(db, make_code(db, None, store_id=make_store(db, other)), tenant) == "unknown_code"
    assert reason(db, make_code(db, None, promotion_id=make_promotion(db, tenant_id=other)), tenant) == "unknown_code"


def test_a_code_of_no_tenant_is_for_all(db: psycopg.Connection[Any]) -> None:
    code = make_code(db, None)
    assert reason(db, code, make_tenant(db)) is None
    assert reason(db, code, None) is None


def test_the_store_of_a_code_is_given_back(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    store = make_store(db, tenant)
    assert apply(db, make_code(db, tenant, store_id=store), tenant)["store_id"] == str(store)


def test_a_code_is_valid_between_its_dates(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    assert reason(db, make_code(db, tenant, valid_until=ago(hours=-1)), tenant) is None
    assert reason(db, make_code(db, tenant, valid_until=ago(seconds=1)), tenant) == "expired"
    assert reason(db, make_code(db, tenant, valid_from=ago(hours=-1)), tenant) == "not_yet_valid"


def test_a_code_that_is_switched_off_is_refused(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    assert reason(db, make_code(db, tenant, is_active=False), tenant) == "inactive"
    assert reason(db, make_code(db, tenant, is_active=None), tenant) == "inactive"


def test_a_code_is_used_once_or_as_often_as_its_limit(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    assert reason(db, make_code(db, tenant, used=True), tenant) == "already_used"
    assert reason(db, make_code(db, tenant, usage_limit=3, usage_count=2), tenant) is None
    assert reason(db, make_code(db, tenant, usage_limit=3, usage_count=3), tenant) == "used_up"
    assert reason(db, make_code(db, tenant, usage_limit=0, usage_count=None), tenant) == "used_up"


def test_a_code_of_one_customer_is_not_for_others(db: psycopg.Connection[Any]) -> None:
    tenant, user = make_tenant(db), make_user(db)
    profile = make_profile(db, user)
    for owner in (user, profile):
        code = make_code(db, tenant, customer_id=owner)
        assert reason(db, code, tenant, user) is None
        assert reason(db, code, tenant, make_user(db)) == "other_customer"
        assert reason(db, code, tenant) == "sign_in_required"


def test_the_minimum_purchase_must_be_reached(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    code = make_code(db, tenant, minimum_purchase=50)
    assert reason(db, code, tenant, subtotal=50) is None
    refused = apply(db, code, tenant, subtotal=Decimal("49.99"))
    assert (refused["reason"], refused["minimum_purchase"]) == ("below_minimum", 50)


def test_the_larger_minimum_of_code_and_promotion_counts(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    promotion = make_promotion(db, min_purchase_amount=80)
    code = make_code(db, tenant, promotion_id=promotion, minimum_purchase=20)
    assert apply(db, code, tenant)["minimum_purchase"] == 80


@pytest.mark.parametrize("subtotal", [None, -1])
def test_a_subtotal_that_is_none_is_refused(db: psycopg.Connection[Any], subtotal: object) -> None:
    tenant = make_tenant(db)
    assert reason(db, make_code(db, tenant), tenant, subtotal=subtotal) == "invalid_subtotal"


def test_the_promotions_maximum_caps_the_discount(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    code = make_code(db, tenant, promotion_id=make_promotion(db, max_discount_amount=7))
    assert apply(db, code, tenant)["discount_amount"] == 7
    assert apply(db, code, tenant, subtotal=10)["discount_amount"] == 2


def test_a_code_ends_with_its_promotion(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    ended = make_promotion(db, end_date=ago(minutes=1))
    assert reason(db, make_code(db, tenant, promotion_id=ended), tenant) == "promotion_not_running"
    used_up = make_promotion(db, total_usage_limit=5, times_used=5)
    assert reason(db, make_code(db, tenant, promotion_id=used_up), tenant) == "used_up"


def test_a_customer_uses_a_promotion_as_often_as_it_says(db: psycopg.Connection[Any]) -> None:
    """Uses of any of its codes count, and uses without a code."""
    tenant, user = make_tenant(db), make_user(db)
    promotion = make_promotion(db, usage_limit_per_customer=2)
    code, other_code = (make_code(db, tenant, promotion_id=promotion) for _ in range(2))
    assert reason(db, code, tenant) == "sign_in_required"

    other_id = value(db, "SELECT id FROM discount_codes WHERE code = %s", other_code)
    insert(db, "discount_usage", discount_code_id=other_id, user_id=user, discount_amount=1)
    assert reason(db, code, tenant, user) is None
    insert(db, "promotion_usage", promotion_id=promotion, customer_id=make_profile(db, user))
    assert reason(db, code, tenant, user) == "customer_limit_reached"
    assert reason(db, code, tenant, make_user(db)) is None


def test_a_promotion_for_first_purchases_is_not_for_those_who_ordered(db: psycopg.Connection[Any]) -> None:
    tenant, user = make_tenant(db), make_user(db)
    code = make_code(db, tenant, promotion_id=make_promotion(db, first_time_customer_only=True))
    make_order(db, user_id=user, tenant_id=tenant, order_status="cancelled")
    make_order(db, user_id=user, tenant_id=make_tenant(db))
    assert reason(db, code, tenant, user) is None
    make_order(db, user_id=user, tenant_id=tenant)
    assert reason(db, code, tenant, user) == "not_first_purchase"


def test_a_promotion_for_a_tier_is_for_its_customers(db: psycopg.Connection[Any]) -> None:
    tenant, vip, regular = make_tenant(db), make_user(db), make_user(db)
    make_profile(db, vip, customer_type="vip")
    make_profile(db, regular)
    tier = insert(db, "price_tiers", name=unique("tier"), customer_type="vip")
    code = make_code(db, tenant, promotion_id=make_promotion(db, customer_tier_ids=[tier]))
    assert reason(db, code, tenant, vip) is None
    assert reason(db, code, tenant, regular) == "not_in_tier"
    insert(db, "customer_pricing_rules", tenant_id=tenant, price_tier_id=tier, valid_until=ago(days=2))
    assert reason(db, code, tenant, regular) == "not_in_tier"
    insert(db, "customer_pricing_rules", tenant_id=tenant, price_tier_id=tier)
    assert reason(db, code, tenant, regular) is None


def test_the_code_of_a_promotion_works_by_itself(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    code = unique("code")
    promotion = make_promotion(db, code=code, tenant_id=tenant, max_discount_amount=3)
    answer = apply(db, code, tenant)
    assert (answer["promotion_id"], answer["discount_code_id"]) == (str(promotion), None)
    assert answer["discount_amount"] == 3
    assert reason(db, code, make_tenant(db)) == "unknown_code"


def test_the_code_of_a_promotion_that_ended_is_expired(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    ended, later = unique("code"), unique("code")
    make_promotion(db, code=ended, end_date=ago(hours=1))
    make_promotion(db, code=later, start_date=ago(hours=-1))
    assert [reason(db, code, tenant) for code in (ended, later)] == ["expired", "not_yet_valid"]


def test_asking_uses_nothing_up(db: psycopg.Connection[Any]) -> None:
    tenant, user = make_tenant(db), make_user(db)
    code = make_code(db, tenant, usage_limit=1)
    assert reason(db, code, tenant, user) is None
    assert reason(db, code, tenant, user) is None
    assert value(db, "SELECT usage_count FROM discount_codes WHERE code = %s", code) == 0


def test_a_temporary_table_of_the_same_name_is_not_believed(db: psycopg.Connection[Any]) -> None:
    db.execute("CREATE TEMPORARY TABLE discount_codes AS SELECT * FROM public.discount_codes")
    db.execute("SET LOCAL search_path = pg_temp, public, postgis, extensions")
    tenant = make_tenant(db)
    code = make_code(db, tenant)  # goes into the temporary table
    assert reason(db, code, tenant) == "unknown_code"
