-- Customers' profiles, addresses, holidays and settings. Provinces, their suppliers and the permissions of
-- the roles are reference data and come before.

INSERT INTO profiles (
    id, user_id, first_name, last_name, phone, date_of_birth, address, city, state, postal_code, country,
    loyalty_points, customer_type, preferred_payment_method, total_spent, order_count, last_order_date,
    preferences, needs, experience_level, preferred_categories, preferred_effects, price_range,
    purchase_history, interaction_count, language, timezone, marketing_consent, sms_consent, tags, notes,
    is_verified, last_interaction, created_at
)
VALUES
    (
        '00000201-0000-4000-8000-000000000013', '00000103-0000-4000-8000-000000000013', 'Ada', 'Morningside',
        '+1-416-555-0120', '1990-04-12', '18 Sample Lane', 'Toronto', 'ON', 'M5R 1A1', 'Canada', 60, 'vip',
        'card', 60.94, 1, LOCALTIMESTAMP - interval '55 minutes', '{"theme": "dark"}',
        '["relaxation", "sleep"]', 'intermediate', '["Edibles", "Dried Flower"]', '["relaxed"]',
        '{"min": 5, "max": 120}',
        '[{"sku": "900001_3.5G___", "quantity": 1}, {"sku": "900007_2X5MG___", "quantity": 2}]', 4, 'en',
        'America/Toronto', true, true, '["regular customer"]', 'Prefers delivery after work.', true,
        '2025-09-12 17:03', '2025-05-02 16:00'
    ),
    (
        '00000201-0000-4000-8000-000000000014', '00000103-0000-4000-8000-000000000014', 'Ben', 'Oakley',
        '+1-416-555-0121', '1985-11-30', '77 Example Avenue', 'Toronto', 'ON', 'M6J 1A1', 'Canada', 40,
        'regular', 'interac', 40.58, 1, LOCALTIMESTAMP - interval '45 minutes', '{}', '["energy"]', 'expert',
        '["Pre-Rolls"]', '["energetic"]', NULL, '[{"sku": "900003_5X0.5G___", "quantity": 2}]', 0, 'en', NULL,
        false, false, '[]', NULL, true, NULL, '2025-05-20 20:15'
    ),
    (
        '00000201-0000-4000-8000-000000000015', '00000103-0000-4000-8000-000000000015', 'Chloé', 'Rivard',
        '+1-613-555-0120', '1996-07-08', '5 rue de l''Exemple', 'Ottawa', 'ON', 'K1N 1A1', 'Canada', 52,
        'regular', 'card', 52.83, 1, '2025-09-16 15:40', '{}', '["relaxation"]', 'beginner',
        '["Beverages", "Oils"]', '["calm"]', '{"min": 0, "max": 60}',
        '[{"sku": "900009_355ML___", "quantity": 4}, {"sku": "900010_30ML___", "quantity": 1}]', 2, 'fr',
        'America/Toronto', true, true, '["francophone"]', NULL, true, '2025-09-16 15:31', '2025-06-11 13:45'
    ),
    (
        '00000201-0000-4000-8000-000000000016', '00000103-0000-4000-8000-000000000016', 'Dana', 'Winters',
        '+1-604-555-0120', '1979-02-19', '340 Test Street', 'Vancouver', 'BC', 'V6K 1A1', 'Canada', 0,
        'regular', 'card', 0, 0, LOCALTIMESTAMP - interval '2 hours', '{}', '[]', 'intermediate',
        '["Pre-Rolls", "Oils"]', '[]', NULL, '[]', 0, 'en', NULL, false, false, '[]',
        'Refunded in September 2025: pre-rolls were dry.', true, NULL, '2025-06-25 22:05'
    ),
    (
        '00000201-0000-4000-8000-000000000017', '00000103-0000-4000-8000-000000000017', 'Esme', 'Holloway',
        '+1-403-555-0120', '2001-09-27', '9 Placeholder Drive SW', 'Calgary', 'AB', 'T2T 1A1', 'Canada', 57,
        'regular', 'card', 57.87, 1, '2025-10-20 18:00', '{}', '["creativity"]', 'intermediate',
        '["Dried Flower", "Edibles"]', '["uplifted"]', NULL,
        '[{"sku": "900001_3.5G___", "quantity": 1}, {"sku": "900008_1X10MG___", "quantity": 3}]', 1, 'en',
        'America/Edmonton', true, false, '[]', NULL, true, '2025-10-18 21:00', '2025-07-14 19:20'
    ),
    (
        '00000201-0000-4000-8000-000000000018', '00000103-0000-4000-8000-000000000018', 'Farid', 'Northcott',
        '+1-403-555-0121', '1993-12-03', '51 Placeholder Cres NW', 'Calgary', 'AB', 'T2N 1A1', 'Canada', 0,
        'regular', NULL, 0, 0, NULL, '{}', '[]', 'beginner', '[]', '[]', NULL, '[]', 0, 'en', NULL, false,
        false, '[]', NULL, false, NULL, '2025-10-01 17:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO user_addresses (
    id, user_id, address_type, is_default, label, street_address, unit_number, city, province_state,
    postal_code, delivery_instructions, phone_number, is_validated, validation_data
)
VALUES
    (
        '00000202-0000-4000-8000-000000000013', '00000103-0000-4000-8000-000000000013', 'delivery', true,
        'Home', '18 Sample Lane', '4B', 'Toronto', 'ON', 'M5R 1A1', 'Side entrance, ring twice.', NULL, true,
        '{"latitude": 43.6700, "longitude": -79.4000}'
    ),
    (
        '00000202-0000-4000-8000-000000000014', '00000103-0000-4000-8000-000000000014', 'delivery', true,
        'Home', '77 Example Avenue', NULL, 'Toronto', 'ON', 'M6J 1A1', NULL, NULL, true,
        '{"latitude": 43.6460, "longitude": -79.4200}'
    ),
    (
        '00000202-0000-4000-8000-000000000015', '00000103-0000-4000-8000-000000000015', 'billing', true,
        'Maison', '5 rue de l''Exemple', NULL, 'Ottawa', 'Ontario', 'K1N 1A1', NULL, NULL, false, NULL
    ),
    (
        '00000202-0000-4000-8000-000000000016', '00000103-0000-4000-8000-000000000016', 'delivery', true,
        'Home', '340 Test Street', '1201', 'Vancouver', 'BC', 'V6K 1A1',
        'Concierge takes no parcels of this kind: call.', '+1-604-555-0122', true,
        '{"latitude": 49.2690, "longitude": -123.1550}'
    ),
    (
        '00000202-0000-4000-8000-000000000017', '00000103-0000-4000-8000-000000000017', 'delivery', true,
        'Home', '9 Placeholder Drive SW', NULL, 'Calgary', 'AB', 'T2T 1A1', NULL, NULL, true,
        '{"latitude": 51.0300, "longitude": -114.0900}'
    )
