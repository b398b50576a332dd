-- How the two tenants are paid. All accounts are sandboxes, and nothing here is a secret: tokens, credentials
-- and signatures are words.

INSERT INTO payment_providers (
    id, provider_name, provider_type, name, is_sandbox, is_default, priority, supported_payment_methods,
    configuration, capabilities, webhook_url, rate_limits, fee_structure, settlement_schedule
)
VALUES
    (
        '00000607-0000-4000-8000-000000000001', 'Moneris', 'moneris', 'moneris', true, true, 10, '{card}',
        '{"timeout_seconds": 30}', '{"refunds": true, "tokens": true}',
        'https://api.example.com/webhooks/moneris', '{"per_second": 10}',
        '{"percentage": 0.0265, "fixed": 0.10}', 'daily'
    ),
    (
        '00000607-0000-4000-8000-000000000002', 'Clover', 'clover', 'clover', true, false, 20, '{card}',
        '{"timeout_seconds": 30}', '{"refunds": true, "tokens": true}',
        'https://api.example.com/webhooks/clover', '{"per_second": 16}',
        '{"percentage": 0.0290, "fixed": 0.10}', 'daily'
    ),
    (
        '00000607-0000-4000-8000-000000000003', 'Interac', 'interac', 'interac', true, false, 30, '{interac}',
        '{}', '{"refunds": false, "tokens": false}', NULL, NULL, '{"percentage": 0, "fixed": 0.15}', 'daily'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_credentials (
    id, tenant_id, provider, credential_type, encrypted_data, encryption_metadata, description, created_by
)
VALUES
    (
        'sample-credential-maplewick', '00000101-0000-4000-8000-000000000001', 'moneris', 'api_token',
        'not-a-secret', '{"algorithm": "none"}', 'Sandbox of Maplewick',
        '00000103-0000-4000-8000-000000000002'
    ),
    (
        'sample-credential-westhaven', '00000101-0000-4000-8000-000000000002', 'clover', 'oauth',
        'not-a-secret', '{"algorithm": "none"}', 'Sandbox of Westhaven',
        '00000103-0000-4000-8000-000000000003'
    )
ON CONFLICT DO NOTHING;

INSERT INTO tenant_payment_providers (
    id, tenant_id, provider_id, credential_id, merchant_id, store_id, location_id, terminal_id, environment,
    is_active, is_primary, webhook_endpoint_id, webhook_events, platform_fee_percentage, platform_fee_fixed,
    capabilities, daily_limit, transaction_limit, last_health_check, health_status
)
VALUES
    (
        '00000614-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001',
        '00000607-0000-4000-8000-000000000001', 'sample-credential-maplewick', 'SAMPLE-M-1', 'SAMPLE-S-1',
        NULL, 'SAMPLE-T1', 'sandbox', true, true, 'sample-endpoint-1', '{payment.completed,payment.refunded}',
        0.0200, 0.10, '{"refunds": true}', 50000, 2000, '2025-10-20 12:00+00', 'healthy'
    ),
    (
        '00000614-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000001',
        '00000607-0000-4000-8000-000000000003', NULL, 'SAMPLE-M-2', NULL, NULL, 'SAMPLE-T1', 'sandbox', true,
        false, NULL, NULL, 0.0100, 0.00, '{}', NULL, 500, NULL, 'unknown'
    ),
    (
        '00000614-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000002',
        '00000607-0000-4000-8000-000000000002', 'sample-credential-westhaven', 'SAMPLE-M-3', NULL,
        'SAMPLE-L-3', 'SAMPLE-T3', 'sandbox', true, true, 'sample-endpoint-3',
        '{payment.completed,payment.refunded}', 0.0250, 0.05, '{"refunds": true}', 30000, 1500,
        '2025-10-20 12:00+00', 'degraded'
    ),
    (
        '00000614-0000-4000-8000-000000000004', '00000101-0000-4000-8000-000000000002',
        '00000607-0000-4000-8000-000000000001', NULL, 'SAMPLE-M-4', NULL, NULL, NULL, 'sandbox', false, false,
        NULL, NULL, 0.0200, 0.00, '{}', NULL, NULL, NULL, 'unknown'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_provider_health_metrics (
    id, tenant_provider_id, response_time_ms, status_code, is_successful, error_type, error_message,
    endpoint, method, checked_at
)
VALUES
    (
        '00000606-0000-4000-8000-000000000001', '00000614-0000-4000-8000-000000000001', 182, 200, true, NULL,
        NULL, '/health', 'GET', '2025-10-20 12:00+00'
    ),
    (
        '00000606-0000-4000-8000-000000000002', '00000614-0000-4000-8000-000000000003', 240, 200, true, NULL,
        NULL, '/health', 'GET', '2025-10-20 11:55+00'
    ),
    (
        '00000606-0000-4000-8000-000000000003', '00000614-0000-4000-8000-000000000003', 5000, 504, false,
        'timeout', 'No answer within 5 s.', '/health', 'GET', '2025-10-20 12:00+00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_webhook_routes (id, tenant_provider_id, webhook_url_path, provider, tenant_id)
VALUES
    (
        '00000612-0000-4000-8000-000000000001', '00000614-0000-4000-8000-000000000001',
        '/webhooks/moneris/maplewick', 'moneris', '00000101-0000-4000-8000-000000000001'
    ),
    (
        '00000612-0000-4000-8000-000000000002', '00000614-0000-4000-8000-000000000003',
        '/webhooks/clover/westhaven', 'clover', '00000101-0000-4000-8000-000000000002'
    )
ON CONFLICT DO NOTHING;

-- The cards of five customers, and the cards with which the tenants pay the platform.
INSERT INTO payment_methods (
    id, tenant_id, provider_id, type, payment_token, display_name, card_brand, card_last_four,
    card_exp_month, card_exp_year, billing_address, is_default, last_used_at, user_id, card_last4, is_verified
)
VALUES
    (
        '00000604-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000001',
        '00000607-0000-4000-8000-000000000001', 'card', 'sample-token-0002', 'Company card', 'visa', '1111',
        6, 2030, '{}', true, NULL, '00000103-0000-4000-8000-000000000002', '1111', true
    ),
    (
        '00000604-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000002',
        '00000607-0000-4000-8000-000000000002', 'card', 'sample-token-0003', 'Company card', 'mastercard',
        '4444', 9, 2030, '{}', true, NULL, '00000103-0000-4000-8000-000000000003', '4444', true
    ),
    (
        '00000604-0000-4000-8000-000000000013', '00000101-0000-4000-8000-000000000001',
        '00000607-0000-4000-8000-000000000001', 'card', 'sample-token-0013', 'Visa ending in 4242', 'visa',
        '4242', 3, 2029, '{"postal_code": "M5R 1A1"}', true, CURRENT_TIMESTAMP - interval '55 minutes',
        '00000103-0000-4000-8000-000000000013', '4242', true
    ),
    (
        '00000604-0000-4000-8000-000000000014', '00000101-0000-4000-8000-000000000001',
        '00000607-0000-4000-8000-000000000001', 'card', 'sample-token-0014', 'Amex ending in 0005', 'amex',
        '0005', 12, 2028, '{"postal_code": "M6J 1A1"}', true, CURRENT_TIMESTAMP - interval '45 minutes',
        '00000103-0000-4000-8000-000000000014', '0005', true
    ),
    (
        '00000604-0000-4000-8000-000000000015', '00000101-0000-4000-8000-000000000001',
        '00000607-0000-4000-8000-000000000001', 'card', 'sample-token-0015', 'Visa se terminant par 4242',
        'visa', '4242', 7, 2029, '{"postal_code": "K1N 1A1"}', true, '2025-09-16 15:40+00',
        '00000103-0000-4000-8000-000000000015', '4242', true
    ),
    (
        '00000604-0000-4000-8000-000000000016', '00000101-0000-4000-8000-000000000002',
        '00000607-0000-4000-8000-000000000002', 'card', 'sample-token-0016', 'Mastercard ending in 4444',
        'mastercard', '4444', 1, 2029, '{"postal_code": "V6K 1A1"}', true, '2025-09-20 23:10+00',
        '00000103-0000-4000-8000-000000000016', '4444', true
    ),
    (
        '00000604-0000-4000-8000-000000000017', '00000101-0000-4000-8000-000000000002',
        '00000607-0000-4000-8000-000000000002', 'card', 'sample-token-0017', 'Visa ending in 0002', 'visa',
        '0002', 5, 2027, '{"postal_code": "T2T 1A1"}', true, '2025-10-20 18:00+00',
        '00000103-0000-4000-8000-000000000017', '0002', false
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_transactions (
    id, transaction_reference, provider_transaction_id, order_id, tenant_id, payment_method_id, provider_id,
    type, status, amount, tax_amount, provider_fee, platform_fee, net_amount, provider_response, error_code,
    error_message, authentication_status, risk_score, ip_address, created_at, processed_at, completed_at,
    failed_at, tenant_provider_id, idempotency_key, tenant_net_amount, user_id, store_id, transaction_type
)
VALUES
    (
        '00000611-0000-4000-8000-000000000001', 'SAMPLE-TXN-0001', 'sample-provider-0001',
        '00000105-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001',
        '00000604-0000-4000-8000-000000000013', '00000607-0000-4000-8000-000000000001', 'charge', 'completed',
        60.94, 6.09, 1.71, 1.32, 57.91, '{"approved": true}', NULL, NULL, 'authenticated', 12, '203.0.113.13',
        '2025-09-12 17:05+00', '2025-09-12 17:05+00', '2025-09-12 17:05+00', NULL,
        '00000614-0000-4000-8000-000000000001', 'sample-idem-0001', 57.91,
        '00000103-0000-4000-8000-000000000013', '00000102-0000-4000-8000-000000000001', 'charge'
    ),
    (
        '00000611-0000-4000-8000-000000000002', 'SAMPLE-TXN-0002', 'sample-provider-0002',
        '00000105-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000001', NULL,
        '00000607-0000-4000-8000-000000000003', 'charge', 'completed', 40.58, 4.67, 0.15, 0.41, 40.02,
        '{"approved": true}', NULL, NULL, NULL, NULL, '203.0.113.14', '2025-09-14 19:20+00',
        '2025-09-14 19:20+00', '2025-09-14 19:20+00', NULL, '00000614-0000-4000-8000-000000000002', NULL,
        40.02, '00000103-0000-4000-8000-000000000014', '00000102-0000-4000-8000-000000000001', 'charge'
    ),
    (
        '00000611-0000-4000-8000-000000000003', 'SAMPLE-TXN-0003', 'sample-provider-0003',
        '00000105-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000001',
        '00000604-0000-4000-8000-000000000015', '00000607-0000-4000-8000-000000000001', 'charge', 'completed',
        52.83, 6.08, 1.50, 1.16, 50.17, '{"approved": true}', NULL, NULL, 'authenticated', 12, '203.0.113.15',
        '2025-09-16 15:40+00', '2025-09-16 15:40+00', '2025-09-16 15:40+00', NULL,
        '00000614-0000-4000-8000-000000000001', 'sample-idem-0003', 50.17,
        '00000103-0000-4000-8000-000000000015', '00000102-0000-4000-8000-000000000002', 'charge'
    ),
    (
        '00000611-0000-4000-8000-000000000004', 'SAMPLE-TXN-0004', 'sample-provider-0004',
        '00000105-0000-4000-8000-000000000004', '00000101-0000-4000-8000-000000000002',
        '00000604-0000-4000-8000-000000000016', '00000607-0000-4000-8000-000000000002', 'charge', 'completed',
        61.89, 5.99, 1.89, 1.60, 58.40, '{"approved": true}', NULL, NULL, 'authenticated', 12, '203.0.113.16',
        '2025-09-20 23:10+00', '2025-09-20 23:10+00', '2025-09-20 23:10+00', NULL,
        '00000614-0000-4000-8000-000000000003', 'sample-idem-0004', 58.40,
        '00000103-0000-4000-8000-000000000016', '00000102-0000-4000-8000-000000000003', 'charge'
    ),
    (
        '00000611-0000-4000-8000-000000000005', 'SAMPLE-TXN-0005', 'sample-provider-0005',
        '00000105-0000-4000-8000-000000000004', '00000101-0000-4000-8000-000000000002',
        '00000604-0000-4000-8000-000000000016', '00000607-0000-4000-8000-000000000002', 'refund', 'completed',
        61.89, 5.99, 0, 0, 61.89, '{"refunded": true}', NULL, NULL, NULL, NULL, '198.51.100.21',
        '2025-09-22 18:31+00', '2025-09-22 18:31+00', '2025-09-22 18:32+00', NULL,
        '00000614-0000-4000-8000-000000000003', NULL, -61.89, '00000103-0000-4000-8000-000000000016',
        '00000102-0000-4000-8000-000000000003', 'refund'
    ),
    (
        '00000611-0000-4000-8000-000000000006', 'SAMPLE-TXN-0006', 'sample-provider-0006',
        '00000105-0000-4000-8000-000000000005', '00000101-0000-4000-8000-000000000002',
        '00000604-0000-4000-8000-000000000017', '00000607-0000-4000-8000-000000000002', 'charge', 'completed',
        57.87, 2.57, 1.78, 1.50, 54.59, '{"approved": true}', NULL, NULL, 'authenticated', 12, '203.0.113.17',
        '2025-10-18 21:05+00', '2025-10-18 21:05+00', '2025-10-18 21:05+00', NULL,
        '00000614-0000-4000-8000-000000000003', 'sample-idem-0006', 54.59,
        '00000103-0000-4000-8000-000000000017', '00000102-0000-4000-8000-000000000004', 'charge'
    ),
    (
        '00000611-0000-4000-8000-000000000007', 'SAMPLE-TXN-0007', 'sample-provider-0007',
        '00000105-0000-4000-8000-000000000006', '00000101-0000-4000-8000-000000000001',
        '00000604-0000-4000-8000-000000000013', '00000607-0000-4000-8000-000000000001', 'charge', 'completed',
        140.54, 15.59, 3.82, 2.91, 133.81, '{"approved": true}', NULL, NULL, 'authenticated', 12,
        '203.0.113.13', CURRENT_TIMESTAMP - interval '55 minutes', CURRENT_TIMESTAMP - interval '55 minutes',
        CURRENT_TIMESTAMP - interval '55 minutes', NULL, '00000614-0000-4000-8000-000000000001',
        'sample-idem-0007', 133.81, '00000103-0000-4000-8000-000000000013',
        '00000102-0000-4000-8000-000000000001', 'charge'
    ),
    (
        '00000611-0000-4000-8000-000000000008', 'SAMPLE-TXN-0008', 'sample-provider-0008',
        '00000105-0000-4000-8000-000000000007', '00000101-0000-4000-8000-000000000001',
        '00000604-0000-4000-8000-000000000014', '00000607-0000-4000-8000-000000000001', 'charge', 'completed',
        40.88, 4.13, 1.18, 0.92, 38.78, '{"approved": true}', NULL, NULL, 'authenticated', 12, '203.0.113.14',
        CURRENT_TIMESTAMP - interval '45 minutes', CURRENT_TIMESTAMP - interval '45 minutes',
        CURRENT_TIMESTAMP - interval '45 minutes', NULL, '00000614-0000-4000-8000-000000000001',
        'sample-idem-0008', 38.78, '00000103-0000-4000-8000-000000000014',
        '00000102-0000-4000-8000-000000000001', 'charge'
    ),
    (
        '00000611-0000-4000-8000-000000000009', 'SAMPLE-TXN-0009', 'sample-provider-0009',
        '00000105-0000-4000-8000-000000000009', '00000101-0000-4000-8000-000000000002',
        '00000604-0000-4000-8000-000000000017', '00000607-0000-4000-8000-000000000002', 'charge', 'failed',
        61.90, 2.95, 0, 0, NULL, '{"approved": false}', 'card_declined', 'The card was declined.',
        'authenticated', 18, '203.0.113.17', '2025-10-20 18:00+00', '2025-10-20 18:00+00', NULL,
        '2025-10-20 18:00+00', '00000614-0000-4000-8000-000000000003', 'sample-idem-0009', NULL,
        '00000103-0000-4000-8000-000000000017', '00000102-0000-4000-8000-000000000004', 'charge'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_fee_splits (
    id, transaction_id, tenant_id, gross_amount, provider_fee, platform_fee, tenant_net_amount,
    platform_percentage_fee, platform_fixed_fee, platform_fee_collected, platform_fee_collected_at,
    tenant_settled, tenant_settled_at, created_at
)
VALUES
    (
        '00000603-0000-4000-8000-000000000001', '00000611-0000-4000-8000-000000000001',
        '00000101-0000-4000-8000-000000000001', 60.94, 1.71, 1.32, 57.91, 1.22, 0.10, true,
        '2025-09-12 23:00+00', true, '2025-09-12 23:00+00', '2025-09-12 17:05+00'
    ),
    (
        '00000603-0000-4000-8000-000000000002', '00000611-0000-4000-8000-000000000002',
        '00000101-0000-4000-8000-000000000001', 40.58, 0.15, 0.41, 40.02, 0.41, 0.00, true,
        '2025-09-14 23:00+00', true, '2025-09-14 23:00+00', '2025-09-14 19:20+00'
    ),
    (
        '00000603-0000-4000-8000-000000000003', '00000611-0000-4000-8000-000000000003',
        '00000101-0000-4000-8000-000000000001', 52.83, 1.50, 1.16, 50.17, 1.06, 0.10, true,
        '2025-09-16 23:00+00', true, '2025-09-16 23:00+00', '2025-09-16 15:40+00'
    ),
    (
        '00000603-0000-4000-8000-000000000004', '00000611-0000-4000-8000-000000000004',
        '00000101-0000-4000-8000-000000000002', 61.89, 1.89, 1.60, 58.40, 1.55, 0.05, true,
        '2025-09-20 23:00+00', true, '2025-09-20 23:00+00', '2025-09-20 23:10+00'
    ),
    (
        '00000603-0000-4000-8000-000000000006', '00000611-0000-4000-8000-000000000006',
        '00000101-0000-4000-8000-000000000002', 57.87, 1.78, 1.50, 54.59, 1.45, 0.05, true,
        '2025-10-18 23:00+00', true, '2025-10-18 23:00+00', '2025-10-18 21:05+00'
    ),
    (
        '00000603-0000-4000-8000-000000000007', '00000611-0000-4000-8000-000000000007',
        '00000101-0000-4000-8000-000000000001', 140.54, 3.82, 2.91, 133.81, 2.81, 0.10, false, NULL, false,
        NULL, CURRENT_TIMESTAMP - interval '55 minutes'
    ),
    (
        '00000603-0000-4000-8000-000000000008', '00000611-0000-4000-8000-000000000008',
        '00000101-0000-4000-8000-000000000001', 40.88, 1.18, 0.92, 38.78, 0.82, 0.10, false, NULL, false,
        NULL, CURRENT_TIMESTAMP - interval '45 minutes'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_refunds (
    id, transaction_id, refund_transaction_id, amount, reason, status, provider_refund_id, initiated_by,
    approved_by, notes, created_at, processed_at, completed_at, provider_response
)
VALUES
    (
        '00000608-0000-4000-8000-000000000001', '00000611-0000-4000-8000-000000000004',
        '00000611-0000-4000-8000-000000000005', 61.89, 'quality complaint', 'completed', 'sample-refund-0001',
        '00000103-0000-4000-8000-000000000006', '00000103-0000-4000-8000-000000000006', 'Pre-rolls were dry.',
        '2025-09-22 18:30+00', '2025-09-22 18:31+00', '2025-09-22 18:32+00', '{"refunded": true}'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_disputes (
    id, transaction_id, provider_id, dispute_id, type, status, amount, reason, reason_code,
    evidence_due_date, merchant_response, evidence_submitted, provider_response, created_at, resolved_at
)
VALUES
    (
        '00000602-0000-4000-8000-000000000001', '00000611-0000-4000-8000-000000000006',
        '00000607-0000-4000-8000-000000000002', 'sample-dispute-0001', 'chargeback', 'won', 57.87,
        'product not received', '13.1', '2025-11-10', 'The customer signed at the door.',
        '{"signature": true, "delivery_id": "00000701-0000-4000-8000-000000000005"}',
        '{"outcome": "merchant"}', '2025-10-25 15:00+00', '2025-11-04 15:00+00'
    )
ON CONFLICT DO NOTHING;

-- The first key is fresh when this is loaded; the second has run out.
INSERT INTO payment_idempotency_keys (
    idempotency_key, tenant_id, request_hash, response, status, created_at, expires_at
)
VALUES
    (
        'sample-idem-0007', '00000101-0000-4000-8000-000000000001', 'sample-request-hash-0007',
        '{"transaction": "SAMPLE-TXN-0007"}', 'completed', CURRENT_TIMESTAMP - interval '55 minutes',
        CURRENT_TIMESTAMP + interval '23 hours'
    ),
    (
        'sample-idem-0009', '00000101-0000-4000-8000-000000000002', 'sample-request-hash-0009',
        '{"error": "card_declined"}', 'failed', '2025-10-20 18:00+00', '2025-10-21 18:00+00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_metrics (
    id, date, provider_id, total_transactions, successful_transactions, failed_transactions, total_amount,
    total_fees, total_refunds, net_amount, avg_transaction_time_ms, success_rate, metrics_by_type
)
VALUES
    (
        '00000605-0000-4000-8000-000000000001', '2025-09-12', '00000607-0000-4000-8000-000000000001', 1, 1, 0,
        60.94, 1.71, 0, 59.23, 910, 100.00, '{"charge": 1}'
    ),
    (
        '00000605-0000-4000-8000-000000000002', '2025-09-22', '00000607-0000-4000-8000-000000000002', 1, 1, 0,
        0, 0, 61.89, -61.89, 1240, 100.00, '{"refund": 1}'
    ),
    (
        '00000605-0000-4000-8000-000000000003', '2025-10-18', '00000607-0000-4000-8000-000000000002', 1, 1, 0,
        57.87, 1.78, 0, 56.09, 1010, 100.00, '{"charge": 1}'
    ),
    (
        '00000605-0000-4000-8000-000000000004', '2025-10-20', '00000607-0000-4000-8000-000000000002', 1, 0, 1,
        0, 0, 0, 0, 1530, 0.00, '{"charge": 1}'
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_settlements (
    id, provider_id, settlement_id, settlement_date, gross_amount, fee_amount, refund_amount, net_amount,
    transaction_count, refund_count, bank_account_last_four, deposit_date, status, created_at, reconciled_at
)
VALUES
    (
        '00000609-0000-4000-8000-000000000001', '00000607-0000-4000-8000-000000000001',
        'sample-settlement-0001', '2025-09-12', 60.94, 1.71, 0, 59.23, 1, 0, '0000', '2025-09-15', 'settled',
        '2025-09-13 06:00+00', '2025-09-16 13:00+00'
    ),
    (
        '00000609-0000-4000-8000-000000000002', '00000607-0000-4000-8000-000000000002',
        'sample-settlement-0002', '2025-10-18', 57.87, 1.78, 0, 56.09, 1, 0, '0000', '2025-10-20', 'pending',
        '2025-10-19 06:00+00', NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_subscriptions (
    id, tenant_id, payment_method_id, provider_id, subscription_id, plan_name, amount, interval,
    interval_count, status, current_period_start, current_period_end, next_billing_date,
    billing_cycles_completed
)
VALUES
    (
        '00000610-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001',
        '00000604-0000-4000-8000-000000000002', '00000607-0000-4000-8000-000000000001',
        'sample-subscription-0001', 'professional_and_growing_business', 299.00, 'month', 1, 'active',
        date_trunc('month', CURRENT_DATE), date_trunc('month', CURRENT_DATE) + interval '1 month - 1 day',
        date_trunc('month', CURRENT_DATE) + interval '1 month', 10
    ),
    (
        '00000610-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000002',
        '00000604-0000-4000-8000-000000000003', '00000607-0000-4000-8000-000000000002',
        'sample-subscription-0002', 'small_business', 990.00, 'year', 1, 'active',
        date_trunc('year', CURRENT_DATE), date_trunc('year', CURRENT_DATE) + interval '1 year - 1 day',
        date_trunc('year', CURRENT_DATE) + interval '1 year', 1
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_webhooks (
    id, provider_id, event_type, event_id, webhook_id, payload, signature, is_verified, is_processed,
    processing_attempts, processing_error, received_at, processed_at, signature_verified, processed
)
VALUES
    (
        '00000613-0000-4000-8000-000000000001', '00000607-0000-4000-8000-000000000001', 'payment.completed',
        'sample-event-0001', 'sample-endpoint-1', '{"transaction": "sample-provider-0001", "amount": 60.94}',
        'sample-signature', true, true, 1, NULL, '2025-09-12 17:05:02+00', '2025-09-12 17:05:03', true, true
    ),
    (
        '00000613-0000-4000-8000-000000000002', '00000607-0000-4000-8000-000000000002', 'payment.refunded',
        'sample-event-0002', 'sample-endpoint-3', '{"transaction": "sample-provider-0005", "amount": 61.89}',
        'sample-signature', true, true, 2, NULL, '2025-09-22 18:32:01+00', '2025-09-22 18:32:20', true, true
    ),
    (
        '00000613-0000-4000-8000-000000000003', '00000607-0000-4000-8000-000000000002', 'payment.completed',
        'sample-event-0003', NULL, '{"transaction": "unknown"}', 'wrong', false, false, 1,
        'signature does not match', '2025-10-01 03:12:44+00', NULL, false, false
    )
ON CONFLICT DO NOTHING;

INSERT INTO payment_audit_log (
    id, tenant_id, user_id, action, entity_type, entity_id, details, ip_address, user_agent, created_at
)
VALUES
    (
        '00000601-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000002', 'provider_connected', 'tenant_payment_provider',
        '00000614-0000-4000-8000-000000000001', '{"provider": "moneris"}', '192.0.2.11',
        'Mozilla/5.0 (sample)', '2025-01-20 15:30+00'
    ),
    (
        '00000601-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000002',
        '00000103-0000-4000-8000-000000000006', 'refund_approved', 'payment_refund',
        '00000608-0000-4000-8000-000000000001', '{"amount": 61.89}', '198.51.100.21', 'Mozilla/5.0 (sample)',
        '2025-09-22 18:31+00'
    ),
    (
        '00000601-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000002',
        '00000103-0000-4000-8000-000000000003', 'credential_created', 'payment_credential',
        'sample-credential-westhaven', '{}', '198.51.100.11', 'Mozilla/5.0 (sample)', '2025-03-10 19:00+00'
    )
ON CONFLICT DO NOTHING;
