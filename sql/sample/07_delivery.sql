-- Deliveries on the map, with the numbers of their orders: three done, one on the road, one next on the same
-- trip, one cancelled. Zones contain their stores, fences lie around the doors.

INSERT INTO delivery_zones (
    id, store_id, tenant_id, zone_name, zone_type, radius_km, polygon_coordinates, postal_codes,
    base_delivery_fee, free_delivery_minimum, delivery_time_minutes, available_days, delivery_hours,
    delivery_fee, geometry
)
VALUES
    (
        '00000706-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        '00000101-0000-4000-8000-000000000001', 'Downtown Toronto', 'polygon', NULL,
        '[[-79.46, 43.62], [-79.32, 43.62], [-79.32, 43.71], [-79.46, 43.71]]', NULL, 5.00, 100.00, 60,
        '{0,1,2,3,4,5,6}', '{"start": "11:00", "end": "22:00"}', 5.00,
        'SRID=4326;POLYGON((-79.46 43.62, -79.32 43.62, -79.32 43.71, -79.46 43.71, -79.46 43.62))'
    ),
    (
        '00000706-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000002',
        '00000101-0000-4000-8000-000000000001', 'Central Ottawa', 'postal_codes', NULL, NULL,
        '{K1A,K1N,K1P,K1R,K2P}', 4.00, 80.00, 45, '{1,2,3,4,5,6}', '{"start": "12:00", "end": "20:00"}', 4.00,
        'SRID=4326;POLYGON((-75.74 45.39, -75.65 45.39, -75.65 45.45, -75.74 45.45, -75.74 45.39))'
    ),
    (
        '00000706-0000-4000-8000-000000000003', '00000102-0000-4000-8000-000000000003',
        '00000101-0000-4000-8000-000000000002', 'Vancouver', 'polygon', NULL,
        '[[-123.22, 49.24], [-123.05, 49.24], [-123.05, 49.30], [-123.22, 49.30]]', NULL, 6.00, 120.00, 75,
        '{0,1,2,3,4,5,6}', '{"start": "11:00", "end": "21:00"}', 6.00,
        'SRID=4326;POLYGON((-123.22 49.24, -123.05 49.24, -123.05 49.30, -123.22 49.30, -123.22 49.24))'
    ),
    (
        '00000706-0000-4000-8000-000000000004', '00000102-0000-4000-8000-000000000004',
        '00000101-0000-4000-8000-000000000002', 'Calgary, 8 km', 'radius', 8.00, NULL, NULL, 5.00, 50.00, 60,
        '{0,1,2,3,4,5,6}', '{"start": "11:00", "end": "22:00"}', 5.00,
        ST_Buffer('SRID=4326;POINT(-114.07188 51.04473)'::geography, 8000)
    )
ON CONFLICT DO NOTHING;

INSERT INTO delivery_batches (
    id, store_id, assigned_to, batch_number, total_deliveries, completed_deliveries, optimized_route,
    total_distance_km, estimated_duration_minutes, status, created_at, completed_at
)
VALUES
    (
        '00000702-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000008', 'TRIP-SAMPLE-0001', 2, 0,
        '[{"stop": 1, "delivery_id": "00000701-0000-4000-8000-000000000006"},
        {"stop": 2, "delivery_id": "00000701-0000-4000-8000-000000000007"}]',
        8.40, 40, 'in_progress', LOCALTIMESTAMP - interval '35 minutes', NULL
    ),
    (
        '00000702-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000004',
        '00000103-0000-4000-8000-000000000011', 'TRIP-SAMPLE-0002', 1, 1,
        '[{"stop": 1, "delivery_id": "00000701-0000-4000-8000-000000000005"}]', 4.20, 20, 'completed',
        '2025-10-18 21:18', '2025-10-18 21:46'
    )
ON CONFLICT DO NOTHING;

