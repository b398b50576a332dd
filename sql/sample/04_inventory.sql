-- The catalogue, the stock of the four stores and how it got there, carts, checkouts and orders. Stock is
-- what its batch brought less what the orders sold; what is reserved is held for carts and open orders.

INSERT INTO ocs_product_catalog (
    id, product_name, brand, supplier_name, category, sub_category, sub_sub_category, plant_type,
    strain_type, size, unit_of_measure, thc_content_per_unit, cbd_content_per_unit, unit_price, image_url,
    street_name, terpenes, ocs_item_number, ocs_variant_number, gtin, pack_size, stock_status,
    inventory_status, product_short_description, ingredients, grow_method, grow_region, ontario_grown,
    craft, dried_flower_cannabis_equivalency, net_weight, number_of_items_in_retail_pack, carrier_oil,
    food_allergens, minimum_thc_content_percent, maximum_thc_content_percent, minimum_cbd_content_percent,
    maximum_cbd_content_percent, heating_element_type, battery_type, rechargeable_battery,
    removable_battery, replacement_parts_available, compatibility, slug, created_at
)
VALUES
    (
        '00000401-0000-4000-8000-000000000001', 'Café Racer', 'Lune Verte', 'Lune Verte Inc.', 'Dried Flower',
        'Whole Flower', 'Milled & Whole', 'Sativa Dominant', 'Sativa', '3.5 g', 'g', 857.5, 1.75, 24.10,
        'https://cdn.example.com/products/900001.png', 'Espresso Haze', 'Roasted coffee, orange peel, pepper',
        900001, '900001_3.5G___', 200000000011, 1, 'In Stock', 'Active',
        'Bright sativa with a coffee and citrus nose.', NULL, 'Indoor', 'Quebec', 'No', 'Yes', 3.50, 3.5, 1,
        NULL, NULL, 22, 27, 0, 0.1, NULL, NULL, NULL, NULL, NULL, NULL,
        'lune-verte-cafe-racer-whole-flower-3-5-g', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000002', 'Café Racer', 'Lune Verte', 'Lune Verte Inc.', 'Dried Flower',
        'Whole Flower', 'Milled & Whole', 'Sativa Dominant', 'Sativa', '7 g', 'g', 1715, 3.5, 45.20,
        'https://cdn.example.com/products/900001.png', 'Espresso Haze', 'Roasted coffee, orange peel, pepper',
        900001, '900001_7G___', 200000000028, 1, 'In Stock', 'Active', 'The same flower in a larger bag.',
        NULL, 'Indoor', 'Quebec', 'No', 'Yes', 7.00, 7, 1, NULL, NULL, 22, 27, 0, 0.1, NULL, NULL, NULL, NULL,
        NULL, NULL, 'lune-verte-cafe-racer-whole-flower-7-g', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000003', 'Glacier Kush', 'Frost & Fir', 'Frost & Fir Growers Ltd.',
        'Dried Flower', 'Whole Flower', 'Milled & Whole', 'Indica Dominant', 'Indica', '28 g', 'g', 5880, 28,
        88.00, 'https://cdn.example.com/products/900002.png', 'Glacier Kush', 'Pine, earth', 900002,
        '900002_28G___', 200000000035, 1, 'In Stock', 'Active', 'Dense indica, an ounce at a fair price.',
        NULL, 'Greenhouse', 'British Columbia', 'No', 'No', 28.00, 28, 1, NULL, NULL, 19, 23, 0.1, 0.1, NULL,
        NULL, NULL, NULL, NULL, NULL, 'frost-fir-glacier-kush-whole-flower-28-g', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000004', 'Prairie Haze', 'Windrow', 'Windrow Farms Inc.', 'Pre-Rolls',
        'Pre-Rolls', 'Multi-Packs', 'Sativa Dominant', 'Sativa', '5 x 0.5 g', 'g', 100, 0.5, 13.70,
        'https://cdn.example.com/products/900003.png', 'Haze', 'Hay, lemon', 900003, '900003_5X0.5G___',
        200000000042, 5, 'In Stock', 'Active', 'Five short sativa pre-rolls.', NULL, 'Outdoor',
        'Saskatchewan', 'No', 'No', 2.50, 2.5, 5, NULL, NULL, 18, 22, 0, 0.1, NULL, NULL, NULL, NULL, NULL,
        NULL, 'windrow-prairie-haze-pre-rolls-5-x-0-5-g', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000005', 'Salish Spark Infused', 'Frost & Fir',
        'Frost & Fir Growers Ltd.', 'Pre-Rolls', 'Infused Pre-Rolls', 'Multi-Packs', 'Hybrid', 'Hybrid',
        '3 x 0.5 g', 'g', 190, 0.5, 17.60, 'https://cdn.example.com/products/900004.png', NULL, 'Berry, gas',
        900004, '900004_3X0.5G___', 200000000059, 3, 'In Stock', 'Active',
        'Three pre-rolls infused with hash rosin.', NULL, 'Indoor', 'British Columbia', 'No', 'No', 1.50, 1.5,
        3, NULL, NULL, 36, 40, 0, 0.2, NULL, NULL, NULL, NULL, NULL, NULL,
        'frost-fir-salish-spark-infused-infused-pre-rolls-3-x-0-5-g', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000006', 'Citrus Drift 510', 'Halo Works', 'Halo Works Corp.', 'Vapes',
        '510 Thread Cartridges', NULL, 'Hybrid', 'Hybrid', '1 g', 'g', 850, 5, 29.80,
        'https://cdn.example.com/products/900005.png', NULL, 'Grapefruit', 900005, '900005_1G___',
        200000000066, 1, 'In Stock', 'Active', 'Distillate cartridge for 510 batteries.', NULL, NULL,
        'Ontario', 'Yes', 'No', 4.00, 1, 1, NULL, NULL, 82, 88, 0, 1, 'Ceramic', NULL, NULL, NULL, NULL,
        '510 thread batteries', 'halo-works-citrus-drift-510-510-thread-cartridges-1-g', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000007', 'Drift All-in-One', 'Halo Works', 'Halo Works Corp.', 'Vapes',
        'Disposable Pens', NULL, 'Indica Dominant', 'Indica', '0.5 g', 'g', 420, 2.5, 22.40,
        'https://cdn.example.com/products/900006.png', NULL, 'Grape', 900006, '900006_0.5G___', 200000000073,
        1, 'In Stock', 'Active', 'Ready to use, rechargeable over USB-C.', NULL, NULL, 'Ontario', 'Yes', 'No',
        2.00, 0.5, 1, NULL, NULL, 80, 86, 0, 1, 'Ceramic', 'Lithium-ion', true, false, false, NULL,
        'halo-works-drift-all-in-one-disposable-pens-0-5-g', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000008', 'Maple Gummies', 'Sugarbush', 'Sugarbush Kitchens Inc.',
        'Edibles', 'Soft Chews', NULL, 'Blend', 'Blend', '2 x 5 mg', 'each', 5, 0, 4.40,
        'https://cdn.example.com/products/900007.png', NULL, NULL, 900007, '900007_2X5MG___', 200000000080, 2,
        'In Stock', 'Active', 'Two maple soft chews of 5 mg THC.',
        'Sugar, glucose syrup, pectin, maple syrup, cannabis distillate', NULL, 'Ontario', 'Yes', 'No', 0.53,
        8, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'sugarbush-maple-gummies-soft-chews-2-x-5-mg', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000009', 'Dark Chocolate Square', 'Sugarbush',
        'Sugarbush Kitchens Inc.', 'Edibles', 'Chocolates', NULL, 'Blend', 'Blend', '1 x 10 mg', 'each', 10,
        0, 4.10, 'https://cdn.example.com/products/900008.png', NULL, NULL, 900008, '900008_1X10MG___',
        200000000097, 1, 'In Stock', 'Active', 'One square of 70 % chocolate with 10 mg THC.',
        'Cocoa mass, sugar, cocoa butter, cannabis distillate', NULL, 'Ontario', 'Yes', 'No', 0.67, 10, 1,
        NULL, 'Milk, soy', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'sugarbush-dark-chocolate-square-chocolates-1-x-10-mg', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000010', 'Ginger Fizz', 'Bright Creek', 'Bright Creek Extracts Ltd.',
        'Beverages', 'Carbonated', NULL, 'Blend', 'Blend', '355 mL', 'mL', 10, 0, 3.60,
        'https://cdn.example.com/products/900009.png', NULL, NULL, 900009, '900009_355ML___', 200000000103, 1,
        'In Stock', 'Active', 'Sparkling ginger drink with 10 mg THC.',
        'Carbonated water, ginger juice, sugar, cannabis emulsion', NULL, 'Ontario', 'Yes', 'No', 0.62, 355,
        1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'bright-creek-ginger-fizz-carbonated-355-ml', '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000011', 'Balance Oil 1:1', 'Bright Creek',
        'Bright Creek Extracts Ltd.', 'Oils', 'Bottled Oils', NULL, 'Blend', 'Blend', '30 mL', 'mL', 300, 300,
        23.50, 'https://cdn.example.com/products/900010.png', NULL, NULL, 900010, '900010_30ML___',
        200000000110, 1, 'In Stock', 'Active', 'Equal parts of THC and CBD, 10 mg per mL.',
        'MCT oil, cannabis extract', NULL, 'Ontario', 'Yes', 'No', 0.43, 30, 1, 'MCT oil', NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bright-creek-balance-oil-1-1-bottled-oils-30-ml',
        '2025-01-18 12:00'
    ),
    (
        '00000401-0000-4000-8000-000000000012', 'Alpine CBD Balm', 'Bright Creek',
        'Bright Creek Extracts Ltd.', 'Topicals', 'Creams and Lotions', NULL, 'Blend', 'Blend', '60 g', 'g',
        0, 500, 27.00, 'https://cdn.example.com/products/900011.png', NULL, NULL, 900011, '900011_60G___',
        200000000127, 1, 'Out of Stock', 'Seasonal', 'Balm for the skin, CBD alone.',
        'Shea butter, beeswax, CBD isolate', NULL, 'Ontario', 'Yes', 'No', 4.00, 60, 1, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'bright-creek-alpine-cbd-balm-creams-and-lotions-60-g', '2025-01-18 12:00'
    )
ON CONFLICT DO NOTHING;

