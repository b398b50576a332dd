-- Example data for developers: two tenants, four stores in three provinces, and what hangs on them, in every
-- table. No person in it is real: mail goes to example.com, phones are 555-01xx, and IP addresses are those
-- that RFC 5737 keeps for examples. The files run in the order of their numbers, after the reference data;
-- run again, they change nothing. A fixed id names its table in the first block (0103 is users) and its row
-- in the last; serial ids start at 900001. Orders are in 04_inventory.sql: they refer to the carts there.

INSERT INTO tenants (
    id, name, code, company_name, business_number, gst_hst_number, address, contact_email, contact_phone,
    website, subscription_tier, max_stores, billing_info, settings, metadata, created_at
)
VALUES
    (
        '00000101-0000-4000-8000-000000000001', 'Maplewick Cannabis', 'maplewick', 'Maplewick Cannabis Inc.',
        '123456789', '123456789RT0001',
        '{"street": "120 Sample Street", "city": "Toronto", "province": "ON", "postal_code": "M5V 2A1"}',
        'office.maplewick@example.com', '+1-416-555-0100', 'https://maplewick.example.com',
        'professional_and_growing_business', 5,
        '{"cycle": "monthly", "contact": "billing.maplewick@example.com"}',
        '{"features": {"ai_assistant": true, "voice": true, "delivery": true}, "primary_color": "#2f6b3a"}',
        '{"source": "sample data"}', '2025-01-15 15:00'
    ),
    (
        '00000101-0000-4000-8000-000000000002', 'Westhaven Cannabis', 'westhaven', 'Westhaven Cannabis Ltd.',
        '987654321', '987654321RT0001',
        '{"street": "88 Example Road", "city": "Vancouver", "province": "BC", "postal_code": "V6B 1A1"}',
        'office.westhaven@example.com', '+1-604-555-0100', 'https://westhaven.example.com',
        'small_business', 3,
        '{"cycle": "yearly", "contact": "billing.westhaven@example.com"}',
        '{"features": {"ai_assistant": true, "voice": false, "delivery": true}, "primary_color": "#1f4e79"}',
        '{"source": "sample data"}', '2025-03-03 18:30'
    )
ON CONFLICT DO NOTHING;