ON CONFLICT DO NOTHING;

INSERT INTO holidays (
    id, name, holiday_type, province_territory_id, date_type, fixed_month, fixed_day, floating_rule,
    calculation_rule, is_statutory, is_bank_holiday, typical_business_impact
)
VALUES
    (
        '00000203-0000-4000-8000-000000000001', 'New Year''s Day', 'federal', NULL, 'fixed', 1, 1, NULL, NULL,
        true, true, 'closed'
    ),
    (
        '00000203-0000-4000-8000-000000000002', 'Family Day', 'provincial',
        (SELECT id FROM provinces_territories WHERE code = 'ON'), 'floating', NULL, NULL,
        '{"month": 2, "weekday": 1, "n": 3}', NULL, true, false, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000003', 'Family Day', 'provincial',
        (SELECT id FROM provinces_territories WHERE code = 'BC'), 'floating', NULL, NULL,
        '{"month": 2, "weekday": 1, "n": 3}', NULL, true, false, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000004', 'Family Day', 'provincial',
        (SELECT id FROM provinces_territories WHERE code = 'AB'), 'floating', NULL, NULL,
        '{"month": 2, "weekday": 1, "n": 3}', NULL, true, false, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000005', 'Good Friday', 'federal', NULL, 'calculated', NULL, NULL,
        NULL, 'easter-2', true, true, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000006', 'Victoria Day', 'federal', NULL, 'floating', NULL, NULL,
        '{"month": 5, "weekday": 1, "before_day": 25}', NULL, true, true, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000007', 'Canada Day', 'federal', NULL, 'fixed', 7, 1, NULL, NULL,
        true, true, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000008', 'British Columbia Day', 'provincial',
        (SELECT id FROM provinces_territories WHERE code = 'BC'), 'floating', NULL, NULL,
        '{"month": 8, "weekday": 1, "n": 1}', NULL, true, false, 'normal'
    ),
    (
        '00000203-0000-4000-8000-000000000009', 'Labour Day', 'federal', NULL, 'floating', NULL, NULL,
        '{"month": 9, "weekday": 1, "n": 1}', NULL, true, true, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000010', 'Thanksgiving', 'federal', NULL, 'floating', NULL, NULL,
        '{"month": 10, "weekday": 1, "n": 2}', NULL, true, true, 'reduced_hours'
    ),
    (
        '00000203-0000-4000-8000-000000000011', 'Christmas Day', 'federal', NULL, 'fixed', 12, 25, NULL, NULL,
        true, true, 'closed'
    ),
    (
        '00000203-0000-4000-8000-000000000012', 'Boxing Day', 'provincial',
        (SELECT id FROM provinces_territories WHERE code = 'ON'), 'fixed', 12, 26, NULL, NULL, true, true,
        'extended_hours'
    )
