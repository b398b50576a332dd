-- Rows of a legacy database in use, made by the server: \set orders says how many orders, and the rest is in proportion.
-- 200,000 orders come with 1,000,000 tracking points; the products are always 5,388. Run as a superuser.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET search_path = public, postgis, deploy;

CREATE FUNCTION pg_temp.id(kind text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(kind || i)::uuid;
CREATE FUNCTION pg_temp.word(i bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN (ARRAY['Élodie', '東京 支店', 'naïve “quotes” ''n'' \ back', 'Ünïcödé 😀', 'plain', 'O''Brien', 'مرحبا', E'tab\tthere'])[1 + i % 8];

INSERT INTO tenants (id, name, code)
SELECT pg_temp.id('tenant', i), 'Tenant ' || i, 'L' || i FROM generate_series(0, 3) AS i;

INSERT INTO stores (id, tenant_id, store_code, name)
SELECT pg_temp.id('store', i), pg_temp.id('tenant', i % 4), 'L' || i, pg_temp.word(i) || i FROM generate_series(0, 19) AS i;

INSERT INTO users (id, email, first_name, role, tenant_id, store_id, created_at, updated_at)
SELECT
    pg_temp.id('user', i), 'legacy' || i || '@example.com', pg_temp.word(i),
    CASE WHEN i % 50 = 0 THEN 'staff' ELSE 'customer' END::user_role_simple,
    pg_temp.id('tenant', i % 4), CASE WHEN i % 50 = 0 THEN pg_temp.id('store', i % 20) END,
    '2022-01-01'::timestamp + i * interval '7 minutes', '2023-01-01'::timestamp + i * interval '5 minutes'
FROM generate_series(0, :orders / 5 - 1) AS i;

INSERT INTO profiles (id, user_id)
SELECT pg_temp.id('profile', i), pg_temp.id('user', i) FROM generate_series(0, :orders / 10 - 1) AS i;

INSERT INTO ocs_product_catalog (id, product_name, ocs_variant_number, product_long_description)
SELECT pg_temp.id('product', i), pg_temp.word(i) || ' ' || i, 'LEGACY-' || i, repeat(pg_temp.word(i + 1) || '. ', 20)
FROM generate_series(1, 5388) AS i;

INSERT INTO product_ratings (sku)
SELECT 'LEGACY-' || i FROM generate_series(1, 5388) AS i;

INSERT INTO ocs_inventory (id, store_id, sku, quantity_on_hand)
SELECT pg_temp.id('inventory', i), pg_temp.id('store', i % 20), 'LEGACY-' || i / 20, i % 100
FROM generate_series(0, :orders / 10 - 1) AS i;

INSERT INTO orders (
    id, order_number, user_id, store_id, subtotal, total_amount, items, order_status, created_at, updated_at
)
SELECT
    pg_temp.id('order', i), 'LEGACY-' || i, pg_temp.id('user', i % (:orders / 5)), pg_temp.id('store', i % 20),
    i % 300 + 0.99, (i % 300 + 0.99) * 1.13,
    jsonb_build_array(jsonb_build_object('sku', 'LEGACY-' || (1 + i % 5388), 'name', pg_temp.word(i), 'qty', 1 + i % 3)),
    (ARRAY['pending', 'processing', 'completed'])[1 + i % 3],
    '2023-01-01'::timestamp + i * interval '4 minutes', '2023-01-02'::timestamp + i * interval '4 minutes'
FROM generate_series(0, :orders - 1) AS i;

INSERT INTO order_status_history (id, order_id, status)
SELECT pg_temp.id('history', i), pg_temp.id('order', i / 2), (ARRAY['pending', 'completed'])[1 + i % 2]
FROM generate_series(0, :orders * 2 - 1) AS i;

INSERT INTO payment_transactions (id, transaction_reference, type, status, amount, transaction_type, order_id, store_id)
SELECT
    pg_temp.id('payment', i), 'LEGACY-' || i, 'charge', 'completed', i % 300 + 0.99, 'charge',
    pg_temp.id('order', i), pg_temp.id('store', i % 20)
FROM generate_series(0, :orders - 1) AS i;

INSERT INTO ocs_inventory_transactions (id, store_id, sku, transaction_type, quantity)
SELECT pg_temp.id('movement', i), pg_temp.id('store', i % 20), 'LEGACY-' || (1 + i % 5388), 'sale', -1
FROM generate_series(0, :orders / 2 - 1) AS i;

INSERT INTO deliveries (
    id, order_id, store_id, customer_name, customer_phone, delivery_address, photo_proof_urls, delivery_location
)
SELECT
    pg_temp.id('delivery', i), pg_temp.id('order', i), pg_temp.id('store', i % 20), pg_temp.word(i), '+1 555 01' || i,
    jsonb_build_object('street', i || ' ' || pg_temp.word(i), 'city', 'Toronto', 'postal_code', 'M5V 1A1'),
    ARRAY['https://example.com/' || i, NULL, '{"a,b"}'],
    ST_SetSRID(ST_MakePoint(-79 - i % 1000 / 1e4, 43 + i % 777 / 1e4), 4326)::geography
FROM generate_series(0, :orders / 4 - 1) AS i;

INSERT INTO delivery_tracking (id, delivery_id, latitude, longitude, speed_kmh, heading, metadata, location)
SELECT
    pg_temp.id('point', i), pg_temp.id('delivery', i / 20), 43 + i % 777 / 1e4, -79 - i % 1000 / 1e4, i % 90, i % 360,
    jsonb_build_object('n', i % 20, 'é', NULL),
    ST_SetSRID(ST_MakePoint(-79 - i % 1000 / 1e4, 43 + i % 777 / 1e4), 4326)::geography
FROM generate_series(0, :orders * 5 - 1) AS i;

INSERT INTO customer_reviews (id, sku, user_id, rating, review_text)
SELECT
    pg_temp.id('review', i), 'LEGACY-' || (1 + i % 5388), pg_temp.id('user', i), 1 + i % 5, repeat(pg_temp.word(i), 5)
FROM generate_series(0, :orders / 10 - 1) AS i;

INSERT INTO user_login_logs (id, user_id, ip_address, user_agent)
SELECT pg_temp.id('login', i), pg_temp.id('user', i % (:orders / 5)), ('10.0.' || i % 256 || '.7')::inet, pg_temp.word(i)
FROM generate_series(0, :orders / 2 - 1) AS i;

INSERT INTO audit_log (action, store_id)
SELECT 'legacy ' || i, pg_temp.id('store', i % 20) FROM generate_series(1, :orders / 4) AS i;

ANALYZE;