INSERT INTO deliveries (
    id, order_id, store_id, assigned_to, status, customer_id, customer_name, customer_phone, customer_email,
    delivery_address, delivery_latitude, delivery_longitude, delivery_notes, scheduled_at, assigned_at,
    accepted_at, picked_up_at, departed_at, arrived_at, completed_at, cancelled_at, estimated_delivery_time,
    actual_delivery_time, distance_km, delivery_fee, tip_amount, signature_data, signature_captured_at,
    photo_proof_urls, id_verified, id_verification_type, id_verification_data, age_verified, batch_id,
    batch_sequence, rating, feedback, created_at, created_by, delivery_location
)
VALUES
    (
        '00000701-0000-4000-8000-000000000001', '00000105-0000-4000-8000-000000000001',
        '00000102-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000008', 'delivered',
        '00000201-0000-4000-8000-000000000013', 'Ada Morningside', '+1-416-555-0120',
        'ada.morningside@example.com',
        '{"street": "18 Sample Lane", "city": "Toronto", "province": "ON", "postal_code": "M5R 1A1"}',
        43.67000000, -79.40000000, 'Side entrance, ring twice.', NULL, '2025-09-12 17:10', '2025-09-12 17:12',
        '2025-09-12 17:20', '2025-09-12 17:22', '2025-09-12 17:41', '2025-09-12 17:44', NULL,
        '2025-09-12 17:45', '2025-09-12 17:43', 2.25, 5.00, 3.00, 'sample-signature', '2025-09-12 17:43',
        '{https://cdn.example.com/proofs/sample-1.jpg}', true, 'drivers_licence',
        '{"checked": "photo and birth date"}', true, NULL, NULL, 5, 'Quick and kind.', '2025-09-12 17:06',
        '00000103-0000-4000-8000-000000000004', 'SRID=4326;POINT(-79.40 43.67)'
    ),
    (
        '00000701-0000-4000-8000-000000000004', '00000105-0000-4000-8000-000000000004',
        '00000102-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000010', 'delivered',
        '00000201-0000-4000-8000-000000000016', 'Dana Winters', '+1-604-555-0120', 'dana.winters@example.com',
        '{"street": "340 Test Street", "city": "Vancouver", "province": "BC", "postal_code": "V6K 1A1"}',
        49.26900000, -123.15500000, 'Call at the door.', NULL, '2025-09-20 23:15', '2025-09-20 23:17',
        '2025-09-20 23:35', '2025-09-20 23:37', '2025-09-20 23:58', '2025-09-21 00:02', NULL,
        '2025-09-21 00:05', '2025-09-21 00:01', 2.92, 6.00, 0, 'sample-signature', '2025-09-21 00:01', NULL,
        true, 'bc_services_card', '{"checked": "photo and birth date"}', true, NULL, NULL, 4, NULL,
        '2025-09-20 23:11', '00000103-0000-4000-8000-000000000006', 'SRID=4326;POINT(-123.155 49.269)'
    ),
    (
        '00000701-0000-4000-8000-000000000005', '00000105-0000-4000-8000-000000000005',
        '00000102-0000-4000-8000-000000000004', '00000103-0000-4000-8000-000000000011', 'delivered',
        '00000201-0000-4000-8000-000000000017', 'Esme Holloway', '+1-403-555-0120',
        'esme.holloway@example.com',
        '{"street": "9 Placeholder Drive SW", "city": "Calgary", "province": "AB", "postal_code": "T2T 1A1"}',
        51.03000000, -114.09000000, NULL, '2025-10-18 21:45', '2025-10-18 21:18', '2025-10-18 21:19',
        '2025-10-18 21:20', '2025-10-18 21:24', '2025-10-18 21:40', '2025-10-18 21:46', NULL,
        '2025-10-18 21:45', '2025-10-18 21:44', 2.07, 0, 4.00, 'sample-signature', '2025-10-18 21:44', NULL,
        true, 'passport', '{"checked": "photo and birth date"}', true, '00000702-0000-4000-8000-000000000002',
        1, 5, NULL, '2025-10-18 21:06', '00000103-0000-4000-8000-000000000007',
        'SRID=4326;POINT(-114.09 51.03)'
    ),
    (
        '00000701-0000-4000-8000-000000000006', '00000105-0000-4000-8000-000000000006',
        '00000102-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000008', 'in_transit',
        '00000201-0000-4000-8000-000000000013', 'Ada Morningside', '+1-416-555-0120',
        'ada.morningside@example.com',
        '{"street": "18 Sample Lane", "city": "Toronto", "province": "ON", "postal_code": "M5R 1A1"}',
        43.67000000, -79.40000000, 'Side entrance, ring twice.', NULL, LOCALTIMESTAMP - interval '35 minutes',
        LOCALTIMESTAMP - interval '33 minutes', LOCALTIMESTAMP - interval '15 minutes',
        LOCALTIMESTAMP - interval '12 minutes', NULL, NULL, NULL, LOCALTIMESTAMP + interval '8 minutes', NULL,
        2.25, 0, 5.00, NULL, NULL, NULL, false, NULL, NULL, false, '00000702-0000-4000-8000-000000000001', 1,
        NULL, NULL, LOCALTIMESTAMP - interval '54 minutes', '00000103-0000-4000-8000-000000000004',
        'SRID=4326;POINT(-79.40 43.67)'
    ),
    (
        '00000701-0000-4000-8000-000000000007', '00000105-0000-4000-8000-000000000007',
        '00000102-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000008', 'assigned',
        '00000201-0000-4000-8000-000000000014', 'Ben Oakley', '+1-416-555-0121', 'ben.oakley@example.com',
        '{"street": "77 Example Avenue", "city": "Toronto", "province": "ON", "postal_code": "M6J 1A1"}',
        43.64600000, -79.42000000, NULL, NULL, LOCALTIMESTAMP - interval '35 minutes',
        LOCALTIMESTAMP - interval '33 minutes', LOCALTIMESTAMP - interval '15 minutes', NULL, NULL, NULL,
        NULL, LOCALTIMESTAMP + interval '25 minutes', NULL, 3.02, 5.00, 0, NULL, NULL, NULL, false, NULL,
        NULL, false, '00000702-0000-4000-8000-000000000001', 2, NULL, NULL,
        LOCALTIMESTAMP - interval '44 minutes', '00000103-0000-4000-8000-000000000004',
        'SRID=4326;POINT(-79.42 43.646)'
    ),
    (
        '00000701-0000-4000-8000-000000000009', '00000105-0000-4000-8000-000000000009',
        '00000102-0000-4000-8000-000000000004', NULL, 'cancelled', '00000201-0000-4000-8000-000000000017',
        'Esme Holloway', '+1-403-555-0120', 'esme.holloway@example.com',
        '{"street": "9 Placeholder Drive SW", "city": "Calgary", "province": "AB", "postal_code": "T2T 1A1"}',
        51.03000000, -114.09000000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-10-20 18:05', NULL,
        NULL, 2.07, 0, 0, NULL, NULL, NULL, false, NULL, NULL, false, NULL, NULL, NULL, NULL,
        '2025-10-20 18:00', '00000103-0000-4000-8000-000000000007', 'SRID=4326;POINT(-114.09 51.03)'
    )
