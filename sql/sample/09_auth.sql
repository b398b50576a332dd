-- Sign-ins, sessions, codes and keys. A hash says "sample" where a hash would be, so nothing fits it. Some of
-- each kind have run out, for the cleanup functions.

-- A trigger counts these in users and keeps the last one there.
INSERT INTO user_login_logs (
    id, user_id, tenant_id, login_timestamp, login_successful, login_method, ip_address, user_agent,
    country, region, city, postal_code, latitude, longitude, timezone, isp, device_fingerprint, session_id,
    metadata
)
VALUES
    (
        '00000904-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000002',
        '00000101-0000-4000-8000-000000000001', CURRENT_TIMESTAMP - interval '3 hours', true, 'password',
        '192.0.2.11', 'Mozilla/5.0 (sample)', 'Canada', 'Ontario', 'Toronto', 'M5V', 43.65340000,
        -79.38410000, 'America/Toronto', 'Sample Telecom', 'sample-device-02', 'sample-session-02', '{}'
    ),
    (
        '00000904-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000006',
        '00000101-0000-4000-8000-000000000002', CURRENT_TIMESTAMP - interval '5 hours', true, 'password',
        '198.51.100.21', 'Mozilla/5.0 (sample)', 'Canada', 'British Columbia', 'Vancouver', 'V6B',
        49.28270000, -123.12070000, 'America/Vancouver', 'Sample Telecom', 'sample-device-06',
        'sample-session-06', '{}'
    ),
    (
        '00000904-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000013', NULL,
        '2025-09-12 16:55+00', true, 'otp', '203.0.113.13', 'SampleApp/2.1 (iOS)', 'Canada', 'Ontario',
        'Toronto', 'M5R', 43.67000000, -79.40000000, 'America/Toronto', 'Sample Mobile', 'sample-device-13',
        'sample-session-13', '{}'
    ),
    (
        '00000904-0000-4000-8000-000000000004', '00000103-0000-4000-8000-000000000013', NULL,
        CURRENT_TIMESTAMP - interval '71 minutes', false, 'voice', '203.0.113.13', 'SampleApp/2.3 (iOS)',
        'Canada', 'Ontario', 'Toronto', 'M5R', 43.67000000, -79.40000000, 'America/Toronto', 'Sample Mobile',
        'sample-device-13', NULL, '{"reason": "background noise"}'
    ),
    (
        '00000904-0000-4000-8000-000000000005', '00000103-0000-4000-8000-000000000013', NULL,
        CURRENT_TIMESTAMP - interval '70 minutes', true, 'otp', '203.0.113.113', 'SampleApp/2.3 (iOS)',
        'Canada', 'Ontario', 'Toronto', 'M5R', 43.67000000, -79.40000000, 'America/Toronto', 'Sample Mobile',
        'sample-device-13', 'sample-session-13b', '{}'
    ),
    (
        '00000904-0000-4000-8000-000000000006', NULL, NULL, CURRENT_TIMESTAMP - interval '2 days', false,
        'password', '203.0.113.250', 'curl/8.0', 'Canada', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, '{"reason": "no such account"}'
    )
ON CONFLICT DO NOTHING;

INSERT INTO user_sessions (
    id, user_id, session_token, ip_address, user_agent, device_info, last_activity, expires_at, created_at
)
VALUES
    (
        '00000905-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000002',
        'sample-session-token-02', '192.0.2.11', 'Mozilla/5.0 (sample)', '{"device": "laptop"}',
        LOCALTIMESTAMP - interval '20 minutes', LOCALTIMESTAMP + interval '5 hours',
        LOCALTIMESTAMP - interval '3 hours'
    ),
    (
        '00000905-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000013',
        'sample-session-token-13', '203.0.113.113', 'SampleApp/2.3 (iOS)',
        '{"device": "phone", "app_version": "2.3"}', LOCALTIMESTAMP - interval '55 minutes',
        LOCALTIMESTAMP + interval '30 days', LOCALTIMESTAMP - interval '70 minutes'
    ),
    (
        '00000905-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000016',
        'sample-session-token-16', '203.0.113.16', 'Mozilla/5.0 (sample)', '{}', '2025-09-20 23:12',
        '2025-09-21 07:12', '2025-09-20 22:58'
    )
ON CONFLICT DO NOTHING;

INSERT INTO auth_tokens (
    id, user_id, token_type, token_hash, expires_at, is_used, metadata, created_at, used_at
)
VALUES
    (
        '00000903-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000018', 'email_verification',
        'sample-token-hash-18', LOCALTIMESTAMP + interval '1 day', false,
        '{"email": "farid.northcott@example.com"}', LOCALTIMESTAMP, NULL
    ),
    (
        '00000903-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000013', 'refresh',
        'sample-token-hash-13', LOCALTIMESTAMP + interval '30 days', false,
        '{"session": "sample-session-13b"}', LOCALTIMESTAMP - interval '70 minutes', NULL
    ),
    (
        '00000903-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000014', 'password_reset',
        'sample-token-hash-14', '2025-08-02 13:00', true, '{}', '2025-08-02 12:00', '2025-08-02 12:04'
    )
ON CONFLICT DO NOTHING;