-- Ottawa is out of Glacier Kush, Vancouver has put the pen on hold, Calgary has a sale on Prairie Haze; no
-- store carries the balm.
INSERT INTO ocs_inventory (
    id, store_id, sku, quantity_on_hand, quantity_available, quantity_reserved, unit_cost, retail_price,
    reorder_point, reorder_quantity, last_restock_date, min_stock_level, max_stock_level, is_available,
    override_price, case_gtin, each_gtin, product_name, brand, category, subcategory, packaged_on_date,
    batch_lot, strain_type, plant_type
)
VALUES
    (
        '00000402-0000-4000-8000-000000000101', '00000102-0000-4000-8000-000000000001', '900001_3.5G___', 47,
        47, 0, 24.10, 32.95, 10, 20, '2025-09-01 14:10', 10, 100, true, NULL, '10200000000018',
        '00200000000011', 'Café Racer', 'Lune Verte', 'Dried Flower', 'Whole Flower', '2025-08-12',
        'SAMPLE-TOR-01', 'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000103', '00000102-0000-4000-8000-000000000001', '900002_28G___', 12,
        11, 1, 88.00, 119.95, 4, 12, '2025-09-01 14:10', 4, 100, true, NULL, '10200000000032',
        '00200000000035', 'Glacier Kush', 'Frost & Fir', 'Dried Flower', 'Whole Flower', '2025-07-30',
        'SAMPLE-TOR-03', 'Indica', 'Indica Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000104', '00000102-0000-4000-8000-000000000001', '900003_5X0.5G___',
        58, 58, 0, 13.70, 19.95, 15, 30, '2025-09-01 14:10', 15, 100, true, NULL, '10200000000049',
        '00200000000042', 'Prairie Haze', 'Windrow', 'Pre-Rolls', 'Pre-Rolls', '2025-08-18', 'SAMPLE-TOR-04',
        'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000106', '00000102-0000-4000-8000-000000000001', '900005_1G___', 20,
        18, 2, 29.80, 41.95, 5, 12, '2025-09-01 14:10', 5, 100, true, NULL, '10200000000063',
        '00200000000066', 'Citrus Drift 510', 'Halo Works', 'Vapes', '510 Thread Cartridges', '2025-07-15',
        'SAMPLE-TOR-06', 'Hybrid', 'Hybrid'
    ),
    (
        '00000402-0000-4000-8000-000000000108', '00000102-0000-4000-8000-000000000001', '900007_2X5MG___', 88,
        85, 3, 4.40, 6.95, 20, 40, '2025-09-01 14:10', 20, 100, true, NULL, '10200000000087',
        '00200000000080', 'Maple Gummies', 'Sugarbush', 'Edibles', 'Soft Chews', '2025-08-05',
        'SAMPLE-TOR-08', 'Blend', 'Blend'
    ),
    (
        '00000402-0000-4000-8000-000000000110', '00000102-0000-4000-8000-000000000001', '900009_355ML___', 48,
        46, 2, 3.60, 5.45, 12, 24, '2025-09-01 14:10', 12, 100, true, NULL, '10200000000100',
        '00200000000103', 'Ginger Fizz', 'Bright Creek', 'Beverages', 'Carbonated', '2025-07-28',
        'SAMPLE-TOR-10', 'Blend', 'Blend'
    ),
    (
        '00000402-0000-4000-8000-000000000201', '00000102-0000-4000-8000-000000000002', '900001_3.5G___', 24,
        24, 0, 24.10, 32.95, 10, 20, '2025-09-02 14:10', 10, 100, true, NULL, '10200000000018',
        '00200000000011', 'Café Racer', 'Lune Verte', 'Dried Flower', 'Whole Flower', '2025-08-12',
        'SAMPLE-OTT-01', 'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000203', '00000102-0000-4000-8000-000000000002', '900002_28G___', 0, 0,
        0, 88.00, 119.95, 4, 12, '2025-05-20 14:10', 4, 100, true, NULL, '10200000000032', '00200000000035',
        'Glacier Kush', 'Frost & Fir', 'Dried Flower', 'Whole Flower', NULL, NULL, 'Indica', 'Indica Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000204', '00000102-0000-4000-8000-000000000002', '900003_5X0.5G___',
        30, 30, 0, 13.70, 19.95, 10, 20, '2025-09-02 14:10', 10, 100, true, NULL, '10200000000049',
        '00200000000042', 'Prairie Haze', 'Windrow', 'Pre-Rolls', 'Pre-Rolls', '2025-08-18', 'SAMPLE-OTT-04',
        'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000210', '00000102-0000-4000-8000-000000000002', '900009_355ML___', 8,
        8, 0, 3.60, 5.45, 10, 20, '2025-09-02 14:10', 10, 100, true, NULL, '10200000000100', '00200000000103',
        'Ginger Fizz', 'Bright Creek', 'Beverages', 'Carbonated', '2025-07-28', 'SAMPLE-OTT-10', 'Blend',
        'Blend'
    ),
    (
        '00000402-0000-4000-8000-000000000211', '00000102-0000-4000-8000-000000000002', '900010_30ML___', 9,
        9, 0, 23.50, 34.95, 4, 12, '2025-09-02 14:10', 4, 100, true, NULL, '10200000000117', '00200000000110',
        'Balance Oil 1:1', 'Bright Creek', 'Oils', 'Bottled Oils', '2025-07-10', 'SAMPLE-OTT-11', 'Blend',
        'Blend'
    ),
    (
        '00000402-0000-4000-8000-000000000301', '00000102-0000-4000-8000-000000000003', '900001_3.5G___', 36,
        36, 0, 24.10, 33.45, 10, 20, '2025-09-03 18:20', 10, 100, true, NULL, '10200000000018',
        '00200000000011', 'Café Racer', 'Lune Verte', 'Dried Flower', 'Whole Flower', '2025-08-12',
        'SAMPLE-VAN-01', 'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000305', '00000102-0000-4000-8000-000000000003', '900004_3X0.5G___',
        22, 22, 0, 17.60, 24.95, 8, 16, '2025-09-03 18:20', 8, 100, true, NULL, '10200000000056',
        '00200000000059', 'Salish Spark Infused', 'Frost & Fir', 'Pre-Rolls', 'Infused Pre-Rolls',
        '2025-08-20', 'SAMPLE-VAN-05', 'Hybrid', 'Hybrid'
    ),
    (
        '00000402-0000-4000-8000-000000000307', '00000102-0000-4000-8000-000000000003', '900006_0.5G___', 10,
        10, 0, 22.40, 31.95, 5, 12, '2025-09-03 18:20', 5, 100, false, NULL, '10200000000070',
        '00200000000073', 'Drift All-in-One', 'Halo Works', 'Vapes', 'Disposable Pens', '2025-07-15',
        'SAMPLE-VAN-07', 'Indica', 'Indica Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000308', '00000102-0000-4000-8000-000000000003', '900007_2X5MG___', 40,
        40, 0, 4.40, 7.25, 20, 40, '2025-09-03 18:20', 20, 100, true, NULL, '10200000000087',
        '00200000000080', 'Maple Gummies', 'Sugarbush', 'Edibles', 'Soft Chews', '2025-08-05',
        'SAMPLE-VAN-08', 'Blend', 'Blend'
    ),
    (
        '00000402-0000-4000-8000-000000000311', '00000102-0000-4000-8000-000000000003', '900010_30ML___', 12,
        11, 1, 23.50, 35.95, 4, 12, '2025-09-03 18:20', 4, 100, true, NULL, '10200000000117',
        '00200000000110', 'Balance Oil 1:1', 'Bright Creek', 'Oils', 'Bottled Oils', '2025-07-10',
        'SAMPLE-VAN-11', 'Blend', 'Blend'
    ),
    (
        '00000402-0000-4000-8000-000000000401', '00000102-0000-4000-8000-000000000004', '900001_3.5G___', 29,
        29, 0, 24.10, 31.95, 10, 20, '2025-09-04 17:45', 10, 100, true, NULL, '10200000000018',
        '00200000000011', 'Café Racer', 'Lune Verte', 'Dried Flower', 'Whole Flower', '2025-08-12',
        'SAMPLE-CGY-01', 'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000402', '00000102-0000-4000-8000-000000000004', '900001_7G___', 12,
        11, 1, 45.20, 58.95, 4, 12, '2025-09-04 17:45', 4, 100, true, NULL, '10200000000025',
        '00200000000028', 'Café Racer', 'Lune Verte', 'Dried Flower', 'Whole Flower', '2025-08-12',
        'SAMPLE-CGY-02', 'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000404', '00000102-0000-4000-8000-000000000004', '900003_5X0.5G___',
        40, 40, 0, 13.70, 19.95, 10, 20, '2025-09-04 17:45', 10, 100, true, 17.95, '10200000000049',
        '00200000000042', 'Prairie Haze', 'Windrow', 'Pre-Rolls', 'Pre-Rolls', '2025-08-18', 'SAMPLE-CGY-04',
        'Sativa', 'Sativa Dominant'
    ),
    (
        '00000402-0000-4000-8000-000000000409', '00000102-0000-4000-8000-000000000004', '900008_1X10MG___',
        33, 33, 0, 4.10, 6.45, 12, 24, '2025-09-04 17:45', 12, 100, true, NULL, '10200000000094',
        '00200000000097', 'Dark Chocolate Square', 'Sugarbush', 'Edibles', 'Chocolates', '2025-08-06',
        'SAMPLE-CGY-09', 'Blend', 'Blend'
    )
ON CONFLICT DO NOTHING;