ON CONFLICT DO NOTHING;

INSERT INTO delivery_tracking (
    id, delivery_id, latitude, longitude, altitude_meters, accuracy_meters, speed_kmh, heading, provider,
    battery_level, recorded_at, received_at, activity_type, location
)
VALUES
    (
        '00000705-0000-4000-8000-000000000001', '00000701-0000-4000-8000-000000000001', 43.65344400,
        -79.38400000, 91.00, 8.00, 0, 0, 'gps', 88, '2025-09-12 17:22', '2025-09-12 17:22', 'still',
        'SRID=4326;POINT(-79.384 43.653444)'
    ),
    (
        '00000705-0000-4000-8000-000000000002', '00000701-0000-4000-8000-000000000001', 43.66050000,
        -79.39050000, 104.00, 6.00, 31.50, 326, 'gps', 86, '2025-09-12 17:30', '2025-09-12 17:30', 'driving',
        'SRID=4326;POINT(-79.3905 43.6605)'
    ),
    (
        '00000705-0000-4000-8000-000000000003', '00000701-0000-4000-8000-000000000001', 43.66650000,
        -79.39700000, 110.00, 6.00, 24.00, 322, 'gps', 85, '2025-09-12 17:37', '2025-09-12 17:38', 'driving',
        'SRID=4326;POINT(-79.397 43.6665)'
    ),
    (
        '00000705-0000-4000-8000-000000000004', '00000701-0000-4000-8000-000000000001', 43.66980000,
        -79.39990000, 112.00, 5.00, 3.00, 315, 'gps', 84, '2025-09-12 17:41', '2025-09-12 17:41', 'walking',
        'SRID=4326;POINT(-79.3999 43.6698)'
    ),
    (
        '00000705-0000-4000-8000-000000000005', '00000701-0000-4000-8000-000000000004', 49.27600000,
        -123.13800000, NULL, 15.00, 38.00, 239, 'network', 51, '2025-09-20 23:46', '2025-09-20 23:52',
        'driving', 'SRID=4326;POINT(-123.138 49.276)'
    ),
    (
        '00000705-0000-4000-8000-000000000006', '00000701-0000-4000-8000-000000000005', 51.03020000,
        -114.08980000, 1060.00, 7.00, 0, 221, 'gps', 67, '2025-10-18 21:40', '2025-10-18 21:40', 'still',
        'SRID=4326;POINT(-114.0898 51.0302)'
    ),
    (
        '00000705-0000-4000-8000-000000000007', '00000701-0000-4000-8000-000000000006', 43.65344400,
        -79.38400000, 91.00, 8.00, 0, 0, 'gps', 73, LOCALTIMESTAMP - interval '12 minutes',
        LOCALTIMESTAMP - interval '12 minutes', 'still', 'SRID=4326;POINT(-79.384 43.653444)'
    ),
    (
        '00000705-0000-4000-8000-000000000008', '00000701-0000-4000-8000-000000000006', 43.65800000,
        -79.38850000, 98.00, 6.00, 28.00, 324, 'gps', 72, LOCALTIMESTAMP - interval '6 minutes',
        LOCALTIMESTAMP - interval '6 minutes', 'driving', 'SRID=4326;POINT(-79.3885 43.658)'
    ),
    (
        '00000705-0000-4000-8000-000000000009', '00000701-0000-4000-8000-000000000006', 43.66100000,
        -79.39200000, 104.00, 6.00, 33.50, 321, 'gps', 72, LOCALTIMESTAMP - interval '1 minute',
        LOCALTIMESTAMP - interval '1 minute', 'driving', 'SRID=4326;POINT(-79.392 43.661)'
    )