INSERT INTO token_blacklist (id, token_id, user_id, expires_at, created_at)
VALUES
    (
        900001, 'sample-jti-0001', '00000103-0000-4000-8000-000000000016', '2025-09-21 07:12',
        '2025-09-21 00:10'
    ),
    (
        900002, 'sample-jti-0002', '00000103-0000-4000-8000-000000000002', LOCALTIMESTAMP + interval '1 hour',
        LOCALTIMESTAMP
    )
ON CONFLICT DO NOTHING;

INSERT INTO api_keys (
    id, user_id, key_hash, name, description, permissions, rate_limit, last_used, expires_at, active,
    tenant_id, allowed_stores, key_name, is_active
)
VALUES
    (
        '00000902-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000002', 'sample-not-a-hash-1',
        'Stock export', 'Nightly export of the stock', '["inventory:read"]', 1000, '2025-10-20 04:00', NULL,
        true, '00000101-0000-4000-8000-000000000001', NULL, 'Stock export', true
    ),
    (
        '00000902-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000003', 'sample-not-a-hash-2',
        'Menu screens', 'Screens in the Calgary store', '["product:read"]', 200, '2025-10-20 17:45',
        '2028-12-31', true, '00000101-0000-4000-8000-000000000002',
        ARRAY['00000102-0000-4000-8000-000000000004']::uuid[], 'Menu screens', true
    ),
    (
        '00000902-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000003', 'sample-not-a-hash-3',
        'Old export', 'Revoked', '["order:read"]', 100, NULL, NULL, false,
        '00000101-0000-4000-8000-000000000002', NULL, 'Old export', false
    )
ON CONFLICT DO NOTHING;

INSERT INTO otp_codes (
    id, user_id, identifier, identifier_type, code, purpose, attempts, expires_at, verified, verified_at,
    ip_address, created_at
)
VALUES
    (
        900001, '00000103-0000-4000-8000-000000000013', 'ada.morningside@example.com', 'email', '000000',
        'login', 0, LOCALTIMESTAMP - interval '61 minutes', true, LOCALTIMESTAMP - interval '70 minutes',
        '203.0.113.113', LOCALTIMESTAMP - interval '71 minutes'
    ),
    (
        900002, NULL, '+1-403-555-0199', 'phone', '000000', 'registration', 1,
        LOCALTIMESTAMP + interval '9 minutes', false, NULL, '203.0.113.199',
        LOCALTIMESTAMP - interval '1 minute'
    )
ON CONFLICT DO NOTHING;

-- The second has asked too often, and is blocked for an hour after this is loaded.
INSERT INTO otp_rate_limits (
    id, identifier, identifier_type, request_count, first_request_at, last_request_at, blocked_until
)
VALUES
    (900001, 'ada.morningside@example.com', 'email', 1, '2025-09-12 16:54', '2025-09-12 16:54', NULL),
    (
        900002, '+1-403-555-0198', 'phone', 6, LOCALTIMESTAMP - interval '5 minutes', LOCALTIMESTAMP,
        LOCALTIMESTAMP + interval '1 hour'
    )
ON CONFLICT DO NOTHING;

INSERT INTO age_verification_logs (id, age_info, verified, timestamp, ip_address, session_id)
VALUES
    (
        '00000901-0000-4000-8000-000000000001', '{"method": "stated", "age": 35}', true, '2025-09-12 16:54',
        '203.0.113.13', 'sample-web-0013'
    ),
    (
        '00000901-0000-4000-8000-000000000002', '{"method": "stated", "age": 17}', false, '2025-10-01 01:20',
        '203.0.113.77', 'sample-web-refused'
    )
ON CONFLICT DO NOTHING;

INSERT INTO voice_profiles (id, user_id, voice_embedding, age_verification, metadata, created_at)
VALUES
    (
        '00000907-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000013',
        '[0.12, -0.34, 0.56, 0.01]', '{"estimated_age": 34}', '{"model": "sample-voice-1", "samples": 3}',
        '2025-06-01 15:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO voice_auth_logs (
    id, user_id, success, confidence_score, age_info, timestamp, ip_address, user_agent
)
VALUES
    (
        '00000906-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000013', true, 0.942,
        '{"estimated_age": 34, "confidence": 0.7}', '2025-07-04 22:10', '203.0.113.13', 'SampleApp/2.0 (iOS)'
    ),
    (
        '00000906-0000-4000-8000-000000000002', NULL, false, 0.410, '{}',
        LOCALTIMESTAMP - interval '71 minutes', '203.0.113.13', 'SampleApp/2.3 (iOS)'
    )
ON CONFLICT DO NOTHING;

INSERT INTO location_access_log (
    id, user_id, store_id, latitude, longitude, accuracy, ip_address, user_agent, access_type, created_at,
    metadata, location_data
)
VALUES
    (
        900001, '00000103-0000-4000-8000-000000000013', '00000102-0000-4000-8000-000000000001', 43.67000000,
        -79.40000000, 12.00, '203.0.113.13', 'SampleApp/2.1 (iOS)', 'gps', '2025-09-12 16:56',
        '{"purpose": "store_selection"}', 'SRID=4326;POINT(-79.40 43.67)'
    ),
    (
        900002, NULL, '00000102-0000-4000-8000-000000000004', 51.05000000, -114.08000000, 5000.00,
        '203.0.113.78', 'Mozilla/5.0 (sample)', 'ip', '2025-10-02 02:09', NULL,
        'SRID=4326;POINT(-114.08 51.05)'
    )
ON CONFLICT DO NOTHING;