INSERT INTO shelf_locations (
    id, store_id, zone, aisle, shelf, bin, location_code, location_type, temperature_range
)
VALUES
    (
        '00000403-0000-4000-8000-000000000011', '00000102-0000-4000-8000-000000000001', 'vault', 'A', '1',
        '1', 'V-A-1-1', 'standard', '15-21 C'
    ),
    (
        '00000403-0000-4000-8000-000000000012', '00000102-0000-4000-8000-000000000001', 'vault', 'A', '2',
        '1', 'V-A-2-1', 'standard', '15-21 C'
    ),
    (
        '00000403-0000-4000-8000-000000000021', '00000102-0000-4000-8000-000000000002', 'vault', 'A', '1',
        '1', 'V-A-1-1', 'standard', NULL
    ),
    (
        '00000403-0000-4000-8000-000000000022', '00000102-0000-4000-8000-000000000002', 'vault', 'B', '1',
        '1', 'V-B-1-1', 'refrigerated', '2-8 C'
    ),
    (
        '00000403-0000-4000-8000-000000000031', '00000102-0000-4000-8000-000000000003', 'vault', 'A', '1',
        '1', 'V-A-1-1', 'standard', NULL
    ),
    (
        '00000403-0000-4000-8000-000000000032', '00000102-0000-4000-8000-000000000003', 'vault', 'A', '2',
        '1', 'V-A-2-1', 'standard', NULL
    ),
    (
        '00000403-0000-4000-8000-000000000041', '00000102-0000-4000-8000-000000000004', 'vault', 'A', '1',
        '1', 'V-A-1-1', 'standard', NULL
    ),
    (
        '00000403-0000-4000-8000-000000000042', '00000102-0000-4000-8000-000000000004', 'vault', 'A', '2',
        '1', 'V-A-2-1', 'standard', NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO inventory_locations (id, store_id, name, code, type, zone, aisle, shelf, bin, capacity)
VALUES
    (
        '00000404-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001', 'Vault',
        'MW-TOR-VAULT', 'vault', 'back', 'A', '1', '1', 500
    ),
    (
        '00000404-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000001', 'Sales counter',
        'MW-TOR-COUNTER', 'sales_floor', 'front', NULL, NULL, NULL, 60
    ),
    (
        '00000404-0000-4000-8000-000000000003', '00000102-0000-4000-8000-000000000004', 'Vault',
        'WH-CGY-VAULT', 'vault', 'back', 'A', '1', '1', 400
    )
ON CONFLICT DO NOTHING;

INSERT INTO location_assignments_log (
    id, inventory_id, location_id, quantity, assigned_by, assignment_type, notes, store_id, created_at
)
VALUES
    (
        '00000413-0000-4000-8000-000000000001', '00000402-0000-4000-8000-000000000101',
        '00000404-0000-4000-8000-000000000001', 48, '00000103-0000-4000-8000-000000000004', 'receive', NULL,
        '00000102-0000-4000-8000-000000000001', '2025-09-01 14:30'
    ),
    (
        '00000413-0000-4000-8000-000000000002', '00000402-0000-4000-8000-000000000101',
        '00000404-0000-4000-8000-000000000002', 12, '00000103-0000-4000-8000-000000000012', 'move',
        'Counter refilled.', '00000102-0000-4000-8000-000000000001', '2025-09-02 13:05'
    ),
    (
        '00000413-0000-4000-8000-000000000003', '00000402-0000-4000-8000-000000000401',
        '00000404-0000-4000-8000-000000000003', 30, '00000103-0000-4000-8000-000000000007', 'receive', NULL,
        '00000102-0000-4000-8000-000000000004', '2025-09-04 18:00'
    )
ON CONFLICT DO NOTHING;

-- Received orders, one that lacks a case, and one that is on its way.
INSERT INTO purchase_orders (
    id, po_number, supplier_id, order_date, expected_date, received_date, status, total_amount, notes,
    created_by, shipment_id, container_id, vendor, tenant_id, ocs_order_number, store_id
)
VALUES
    (
        '00000405-0000-4000-8000-000000000001', 'PO-SAMPLE-0001',
        (SELECT id FROM provincial_suppliers WHERE name = 'OCS Wholesale' AND is_provincial_supplier),
        '2025-08-25 13:00', '2025-09-01', '2025-09-01 14:10', 'received', 4199.60, NULL,
        '00000103-0000-4000-8000-000000000004', 'SAMPLE-SHP-1', 'SAMPLE-CNT-1', 'OCS Wholesale',
        '00000101-0000-4000-8000-000000000001', 'SAMPLE-OCS-1', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000405-0000-4000-8000-000000000002', 'PO-SAMPLE-0002',
        (SELECT id FROM provincial_suppliers WHERE name = 'OCS Wholesale' AND is_provincial_supplier),
        '2025-08-26 13:00', '2025-09-02', '2025-09-02 14:10', 'received', 1267.60, NULL,
        '00000103-0000-4000-8000-000000000005', 'SAMPLE-SHP-2', 'SAMPLE-CNT-2', 'OCS Wholesale',
        '00000101-0000-4000-8000-000000000001', 'SAMPLE-OCS-2', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000405-0000-4000-8000-000000000003', 'PO-SAMPLE-0003',
        (SELECT id FROM provincial_suppliers WHERE name = 'BC Cannabis Stores' AND is_provincial_supplier),
        '2025-08-27 16:00', '2025-09-03', '2025-09-03 18:20', 'received', 1972.00, NULL,
        '00000103-0000-4000-8000-000000000006', 'SAMPLE-SHP-3', 'SAMPLE-CNT-3', 'BC Cannabis Stores',
        '00000101-0000-4000-8000-000000000002', NULL, '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000405-0000-4000-8000-000000000004', 'PO-SAMPLE-0004',
        (SELECT id FROM provincial_suppliers WHERE name = 'Alberta Cannabis' AND is_provincial_supplier),
        '2025-08-28 16:00', '2025-09-04', '2025-09-04 17:45', 'partial', 2010.20,
        'One case of chocolate is missing.', '00000103-0000-4000-8000-000000000007', 'SAMPLE-SHP-4',
        'SAMPLE-CNT-4', 'Alberta Cannabis', '00000101-0000-4000-8000-000000000002', NULL,
        '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000405-0000-4000-8000-000000000005', 'PO-SAMPLE-0005',
        (SELECT id FROM provincial_suppliers WHERE name = 'OCS Wholesale' AND is_provincial_supplier),
        LOCALTIMESTAMP - interval '2 days', CURRENT_DATE + 5, NULL, 'pending', 1056.00, NULL,
        '00000103-0000-4000-8000-000000000005', NULL, NULL, 'OCS Wholesale',
        '00000101-0000-4000-8000-000000000001', 'SAMPLE-OCS-5', '00000102-0000-4000-8000-000000000002'
    )
ON CONFLICT DO NOTHING;

INSERT INTO purchase_order_items (
    id, purchase_order_id, sku, batch_lot, quantity_ordered, quantity_received, unit_cost, line_total,
    item_name, vendor, brand, case_gtin, packaged_on_date, each_gtin, shipped_qty, uom, uom_conversion,
    uom_conversion_qty, exists_in_inventory
)
VALUES
    (
        '00000406-0000-4000-8000-000000000101', '00000405-0000-4000-8000-000000000001', '900001_3.5G___',
        'SAMPLE-TOR-01', 48, 48, 24.10, 1156.80, 'Café Racer', 'Lune Verte Inc.', 'Lune Verte',
        '10200000000018', '2025-08-12', '00200000000011', 8, 'case', 6, 48, true
    ),
    (
        '00000406-0000-4000-8000-000000000103', '00000405-0000-4000-8000-000000000001', '900002_28G___',
        'SAMPLE-TOR-03', 12, 12, 88.00, 1056.00, 'Glacier Kush', 'Frost & Fir Growers Ltd.', 'Frost & Fir',
        '10200000000032', '2025-07-30', '00200000000035', 2, 'case', 6, 12, true
    ),
    (
        '00000406-0000-4000-8000-000000000104', '00000405-0000-4000-8000-000000000001', '900003_5X0.5G___',
        'SAMPLE-TOR-04', 60, 60, 13.70, 822.00, 'Prairie Haze', 'Windrow Farms Inc.', 'Windrow',
        '10200000000049', '2025-08-18', '00200000000042', 10, 'case', 6, 60, true
    ),
    (
        '00000406-0000-4000-8000-000000000106', '00000405-0000-4000-8000-000000000001', '900005_1G___',
        'SAMPLE-TOR-06', 20, 20, 29.80, 596.00, 'Citrus Drift 510', 'Halo Works Corp.', 'Halo Works',
        '10200000000063', '2025-07-15', '00200000000066', 2, 'case', 10, 20, true
    ),
    (
        '00000406-0000-4000-8000-000000000108', '00000405-0000-4000-8000-000000000001', '900007_2X5MG___',
        'SAMPLE-TOR-08', 90, 90, 4.40, 396.00, 'Maple Gummies', 'Sugarbush Kitchens Inc.', 'Sugarbush',
        '10200000000087', '2025-08-05', '00200000000080', 9, 'case', 10, 90, true
    ),
    (
        '00000406-0000-4000-8000-000000000110', '00000405-0000-4000-8000-000000000001', '900009_355ML___',
        'SAMPLE-TOR-10', 48, 48, 3.60, 172.80, 'Ginger Fizz', 'Bright Creek Extracts Ltd.', 'Bright Creek',
        '10200000000100', '2025-07-28', '00200000000103', 4, 'case', 12, 48, true
    ),
    (
        '00000406-0000-4000-8000-000000000201', '00000405-0000-4000-8000-000000000002', '900001_3.5G___',
        'SAMPLE-OTT-01', 24, 24, 24.10, 578.40, 'Café Racer', 'Lune Verte Inc.', 'Lune Verte',
        '10200000000018', '2025-08-12', '00200000000011', 4, 'case', 6, 24, true
    ),
    (
        '00000406-0000-4000-8000-000000000204', '00000405-0000-4000-8000-000000000002', '900003_5X0.5G___',
        'SAMPLE-OTT-04', 30, 30, 13.70, 411.00, 'Prairie Haze', 'Windrow Farms Inc.', 'Windrow',
        '10200000000049', '2025-08-18', '00200000000042', 5, 'case', 6, 30, true
    ),
    (
        '00000406-0000-4000-8000-000000000210', '00000405-0000-4000-8000-000000000002', '900009_355ML___',
        'SAMPLE-OTT-10', 12, 12, 3.60, 43.20, 'Ginger Fizz', 'Bright Creek Extracts Ltd.', 'Bright Creek',
        '10200000000100', '2025-07-28', '00200000000103', 1, 'case', 12, 12, true
    ),
    (
        '00000406-0000-4000-8000-000000000211', '00000405-0000-4000-8000-000000000002', '900010_30ML___',
        'SAMPLE-OTT-11', 10, 10, 23.50, 235.00, 'Balance Oil 1:1', 'Bright Creek Extracts Ltd.',
        'Bright Creek', '10200000000117', '2025-07-10', '00200000000110', 1, 'case', 10, 10, true
    ),
    (
        '00000406-0000-4000-8000-000000000301', '00000405-0000-4000-8000-000000000003', '900001_3.5G___',
        'SAMPLE-VAN-01', 36, 36, 24.10, 867.60, 'Café Racer', 'Lune Verte Inc.', 'Lune Verte',
        '10200000000018', '2025-08-12', '00200000000011', 6, 'case', 6, 36, true
    ),
    (
        '00000406-0000-4000-8000-000000000305', '00000405-0000-4000-8000-000000000003', '900004_3X0.5G___',
        'SAMPLE-VAN-05', 24, 24, 17.60, 422.40, 'Salish Spark Infused', 'Frost & Fir Growers Ltd.',
        'Frost & Fir', '10200000000056', '2025-08-20', '00200000000059', 4, 'case', 6, 24, true
    ),
    (
        '00000406-0000-4000-8000-000000000307', '00000405-0000-4000-8000-000000000003', '900006_0.5G___',
        'SAMPLE-VAN-07', 10, 10, 22.40, 224.00, 'Drift All-in-One', 'Halo Works Corp.', 'Halo Works',
        '10200000000070', '2025-07-15', '00200000000073', 1, 'case', 10, 10, true
    ),
    (
        '00000406-0000-4000-8000-000000000308', '00000405-0000-4000-8000-000000000003', '900007_2X5MG___',
        'SAMPLE-VAN-08', 40, 40, 4.40, 176.00, 'Maple Gummies', 'Sugarbush Kitchens Inc.', 'Sugarbush',
        '10200000000087', '2025-08-05', '00200000000080', 4, 'case', 10, 40, true
    ),
    (
        '00000406-0000-4000-8000-000000000311', '00000405-0000-4000-8000-000000000003', '900010_30ML___',
        'SAMPLE-VAN-11', 12, 12, 23.50, 282.00, 'Balance Oil 1:1', 'Bright Creek Extracts Ltd.',
        'Bright Creek', '10200000000117', '2025-07-10', '00200000000110', 2, 'case', 6, 12, true
    ),
    (
        '00000406-0000-4000-8000-000000000401', '00000405-0000-4000-8000-000000000004', '900001_3.5G___',
        'SAMPLE-CGY-01', 30, 30, 24.10, 723.00, 'Café Racer', 'Lune Verte Inc.', 'Lune Verte',
        '10200000000018', '2025-08-12', '00200000000011', 5, 'case', 6, 30, true
    ),
    (
        '00000406-0000-4000-8000-000000000402', '00000405-0000-4000-8000-000000000004', '900001_7G___',
        'SAMPLE-CGY-02', 12, 12, 45.20, 542.40, 'Café Racer', 'Lune Verte Inc.', 'Lune Verte',
        '10200000000025', '2025-08-12', '00200000000028', 2, 'case', 6, 12, true
    ),
    (
        '00000406-0000-4000-8000-000000000404', '00000405-0000-4000-8000-000000000004', '900003_5X0.5G___',
        'SAMPLE-CGY-04', 40, 40, 13.70, 548.00, 'Prairie Haze', 'Windrow Farms Inc.', 'Windrow',
        '10200000000049', '2025-08-18', '00200000000042', 4, 'case', 10, 40, true
    ),
    (
        '00000406-0000-4000-8000-000000000409', '00000405-0000-4000-8000-000000000004', '900008_1X10MG___',
        'SAMPLE-CGY-09', 48, 36, 4.10, 196.80, 'Dark Chocolate Square', 'Sugarbush Kitchens Inc.',
        'Sugarbush', '10200000000094', '2025-08-06', '00200000000097', 3, 'case', 12, 36, true
    ),
    (
        '00000406-0000-4000-8000-000000000503', '00000405-0000-4000-8000-000000000005', '900002_28G___', NULL,
        12, 0, 88.00, 1056.00, 'Glacier Kush', 'Frost & Fir Growers Ltd.', 'Frost & Fir', '10200000000032',
        NULL, '00200000000035', NULL, 'case', 6, NULL, false
    )
ON CONFLICT DO NOTHING;

INSERT INTO batch_tracking (
    id, batch_lot, sku, purchase_order_id, quantity_received, quantity_remaining, unit_cost, received_date,
    expiry_date, case_gtin, packaged_on_date, gtin_barcode, each_gtin, location_id, store_id
)
VALUES
    (
        '00000407-0000-4000-8000-000000000101', 'SAMPLE-TOR-01', '900001_3.5G___',
        '00000405-0000-4000-8000-000000000001', 48, 47, 24.10, '2025-09-01 14:10', NULL, '10200000000018',
        '2025-08-12', '(01)00200000000011(10)SAMPLE-TOR-01', '00200000000011',
        '00000403-0000-4000-8000-000000000011', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000407-0000-4000-8000-000000000103', 'SAMPLE-TOR-03', '900002_28G___',
        '00000405-0000-4000-8000-000000000001', 12, 12, 88.00, '2025-09-01 14:10', NULL, '10200000000032',
        '2025-07-30', '(01)00200000000035(10)SAMPLE-TOR-03', '00200000000035',
        '00000403-0000-4000-8000-000000000011', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000407-0000-4000-8000-000000000104', 'SAMPLE-TOR-04', '900003_5X0.5G___',
        '00000405-0000-4000-8000-000000000001', 60, 58, 13.70, '2025-09-01 14:10', NULL, '10200000000049',
        '2025-08-18', '(01)00200000000042(10)SAMPLE-TOR-04', '00200000000042',
        '00000403-0000-4000-8000-000000000011', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000407-0000-4000-8000-000000000106', 'SAMPLE-TOR-06', '900005_1G___',
        '00000405-0000-4000-8000-000000000001', 20, 20, 29.80, '2025-09-01 14:10', NULL, '10200000000063',
        '2025-07-15', '(01)00200000000066(10)SAMPLE-TOR-06', '00200000000066',
        '00000403-0000-4000-8000-000000000011', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000407-0000-4000-8000-000000000108', 'SAMPLE-TOR-08', '900007_2X5MG___',
        '00000405-0000-4000-8000-000000000001', 90, 88, 4.40, '2025-09-01 14:10', '2027-08-05',
        '10200000000087', '2025-08-05', '(01)00200000000080(10)SAMPLE-TOR-08', '00200000000080',
        '00000403-0000-4000-8000-000000000012', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000407-0000-4000-8000-000000000110', 'SAMPLE-TOR-10', '900009_355ML___',
        '00000405-0000-4000-8000-000000000001', 48, 48, 3.60, '2025-09-01 14:10', '2027-07-28',
        '10200000000100', '2025-07-28', '(01)00200000000103(10)SAMPLE-TOR-10', '00200000000103',
        '00000403-0000-4000-8000-000000000012', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000407-0000-4000-8000-000000000201', 'SAMPLE-OTT-01', '900001_3.5G___',
        '00000405-0000-4000-8000-000000000002', 24, 24, 24.10, '2025-09-02 14:10', NULL, '10200000000018',
        '2025-08-12', '(01)00200000000011(10)SAMPLE-OTT-01', '00200000000011',
        '00000403-0000-4000-8000-000000000021', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000407-0000-4000-8000-000000000204', 'SAMPLE-OTT-04', '900003_5X0.5G___',
        '00000405-0000-4000-8000-000000000002', 30, 30, 13.70, '2025-09-02 14:10', NULL, '10200000000049',
        '2025-08-18', '(01)00200000000042(10)SAMPLE-OTT-04', '00200000000042',
        '00000403-0000-4000-8000-000000000021', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000407-0000-4000-8000-000000000210', 'SAMPLE-OTT-10', '900009_355ML___',
        '00000405-0000-4000-8000-000000000002', 12, 8, 3.60, '2025-09-02 14:10', '2027-07-28',
        '10200000000100', '2025-07-28', '(01)00200000000103(10)SAMPLE-OTT-10', '00200000000103',
        '00000403-0000-4000-8000-000000000022', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000407-0000-4000-8000-000000000211', 'SAMPLE-OTT-11', '900010_30ML___',
        '00000405-0000-4000-8000-000000000002', 10, 9, 23.50, '2025-09-02 14:10', '2027-07-10',
        '10200000000117', '2025-07-10', '(01)00200000000110(10)SAMPLE-OTT-11', '00200000000110',
        '00000403-0000-4000-8000-000000000022', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000407-0000-4000-8000-000000000301', 'SAMPLE-VAN-01', '900001_3.5G___',
        '00000405-0000-4000-8000-000000000003', 36, 36, 24.10, '2025-09-03 18:20', NULL, '10200000000018',
        '2025-08-12', '(01)00200000000011(10)SAMPLE-VAN-01', '00200000000011',
        '00000403-0000-4000-8000-000000000031', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000407-0000-4000-8000-000000000305', 'SAMPLE-VAN-05', '900004_3X0.5G___',
        '00000405-0000-4000-8000-000000000003', 24, 22, 17.60, '2025-09-03 18:20', NULL, '10200000000056',
        '2025-08-20', '(01)00200000000059(10)SAMPLE-VAN-05', '00200000000059',
        '00000403-0000-4000-8000-000000000031', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000407-0000-4000-8000-000000000307', 'SAMPLE-VAN-07', '900006_0.5G___',
        '00000405-0000-4000-8000-000000000003', 10, 10, 22.40, '2025-09-03 18:20', NULL, '10200000000070',
        '2025-07-15', '(01)00200000000073(10)SAMPLE-VAN-07', '00200000000073',
        '00000403-0000-4000-8000-000000000031', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000407-0000-4000-8000-000000000308', 'SAMPLE-VAN-08', '900007_2X5MG___',
        '00000405-0000-4000-8000-000000000003', 40, 40, 4.40, '2025-09-03 18:20', '2027-08-05',
        '10200000000087', '2025-08-05', '(01)00200000000080(10)SAMPLE-VAN-08', '00200000000080',
        '00000403-0000-4000-8000-000000000032', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000407-0000-4000-8000-000000000311', 'SAMPLE-VAN-11', '900010_30ML___',
        '00000405-0000-4000-8000-000000000003', 12, 12, 23.50, '2025-09-03 18:20', '2027-07-10',
        '10200000000117', '2025-07-10', '(01)00200000000110(10)SAMPLE-VAN-11', '00200000000110',
        '00000403-0000-4000-8000-000000000032', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000407-0000-4000-8000-000000000401', 'SAMPLE-CGY-01', '900001_3.5G___',
        '00000405-0000-4000-8000-000000000004', 30, 29, 24.10, '2025-09-04 17:45', NULL, '10200000000018',
        '2025-08-12', '(01)00200000000011(10)SAMPLE-CGY-01', '00200000000011',
        '00000403-0000-4000-8000-000000000041', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000407-0000-4000-8000-000000000402', 'SAMPLE-CGY-02', '900001_7G___',
        '00000405-0000-4000-8000-000000000004', 12, 12, 45.20, '2025-09-04 17:45', NULL, '10200000000025',
        '2025-08-12', '(01)00200000000028(10)SAMPLE-CGY-02', '00200000000028',
        '00000403-0000-4000-8000-000000000041', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000407-0000-4000-8000-000000000404', 'SAMPLE-CGY-04', '900003_5X0.5G___',
        '00000405-0000-4000-8000-000000000004', 40, 40, 13.70, '2025-09-04 17:45', NULL, '10200000000049',
        '2025-08-18', '(01)00200000000042(10)SAMPLE-CGY-04', '00200000000042',
        '00000403-0000-4000-8000-000000000041', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000407-0000-4000-8000-000000000409', 'SAMPLE-CGY-09', '900008_1X10MG___',
        '00000405-0000-4000-8000-000000000004', 36, 33, 4.10, '2025-09-04 17:45', '2027-02-06',
        '10200000000094', '2025-08-06', '(01)00200000000097(10)SAMPLE-CGY-09', '00200000000097',
        '00000403-0000-4000-8000-000000000042', '00000102-0000-4000-8000-000000000004'
    )
ON CONFLICT DO NOTHING;

INSERT INTO accessory_categories (id, name, slug, parent_id, description, icon, sort_order)
VALUES
    (900001, 'Smoking', 'smoking', NULL, 'Papers, pipes and grinders', 'flame', 1),
    (900002, 'Rolling papers', 'rolling-papers', 900001, NULL, 'paper', 1),
    (900003, 'Grinders', 'grinders', 900001, NULL, 'grinder', 2),
    (900004, 'Storage', 'storage', NULL, 'Jars and cases', 'jar', 2)
ON CONFLICT DO NOTHING;

INSERT INTO accessories_catalog (
    id, barcode, upc, sku, name, brand, category_id, description, image_url, specifications, materials,
    dimensions, color, msrp, default_cost, suggested_retail, data_source, confidence_score, verified,
    search_vector, tags, last_verified, subcategory
)
VALUES
    (
        900001, '200000900018', '200000900018', 'ACC-SAMPLE-001', 'Hemp Papers King Size', 'Windrow', 900002,
        'Unbleached, 33 leaves.', 'https://cdn.example.com/accessories/papers.png', '{"leaves": 33}',
        '{hemp}', '{"length_mm": 110}', 'Natural', 3.49, 1.20, 2.99, 'manual', 1.00, true,
        to_tsvector('english', 'Hemp Papers King Size Windrow'), '{papers,hemp}', '2025-02-01 12:00', NULL
    ),
    (
        900002, '200000900025', '200000900025', 'ACC-SAMPLE-002', 'Four-Piece Grinder', 'Halo Works', 900003,
        'Aluminium, with a sieve.', 'https://cdn.example.com/accessories/grinder.png', '{"pieces": 4}',
        '{aluminium}', '{"diameter_mm": 56}', 'Black', 29.99, 11.00, 24.99, 'manual', 1.00, true,
        to_tsvector('english', 'Four-Piece Grinder Halo Works'), '{grinder}', '2025-02-01 12:00', 'metal'
    ),
    (
        900003, '200000900032', '200000900032', 'ACC-SAMPLE-003', 'Smell-Proof Jar', 'Sugarbush', 900004,
        'Amber glass with a sealed lid.', NULL, '{"volume_ml": 250}', '{glass,cork}', NULL, 'Amber', 18.99,
        7.50, 15.99, 'barcode_lookup', 0.72, false, to_tsvector('english', 'Smell-Proof Jar Sugarbush'),
        '{storage}', NULL, NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO accessories_inventory (
    id, store_id, accessory_id, quantity, reserved_quantity, available_quantity, cost_price, retail_price,
    sale_price, discount_percentage, location, bin_number, last_restocked
)
VALUES
    (
        900001, '00000102-0000-4000-8000-000000000001', 900001, 80, 0, 80, 1.20, 2.99, NULL, NULL, 'counter',
        '1', '2025-09-01 14:10'
    ),
    (
        900002, '00000102-0000-4000-8000-000000000001', 900002, 9, 1, 8, 11.00, 24.99, 19.99, 20.01,
        'counter', '2', '2025-09-01 14:10'
    ),
    (
        900003, '00000102-0000-4000-8000-000000000003', 900001, 40, 0, 40, 1.25, 3.25, NULL, NULL, 'counter',
        '1', '2025-09-03 18:20'
    ),
    (
        900004, '00000102-0000-4000-8000-000000000004', 900003, 12, 0, 12, 7.50, 15.99, NULL, NULL, 'window',
        '1', '2025-09-04 17:45'
    )
ON CONFLICT DO NOTHING;

INSERT INTO price_history (id, product_id, old_price, new_price, change_reason, changed_by, changed_at)
VALUES
    (
        '00000414-0000-4000-8000-000000000001', '900003_5X0.5G___', 20.95, 19.95, 'supplier price cut',
        '00000103-0000-4000-8000-000000000004', '2025-09-01 13:20'
    ),
    (
        '00000414-0000-4000-8000-000000000002', '900001_3.5G___', 31.95, 32.95, 'cost increase',
        '00000103-0000-4000-8000-000000000004', '2025-06-02 13:00'
    ),
    (
        '00000414-0000-4000-8000-000000000003', '900003_5X0.5G___', 19.95, 17.95, 'sale',
        '00000103-0000-4000-8000-000000000007', '2025-09-15 16:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO wishlist (
    id, customer_id, product_id, store_id, added_at, notes, priority, notify_on_sale, notify_on_restock
)
VALUES
    (
        '00000417-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000013',
        '00000401-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001', '2025-08-30 20:00',
        NULL, 0, true, false
    ),
    (
        '00000417-0000-4000-8000-000000000002', '00000103-0000-4000-8000-000000000013',
        '00000401-0000-4000-8000-000000000012', '00000102-0000-4000-8000-000000000001', '2025-09-02 20:00',
        'For after skiing.', 1, false, true
    ),
    (
        '00000417-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000015',
        '00000401-0000-4000-8000-000000000003', '00000102-0000-4000-8000-000000000002', '2025-09-10 14:00',
        NULL, 2, false, true
    ),
    (
        '00000417-0000-4000-8000-000000000004', '00000103-0000-4000-8000-000000000017',
        '00000401-0000-4000-8000-000000000004', '00000102-0000-4000-8000-000000000004', '2025-09-18 19:00',
        'Wait for a sale.', 0, true, false
    )
ON CONFLICT DO NOTHING;

-- Carts, checkouts and orders with the same number belong together. The eleventh checkout ran out unpaid, so
-- expire_checkout_sessions() has something to do; the twelfth is open when this is loaded.
INSERT INTO cart_sessions (
    id, session_id, user_id, user_profile_id, items, subtotal, tax_amount, discount_amount, delivery_fee,
    total_amount, discount_codes, status, expires_at, tenant_id, ai_personality_id, tax_calculation,
    store_id, created_at
)
VALUES
    (
        '00000415-0000-4000-8000-000000000001', 'sample-web-0013', '00000103-0000-4000-8000-000000000013',
        '00000201-0000-4000-8000-000000000013',
        '[{"sku": "900001_3.5G___", "quantity": 1, "unit_price": 32.95},
        {"sku": "900007_2X5MG___", "quantity": 2, "unit_price": 6.95}]',
        46.85, 6.09, 0, 5.00, 57.94, '[]', 'converted', NULL, '00000101-0000-4000-8000-000000000001',
        '00000301-0000-4000-8000-000000000001', '{"tax_name": "HST", "total_tax": 6.09}',
        '00000102-0000-4000-8000-000000000001', '2025-09-12 17:00'
    ),
    (
        '00000415-0000-4000-8000-000000000003', 'sample-web-0015', '00000103-0000-4000-8000-000000000015',
        '00000201-0000-4000-8000-000000000015',
        '[{"sku": "900009_355ML___", "quantity": 4, "unit_price": 5.45},
        {"sku": "900010_30ML___", "quantity": 1, "unit_price": 34.95}]',
        56.75, 6.08, 10.00, 0, 52.83, '["WELCOME10"]', 'converted', NULL,
        '00000101-0000-4000-8000-000000000001', '00000301-0000-4000-8000-000000000002',
        '{"tax_name": "HST", "total_tax": 6.08}', '00000102-0000-4000-8000-000000000002', '2025-09-16 15:32'
    ),
    (
        '00000415-0000-4000-8000-000000000004', 'sample-web-0016', '00000103-0000-4000-8000-000000000016',
        '00000201-0000-4000-8000-000000000016',
        '[{"sku": "900004_3X0.5G___", "quantity": 2, "unit_price": 24.95}]', 49.90, 5.99, 0, 6.00, 61.89,
        '[]', 'converted', NULL, '00000101-0000-4000-8000-000000000002', NULL,
        '{"tax_name": "GST+PST", "total_tax": 5.99}', '00000102-0000-4000-8000-000000000003',
        '2025-09-20 23:00'
    ),
    (
        '00000415-0000-4000-8000-000000000005', 'sample-web-0017', '00000103-0000-4000-8000-000000000017',
        '00000201-0000-4000-8000-000000000017',
        '[{"sku": "900001_3.5G___", "quantity": 1, "unit_price": 31.95},
        {"sku": "900008_1X10MG___", "quantity": 3, "unit_price": 6.45}]',
        51.30, 2.57, 0, 0, 53.87, '[]', 'converted', NULL, '00000101-0000-4000-8000-000000000002',
        '00000301-0000-4000-8000-000000000003', '{"tax_name": "GST", "total_tax": 2.57}',
        '00000102-0000-4000-8000-000000000004', '2025-10-18 20:55'
    ),
    (
        '00000415-0000-4000-8000-000000000006', 'sample-web-0013', '00000103-0000-4000-8000-000000000013',
        '00000201-0000-4000-8000-000000000013',
        '[{"sku": "900002_28G___", "quantity": 1, "unit_price": 119.95}]', 119.95, 15.59, 0, 0, 135.54, '[]',
        'converted', NULL, '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "total_tax": 15.59}', '00000102-0000-4000-8000-000000000001',
        LOCALTIMESTAMP - interval '65 minutes'
    ),
    (
        '00000415-0000-4000-8000-000000000007', 'sample-web-0014', '00000103-0000-4000-8000-000000000014',
        '00000201-0000-4000-8000-000000000014',
        '[{"sku": "900007_2X5MG___", "quantity": 3, "unit_price": 6.95},
        {"sku": "900009_355ML___", "quantity": 2, "unit_price": 5.45}]',
        31.75, 4.13, 0, 5.00, 40.88, '[]', 'converted', NULL, '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "total_tax": 4.13}', '00000102-0000-4000-8000-000000000001',
        LOCALTIMESTAMP - interval '50 minutes'
    ),
    (
        '00000415-0000-4000-8000-000000000008', 'sample-web-0016', '00000103-0000-4000-8000-000000000016',
        '00000201-0000-4000-8000-000000000016',
        '[{"sku": "900010_30ML___", "quantity": 1, "unit_price": 35.95}]', 35.95, 4.32, 0, 0, 40.27, '[]',
        'converted', NULL, '00000101-0000-4000-8000-000000000002', NULL,
        '{"tax_name": "GST+PST", "total_tax": 4.32}', '00000102-0000-4000-8000-000000000003',
        LOCALTIMESTAMP - interval '130 minutes'
    ),
    (
        '00000415-0000-4000-8000-000000000009', 'sample-web-0017', '00000103-0000-4000-8000-000000000017',
        '00000201-0000-4000-8000-000000000017',
        '[{"sku": "900001_7G___", "quantity": 1, "unit_price": 58.95}]', 58.95, 2.95, 0, 0, 61.90, '[]',
        'converted', NULL, '00000101-0000-4000-8000-000000000002', NULL,
        '{"tax_name": "GST", "total_tax": 2.95}', '00000102-0000-4000-8000-000000000004', '2025-10-20 17:50'
    ),
    (
        '00000415-0000-4000-8000-000000000011', 'sample-web-guest', NULL, NULL,
        '[{"sku": "900005_1G___", "quantity": 2, "unit_price": 41.95}]', 83.90, 10.91, 0, 0, 94.81, '[]',
        'active', '2025-10-04 20:30', '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "total_tax": 10.91}', '00000102-0000-4000-8000-000000000001', '2025-10-04 19:55'
    ),
    (
        '00000415-0000-4000-8000-000000000012', 'sample-web-0018', '00000103-0000-4000-8000-000000000018',
        '00000201-0000-4000-8000-000000000018',
        '[{"sku": "900001_7G___", "quantity": 1, "unit_price": 58.95}]', 58.95, 2.95, 0, 0, 61.90, '[]',
        'active', LOCALTIMESTAMP + interval '1 day', '00000101-0000-4000-8000-000000000002', NULL,
        '{"tax_name": "GST", "total_tax": 2.95}', '00000102-0000-4000-8000-000000000004',
        LOCALTIMESTAMP - interval '10 minutes'
    )
