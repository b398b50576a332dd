"""The 24-table baseline in use: its schema, and rows for every table from a seed. Server-side SQL, so that it is fast.

Values are as nasty as their types allow (Unicode, NULLs, JSON, arrays, extreme dates and numbers), and as the
constraints that a deploy adds allow: a row that would break one is for the tests of the preflight to make.
"""

from pathlib import Path
from typing import Any

import psycopg

from bench.deployment import Deployment

SQL = Path(__file__).with_name("baseline.sql")

# Tables in the order of their foreign keys; the others follow.
FIRST = ("tenants", "stores", "users", "orders")

WORDS = "ARRAY['Élodie', '東京 支店', 'naïve “quotes” ''n'' \\ back', 'Ünïcödé 😀', 'plain', 'O''Brien; DROP', 'مرحبا', 'tab\there']"  # noqa: E501

# What the general rule cannot know: keys, labels of checks to come, pairs that go together. ``i`` is the row's number.
SPECIAL = {
    "users.email": "'user' || i || '@example.com'",
    "users.role": "(ARRAY['customer', 'staff', 'store_manager', 'tenant_admin', 'customer'])[1 + i % 5]",
    "users.tenant_id": "pg_temp.pick('tenants', i)",
    "users.store_id": "CASE WHEN i % 3 = 0 THEN pg_temp.pick('stores', i) END",
    "users.phone": "left('+1 555 01' || i, 20)",
    "stores.tenant_id": "pg_temp.pick('tenants', i)",
    "stores.store_code": "'S-é-' || i",
    "stores.status": "(ARRAY['active', 'inactive', 'suspended', NULL])[1 + i % 4]",
    "tenants.name": "'Tenant ' || i || ' Ünï'",
    "tenants.code": "'T' || i",
    "tenants.status": "(ARRAY['active', 'suspended', 'cancelled', 'trial'])[1 + i % 4]",
    "tenants.subscription_tier": "(ARRAY['community_and_new_business', 'small_business', 'enterprise'])[1 + i % 3]",
    "orders.order_number": "'ORD-' || i",
    "orders.user_id": "CASE WHEN i % 4 > 0 THEN pg_temp.pick('users', i) END",
    "orders.store_id": "pg_temp.pick('stores', i)",
    "orders.cart_session_id": "NULL",
    "orders.status": "(ARRAY['pending', 'processing', 'completed', 'cancelled', 'refunded', 'parked', 'void'])[1 + i % 7]",  # noqa: E501
    "orders.delivery_method": "(ARRAY['delivery', 'pickup', NULL])[1 + i % 3]",
    "promotions.code": "CASE WHEN i % 5 > 0 THEN 'PROMO' || i END",
    "promotions.tenant_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('tenants', i) END",
    "promotions.created_by_user_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('users', i) END",
    "promotions.is_continuous": "i % 2 = 0",
    "promotions.end_date": "CASE WHEN i % 2 = 1 THEN timestamp '2030-01-01' + i * interval '1 minute' END",
    "promotions.recurrence_type": "(ARRAY['none', 'daily', 'weekly'])[1 + i % 3]",
    "promotions.day_of_week": "ARRAY[i % 7, (i + 3) % 7]",
    "promotions.time_start": "CASE WHEN i % 2 = 0 THEN time '08:00' END",
    "promotions.time_end": "CASE WHEN i % 2 = 0 THEN time '24:00' END",
    "audit_log.store_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('stores', i) END",
    "audit_log.tenant_id": "CASE WHEN i % 3 = 0 THEN pg_temp.pick('tenants', i) END",
    "agi_rate_limit_rules.name": "'rule ' || i",
    "agi_rate_limit_buckets.key": "'bucket ' || i",
    "store_settings.store_id": "pg_temp.pick('stores', i)",
    "store_settings.key": "'key ' || i",
    "checkout_sessions.session_id": "'session ' || i",
    "checkout_sessions.cart_session_id": "NULL",
    "checkout_sessions.user_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('users', i) END",
    "checkout_sessions.tenant_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('tenants', i) END",
    "checkout_sessions.store_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('stores', i) END",
    "checkout_sessions.pickup_store_id": "CASE WHEN i % 5 = 0 THEN pg_temp.pick('stores', i) END",
    "checkout_sessions.fulfillment_type": "(ARRAY['delivery', 'pickup', 'shipping'])[1 + i % 3]",
    "checkout_sessions.status": "(ARRAY['draft', 'pending', 'processing', 'completed', 'failed', 'abandoned', 'expired'])[1 + i % 7]",  # noqa: E501
    "tenant_payment_providers.tenant_id": "pg_temp.pick('tenants', i)",
    "tenant_payment_providers.provider_id": "pg_temp.u('provider', i % 3)",
    "tenant_payment_providers.credential_id": "NULL",
    "tenant_payment_providers.environment": "(ARRAY['sandbox', 'production'])[1 + (i / 3) % 2]",
    "tenant_payment_providers.health_status": "(ARRAY['healthy', 'degraded', 'unavailable', 'unknown'])[1 + i % 4]",
    "order_status_history.order_id": "pg_temp.pick('orders', i)",
    "ai_personalities.tenant_id": "pg_temp.pick('tenants', i)",
    "ai_personalities.store_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('stores', i) END",
    "conversation_states.session_id": "'conversation ' || i",
    "skip_words.word": "left('wörd ' || i, 50)",
    "push_subscriptions.device_token": "'token ' || i",
    "push_subscriptions.device_type": "(ARRAY['ios', 'android', 'web'])[1 + i % 3]",
    "unsubscribe_list.broadcast_id": "NULL",
    "unsubscribe_list.channel_type": "(ARRAY['email', 'sms', 'push', 'all'])[1 + i % 4]",
    "unsubscribe_list.unsubscribe_source": "(ARRAY['link', 'reply', 'admin', 'customer_request', NULL])[1 + i % 5]",
    "supported_languages.code": "'x' || i",
    "translation_cache.source_text": "'text ' || i || ' – ' || (" + WORDS + ")[1 + i % 8]",
    "user_login_logs.user_id": "CASE WHEN i % 9 > 0 THEN pg_temp.pick('users', i) END",
    "user_login_logs.tenant_id": "CASE WHEN i % 2 = 0 THEN pg_temp.pick('tenants', i) END",
    "user_login_logs.login_timestamp": "now() - (i % 86400) * interval '1 second'",
    "user_sessions.user_id": "pg_temp.pick('users', i)",
    "user_sessions.session_token": "'session token ' || i",
    "voice_profiles.user_id": "pg_temp.u('users', i)",
}  # fmt: skip

