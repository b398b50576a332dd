-- Templates, three broadcasts (sent, scheduled, draft) and what became of the one that was sent. Customers
-- are named by users.id.

INSERT INTO message_templates (
    id, name, description, channel_type, category, subject, content, preview_text, variables, store_id,
    tenant_id, is_global, approved_by, approved_at, tags, usage_count, last_used_at, created_by
)
VALUES
    (
        '00001008-0000-4000-8000-000000000001', 'Weekly offer', NULL, 'email', 'promotional',
        'This week at {{store}}', 'Hello {{first_name}}, {{offer}} this week at {{store}}.',
        'Only until Sunday', '{"first_name": "", "store": "", "offer": ""}', NULL,
        '00000101-0000-4000-8000-000000000001', false, '00000103-0000-4000-8000-000000000002',
        '2025-08-01 14:00', '{weekly}', 1, '2025-09-25 14:00', '00000103-0000-4000-8000-000000000004'
    ),
    (
        '00001008-0000-4000-8000-000000000002', 'Order ready', 'Sent when a pickup order is packed', 'sms',
        'transactional', NULL, 'Your order {{order_number}} is ready at {{store}}.', NULL,
        '{"order_number": "", "store": ""}', NULL, NULL, true, '00000103-0000-4000-8000-000000000001',
        '2025-02-01 14:00', '{order}', 0, NULL, '00000103-0000-4000-8000-000000000001'
    ),
    (
        '00001008-0000-4000-8000-000000000003', 'Back in stock', NULL, 'push', 'alert', NULL,
        '{{product}} is back in {{store}}.', NULL, '{"product": "", "store": ""}',
        '00000102-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000002', false,
        '00000103-0000-4000-8000-000000000003', '2025-08-10 17:00', NULL, 1, '2025-10-19 17:00',
        '00000103-0000-4000-8000-000000000006'
    )
ON CONFLICT DO NOTHING;

INSERT INTO broadcasts (
    id, name, description, store_id, tenant_id, created_by, status, scheduled_at, started_at, completed_at,
    total_recipients, successful_sends, failed_sends, send_immediately, tags, created_at
)
VALUES
    (
        '00001005-0000-4000-8000-000000000001', 'Pre-roll days', 'Reminder of the standing offer',
        '00000102-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000004', 'sent', '2025-09-26 15:00', '2025-09-26 15:00',
        '2025-09-26 15:02', 3, 4, 1, false, '{weekly}', '2025-09-25 14:00'
    ),
    (
        '00001005-0000-4000-8000-000000000002', 'Oils are back', NULL, '00000102-0000-4000-8000-000000000003',
        '00000101-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000006', 'scheduled',
        CURRENT_DATE + 7 + time '18:00', NULL, NULL, 1, 0, 0, false, NULL, '2025-10-19 17:00'
    ),
    (
        '00001005-0000-4000-8000-000000000003', 'Calgary holidays', 'Not written yet',
        '00000102-0000-4000-8000-000000000004', '00000101-0000-4000-8000-000000000002',
        '00000103-0000-4000-8000-000000000007', 'draft', NULL, NULL, NULL, 0, 0, 0, true, '{holidays}',
        '2025-10-20 16:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO broadcast_messages (
    id, broadcast_id, channel_type, subject, content, preview_text, template_id, template_variables,
    sender_name, sender_email, sender_phone, push_title, push_action_url, push_badge_count
)
VALUES
    (
        '00001002-0000-4000-8000-000000000001', '00001005-0000-4000-8000-000000000001', 'email',
        'This week at Maplewick Toronto',
        'Hello {{first_name}}, 10 % off pre-rolls this week at Maplewick Toronto.', 'Only until Sunday',
        '00001008-0000-4000-8000-000000000001',
        '{"store": "Maplewick Toronto", "offer": "10 % off pre-rolls"}', 'Maplewick Toronto',
        'toronto.maplewick@example.com', NULL, NULL, NULL, NULL
    ),
    (
        '00001002-0000-4000-8000-000000000002', '00001005-0000-4000-8000-000000000001', 'sms', NULL,
        '10 % off pre-rolls at Maplewick Toronto. Reply STOP to opt out.', NULL, NULL, '{}', NULL, NULL,
        '+1-416-555-0101', NULL, NULL, NULL
    ),
    (
        '00001002-0000-4000-8000-000000000003', '00001005-0000-4000-8000-000000000002', 'push', NULL,
        'Balance Oil is back in Vancouver.', NULL, '00001008-0000-4000-8000-000000000003',
        '{"product": "Balance Oil", "store": "Vancouver"}', NULL, NULL, NULL, 'Back in stock',
        'https://westhaven.example.com/products/balance-oil', 1
    )
