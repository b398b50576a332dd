-- Reviews by the customers. Triggers fill the rest: product_ratings, the vote counts, and whether the
-- reviewer bought the product (Dana's order was refunded, so hers is not verified).

INSERT INTO customer_reviews (
    id, sku, user_id, order_id, rating, title, review_text, is_recommended, status, created_at
)
VALUES
    (
        '00000801-0000-4000-8000-000000000001', '900001_3.5G___', '00000103-0000-4000-8000-000000000013',
        '00000105-0000-4000-8000-000000000001', 5, 'My new favourite',
        'Smells of coffee, smooth, and clear in the head.', true, 'approved', '2025-09-15 18:00+00'
    ),
    (
        '00000801-0000-4000-8000-000000000002', '900001_3.5G___', '00000103-0000-4000-8000-000000000017',
        '00000105-0000-4000-8000-000000000005', 4, 'Good, a bit dry', 'Would buy it again at this price.',
        true, 'approved', '2025-10-21 19:30+00'
    ),
    (
        '00000801-0000-4000-8000-000000000003', '900007_2X5MG___', '00000103-0000-4000-8000-000000000013',
        '00000105-0000-4000-8000-000000000001', 4, NULL, 'Tastes of maple, not of weed.', true, 'approved',
        '2025-09-15 18:05+00'
    ),
    (
        '00000801-0000-4000-8000-000000000004', '900003_5X0.5G___', '00000103-0000-4000-8000-000000000014',
        '00000105-0000-4000-8000-000000000002', 4, 'Even burn', NULL, true, 'approved', '2025-09-17 12:00+00'
    ),
    (
        '00000801-0000-4000-8000-000000000005', '900009_355ML___', '00000103-0000-4000-8000-000000000015',
        '00000105-0000-4000-8000-000000000003', 3, 'Correct', 'Un peu trop sucré à mon goût.', false,
        'approved', '2025-09-20 14:20+00'
    ),
    (
        '00000801-0000-4000-8000-000000000006', '900004_3X0.5G___', '00000103-0000-4000-8000-000000000016',
        '00000105-0000-4000-8000-000000000004', 1, 'Dry', 'Both packs were dry. Got my money back.', false,
        'approved', '2025-09-23 01:15+00'
    ),
    (
        '00000801-0000-4000-8000-000000000007', '900008_1X10MG___', '00000103-0000-4000-8000-000000000017',
        '00000105-0000-4000-8000-000000000005', 2, NULL, 'Melted on the way.', false, 'pending',
        '2025-10-21 19:35+00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO review_attributes (review_id, attribute_name, attribute_value, rating)
VALUES
    ('00000801-0000-4000-8000-000000000001', 'aroma', 'coffee', 5),
    ('00000801-0000-4000-8000-000000000001', 'effects', 'uplifting', 5),
    ('00000801-0000-4000-8000-000000000002', 'quality', 'dry', 3),
    ('00000801-0000-4000-8000-000000000003', 'flavor', 'maple', 5),
    ('00000801-0000-4000-8000-000000000006', 'value', NULL, 1)
ON CONFLICT DO NOTHING;

INSERT INTO review_media (id, review_id, media_type, media_url, thumbnail_url, caption, display_order)
VALUES
    (
        '00000802-0000-4000-8000-000000000001', '00000801-0000-4000-8000-000000000001', 'image',
        'https://cdn.example.com/reviews/sample-1.jpg', 'https://cdn.example.com/reviews/sample-1-small.jpg',
        'The jar', 0
    ),
    (
        '00000802-0000-4000-8000-000000000002', '00000801-0000-4000-8000-000000000006', 'video',
        'https://cdn.example.com/reviews/sample-6.mp4', NULL, NULL, 0
    )
ON CONFLICT DO NOTHING;

INSERT INTO review_votes (id, review_id, user_id, vote_type, created_at)
VALUES
    (
        '00000803-0000-4000-8000-000000000001', '00000801-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000014', 'helpful', '2025-09-18 10:00+00'
    ),
    (
        '00000803-0000-4000-8000-000000000002', '00000801-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000015', 'helpful', '2025-09-20 14:25+00'
    ),
    (
        '00000803-0000-4000-8000-000000000003', '00000801-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000017', 'not_helpful', '2025-10-21 19:40+00'
    ),
    (
        '00000803-0000-4000-8000-000000000004', '00000801-0000-4000-8000-000000000006',
        '00000103-0000-4000-8000-000000000017', 'helpful', '2025-10-21 19:41+00'
    )
ON CONFLICT DO NOTHING;
