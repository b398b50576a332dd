"""Payments: requests seen before, the audit log's retention, the platform's fee, a tenant's provider."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.support.application.rows import ago, insert, make_tenant, unique, value

NEW = {"exists": False, "conflict": False}
CONFLICT = {"exists": True, "conflict": True}


def make_key(db: psycopg.Connection[Any], tenant: UUID, **columns: object) -> str:
    """A key whose request has the hash 'hash'."""
    row = {"idempotency_key": unique("key"), "tenant_id": tenant, "request_hash": "hash", **columns}
    key: str = insert(db, "payment_idempotency_keys", **row)
    return key


def check(
    db: psycopg.Connection[Any], key: str | None, tenant: UUID | None, request_hash: str | None = "hash"
) -> object:
    return value(db, "SELECT check_idempotency_key(%s, %s, %s)", key, tenant, request_hash)


def test_an_unknown_key_is_new(db: psycopg.Connection[Any]) -> None:
    assert check(db, "unknown", make_tenant(db)) == NEW
    assert check(db, None, None) == NEW


def test_a_known_key_returns_its_response(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    key = make_key(db, tenant, status="completed", response={"id": "pay_1"})
    expected = {"exists": True, "conflict": False, "status": "completed", "response": {"id": "pay_1"}}
    assert check(db, key, tenant) == expected


def test_a_request_still_in_work_has_no_response(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    expected = {"exists": True, "conflict": False, "status": "processing", "response": None}
    assert check(db, make_key(db, tenant), tenant) == expected


@pytest.mark.parametrize("request_hash", ["other", None])
def test_another_request_with_the_key_is_a_conflict(db: psycopg.Connection[Any], request_hash: str | None) -> None:
    tenant = make_tenant(db)
    assert check(db, make_key(db, tenant, response={"id": "pay_1"}), tenant, request_hash) == CONFLICT


def test_another_tenant_learns_nothing_but_that_the_key_is_taken(db: psycopg.Connection[Any]) -> None:
    key = make_key(db, make_tenant(db), response={"id": "pay_1"})
    assert check(db, key, make_tenant(db)) == CONFLICT
    assert check(db, key, None) == CONFLICT


def test_an_expired_key_is_new(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    assert check(db, make_key(db, tenant, expires_at=ago(seconds=1)), tenant) == NEW


def test_a_key_without_an_end_does_not_expire(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    assert check(db, make_key(db, tenant, expires_at=None), tenant) != NEW


def test_cleanup_deletes_expired_keys_and_counts_them(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM payment_idempotency_keys")
    tenant = make_tenant(db)
    make_key(db, tenant, expires_at=ago(seconds=1), status="completed")
    make_key(db, tenant, expires_at=ago(days=9))
    kept = {make_key(db, tenant), make_key(db, tenant, expires_at=None)}
    assert value(db, "SELECT cleanup_expired_idempotency_keys()") == 2
    assert {row[0] for row in db.execute("SELECT idempotency_key FROM payment_idempotency_keys")} == kept


def test_cleanup_without_expired_keys_deletes_none(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM payment_idempotency_keys")
    make_key(db, make_tenant(db))
    assert value(db, "SELECT cleanup_expired_idempotency_keys()") == 0


def test_audit_rows_older_than_seven_years_are_deleted(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM payment_audit_log")
    insert(db, "payment_audit_log", action="refund", created_at=ago(days=7 * 366))
    assert value(db, "SELECT cleanup_old_audit_logs()") == 1
    assert value(db, "SELECT count(*) FROM payment_audit_log") == 0


def test_audit_rows_are_kept_for_seven_years(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM payment_audit_log")
    insert(db, "payment_audit_log", action="refund", created_at=ago(days=7 * 365))
    insert(db, "payment_audit_log", action="refund", created_at=None)
    assert value(db, "SELECT cleanup_old_audit_logs()") == 0
    assert value(db, "SELECT count(*) FROM payment_audit_log") == 2


@pytest.mark.parametrize(
    ("amount", "percentage", "fixed", "fee", "net"),
    [
        ("100", "0.02", "0.30", "2.30", "97.70"),
        ("19.99", "0.0250", "0", "0.50", "19.49"),
        ("0.10", "0.02", "0.30", "0.10", "0.00"),
        ("100", None, None, "0.00", "100.00"),
        ("100", "0", "-5", "0", "100"),
        ("0", "0.02", "0.30", "0", "0"),
        ("-50", "0.02", "0.30", "0", "-50"),
        (None, "0.02", "0.30", None, None),
    ],
)
def test_a_fee_is_a_fraction_and_a_fixed_part_and_never_more_than_the_amount(
    db: psycopg.Connection[Any], amount: str | None, percentage: str | None, fixed: str | None, fee: str, net: str
) -> None:
    rows = db.execute("SELECT * FROM calculate_platform_fee(%s, %s, %s)", [amount, percentage, fixed]).fetchall()
    assert rows == [tuple(part and Decimal(part) for part in (fee, net))]


def test_the_default_fee_of_a_tenants_provider_is_two_percent(db: psycopg.Connection[Any]) -> None:
    make_primary(db, tenant := make_tenant(db))
    fee = value(
        db,
        "SELECT f.platform_fee FROM tenant_payment_providers AS t,"
        " calculate_platform_fee(50, t.platform_fee_percentage, t.platform_fee_fixed) AS f WHERE t.tenant_id = %s",
        tenant,
    )
    assert fee == Decimal("1.00")


def make_provider(db: psycopg.Connection[Any], **columns: object) -> UUID:
    name = unique("provider")
    row = {"name": name, "provider_name": name, "provider_type": "clover", **columns}
    provider: UUID = insert(db, "payment_providers", **row)
    return provider


def make_primary(db: psycopg.Connection[Any], tenant: UUID, provider: UUID | None = None, **columns: object) -> UUID:
    row = {"tenant_id": tenant, "provider_id": provider or make_provider(db), "is_primary": True, **columns}
    primary: UUID = insert(db, "tenant_payment_providers", **row)
    return primary


def primary_of(db: psycopg.Connection[Any], tenant: UUID, kind: str | None = None) -> object:
    return value(db, "SELECT get_tenant_primary_provider(%s, %s)", tenant, kind)


def test_a_tenant_has_its_own_primary_provider(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    make_primary(db, tenant, is_primary=False)
    primary = make_primary(db, tenant)
    make_primary(db, make_tenant(db))
    assert value(db, "SELECT get_tenant_primary_provider(%s)", tenant) == primary


def test_a_primary_provider_can_be_asked_for_by_type(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    make_primary(db, tenant)
    moneris = make_primary(db, tenant, make_provider(db, provider_type="moneris"))
    assert primary_of(db, tenant, "moneris") == moneris
    assert primary_of(db, tenant, "interac") is None


def test_an_inactive_provider_is_not_primary(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    make_primary(db, tenant, is_active=False)
    make_primary(db, tenant, make_provider(db, is_active=False))
    make_primary(db, tenant, is_primary=False)
    assert primary_of(db, tenant) is None
    assert primary_of(db, uuid4()) is None


def test_production_comes_before_sandbox_and_a_low_priority_number_first(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    make_primary(db, tenant, make_provider(db, priority=1), environment="sandbox")
    make_primary(db, tenant, make_provider(db, priority=30), environment="production")
    first = make_primary(db, tenant, make_provider(db, priority=20), environment="production")
    assert primary_of(db, tenant) == first