ON CONFLICT DO NOTHING;

INSERT INTO checkout_sessions (
    id, session_id, cart_session_id, user_id, tenant_id, store_id, customer_email, customer_phone,
    customer_first_name, customer_last_name, fulfillment_type, delivery_address, pickup_store_id,
    pickup_datetime, delivery_instructions, subtotal, tax_amount, delivery_fee, tip_amount,
    discount_amount, total_amount, coupon_code, discount_id, payment_method, payment_status,
    payment_intent_id, age_verified, age_verification_method, status, expires_at, completed_at, created_at
)
VALUES
    (
        '00000416-0000-4000-8000-000000000001', 'sample-checkout-0001',
        '00000415-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000013',
        '00000101-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        'ada.morningside@example.com', '+1-416-555-0120', 'Ada', 'Morningside', 'delivery',
        '{"street": "18 Sample Lane", "city": "Toronto", "province": "ON", "postal_code": "M5R 1A1"}', NULL,
        NULL, 'Side entrance, ring twice.', 46.85, 6.09, 5.00, 3.00, 0, 60.94, NULL, NULL, 'card', 'paid',
        'sample-intent-0001', true, 'account', 'completed', '2025-09-12 17:33+00', '2025-09-12 17:05+00',
        '2025-09-12 17:03+00'
    ),
    (
        '00000416-0000-4000-8000-000000000003', 'sample-checkout-0003',
        '00000415-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000015',
        '00000101-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000002',
        'chloe.rivard@example.com', '+1-613-555-0120', 'Chloé', 'Rivard', 'pickup', NULL,
        '00000102-0000-4000-8000-000000000002', '2025-09-16 17:00+00', NULL, 56.75, 6.08, 0, 0, 10.00, 52.83,
        'WELCOME10', '00000503-0000-4000-8000-000000000001', 'card', 'paid', 'sample-intent-0003', true,
        'account', 'completed', '2025-09-16 16:05+00', '2025-09-16 15:40+00', '2025-09-16 15:35+00'
    ),
    (
        '00000416-0000-4000-8000-000000000004', 'sample-checkout-0004',
        '00000415-0000-4000-8000-000000000004', '00000103-0000-4000-8000-000000000016',
        '00000101-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000003',
        'dana.winters@example.com', '+1-604-555-0120', 'Dana', 'Winters', 'delivery',
        '{"street": "340 Test Street", "city": "Vancouver", "province": "BC", "postal_code": "V6K 1A1"}',
        NULL, NULL, NULL, 49.90, 5.99, 6.00, 0, 0, 61.89, NULL, NULL, 'card', 'paid', 'sample-intent-0004',
        true, 'account', 'completed', '2025-09-20 23:35+00', '2025-09-20 23:10+00', '2025-09-20 23:05+00'
    ),
    (
        '00000416-0000-4000-8000-000000000005', 'sample-checkout-0005',
        '00000415-0000-4000-8000-000000000005', '00000103-0000-4000-8000-000000000017',
        '00000101-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000004',
        'esme.holloway@example.com', '+1-403-555-0120', 'Esme', 'Holloway', 'delivery',
        '{"street": "9 Placeholder Drive SW", "city": "Calgary", "province": "AB", "postal_code": "T2T 1A1"}',
        NULL, NULL, NULL, 51.30, 2.57, 0, 4.00, 0, 57.87, NULL, NULL, 'card', 'paid', 'sample-intent-0005',
        true, 'account', 'completed', '2025-10-18 21:30+00', '2025-10-18 21:05+00', '2025-10-18 21:00+00'
    ),
    (
        '00000416-0000-4000-8000-000000000006', 'sample-checkout-0006',
        '00000415-0000-4000-8000-000000000006', '00000103-0000-4000-8000-000000000013',
        '00000101-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        'ada.morningside@example.com', '+1-416-555-0120', 'Ada', 'Morningside', 'delivery',
        '{"street": "18 Sample Lane", "city": "Toronto", "province": "ON", "postal_code": "M5R 1A1"}', NULL,
        NULL, NULL, 119.95, 15.59, 0, 5.00, 0, 140.54, NULL, NULL, 'card', 'paid', 'sample-intent-0006', true,
        'account', 'completed', CURRENT_TIMESTAMP - interval '30 minutes',
        CURRENT_TIMESTAMP - interval '55 minutes', CURRENT_TIMESTAMP - interval '60 minutes'
    ),
    (
        '00000416-0000-4000-8000-000000000007', 'sample-checkout-0007',
        '00000415-0000-4000-8000-000000000007', '00000103-0000-4000-8000-000000000014',
        '00000101-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        'ben.oakley@example.com', '+1-416-555-0121', 'Ben', 'Oakley', 'delivery',
        '{"street": "77 Example Avenue", "city": "Toronto", "province": "ON", "postal_code": "M6J 1A1"}',
        NULL, NULL, NULL, 31.75, 4.13, 5.00, 0, 0, 40.88, NULL, NULL, 'card', 'paid', 'sample-intent-0007',
        true, 'account', 'completed', CURRENT_TIMESTAMP - interval '20 minutes',
        CURRENT_TIMESTAMP - interval '45 minutes', CURRENT_TIMESTAMP - interval '50 minutes'
    ),
    (
        '00000416-0000-4000-8000-000000000008', 'sample-checkout-0008',
        '00000415-0000-4000-8000-000000000008', '00000103-0000-4000-8000-000000000016',
        '00000101-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000003',
        'dana.winters@example.com', '+1-604-555-0120', 'Dana', 'Winters', 'pickup', NULL,
        '00000102-0000-4000-8000-000000000003', CURRENT_TIMESTAMP + interval '1 hour', NULL, 35.95, 4.32, 0,
        0, 0, 40.27, NULL, NULL, 'cash', 'pending', NULL, true, 'account', 'completed',
        CURRENT_TIMESTAMP - interval '95 minutes', CURRENT_TIMESTAMP - interval '2 hours',
        CURRENT_TIMESTAMP - interval '125 minutes'
    ),
    (
        '00000416-0000-4000-8000-000000000009', 'sample-checkout-0009',
        '00000415-0000-4000-8000-000000000009', '00000103-0000-4000-8000-000000000017',
        '00000101-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000004',
        'esme.holloway@example.com', '+1-403-555-0120', 'Esme', 'Holloway', 'delivery',
        '{"street": "9 Placeholder Drive SW", "city": "Calgary", "province": "AB", "postal_code": "T2T 1A1"}',
        NULL, NULL, NULL, 58.95, 2.95, 0, 0, 0, 61.90, NULL, NULL, 'card', 'failed', 'sample-intent-0009',
        true, 'account', 'failed', '2025-10-20 18:25+00', NULL, '2025-10-20 17:55+00'
    ),
    (
        '00000416-0000-4000-8000-000000000011', 'sample-checkout-0011',
        '00000415-0000-4000-8000-000000000011', NULL, '00000101-0000-4000-8000-000000000001',
        '00000102-0000-4000-8000-000000000001', 'guest@example.com', '+1-416-555-0130', 'Guest', 'Visitor',
        'pickup', NULL, '00000102-0000-4000-8000-000000000001', NULL, NULL, 83.90, 10.91, 0, 0, 0, 94.81,
        NULL, NULL, NULL, 'pending', NULL, false, NULL, 'draft', '2025-10-04 20:30+00', NULL,
        '2025-10-04 20:00+00'
    ),
    (
        '00000416-0000-4000-8000-000000000012', 'sample-checkout-0012',
        '00000415-0000-4000-8000-000000000012', '00000103-0000-4000-8000-000000000018',
        '00000101-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000004',
        'farid.northcott@example.com', '+1-403-555-0121', 'Farid', 'Northcott', 'delivery',
        '{"street": "51 Placeholder Cres NW", "city": "Calgary", "province": "AB", "postal_code": "T2N 1A1"}',
        NULL, NULL, NULL, 58.95, 2.95, 0, 0, 0, 61.90, NULL, NULL, NULL, 'pending', NULL, false, NULL,
        'draft', CURRENT_TIMESTAMP + interval '30 minutes', NULL, CURRENT_TIMESTAMP - interval '5 minutes'
    )