INSERT INTO stores (
    id, tenant_id, store_code, name, province_territory_id, address, phone, email, hours, timezone,
    license_number, license_expiry, tax_rate, delivery_radius_km, kiosk_enabled, settings, pos_integration,
    seo_config, latitude, longitude, pos_payment_terminal_settings, created_at
)
VALUES
    (
        '00000102-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001', 'MW-TOR',
        'Maplewick Toronto', (SELECT id FROM provinces_territories WHERE code = 'ON'),
        '{"street": "120 Sample Street", "city": "Toronto", "province": "ON", "postal_code": "M5V 2A1"}',
        '+1-416-555-0101', 'toronto.maplewick@example.com',
        '{"monday": {"open": "09:00", "close": "22:00"}, "sunday": {"open": "11:00", "close": "20:00"}}',
        'America/Toronto', 'SAMPLE-ON-0001', '2028-03-31', 13.00, 10, true, '{"low_stock_alerts": true}',
        '{"system": "built_in", "registers": 2}',
        '{"title": "Maplewick Toronto", "keywords": ["cannabis", "toronto"]}', 43.65344400, -79.38400000,
        '{"terminals": [{"id": "SAMPLE-T1", "connection": "lan"}]}', '2025-01-20 15:00'
    ),
    (
        '00000102-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000001', 'MW-OTT',
        'Maplewick Ottawa', (SELECT id FROM provinces_territories WHERE code = 'ON'),
        '{"street": "45 Sample Avenue", "city": "Ottawa", "province": "ON", "postal_code": "K1P 1A1"}',
        '+1-613-555-0101', 'ottawa.maplewick@example.com',
        '{"monday": {"open": "10:00", "close": "21:00"}, "sunday": {"open": "11:00", "close": "18:00"}}',
        'America/Toronto', 'SAMPLE-ON-0002', '2028-03-31', 13.00, 8, false, '{"low_stock_alerts": true}',
        '{"system": "built_in", "registers": 1}',
        '{"title": "Maplewick Ottawa", "keywords": ["cannabis", "ottawa"]}', 45.42153000, -75.69719000,
        '{"terminals": [{"id": "SAMPLE-T2", "connection": "lan"}]}', '2025-02-10 15:00'
    ),
    (
        '00000102-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000002', 'WH-VAN',
        'Westhaven Vancouver', (SELECT id FROM provinces_territories WHERE code = 'BC'),
        '{"street": "88 Example Road", "city": "Vancouver", "province": "BC", "postal_code": "V6B 1A1"}',
        '+1-604-555-0101', 'vancouver.westhaven@example.com',
        '{"monday": {"open": "10:00", "close": "22:00"}, "sunday": {"open": "10:00", "close": "20:00"}}',
        'America/Vancouver', 'SAMPLE-BC-0001', '2028-06-30', 12.00, 10, false, '{"low_stock_alerts": false}',
        '{"system": "built_in", "registers": 1}',
        '{"title": "Westhaven Vancouver", "keywords": ["cannabis", "vancouver"]}', 49.28273000, -123.12074000,
        '{"terminals": [{"id": "SAMPLE-T3", "connection": "cloud"}]}', '2025-03-10 18:30'
    ),
    (
        '00000102-0000-4000-8000-000000000004', '00000101-0000-4000-8000-000000000002', 'WH-CGY',
        'Westhaven Calgary', (SELECT id FROM provinces_territories WHERE code = 'AB'),
        '{"street": "12 Example Trail SW", "city": "Calgary", "province": "AB", "postal_code": "T2P 1A1"}',
        '+1-403-555-0101', 'calgary.westhaven@example.com',
        '{"monday": {"open": "10:00", "close": "23:00"}, "sunday": {"open": "10:00", "close": "22:00"}}',
        'America/Edmonton', 'SAMPLE-AB-0001', '2028-12-31', 5.00, 8, true, '{"low_stock_alerts": true}',
        '{"system": "built_in", "registers": 2}',
        '{"title": "Westhaven Calgary", "keywords": ["cannabis", "calgary"]}', 51.04473000, -114.07188000,
        '{"terminals": [{"id": "SAMPLE-T4", "connection": "cloud"}]}', '2025-04-01 18:30'
    )
ON CONFLICT DO NOTHING;