ON CONFLICT DO NOTHING;

INSERT INTO delivery_events (
    id, delivery_id, event_type, event_data, performed_by, created_at, event_location
)
VALUES
    (
        '00000703-0000-4000-8000-000000000001', '00000701-0000-4000-8000-000000000001', 'assigned',
        '{"driver": "Omar Finch"}', '00000103-0000-4000-8000-000000000004', '2025-09-12 17:10', NULL
    ),
    (
        '00000703-0000-4000-8000-000000000002', '00000701-0000-4000-8000-000000000001', 'departed', '{}',
        '00000103-0000-4000-8000-000000000008', '2025-09-12 17:22', 'SRID=4326;POINT(-79.384 43.653444)'
    ),
    (
        '00000703-0000-4000-8000-000000000003', '00000701-0000-4000-8000-000000000001', 'delivered',
        '{"id_checked": true}', '00000103-0000-4000-8000-000000000008', '2025-09-12 17:43',
        'SRID=4326;POINT(-79.3999 43.6698)'
    ),
    (
        '00000703-0000-4000-8000-000000000004', '00000701-0000-4000-8000-000000000004', 'delivered', '{}',
        '00000103-0000-4000-8000-000000000010', '2025-09-21 00:01', 'SRID=4326;POINT(-123.155 49.269)'
    ),
    (
        '00000703-0000-4000-8000-000000000005', '00000701-0000-4000-8000-000000000005', 'delivered', '{}',
        '00000103-0000-4000-8000-000000000011', '2025-10-18 21:44', 'SRID=4326;POINT(-114.09 51.03)'
    ),
    (
        '00000703-0000-4000-8000-000000000006', '00000701-0000-4000-8000-000000000006', 'departed', '{}',
        '00000103-0000-4000-8000-000000000008', LOCALTIMESTAMP - interval '12 minutes',
        'SRID=4326;POINT(-79.384 43.653444)'
    ),
    (
        '00000703-0000-4000-8000-000000000007', '00000701-0000-4000-8000-000000000009', 'cancelled',
        '{"reason": "payment failed"}', NULL, '2025-10-20 18:05', NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO delivery_geofences (
    id, delivery_id, center_latitude, center_longitude, radius_meters, fence_type, entered_at, exited_at,
    dwell_time_seconds, notify_on_enter, notify_on_exit, created_at, geometry
)
VALUES
    (
        '00000704-0000-4000-8000-000000000001', '00000701-0000-4000-8000-000000000001', 43.67000000,
        -79.40000000, 100, 'arrival', '2025-09-12 17:40', '2025-09-12 17:45', 300, true, false,
        '2025-09-12 17:10', ST_Buffer('SRID=4326;POINT(-79.40 43.67)'::geography, 100)
    ),
    (
        '00000704-0000-4000-8000-000000000002', '00000701-0000-4000-8000-000000000005', 51.03000000,
        -114.09000000, 100, 'arrival', '2025-10-18 21:39', '2025-10-18 21:47', 480, true, false,
        '2025-10-18 21:18', ST_Buffer('SRID=4326;POINT(-114.09 51.03)'::geography, 100)
    ),
    (
        '00000704-0000-4000-8000-000000000003', '00000701-0000-4000-8000-000000000006', 43.65344400,
        -79.38400000, 150, 'departure', NULL, LOCALTIMESTAMP - interval '11 minutes', NULL, false, true,
        LOCALTIMESTAMP - interval '35 minutes',
        ST_Buffer('SRID=4326;POINT(-79.384 43.653444)'::geography, 150)
    ),
    (
        '00000704-0000-4000-8000-000000000004', '00000701-0000-4000-8000-000000000006', 43.67000000,
        -79.40000000, 100, 'arrival', NULL, NULL, NULL, true, false, LOCALTIMESTAMP - interval '35 minutes',
        ST_Buffer('SRID=4326;POINT(-79.40 43.67)'::geography, 100)
    )
ON CONFLICT DO NOTHING;

INSERT INTO staff_delivery_status (
    id, user_id, is_available, available_from, available_until, current_status, current_latitude,
    current_longitude, last_location_update, current_deliveries, max_deliveries, deliveries_today,
    deliveries_completed, average_delivery_time_minutes, current_location
)
VALUES
    (
        '00000708-0000-4000-8000-000000000008', '00000103-0000-4000-8000-000000000008', true,
        LOCALTIMESTAMP - interval '3 hours', LOCALTIMESTAMP + interval '5 hours', 'delivering', 43.66100000,
        -79.39200000, LOCALTIMESTAMP - interval '1 minute', 2, 5, 2, 1, 23, 'SRID=4326;POINT(-79.392 43.661)'
    ),
    (
        '00000708-0000-4000-8000-000000000010', '00000103-0000-4000-8000-000000000010', false, NULL, NULL,
        'offline', 49.28273000, -123.12074000, '2025-09-21 00:40', 0, 3, 0, 1, 24,
        'SRID=4326;POINT(-123.12074 49.28273)'
    ),
    (
        '00000708-0000-4000-8000-000000000011', '00000103-0000-4000-8000-000000000011', true,
        LOCALTIMESTAMP - interval '1 hour', LOCALTIMESTAMP + interval '6 hours', 'available', 51.04473000,
        -114.07188000, LOCALTIMESTAMP - interval '4 minutes', 0, 5, 0, 1, 22,
        'SRID=4326;POINT(-114.07188 51.04473)'
    )
ON CONFLICT DO NOTHING;

INSERT INTO order_status_history (id, order_id, status, notes, changed_at)
VALUES
    (
        '00000707-0000-4000-8000-000000000001', '00000105-0000-4000-8000-000000000001', 'pending', NULL,
        '2025-09-12 17:05'
    ),
    (
        '00000707-0000-4000-8000-000000000002', '00000105-0000-4000-8000-000000000001', 'processing', NULL,
        '2025-09-12 17:10'
    ),
    (
        '00000707-0000-4000-8000-000000000003', '00000105-0000-4000-8000-000000000001', 'completed', NULL,
        '2025-09-12 17:44'
    ),
    (
        '00000707-0000-4000-8000-000000000004', '00000105-0000-4000-8000-000000000002', 'completed',
        'Sold at the till.', '2025-09-14 19:20'
    ),
    (
        '00000707-0000-4000-8000-000000000005', '00000105-0000-4000-8000-000000000003', 'pending', NULL,
        '2025-09-16 15:40'
    ),
    (
        '00000707-0000-4000-8000-000000000006', '00000105-0000-4000-8000-000000000003', 'completed',
        'Picked up.', '2025-09-16 17:05'
    ),
    (
        '00000707-0000-4000-8000-000000000007', '00000105-0000-4000-8000-000000000004', 'pending', NULL,
        '2025-09-20 23:10'
    ),
    (
        '00000707-0000-4000-8000-000000000008', '00000105-0000-4000-8000-000000000004', 'completed', NULL,
        '2025-09-21 00:02'
    ),
    (
        '00000707-0000-4000-8000-000000000009', '00000105-0000-4000-8000-000000000004', 'refunded',
        'Quality complaint.', '2025-09-22 18:32'
    ),
    (
        '00000707-0000-4000-8000-000000000010', '00000105-0000-4000-8000-000000000005', 'pending', NULL,
        '2025-10-18 21:05'
    ),
    (
        '00000707-0000-4000-8000-000000000011', '00000105-0000-4000-8000-000000000005', 'completed', NULL,
        '2025-10-18 21:46'
    ),
    (
        '00000707-0000-4000-8000-000000000012', '00000105-0000-4000-8000-000000000006', 'pending', NULL,
        LOCALTIMESTAMP - interval '55 minutes'
    ),
    (
        '00000707-0000-4000-8000-000000000013', '00000105-0000-4000-8000-000000000006', 'processing', NULL,
        LOCALTIMESTAMP - interval '35 minutes'
    ),
    (
        '00000707-0000-4000-8000-000000000014', '00000105-0000-4000-8000-000000000007', 'pending', NULL,
        LOCALTIMESTAMP - interval '45 minutes'
    ),
    (
        '00000707-0000-4000-8000-000000000015', '00000105-0000-4000-8000-000000000007', 'processing', NULL,
        LOCALTIMESTAMP - interval '35 minutes'
    ),
    (
        '00000707-0000-4000-8000-000000000016', '00000105-0000-4000-8000-000000000008', 'pending', NULL,
        LOCALTIMESTAMP - interval '2 hours'
    ),
    (
        '00000707-0000-4000-8000-000000000017', '00000105-0000-4000-8000-000000000009', 'pending', NULL,
        '2025-10-20 18:00'
    ),
    (
        '00000707-0000-4000-8000-000000000018', '00000105-0000-4000-8000-000000000009', 'cancelled',
        'Card declined.', '2025-10-20 18:05'
    ),
    (
        '00000707-0000-4000-8000-000000000019', '00000105-0000-4000-8000-000000000010', 'parked', NULL,
        LOCALTIMESTAMP - interval '25 minutes'
    )
ON CONFLICT DO NOTHING;
