"""Rows that the tests need: each make_ function inserts one, with what its table demands, and returns its id."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb


def ago(**parts: float) -> datetime:
    """A time in the past, such as ago(hours=1), or in the future, ago(hours=-1).

    Raises:
        RuntimeError: no test runs. What is computed when tests are collected is old when they run: see :func:`insert`.
    """
    if "PYTEST_CURRENT_TEST" not in os.environ:
        raise RuntimeError("ago() outside a test: give partial(ago, ...) as the column's value")
    return datetime.now(UTC) - timedelta(**parts)


def value(db: psycopg.Connection[Any], query: LiteralString, *parameters: object) -> Any:
    """The first column of the first row."""
    row = db.execute(query, parameters).fetchone()
    assert row is not None, query
    return row[0]


def insert(db: psycopg.Connection[Any], table: str, **columns: object) -> Any:
    """Inserts a row and returns its first column, the key; a dict is stored as JSON, a list as an array.

    A function, such as partial(ago, hours=1), is called for its value now.
    """
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING *").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
    )
    given = [column() if callable(column) else column for column in columns.values()]
    values = [Jsonb(column) if isinstance(column, dict) else column for column in given]
    row = db.execute(statement, values).fetchone()
    assert row is not None, table
    return row[0]


def unique(prefix: str) -> str:
    return f"{prefix}-{uuid4().hex[:12]}"


def make_tenant(db: psycopg.Connection[Any], **columns: object) -> UUID:
    name = unique("tenant")
    tenant: UUID = insert(db, "tenants", **{"name": name, "code": name, **columns})
    return tenant


def make_store(db: psycopg.Connection[Any], tenant: UUID, **columns: object) -> UUID:
    code = unique("store")
    store: UUID = insert(db, "stores", **{"tenant_id": tenant, "store_code": code, "name": code, **columns})
    return store


def make_user(db: psycopg.Connection[Any], **columns: object) -> UUID:
    """A customer, unless the columns say otherwise."""
    user: UUID = insert(db, "users", **{"email": unique("user") + "@example.com", **columns})
    return user


def make_order(db: psycopg.Connection[Any], items: object = (), **columns: object) -> UUID:
    """A completed order, unless the columns say otherwise; items is what its JSON holds."""
    goods = Jsonb(list(items) if isinstance(items, tuple) else items)
    row = {"order_number": unique("order"), "order_status": "completed", "items": goods, **columns}
    order: UUID = insert(db, "orders", **row)
    return order


def make_profile(db: psycopg.Connection[Any], user: UUID, **columns: object) -> UUID:
    profile: UUID = insert(db, "profiles", user_id=user, **columns)
    return profile


def make_province(db: psycopg.Connection[Any], code: str, name: str) -> UUID:
    """The province of that code, which the reference data may have brought already."""
    query = (
        "INSERT INTO provinces_territories (code, name, type) VALUES (%s, %s, 'province')"
        " ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING id"
    )
    province: UUID = value(db, query, code, name)
    return province


def make_product(db: psycopg.Connection[Any], sku: str, **columns: object) -> UUID:
    """A product of the catalogue at 10 dollars, unless the columns say otherwise."""
    row = {"ocs_variant_number": sku, "product_name": sku, "unit_price": 10, **columns}
    product: UUID = insert(db, "ocs_product_catalog", **row)
    return product


def make_stock(db: psycopg.Connection[Any], store: UUID, sku: str, **columns: object) -> UUID:
    stock: UUID = insert(db, "ocs_inventory", store_id=store, sku=sku, **columns)
    return stock


def make_promotion(db: psycopg.Connection[Any], **columns: object) -> UUID:
    """10 percent off everything for everybody since yesterday, unless the columns say otherwise."""
    row = {
        "name": "promotion",
        "type": "seasonal",
        "discount_type": "percentage",
        "discount_value": 10,
        "start_date": ago(days=1),
        **columns,
    }
    promotion: UUID = insert(db, "promotions", **row)
    return promotion


def make_checkout(db: psycopg.Connection[Any], **columns: object) -> UUID:
    checkout: UUID = insert(db, "checkout_sessions", **{"session_id": unique("session"), **columns})
    return checkout


def make_delivery(db: psycopg.Connection[Any], **columns: object) -> UUID:
    """A delivery of a new order of a new store, unless the columns say otherwise."""
    row = {
        "customer_name": "Ada",
        "customer_phone": "416 555 0100",
        "delivery_address": {"street": "1 King St W", "city": "Toronto", "postal_code": "M5H 1A1"},
        **columns,
    }
    if "store_id" not in row:
        row["store_id"] = make_store(db, make_tenant(db))
    delivery: UUID = insert(db, "deliveries", order_id=make_order(db), **row)
    return delivery