-- Who works here. No password fits the hash: set one of your own to sign in.
INSERT INTO users (
    id, role, email, password_hash, first_name, last_name, phone, tenant_id, store_id, tenant_role,
    store_role, permissions_override, cannsell_certified, cannsell_number, email_verified, terms_accepted,
    created_at
)
VALUES
    (
        '00000103-0000-4000-8000-000000000001', 'super_admin', 'robin.keeper@example.com', '!sample', 'Robin',
        'Keeper', '+1-416-555-0110', NULL, NULL, NULL, NULL, '{}', false, NULL, true, true, '2025-01-10 14:00'
    ),
    (
        '00000103-0000-4000-8000-000000000002', 'tenant_admin', 'amara.whitfield@example.com', '!sample',
        'Amara', 'Whitfield', '+1-416-555-0111', '00000101-0000-4000-8000-000000000001', NULL, 'owner', NULL,
        '{}', false, NULL, true, true, '2025-01-15 15:10'
    ),
    (
        '00000103-0000-4000-8000-000000000003', 'tenant_admin', 'jonas.fairweather@example.com', '!sample',
        'Jonas', 'Fairweather', '+1-604-555-0111', '00000101-0000-4000-8000-000000000002', NULL, 'owner',
        NULL, '{}', false, NULL, true, true, '2025-03-03 18:40'
    ),
    (
        '00000103-0000-4000-8000-000000000004', 'store_manager', 'mei.larkin@example.com', '!sample', 'Mei',
        'Larkin', '+1-416-555-0112', '00000101-0000-4000-8000-000000000001',
        '00000102-0000-4000-8000-000000000001', NULL, 'manager', '{"order:refund": true}', true,
        'SAMPLE-CANNSELL-0001', true, true, '2025-01-21 15:00'
    ),
    (
        '00000103-0000-4000-8000-000000000005', 'store_manager', 'helene.marchand@example.com', '!sample',
        'Hélène', 'Marchand', '+1-613-555-0112', '00000101-0000-4000-8000-000000000001',
        '00000102-0000-4000-8000-000000000002', NULL, 'manager', '{}', true, 'SAMPLE-CANNSELL-0002', true,
        true, '2025-02-11 15:00'
    ),
    (
        '00000103-0000-4000-8000-000000000006', 'store_manager', 'dev.harlow@example.com', '!sample', 'Dev',
        'Harlow', '+1-604-555-0112', '00000101-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000003', NULL, 'manager', '{"report:*": false}', false, NULL, true,
        true, '2025-03-11 18:30'
    ),
    (
        '00000103-0000-4000-8000-000000000007', 'store_manager', 'tess.brandt@example.com', '!sample', 'Tess',
        'Brandt', '+1-403-555-0112', '00000101-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000004', NULL, 'manager', '{}', false, NULL, true, true,
        '2025-04-02 18:30'
    ),
    (
        '00000103-0000-4000-8000-000000000008', 'staff', 'omar.finch@example.com', '!sample', 'Omar', 'Finch',
        '+1-416-555-0113', '00000101-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        NULL, 'driver', '{}', true, 'SAMPLE-CANNSELL-0003', true, true, '2025-02-01 15:00'
    ),
    (
        '00000103-0000-4000-8000-000000000009', 'staff', 'noor.castell@example.com', '!sample', 'Noor',
        'Castell', '+1-613-555-0113', '00000101-0000-4000-8000-000000000001',
        '00000102-0000-4000-8000-000000000002', NULL, 'budtender', '{}', true, 'SAMPLE-CANNSELL-0004', true,
        true, '2025-02-20 15:00'
    ),
    (
        '00000103-0000-4000-8000-000000000010', 'staff', 'kai.summers@example.com', '!sample', 'Kai',
        'Summers', '+1-604-555-0113', '00000101-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000003', NULL, 'driver', '{}', false, NULL, true, true,
        '2025-03-20 18:30'
    ),
    (
        '00000103-0000-4000-8000-000000000011', 'staff', 'willa.frost@example.com', '!sample', 'Willa',
        'Frost', '+1-403-555-0113', '00000101-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000004', NULL, 'driver', '{}', false, NULL, true, true,
        '2025-04-10 18:30'
    ),
    (
        '00000103-0000-4000-8000-000000000012', 'staff', 'eli.mercer@example.com', '!sample', 'Eli', 'Mercer',
        '+1-416-555-0114', '00000101-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        NULL, 'cashier', '{}', true, 'SAMPLE-CANNSELL-0005', true, true, '2025-02-01 15:30'
    )
ON CONFLICT DO NOTHING;