ON CONFLICT DO NOTHING;

-- The sixth to eighth and the tenth are of the day on which this is loaded: one is on the road, one is
-- packed, one waits for its customer, one is parked at the till. Tax is on the subtotal less the discount.
INSERT INTO orders (
    id, order_number, store_id, customer_id, user_id, subtotal, tax_amount, discount_amount, delivery_fee,
    total_amount, payment_method, payment_status, delivery_address, notes, created_at, cart_session_id,
    user_profile_id, items, delivery_status, special_instructions, tenant_id, ai_agent_id, tax_breakdown,
    order_source, pos_metadata, cashier_id, receipt_number, order_status, is_pos_transaction, tip_amount,
    delivery_type, pickup_time, promo_code
)
VALUES
    (
        '00000105-0000-4000-8000-000000000001', 'ORD-20250912900001', '00000102-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000013', '00000103-0000-4000-8000-000000000013', 46.85, 6.09, 0, 5.00,
        60.94, 'card', 'paid',
        '{"street": "18 Sample Lane", "city": "Toronto", "province": "ON", "postal_code": "M5R 1A1"}', NULL,
        '2025-09-12 17:05', '00000415-0000-4000-8000-000000000001', '00000201-0000-4000-8000-000000000013',
        '[{"sku": "900001_3.5G___", "name": "Café Racer", "quantity": 1, "unit_price": 32.95},
        {"sku": "900007_2X5MG___", "name": "Maple Gummies", "quantity": 2, "unit_price": 6.95}]',
        'delivered', 'Side entrance, ring twice.', '00000101-0000-4000-8000-000000000001',
        '00000301-0000-4000-8000-000000000001',
        '{"tax_name": "HST", "federal_tax": 2.34, "provincial_tax": 3.75}', 'web', NULL, NULL, NULL,
        'completed', false, 3.00, 'delivery', NULL, NULL
    ),
    (
        '00000105-0000-4000-8000-000000000002', 'ORD-20250914900002', '00000102-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000014', '00000103-0000-4000-8000-000000000014', 39.90, 4.67, 3.99, 0,
        40.58, 'interac', 'paid', NULL, NULL, '2025-09-14 19:20', NULL,
        '00000201-0000-4000-8000-000000000014',
        '[{"sku": "900003_5X0.5G___", "name": "Prairie Haze", "quantity": 2, "unit_price": 19.95}]',
        'delivered', NULL, '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "federal_tax": 1.80, "provincial_tax": 2.87}', 'pos',
        '{"register": 1, "terminal": "SAMPLE-T1"}', '00000103-0000-4000-8000-000000000012', 'SAMPLE-R-000002',
        'completed', true, 0, 'pickup', NULL, NULL
    ),
    (
        '00000105-0000-4000-8000-000000000003', 'ORD-20250916900003', '00000102-0000-4000-8000-000000000002',
        '00000103-0000-4000-8000-000000000015', '00000103-0000-4000-8000-000000000015', 56.75, 6.08, 10.00, 0,
        52.83, 'card', 'paid', NULL, NULL, '2025-09-16 15:40', '00000415-0000-4000-8000-000000000003',
        '00000201-0000-4000-8000-000000000015',
        '[{"sku": "900009_355ML___", "name": "Ginger Fizz", "quantity": 4, "unit_price": 5.45},
        {"sku": "900010_30ML___", "name": "Balance Oil 1:1", "quantity": 1, "unit_price": 34.95}]',
        'delivered', NULL, '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "federal_tax": 2.34, "provincial_tax": 3.74}', 'mobile', NULL, NULL, NULL,
        'completed', false, 0, 'pickup', '13:00', 'WELCOME10'
    ),
    (
        '00000105-0000-4000-8000-000000000004', 'ORD-20250920900004', '00000102-0000-4000-8000-000000000003',
        '00000103-0000-4000-8000-000000000016', '00000103-0000-4000-8000-000000000016', 49.90, 5.99, 0, 6.00,
        61.89, 'card', 'refunded',
        '{"street": "340 Test Street", "city": "Vancouver", "province": "BC", "postal_code": "V6K 1A1"}',
        'Complaint: dry. Refunded in full, nothing put back.', '2025-09-20 23:10',
        '00000415-0000-4000-8000-000000000004', '00000201-0000-4000-8000-000000000016',
        '[{"sku": "900004_3X0.5G___", "name": "Salish Spark Infused", "quantity": 2, "unit_price": 24.95}]',
        'delivered', NULL, '00000101-0000-4000-8000-000000000002', NULL,
        '{"tax_name": "GST+PST", "federal_tax": 2.50, "provincial_tax": 3.49}', 'web', NULL, NULL, NULL,
        'refunded', false, 0, 'delivery', NULL, NULL
    ),
    (
        '00000105-0000-4000-8000-000000000005', 'ORD-20251018900005', '00000102-0000-4000-8000-000000000004',
        '00000103-0000-4000-8000-000000000017', '00000103-0000-4000-8000-000000000017', 51.30, 2.57, 0, 0,
        57.87, 'card', 'paid',
        '{"street": "9 Placeholder Drive SW", "city": "Calgary", "province": "AB", "postal_code": "T2T 1A1"}',
        NULL, '2025-10-18 21:05', '00000415-0000-4000-8000-000000000005',
        '00000201-0000-4000-8000-000000000017',
        '[{"sku": "900001_3.5G___", "name": "Café Racer", "quantity": 1, "unit_price": 31.95},
        {"sku": "900008_1X10MG___", "name": "Dark Chocolate Square", "quantity": 3, "unit_price": 6.45}]',
        'delivered', NULL, '00000101-0000-4000-8000-000000000002', '00000301-0000-4000-8000-000000000003',
        '{"tax_name": "GST", "federal_tax": 2.57, "provincial_tax": 0}', 'web', NULL, NULL, NULL, 'completed',
        false, 4.00, 'delivery', NULL, NULL
    ),
    (
        '00000105-0000-4000-8000-000000000006', 'ORD-' || to_char(CURRENT_DATE, 'YYYYMMDD') || '900006',
        '00000102-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000013',
        '00000103-0000-4000-8000-000000000013', 119.95, 15.59, 0, 0, 140.54, 'card', 'paid',
        '{"street": "18 Sample Lane", "city": "Toronto", "province": "ON", "postal_code": "M5R 1A1"}', NULL,
        LOCALTIMESTAMP - interval '55 minutes', '00000415-0000-4000-8000-000000000006',
        '00000201-0000-4000-8000-000000000013',
        '[{"sku": "900002_28G___", "name": "Glacier Kush", "quantity": 1, "unit_price": 119.95}]',
        'in_transit', NULL, '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "federal_tax": 6.00, "provincial_tax": 9.59}', 'web', NULL, NULL, NULL,
        'processing', false, 5.00, 'delivery', NULL, NULL
    ),
    (
        '00000105-0000-4000-8000-000000000007', 'ORD-' || to_char(CURRENT_DATE, 'YYYYMMDD') || '900007',
        '00000102-0000-4000-8000-000000000001', '00000103-0000-4000-8000-000000000014',
        '00000103-0000-4000-8000-000000000014', 31.75, 4.13, 0, 5.00, 40.88, 'card', 'paid',
        '{"street": "77 Example Avenue", "city": "Toronto", "province": "ON", "postal_code": "M6J 1A1"}',
        NULL, LOCALTIMESTAMP - interval '45 minutes', '00000415-0000-4000-8000-000000000007',
        '00000201-0000-4000-8000-000000000014',
        '[{"sku": "900007_2X5MG___", "name": "Maple Gummies", "quantity": 3, "unit_price": 6.95},
        {"sku": "900009_355ML___", "name": "Ginger Fizz", "quantity": 2, "unit_price": 5.45}]',
        'assigned', NULL, '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "federal_tax": 1.59, "provincial_tax": 2.54}', 'mobile', NULL, NULL, NULL,
        'processing', false, 0, 'delivery', NULL, NULL
    ),
    (
        '00000105-0000-4000-8000-000000000008', 'ORD-' || to_char(CURRENT_DATE, 'YYYYMMDD') || '900008',
        '00000102-0000-4000-8000-000000000003', '00000103-0000-4000-8000-000000000016',
        '00000103-0000-4000-8000-000000000016', 35.95, 4.32, 0, 0, 40.27, 'cash', 'pending', NULL, NULL,
        LOCALTIMESTAMP - interval '2 hours', '00000415-0000-4000-8000-000000000008',
        '00000201-0000-4000-8000-000000000016',
        '[{"sku": "900010_30ML___", "name": "Balance Oil 1:1", "quantity": 1, "unit_price": 35.95}]',
        'pending', NULL, '00000101-0000-4000-8000-000000000002', NULL,
        '{"tax_name": "GST+PST", "federal_tax": 1.80, "provincial_tax": 2.52}', 'web', NULL, NULL, NULL,
        'pending', false, 0, 'pickup', 'this evening', NULL
    ),
    (
        '00000105-0000-4000-8000-000000000009', 'ORD-20251020900009', '00000102-0000-4000-8000-000000000004',
        '00000103-0000-4000-8000-000000000017', '00000103-0000-4000-8000-000000000017', 58.95, 2.95, 0, 0,
        61.90, 'card', 'failed',
        '{"street": "9 Placeholder Drive SW", "city": "Calgary", "province": "AB", "postal_code": "T2T 1A1"}',
        'Card declined.', '2025-10-20 18:00', '00000415-0000-4000-8000-000000000009',
        '00000201-0000-4000-8000-000000000017',
        '[{"sku": "900001_7G___", "name": "Café Racer", "quantity": 1, "unit_price": 58.95}]', 'cancelled',
        NULL, '00000101-0000-4000-8000-000000000002', NULL,
        '{"tax_name": "GST", "federal_tax": 2.95, "provincial_tax": 0}', 'web', NULL, NULL, NULL, 'cancelled',
        false, 0, 'delivery', NULL, NULL
    ),
    (
        '00000105-0000-4000-8000-000000000010', 'ORD-' || to_char(CURRENT_DATE, 'YYYYMMDD') || '900010',
        '00000102-0000-4000-8000-000000000002', NULL, NULL, 19.95, 2.59, 0, 0, 22.54, NULL, 'pending', NULL,
        'Gone to fetch a wallet.', LOCALTIMESTAMP - interval '25 minutes', NULL, NULL,
        '[{"sku": "900003_5X0.5G___", "name": "Prairie Haze", "quantity": 1, "unit_price": 19.95}]',
        'pending', NULL, '00000101-0000-4000-8000-000000000001', NULL,
        '{"tax_name": "HST", "federal_tax": 1.00, "provincial_tax": 1.59}', 'pos',
        '{"register": 1, "terminal": "SAMPLE-T2"}', '00000103-0000-4000-8000-000000000009', NULL, 'parked',
        true, 0, 'pickup', NULL, NULL
    )