HELPERS = """
CREATE FUNCTION pg_temp.u(kind text, i bigint) RETURNS uuid LANGUAGE sql
RETURN md5(kind || ':' || i || ':' || current_setting('baseline.seed'))::uuid;
CREATE FUNCTION pg_temp.pick(kind text, i bigint) RETURNS uuid LANGUAGE sql
RETURN pg_temp.u(kind, 1 + (i * 7919) % current_setting('baseline.rows')::bigint);
"""


def general(table: str, column: str, declared: str, *, required: bool) -> str:  # noqa: C901 - one rule a type
    """An expression for a column of which only the type is known; NULL in every ninth row where that is allowed."""
    if column == "id" and declared == "uuid":
        return f"pg_temp.u('{table}', i)"
    length = int(declared.split("(")[1].rstrip(")")) if declared.startswith("character varying(") else None
    match declared.split("(")[0]:
        case "uuid":
            value = f"pg_temp.u('{column}', i)"
        case "character varying" | "text":
            value = f"({WORDS})[1 + (i + {len(column)}) % 8] || ' ' || i"
            value = f"left({value}, {length})" if length else value
        case "jsonb":
            value = "jsonb_build_object('i', i, 'é', ARRAY[1, NULL, i], 'nested', jsonb_build_object('😀', i / 7.0, 'no', NULL))"  # noqa: E501
        case "boolean":
            value = "i % 2 = 0"
        case "integer" | "bigint":
            value = "CASE i % 100 WHEN 0 THEN 2147483647 WHEN 1 THEN 0 ELSE i END"
        case "numeric":
            digits, scale = map(int, declared.removeprefix("numeric(").rstrip(")").split(","))
            largest = "9" * (digits - scale) + "." + "9" * scale
            value = f"CASE i % 100 WHEN 0 THEN {largest} ELSE round(((i * 31) % 97) / 100.0, {scale}) END"
        case "double precision":
            value = "CASE i % 100 WHEN 0 THEN 1.7976931348623157e308 WHEN 1 THEN 'NaN' ELSE i / 3.0 END"
        case "timestamp without time zone":
            value = "CASE i % 100 WHEN 0 THEN 'infinity' WHEN 1 THEN '0044-03-15 12:00 BC' ELSE '2024-02-29 23:59:59.999999'::timestamp + i * interval '1 second' END"  # noqa: E501
        case "timestamp with time zone":
            value = "CASE i % 100 WHEN 0 THEN '-infinity' WHEN 1 THEN '294276-12-31 23:59:59+00' ELSE '2024-03-31 01:30:00+02'::timestamptz + i * interval '1 second' END"  # noqa: E501
        case "date":
            value = "CASE i % 100 WHEN 0 THEN 'infinity'::date WHEN 1 THEN '4713-01-01 BC' ELSE '2000-02-29'::date + i::integer % 9999 END"  # noqa: E501
        case "inet":
            value = "('10.' || i % 256 || '.' || (i / 256) % 256 || '.7')::inet"
        case other if other.endswith("[]"):
            value = f"ARRAY[NULL, 'a,b', '{{\"x\"}}', i::text]::{other}" if "text" in other else f"ARRAY[]::{other}"
        case other:
            raise AssertionError(f"{table}.{column}: no rule for {other}")
    return value if required else f"CASE WHEN i % 9 = 3 THEN NULL ELSE {value} END"