-- Customers sign in by a code, so they have no password. Their profiles have the same numbers.
INSERT INTO users (
    id, role, email, first_name, last_name, phone, date_of_birth, age_verified, email_verified,
    phone_verified, marketing_consent, terms_accepted, profile_id, default_store_id, session_id, created_at
)
VALUES
    (
        '00000103-0000-4000-8000-000000000013', 'customer', 'ada.morningside@example.com', 'Ada',
        'Morningside', '+1-416-555-0120', '1990-04-12', true, true, true, true, true,
        '00000201-0000-4000-8000-000000000013', '00000102-0000-4000-8000-000000000001', 'sample-web-0013',
        '2025-05-02 16:00'
    ),
    (
        '00000103-0000-4000-8000-000000000014', 'customer', 'ben.oakley@example.com', 'Ben', 'Oakley',
        '+1-416-555-0121', '1985-11-30', true, true, false, false, true,
        '00000201-0000-4000-8000-000000000014', '00000102-0000-4000-8000-000000000001', 'sample-web-0014',
        '2025-05-20 20:15'
    ),
    (
        '00000103-0000-4000-8000-000000000015', 'customer', 'chloe.rivard@example.com', 'Chloé', 'Rivard',
        '+1-613-555-0120', '1996-07-08', true, true, true, true, true, '00000201-0000-4000-8000-000000000015',
        '00000102-0000-4000-8000-000000000002', 'sample-web-0015', '2025-06-11 13:45'
    ),
    (
        '00000103-0000-4000-8000-000000000016', 'customer', 'dana.winters@example.com', 'Dana', 'Winters',
        '+1-604-555-0120', '1979-02-19', true, true, true, false, true,
        '00000201-0000-4000-8000-000000000016', '00000102-0000-4000-8000-000000000003', 'sample-web-0016',
        '2025-06-25 22:05'
    ),
    (
        '00000103-0000-4000-8000-000000000017', 'customer', 'esme.holloway@example.com', 'Esme', 'Holloway',
        '+1-403-555-0120', '2001-09-27', true, true, true, true, true, '00000201-0000-4000-8000-000000000017',
        '00000102-0000-4000-8000-000000000004', 'sample-web-0017', '2025-07-14 19:20'
    ),
    (
        '00000103-0000-4000-8000-000000000018', 'customer', 'farid.northcott@example.com', 'Farid',
        'Northcott', '+1-403-555-0121', '1993-12-03', false, true, false, false, true,
        '00000201-0000-4000-8000-000000000018', '00000102-0000-4000-8000-000000000004', 'sample-web-0018',
        '2025-10-01 17:00'
    )
ON CONFLICT DO NOTHING;