ON CONFLICT DO NOTHING;

INSERT INTO ocs_inventory_reservations (
    id, inventory_id, order_id, cart_session_id, quantity, expires_at, status, created_at
)
VALUES
    (
        '00000412-0000-4000-8000-000000000001', '00000402-0000-4000-8000-000000000103',
        '00000105-0000-4000-8000-000000000006', '00000415-0000-4000-8000-000000000006', 1, NULL, 'active',
        LOCALTIMESTAMP - interval '55 minutes'
    ),
    (
        '00000412-0000-4000-8000-000000000002', '00000402-0000-4000-8000-000000000108',
        '00000105-0000-4000-8000-000000000007', '00000415-0000-4000-8000-000000000007', 3, NULL, 'active',
        LOCALTIMESTAMP - interval '45 minutes'
    ),
    (
        '00000412-0000-4000-8000-000000000003', '00000402-0000-4000-8000-000000000110',
        '00000105-0000-4000-8000-000000000007', '00000415-0000-4000-8000-000000000007', 2, NULL, 'active',
        LOCALTIMESTAMP - interval '45 minutes'
    ),
    (
        '00000412-0000-4000-8000-000000000004', '00000402-0000-4000-8000-000000000311',
        '00000105-0000-4000-8000-000000000008', '00000415-0000-4000-8000-000000000008', 1, NULL, 'active',
        LOCALTIMESTAMP - interval '2 hours'
    ),
    (
        '00000412-0000-4000-8000-000000000005', '00000402-0000-4000-8000-000000000402',
        '00000105-0000-4000-8000-000000000009', '00000415-0000-4000-8000-000000000009', 1, '2025-10-20 18:25',
        'released', '2025-10-20 17:55'
    ),
    (
        '00000412-0000-4000-8000-000000000006', '00000402-0000-4000-8000-000000000106', NULL,
        '00000415-0000-4000-8000-000000000011', 2, '2025-10-04 20:30', 'active', '2025-10-04 20:00'
    ),
    (
        '00000412-0000-4000-8000-000000000007', '00000402-0000-4000-8000-000000000402', NULL,
        '00000415-0000-4000-8000-000000000012', 1, LOCALTIMESTAMP + interval '30 minutes', 'active',
        LOCALTIMESTAMP - interval '5 minutes'
    )