ON CONFLICT DO NOTHING;

INSERT INTO broadcast_segments (
    id, broadcast_id, criteria, recipient_count, last_calculated_at, created_at
)
VALUES
    (
        '00001004-0000-4000-8000-000000000001', '00001005-0000-4000-8000-000000000001',
        '{"province": "ON", "marketing_consent": true}', 3, '2025-09-26 14:55', '2025-09-25 14:05'
    ),
    (
        '00001004-0000-4000-8000-000000000002', '00001005-0000-4000-8000-000000000002',
        '{"preferred_category": "Oils"}', 1, '2025-10-19 17:05', '2025-10-19 17:05'
    )
ON CONFLICT DO NOTHING;

-- Ada gets mail and a text, Chloé mail and a text that fails, Ben mail, after which he unsubscribes.
INSERT INTO broadcast_recipients (
    id, broadcast_id, customer_id, email, phone_number, push_token, channels, email_status, sms_status,
    push_status, email_sent_at, email_delivered_at, email_opened_at, email_clicked_at,
    email_unsubscribed_at, sms_sent_at, sms_delivered_at, sms_error, sms_retry_count, created_at
)
VALUES
    (
        '00001003-0000-4000-8000-000000000001', '00001005-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000013', 'ada.morningside@example.com', '+1-416-555-0120', NULL,
        '{"email": true, "sms": true}', 'clicked', 'delivered', 'pending', '2025-09-26 15:00',
        '2025-09-26 15:00:08', '2025-09-26 16:10', '2025-09-26 16:11', NULL, '2025-09-26 15:01',
        '2025-09-26 15:01:04', NULL, 0, '2025-09-26 14:55'
    ),
    (
        '00001003-0000-4000-8000-000000000002', '00001005-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000014', 'ben.oakley@example.com', NULL, NULL, '{"email": true}',
        'unsubscribed', 'pending', 'pending', '2025-09-26 15:00', '2025-09-26 15:00:09', '2025-09-27 09:00',
        NULL, '2025-09-27 09:01', NULL, NULL, NULL, 0, '2025-09-26 14:55'
    ),
    (
        '00001003-0000-4000-8000-000000000003', '00001005-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000015', 'chloe.rivard@example.com', '+1-613-555-0120', NULL,
        '{"email": true, "sms": true}', 'delivered', 'failed', 'pending', '2025-09-26 15:00',
        '2025-09-26 15:00:09', NULL, NULL, NULL, '2025-09-26 15:01', NULL, 'carrier unreachable', 3,
        '2025-09-26 14:55'
    ),
    (
        '00001003-0000-4000-8000-000000000004', '00001005-0000-4000-8000-000000000002',
        '00000103-0000-4000-8000-000000000016', NULL, NULL, 'sample-device-token-16', '{"push": true}',
        'pending', 'pending', 'pending', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, '2025-10-19 17:05'
    )
ON CONFLICT DO NOTHING;

INSERT INTO broadcast_audit_logs (
    id, broadcast_id, action, action_category, performed_by, user_role, old_values, new_values, details,
    ip_address, created_at
)
VALUES
    (
        '00001001-0000-4000-8000-000000000001', '00001005-0000-4000-8000-000000000001', 'broadcast_created',
        'create', '00000103-0000-4000-8000-000000000004', 'store_manager', NULL, '{"name": "Pre-roll days"}',
        '{}', '192.0.2.12', '2025-09-25 14:00'
    ),
    (
        '00001001-0000-4000-8000-000000000002', '00001005-0000-4000-8000-000000000001', 'broadcast_sent',
        'send', NULL, NULL, '{"status": "scheduled"}', '{"status": "sent"}', '{"recipients": 3}', NULL,
        '2025-09-26 15:02'
    ),
    (
        '00001001-0000-4000-8000-000000000003', '00001005-0000-4000-8000-000000000002', 'broadcast_scheduled',
        'update', '00000103-0000-4000-8000-000000000006', 'store_manager', '{"status": "draft"}',
        '{"status": "scheduled"}', '{}', '198.51.100.21', '2025-10-19 17:10'
    )
ON CONFLICT DO NOTHING;