-- The first one runs at any time, so that something is on offer whenever this is loaded.
INSERT INTO promotions (
    id, code, name, description, type, discount_type, discount_value, min_purchase_amount,
    max_discount_amount, usage_limit_per_customer, total_usage_limit, times_used, applies_to, category_ids,
    stackable, priority, start_date, end_date, day_of_week, customer_tier_ids, first_time_customer_only,
    tenant_id, created_by_user_id, is_continuous, recurrence_type, time_start, time_end, timezone, store_id
)
VALUES
    (
        '00000104-0000-4000-8000-000000000001', NULL, 'Pre-roll days', '10 % off every pre-roll, all year.',
        'seasonal', 'percentage', 10, NULL, 25, NULL, NULL, 1, 'category', '{Pre-Rolls}', false, 10,
        '2025-01-20 05:00', NULL, NULL, NULL, false, '00000101-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000002', true, 'none', NULL, NULL, 'America/Toronto', NULL
    ),
    (
        '00000104-0000-4000-8000-000000000002', 'WELCOME10', 'Welcome to Maplewick',
        '$10 off a first order of $50 or more.', 'welcome', 'fixed', 10, 50, NULL, 1, NULL, 1, 'all', NULL,
        false, 20, '2025-01-20 05:00', NULL, NULL, NULL, true, '00000101-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000002', true, 'none', NULL, NULL, 'America/Toronto', NULL
    ),
    (
        '00000104-0000-4000-8000-000000000003', NULL, 'Tuesday happy hours',
        '15 % off in Calgary on Tuesday afternoons.', 'happy_hour', 'percentage', 15, NULL, 30, NULL, NULL, 0,
        'all', NULL, false, 5, '2025-04-08 06:00', NULL, '{2}', NULL, false,
        '00000101-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000007', true, 'weekly',
        '16:00', '19:00', 'America/Edmonton', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000104-0000-4000-8000-000000000004', 'CANADADAY25', 'Canada Day 2025', 'Over since July 2025.',
        'seasonal', 'percentage', 12, 20, NULL, 2, 500, 0, 'all', NULL, false, 0, '2025-06-28 07:00',
        '2025-07-03 06:59:59', NULL, NULL, false, '00000101-0000-4000-8000-000000000002',
        '00000103-0000-4000-8000-000000000003', false, 'none', NULL, NULL, 'America/Vancouver', NULL
    ),
    (
        '00000104-0000-4000-8000-000000000005', NULL, 'VIP edibles',
        'Another 5 % off edibles for VIP customers.', 'loyalty', 'percentage', 5, NULL, NULL, NULL, NULL, 0,
        'category', '{Edibles,Beverages}', true, 0, '2025-01-20 05:00', NULL, NULL,
        ARRAY['00000506-0000-4000-8000-000000000002']::uuid[], false, '00000101-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000002', true, 'none', NULL, NULL, 'America/Toronto', NULL
    ),
    (
        '00000104-0000-4000-8000-000000000006', 'WEEDGO5', 'WeedGo app launch',
        '5 % off in every store of the platform.', 'campaign', 'percentage', 5, NULL, 20, 3, NULL, 0, 'all',
        NULL, false, 0, '2025-02-01 05:00', NULL, NULL, NULL, false, NULL,
        '00000103-0000-4000-8000-000000000001', true, 'daily', NULL, NULL, 'America/Toronto', NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO audit_log (
    id, user_id, action, resource_type, resource_id, details, ip_address, user_agent, success,
    error_message, timestamp, tenant_id, store_id
)
VALUES
    (
        900001, '00000103-0000-4000-8000-000000000002', 'create', 'promotion',
        '00000104-0000-4000-8000-000000000001', '{"name": "Pre-roll days"}', '192.0.2.11',
        'Mozilla/5.0 (sample)', true, NULL, '2025-01-20 14:02', '00000101-0000-4000-8000-000000000001', NULL
    ),
    (
        900002, '00000103-0000-4000-8000-000000000004', 'update', 'product_price', '900003_5X0.5G___',
        '{"old": 20.95, "new": 19.95}', '192.0.2.12', 'Mozilla/5.0 (sample)', true, NULL, '2025-09-01 13:20',
        '00000101-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001'
    ),
    (
        900003, '00000103-0000-4000-8000-000000000006', 'refund', 'order',
        '00000105-0000-4000-8000-000000000004', '{"amount": 61.89}', '198.51.100.21', 'Mozilla/5.0 (sample)',
        true, NULL, '2025-09-22 18:31', '00000101-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000003'
    ),
    (
        900004, '00000103-0000-4000-8000-000000000011', 'delete', 'user',
        '00000103-0000-4000-8000-000000000017', NULL, '198.51.100.31', 'Mozilla/5.0 (sample)', false,
        'permission denied', '2025-10-02 20:44', '00000101-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000004'
    ),
    (
        900005, NULL, 'expire', 'checkout_session', NULL,
        '{"job": "nightly"}', NULL, NULL, true, NULL, '2025-10-03 08:00', NULL, NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO agi_rate_limit_rules (
    name, scope, strategy, limit_value, window_seconds, burst_size, priority, enabled, metadata
)
VALUES
    ('sample_chat_per_user', 'user', 'token_bucket', 30, 60, 10, 10, true, '{"endpoint": "/chat"}'),
    ('sample_tools_per_tenant', 'tenant', 'sliding_window', 1000, 3600, NULL, 5, true, '{}'),
    ('sample_voice_per_ip', 'ip', 'fixed_window', 10, 60, NULL, 20, true, '{"endpoint": "/voice"}')
ON CONFLICT DO NOTHING;

INSERT INTO agi_rate_limit_buckets (key, tokens, last_update, metadata)
VALUES
    (
        'sample_chat_per_user:00000103-0000-4000-8000-000000000013', 8.5, '2025-09-12 17:01:30+00',
        '{"store": "MW-TOR"}'
    ),
    (
        'sample_tools_per_tenant:00000101-0000-4000-8000-000000000002', 996, '2025-10-18 20:15:00+00', '{}'
    )
ON CONFLICT DO NOTHING;

INSERT INTO agi_rate_limit_violations (
    id, rule_name, identifier, resource, attempts, window_start, window_end, metadata, created_at
)
VALUES
    (
        900001, 'sample_voice_per_ip', '203.0.113.77', '/voice', 14, '2025-09-30 21:10:00+00',
        '2025-09-30 21:11:00+00', '{"store": "WH-CGY"}', '2025-09-30 21:11:00+00'
    )
ON CONFLICT DO NOTHING;