ON CONFLICT DO NOTHING;

INSERT INTO ocs_inventory_transactions (
    id, sku, transaction_type, reference_id, reference_type, batch_lot, quantity, unit_cost,
    running_balance, created_by, created_at, store_id
)
VALUES
    (
        '00000408-0000-4000-8000-000000000101', '900001_3.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000001', 'purchase_order', 'SAMPLE-TOR-01', 48, 24.10, 48,
        '00000103-0000-4000-8000-000000000004', '2025-09-01 14:10', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000000103', '900002_28G___', 'purchase',
        '00000405-0000-4000-8000-000000000001', 'purchase_order', 'SAMPLE-TOR-03', 12, 88.00, 12,
        '00000103-0000-4000-8000-000000000004', '2025-09-01 14:10', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000000104', '900003_5X0.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000001', 'purchase_order', 'SAMPLE-TOR-04', 60, 13.70, 60,
        '00000103-0000-4000-8000-000000000004', '2025-09-01 14:10', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000000106', '900005_1G___', 'purchase',
        '00000405-0000-4000-8000-000000000001', 'purchase_order', 'SAMPLE-TOR-06', 20, 29.80, 20,
        '00000103-0000-4000-8000-000000000004', '2025-09-01 14:10', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000000108', '900007_2X5MG___', 'purchase',
        '00000405-0000-4000-8000-000000000001', 'purchase_order', 'SAMPLE-TOR-08', 90, 4.40, 90,
        '00000103-0000-4000-8000-000000000004', '2025-09-01 14:10', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000000110', '900009_355ML___', 'purchase',
        '00000405-0000-4000-8000-000000000001', 'purchase_order', 'SAMPLE-TOR-10', 48, 3.60, 48,
        '00000103-0000-4000-8000-000000000004', '2025-09-01 14:10', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000000201', '900001_3.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000002', 'purchase_order', 'SAMPLE-OTT-01', 24, 24.10, 24,
        '00000103-0000-4000-8000-000000000005', '2025-09-02 14:10', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000408-0000-4000-8000-000000000204', '900003_5X0.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000002', 'purchase_order', 'SAMPLE-OTT-04', 30, 13.70, 30,
        '00000103-0000-4000-8000-000000000005', '2025-09-02 14:10', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000408-0000-4000-8000-000000000210', '900009_355ML___', 'purchase',
        '00000405-0000-4000-8000-000000000002', 'purchase_order', 'SAMPLE-OTT-10', 12, 3.60, 12,
        '00000103-0000-4000-8000-000000000005', '2025-09-02 14:10', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000408-0000-4000-8000-000000000211', '900010_30ML___', 'purchase',
        '00000405-0000-4000-8000-000000000002', 'purchase_order', 'SAMPLE-OTT-11', 10, 23.50, 10,
        '00000103-0000-4000-8000-000000000005', '2025-09-02 14:10', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000408-0000-4000-8000-000000000301', '900001_3.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000003', 'purchase_order', 'SAMPLE-VAN-01', 36, 24.10, 36,
        '00000103-0000-4000-8000-000000000006', '2025-09-03 18:20', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000408-0000-4000-8000-000000000305', '900004_3X0.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000003', 'purchase_order', 'SAMPLE-VAN-05', 24, 17.60, 24,
        '00000103-0000-4000-8000-000000000006', '2025-09-03 18:20', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000408-0000-4000-8000-000000000307', '900006_0.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000003', 'purchase_order', 'SAMPLE-VAN-07', 10, 22.40, 10,
        '00000103-0000-4000-8000-000000000006', '2025-09-03 18:20', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000408-0000-4000-8000-000000000308', '900007_2X5MG___', 'purchase',
        '00000405-0000-4000-8000-000000000003', 'purchase_order', 'SAMPLE-VAN-08', 40, 4.40, 40,
        '00000103-0000-4000-8000-000000000006', '2025-09-03 18:20', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000408-0000-4000-8000-000000000311', '900010_30ML___', 'purchase',
        '00000405-0000-4000-8000-000000000003', 'purchase_order', 'SAMPLE-VAN-11', 12, 23.50, 12,
        '00000103-0000-4000-8000-000000000006', '2025-09-03 18:20', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000408-0000-4000-8000-000000000401', '900001_3.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000004', 'purchase_order', 'SAMPLE-CGY-01', 30, 24.10, 30,
        '00000103-0000-4000-8000-000000000007', '2025-09-04 17:45', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000408-0000-4000-8000-000000000402', '900001_7G___', 'purchase',
        '00000405-0000-4000-8000-000000000004', 'purchase_order', 'SAMPLE-CGY-02', 12, 45.20, 12,
        '00000103-0000-4000-8000-000000000007', '2025-09-04 17:45', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000408-0000-4000-8000-000000000404', '900003_5X0.5G___', 'purchase',
        '00000405-0000-4000-8000-000000000004', 'purchase_order', 'SAMPLE-CGY-04', 40, 13.70, 40,
        '00000103-0000-4000-8000-000000000007', '2025-09-04 17:45', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000408-0000-4000-8000-000000000409', '900008_1X10MG___', 'purchase',
        '00000405-0000-4000-8000-000000000004', 'purchase_order', 'SAMPLE-CGY-09', 36, 4.10, 36,
        '00000103-0000-4000-8000-000000000007', '2025-09-04 17:45', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000408-0000-4000-8000-000000009001', '900001_3.5G___', 'sale',
        '00000105-0000-4000-8000-000000000001', 'order', 'SAMPLE-TOR-01', -1, 24.10, 47,
        '00000103-0000-4000-8000-000000000008', '2025-09-12 17:20', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000009002', '900007_2X5MG___', 'sale',
        '00000105-0000-4000-8000-000000000001', 'order', 'SAMPLE-TOR-08', -2, 4.40, 88,
        '00000103-0000-4000-8000-000000000008', '2025-09-12 17:20', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000009003', '900003_5X0.5G___', 'sale',
        '00000105-0000-4000-8000-000000000002', 'order', 'SAMPLE-TOR-04', -2, 13.70, 58,
        '00000103-0000-4000-8000-000000000012', '2025-09-14 19:20', '00000102-0000-4000-8000-000000000001'
    ),
    (
        '00000408-0000-4000-8000-000000009004', '900009_355ML___', 'sale',
        '00000105-0000-4000-8000-000000000003', 'order', 'SAMPLE-OTT-10', -4, 3.60, 8,
        '00000103-0000-4000-8000-000000000009', '2025-09-16 17:05', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000408-0000-4000-8000-000000009005', '900010_30ML___', 'sale',
        '00000105-0000-4000-8000-000000000003', 'order', 'SAMPLE-OTT-11', -1, 23.50, 9,
        '00000103-0000-4000-8000-000000000009', '2025-09-16 17:05', '00000102-0000-4000-8000-000000000002'
    ),
    (
        '00000408-0000-4000-8000-000000009006', '900004_3X0.5G___', 'sale',
        '00000105-0000-4000-8000-000000000004', 'order', 'SAMPLE-VAN-05', -2, 17.60, 22,
        '00000103-0000-4000-8000-000000000010', '2025-09-20 23:35', '00000102-0000-4000-8000-000000000003'
    ),
    (
        '00000408-0000-4000-8000-000000009007', '900001_3.5G___', 'sale',
        '00000105-0000-4000-8000-000000000005', 'order', 'SAMPLE-CGY-01', -1, 24.10, 29,
        '00000103-0000-4000-8000-000000000011', '2025-10-18 21:20', '00000102-0000-4000-8000-000000000004'
    ),
    (
        '00000408-0000-4000-8000-000000009008', '900008_1X10MG___', 'sale',
        '00000105-0000-4000-8000-000000000005', 'order', 'SAMPLE-CGY-09', -3, 4.10, 33,
        '00000103-0000-4000-8000-000000000011', '2025-10-18 21:20', '00000102-0000-4000-8000-000000000004'
    )