INSERT INTO communication_analytics (
    id, broadcast_id, email_sent, email_delivered, email_opened, email_clicked, email_bounced,
    email_unsubscribed, sms_sent, sms_delivered, sms_failed, sms_replied, email_open_rate,
    email_click_rate, email_cost, sms_cost, total_cost, avg_delivery_time_seconds, calculated_at
)
VALUES
    (
        '00001006-0000-4000-8000-000000000001', '00001005-0000-4000-8000-000000000001', 3, 3, 2, 1, 0, 1, 2,
        1, 1, 0, 66.67, 33.33, 0.01, 0.02, 0.03, 8, '2025-09-28 06:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO communication_logs (
    id, user_id, recipient, communication_type, provider, subject, content, status, provider_message_id,
    provider_response, error_message, retry_count, sent_at, delivered_at, created_at
)
VALUES
    (
        900001, '00000103-0000-4000-8000-000000000013', 'ada.morningside@example.com', 'email', 'sample_mail',
        'Your order ORD-20250912900001', 'Thank you, Ada. Your order is on its way.', 'delivered',
        'sample-mail-0001', '{"accepted": true}', NULL, 0, '2025-09-12 17:05', '2025-09-12 17:05',
        '2025-09-12 17:05'
    ),
    (
        900002, '00000103-0000-4000-8000-000000000016', '+1-604-555-0120', 'sms', 'sample_sms', NULL,
        'Your refund of $61.89 is done.', 'delivered', 'sample-sms-0001', '{"accepted": true}', NULL, 0,
        '2025-09-22 18:33', '2025-09-22 18:33', '2025-09-22 18:33'
    ),
    (
        900003, NULL, '+1-403-555-0199', 'sms', 'sample_sms', NULL, 'Your code is 000000.', 'failed', NULL,
        '{"accepted": false}', 'carrier unreachable', 3, NULL, NULL, '2025-10-01 17:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO communication_preferences (
    id, customer_id, channel_email, channel_sms, channel_push, promotional, frequency, quiet_hours_enabled,
    quiet_hours_start, quiet_hours_end, timezone, preferred_language, email_unsubscribe_token,
    sms_unsubscribe_token, last_email_at, last_sms_at
)
VALUES
    (
        '00001007-0000-4000-8000-000000000013', '00000103-0000-4000-8000-000000000013', true, true, true,
        true, 'weekly', true, '22:00', '08:00', 'America/Toronto', 'en', 'sample-unsubscribe-13',
        'sample-unsubscribe-sms-13', '2025-09-26 15:00', '2025-09-26 15:01'
    ),
    (
        '00001007-0000-4000-8000-000000000014', '00000103-0000-4000-8000-000000000014', false, false, false,
        false, 'normal', false, NULL, NULL, 'America/Toronto', 'en', 'sample-unsubscribe-14', NULL,
        '2025-09-26 15:00', NULL
    ),
    (
        '00001007-0000-4000-8000-000000000015', '00000103-0000-4000-8000-000000000015', true, true, false,
        true, 'monthly', false, NULL, NULL, 'America/Toronto', 'fr', 'sample-unsubscribe-15', NULL,
        '2025-09-26 15:00', NULL
    ),
    (
        '00001007-0000-4000-8000-000000000016', '00000103-0000-4000-8000-000000000016', true, false, true,
        true, 'normal', true, '21:00', '09:00', 'America/Vancouver', 'en', 'sample-unsubscribe-16', NULL,
        NULL, '2025-09-22 18:33'
    )
ON CONFLICT DO NOTHING;

INSERT INTO push_subscriptions (
    id, customer_id, device_token, device_type, device_name, device_model, app_version, os_version,
    endpoint, auth_key, p256dh_key, is_sandbox, last_active_at, notification_count
)
VALUES
    (
        '00001009-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000013',
        'sample-device-token-13', 'ios', 'Phone', 'Sample Phone', '2.3', '18', NULL, NULL, NULL, true,
        '2025-10-20 12:00', 4
    ),
    (
        '00001009-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000016',
        'sample-device-token-16', 'web', 'Browser', NULL, NULL, NULL, 'https://push.example.com/sample-16',
        'sample-auth', 'sample-key', true, '2025-10-19 20:00', 0
    )
ON CONFLICT DO NOTHING;

INSERT INTO unsubscribe_list (
    id, customer_id, email, channel_type, reason, unsubscribe_source, broadcast_id, is_permanent,
    resubscribe_allowed_after, created_at
)
VALUES
    (
        '00001010-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000014',
        'ben.oakley@example.com', 'email', 'too many messages', 'link',
        '00001005-0000-4000-8000-000000000001', false, '2026-03-27 09:01', '2025-09-27 09:01'
    )
ON CONFLICT DO NOTHING;