ON CONFLICT DO NOTHING;

INSERT INTO store_settings (id, store_id, category, key, value, description)
VALUES
    (
        '00000204-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001', 'operations', 'hours',
        '{"monday": {"open": "09:00", "close": "22:00"}, "tuesday": {"open": "09:00", "close": "22:00"},
        "wednesday": {"open": "09:00", "close": "22:00"}, "thursday": {"open": "09:00", "close": "22:00"},
        "friday": {"open": "09:00", "close": "23:00"}, "saturday": {"open": "09:00", "close": "23:00"},
        "sunday": {"open": "11:00", "close": "20:00"}}',
        'Opening hours'
    ),
    (
        '00000204-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000002', 'operations', 'hours',
        '{"monday": {"open": "10:00", "close": "21:00"}, "tuesday": {"open": "10:00", "close": "21:00"},
        "wednesday": {"open": "10:00", "close": "21:00"}, "thursday": {"open": "10:00", "close": "21:00"},
        "friday": {"open": "10:00", "close": "22:00"}, "saturday": {"open": "10:00", "close": "22:00"},
        "sunday": {"open": "11:00", "close": "18:00"}}',
        'Opening hours'
    ),
    (
        '00000204-0000-4000-8000-000000000003', '00000102-0000-4000-8000-000000000003', 'operations', 'hours',
        '{"monday": {"open": "10:00", "close": "22:00"}, "tuesday": {"open": "10:00", "close": "22:00"},
        "wednesday": {"open": "10:00", "close": "22:00"}, "thursday": {"open": "10:00", "close": "22:00"},
        "friday": {"open": "10:00", "close": "23:00"}, "saturday": {"open": "10:00", "close": "23:00"},
        "sunday": {"open": "10:00", "close": "20:00"}}',
        'Opening hours'
    ),
    (
        '00000204-0000-4000-8000-000000000004', '00000102-0000-4000-8000-000000000004', 'operations', 'hours',
        '{"monday": {"open": "10:00", "close": "23:00"}, "tuesday": {"open": "10:00", "close": "23:00"},
        "wednesday": {"open": "10:00", "close": "23:00"}, "thursday": {"open": "10:00", "close": "23:00"},
        "friday": {"open": "10:00", "close": "23:59"}, "saturday": {"open": "10:00", "close": "23:59"},
        "sunday": {"open": "10:00", "close": "22:00"}}',
        'Opening hours'
    ),
    (
        '00000204-0000-4000-8000-000000000005', '00000102-0000-4000-8000-000000000001', 'ai', 'budtender',
        '{"personality_id": "00000301-0000-4000-8000-000000000001",
        "temperature": 0.4, "languages": ["en", "fr"]}',
        'Assistant that recommends products'
    ),
    (
        '00000204-0000-4000-8000-000000000006', '00000102-0000-4000-8000-000000000001', 'ai', 'receptionist',
        '{"temperature": 0.1, "languages": ["en"]}', 'Assistant that answers about hours and orders'
    ),
    (
        '00000204-0000-4000-8000-000000000007', '00000102-0000-4000-8000-000000000004', 'ai', 'budtender',
        '{"personality_id": "00000301-0000-4000-8000-000000000003",
        "temperature": 0.5, "languages": ["en"]}',
        'Assistant that recommends products'
    ),
    (
        '00000204-0000-4000-8000-000000000008', '00000102-0000-4000-8000-000000000001', 'delivery',
        'max_active_deliveries', '5', 'Deliveries a driver may have in hand'
    ),
    (
        '00000204-0000-4000-8000-000000000009', '00000102-0000-4000-8000-000000000003', 'delivery',
        'max_active_deliveries', '3', 'Deliveries a driver may have in hand'
    )
ON CONFLICT DO NOTHING;

INSERT INTO system_settings (id, category, key, value, description)
VALUES
    (
        '00000205-0000-4000-8000-000000000001', 'catalog', 'catalog_refresh_hour', '4',
        'Hour (UTC) at which the catalogue is refreshed'
    ),
    (
        '00000205-0000-4000-8000-000000000002', 'security', 'session_timeout_minutes', '60',
        'Idle minutes after which a session ends'
    ),
    (
        '00000205-0000-4000-8000-000000000003', 'languages', 'default_language', '"en"',
        'Language of a visitor who has not chosen one'
    )
ON CONFLICT DO NOTHING;