ON CONFLICT DO NOTHING;

INSERT INTO ocs_inventory_movements (
    id, inventory_id, movement_type, quantity, reference_type, reference_id, reason, performed_by, notes,
    created_at
)
VALUES
    (
        '00000409-0000-4000-8000-000000000001', '00000402-0000-4000-8000-000000000101', 'in', 48,
        'purchase_order', '00000405-0000-4000-8000-000000000001', 'received',
        '00000103-0000-4000-8000-000000000004', NULL, '2025-09-01 14:10'
    ),
    (
        '00000409-0000-4000-8000-000000000002', '00000402-0000-4000-8000-000000000101', 'out', -1, 'order',
        '00000105-0000-4000-8000-000000000001', 'sold', '00000103-0000-4000-8000-000000000008', NULL,
        '2025-09-12 17:20'
    ),
    (
        '00000409-0000-4000-8000-000000000003', '00000402-0000-4000-8000-000000000401', 'in', 30,
        'purchase_order', '00000405-0000-4000-8000-000000000004', 'received',
        '00000103-0000-4000-8000-000000000007', NULL, '2025-09-04 17:45'
    ),
    (
        '00000409-0000-4000-8000-000000000004', '00000402-0000-4000-8000-000000000401', 'out', -1, 'order',
        '00000105-0000-4000-8000-000000000005', 'sold', '00000103-0000-4000-8000-000000000011', NULL,
        '2025-10-18 21:20'
    )
ON CONFLICT DO NOTHING;

INSERT INTO ocs_inventory_logs (
    id, inventory_id, action, previous_quantity, new_quantity, change_quantity, reason, performed_by,
    order_id, created_at
)
VALUES
    (
        '00000410-0000-4000-8000-000000000001', '00000402-0000-4000-8000-000000000101', 'receive', 0, 48, 48,
        'PO-SAMPLE-0001', '00000103-0000-4000-8000-000000000004', NULL, '2025-09-01 14:10'
    ),
    (
        '00000410-0000-4000-8000-000000000002', '00000402-0000-4000-8000-000000000101', 'sale', 48, 47, -1,
        NULL, '00000103-0000-4000-8000-000000000008', '00000105-0000-4000-8000-000000000001',
        '2025-09-12 17:20'
    ),
    (
        '00000410-0000-4000-8000-000000000003', '00000402-0000-4000-8000-000000000401', 'receive', 0, 30, 30,
        'PO-SAMPLE-0004', '00000103-0000-4000-8000-000000000007', NULL, '2025-09-04 17:45'
    ),
    (
        '00000410-0000-4000-8000-000000000004', '00000402-0000-4000-8000-000000000401', 'sale', 30, 29, -1,
        NULL, '00000103-0000-4000-8000-000000000011', '00000105-0000-4000-8000-000000000005',
        '2025-10-18 21:20'
    )
ON CONFLICT DO NOTHING;

INSERT INTO ocs_inventory_snapshots (
    id, inventory_id, quantity_on_hand, available_quantity, reserved_quantity, snapshot_date,
    last_movement_id, store_id, created_at
)
VALUES
    (
        '00000411-0000-4000-8000-000000000001', '00000402-0000-4000-8000-000000000101', 48, 48, 0,
        '2025-09-01', '00000409-0000-4000-8000-000000000001', '00000102-0000-4000-8000-000000000001',
        '2025-09-02 04:00'
    ),
    (
        '00000411-0000-4000-8000-000000000002', '00000402-0000-4000-8000-000000000101', 47, 47, 0,
        '2025-09-12', '00000409-0000-4000-8000-000000000002', '00000102-0000-4000-8000-000000000001',
        '2025-09-13 04:00'
    ),
    (
        '00000411-0000-4000-8000-000000000003', '00000402-0000-4000-8000-000000000401', 29, 29, 0,
        '2025-10-18', '00000409-0000-4000-8000-000000000004', '00000102-0000-4000-8000-000000000004',
        '2025-10-19 06:00'
    )
ON CONFLICT DO NOTHING;
