-- Taxes of the three provinces, what a tenant and its customers get off, and the uses of it by the orders.

-- The sales taxes in force: HST 13 % in Ontario, GST 5 % elsewhere, PST 7 % in British Columbia on top. The
-- excise duty on cannabis is paid by the producer and is in the price.
INSERT INTO tax_rates (
    id, province_territory_id, federal_tax_rate, provincial_tax_rate, cannabis_excise_duty,
    excise_calculation_method, environmental_fee, recycling_fee, effective_from
)
VALUES
    (
        '00000509-0000-4000-8000-000000000001', (SELECT id FROM provinces_territories WHERE code = 'ON'),
        0.0500, 0.0800, 0, 'percentage', 0, 0, '2010-07-01'
    ),
    (
        '00000509-0000-4000-8000-000000000002', (SELECT id FROM provinces_territories WHERE code = 'BC'),
        0.0500, 0.0700, 0, 'percentage', 0, 0, '2013-04-01'
    ),
    (
        '00000509-0000-4000-8000-000000000003', (SELECT id FROM provinces_territories WHERE code = 'AB'),
        0.0500, 0.0000, 0, 'percentage', 0, 0, '2008-01-01'
    )
ON CONFLICT DO NOTHING;

INSERT INTO price_tiers (
    id, name, description, discount_percentage, min_order_value, min_monthly_volume, customer_type, priority
)
VALUES
    (
        '00000506-0000-4000-8000-000000000001', 'Sample Standard', 'Everyone else.', 0, NULL, NULL, 'regular',
        0
    ),
    (
        '00000506-0000-4000-8000-000000000002', 'Sample VIP', 'Customers whom a store has made VIP.', 5, NULL,
        NULL, 'vip', 10
    ),
    (
        '00000506-0000-4000-8000-000000000003', 'Sample Partner', 'Tenants with terms of their own.', 3, NULL,
        NULL, 'partner', 5
    ),
    (
        '00000506-0000-4000-8000-000000000004', 'Sample Heavy Buyer', 'From $500 a month.', 7.5, 25, 500,
        'regular', 20
    )
ON CONFLICT DO NOTHING;

INSERT INTO customer_pricing_rules (
    id, tenant_id, price_tier_id, custom_markup_percentage, volume_discounts, category_discounts,
    negotiated_products, payment_terms, early_payment_discount, valid_from
)
VALUES
    (
        '00000502-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001', NULL, 35,
        '[{"min_quantity": 5, "discount_percentage": 5}, {"min_quantity": 10, "discount_percentage": 10}]',
        '{"Topicals": 5}', '[]', 'net 30', 1.50, '2025-01-20'
    ),
    (
        '00000502-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000002',
        '00000506-0000-4000-8000-000000000003', NULL, '[]', '{}', '[]', 'net 15', NULL, '2025-03-10'
    )
ON CONFLICT DO NOTHING;

INSERT INTO pricing_rules (id, store_id, category, sub_category, sub_sub_category, markup_percentage)
VALUES
    (
        '00000507-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001', 'Dried Flower', NULL,
        NULL, 36.00
    ),
    (
        '00000507-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000001', 'Edibles',
        'Soft Chews', NULL, 58.00
    ),
    (
        '00000507-0000-4000-8000-000000000003', '00000102-0000-4000-8000-000000000003', 'Dried Flower', NULL,
        NULL, 38.00
    ),
    (
        '00000507-0000-4000-8000-000000000004', '00000102-0000-4000-8000-000000000004', 'Dried Flower',
        'Whole Flower', NULL, 32.00
    )
ON CONFLICT DO NOTHING;

INSERT INTO dynamic_pricing_rules (
    id, name, description, trigger_type, trigger_condition, action_type, action_value, category_ids,
    product_ids, priority, active
)
VALUES
    (
        '00000505-0000-4000-8000-000000000001', 'Old flower',
        'Takes 10 % off flower packed more than half a year ago.', 'age', '{"days_since_packaged": 180}',
        'percentage_off', 10, '{Dried Flower}', NULL, 10, true
    ),
    (
        '00000505-0000-4000-8000-000000000002', 'Overstocked gummies', 'Takes 50 cents off above 200 packs.',
        'stock', '{"above": 200}', 'amount_off', 0.50, NULL, '{900007_2X5MG___}', 5, false
    )
ON CONFLICT DO NOTHING;

INSERT INTO bundle_deals (
    id, name, description, bundle_type, required_products, optional_products, min_quantity, max_quantity,
    bundle_price, discount_percentage, savings_amount, start_date
)
VALUES
    (
        '00000501-0000-4000-8000-000000000001', 'Movie night', 'Two gummies, two fizzes, one chocolate.',
        'fixed_price',
        '[{"sku": "900007_2X5MG___", "quantity": 2}, {"sku": "900009_355ML___", "quantity": 2}]',
        '[{"sku": "900008_1X10MG___", "quantity": 1}]', 5, 5, 27.95, NULL, 3.30, '2025-09-01 04:00'
    ),
    (
        '00000501-0000-4000-8000-000000000002', 'Any three pre-roll packs', NULL, 'mix_and_match',
        '[{"category": "Pre-Rolls", "quantity": 3}]', NULL, 3, NULL, NULL, 10, NULL, '2025-09-01 04:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO discount_codes (
    id, tenant_id, store_id, code, description, discount_type, discount_value, minimum_purchase,
    usage_limit, usage_count, valid_from, valid_until, promotion_id, customer_id
)
VALUES
    (
        '00000503-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001', NULL, 'WELCOME10',
        '$10 off a first order of $50', 'fixed', 10, 50, NULL, 1, '2025-01-20 05:00+00', NULL,
        '00000104-0000-4000-8000-000000000002', NULL
    ),
    (
        '00000503-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000002', NULL, 'FREESHIP',
        'Free delivery from $30', 'free_delivery', 0, 30, 1000, 0, '2025-04-01 06:00+00', NULL, NULL, NULL
    ),
    (
        '00000503-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000001', NULL, 'ADA-THANKS',
        '15 % off for one customer', 'percentage', 15, 0, 1, 0, '2025-09-13 04:00+00', NULL, NULL,
        '00000103-0000-4000-8000-000000000013'
    ),
    (
        '00000503-0000-4000-8000-000000000004', '00000101-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000004', 'STAMPEDE25', 'Calgary, July 2025; over', 'percentage', 10, 0,
        NULL, 0, '2025-07-04 06:00+00', '2025-07-14 05:59:59+00', NULL, NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO discount_usage (
    id, discount_code_id, user_id, order_id, checkout_session_id, discount_amount, used_at
)
VALUES
    (
        '00000504-0000-4000-8000-000000000001', '00000503-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000015', '00000105-0000-4000-8000-000000000003',
        '00000416-0000-4000-8000-000000000003', 10.00, '2025-09-16 15:40+00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO promotion_usage (
    id, promotion_id, customer_id, tenant_id, order_id, discount_amount, order_total, used_at
)
VALUES
    (
        '00000508-0000-4000-8000-000000000001', '00000104-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000014', '00000101-0000-4000-8000-000000000001',
        '00000105-0000-4000-8000-000000000002', 3.99, 40.58, '2025-09-14 19:20'
    )
ON CONFLICT DO NOTHING;