def fill(connection: psycopg.Connection[Any], rows: int = 10_000, seed: int = 42) -> None:
    """Fills every table of the baseline.

    Args:
        connection: as the owner of the tables, in autocommit.
        rows: in each table.
        seed: other seeds give other keys.
    """
    connection.execute(
        "SELECT set_config('baseline.rows', %s, false), set_config('baseline.seed', %s, false),"
        " set_config('timezone', 'UTC', false)",
        [str(rows), str(seed)],
    )
    connection.execute(HELPERS)
    columns = connection.execute(
        """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval%'
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'spatial_ref_sys'
        ORDER BY c.relname, a.attnum
        """
    ).fetchall()
    tables: dict[str, list[tuple[str, str]]] = {}
    for table, column, declared, required, serial in columns:
        if not serial:
            rule = SPECIAL.get(f"{table}.{column}") or general(table, column, declared, required=required)
            tables.setdefault(table, []).append((column, f"({rule})::{declared}"))
    for table in sorted(tables, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name)):
        names = ", ".join(f'"{column}"' for column, _ in tables[table])
        values = ", ".join(rule for _, rule in tables[table])
        connection.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(1, {rows}) AS i".encode()
        )


def make_baseline(place: Deployment, rows: int) -> None:
    """A server with the baseline in use: PostGIS in public, the tables owned by the application's role."""
    steps = [f"tasks/{step}.py" for step in ("image", "container", "packages", "access", "roles", "databases")]
    done = place.pyinfra(*steps, "-y")
    assert done.returncode == 0, done.stderr
    place.psql("DROP SCHEMA deploy CASCADE; CREATE EXTENSION postgis SCHEMA public; CREATE EXTENSION postgis_topology;")
    place.psql(f"SET ROLE weedgo;\n{SQL.read_text()}")
    with psycopg.connect(place.dsn(), autocommit=True) as connection:
        fill(connection, rows)
