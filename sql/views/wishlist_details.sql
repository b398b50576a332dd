CREATE VIEW wishlist_details AS
SELECT
    w.id AS wishlist_id,
    w.customer_id,
    w.product_id,
    w.store_id,
    w.added_at,
    w.notes,
    w.priority,
    w.notify_on_sale,
    w.notify_on_restock,
    p.product_name,
    p.brand,
    p.supplier_name,
    p.category,
    p.sub_category,
    p.strain_type,
    p.thc_content_per_unit,
    p.cbd_content_per_unit,
    p.unit_price,
    stock.retail_price,
    COALESCE(stock.quantity_available, 0) AS quantity_available,
    p.image_url,
    p.rating,
    p.rating_count,
    COALESCE(stock.is_available, false) AS is_available,
    p.terpenes,
    p.size AS product_size,
    p.unit_of_measure
FROM wishlist w
LEFT JOIN ocs_product_catalog p ON p.id = w.product_id
-- Two spellings of a sku in one store must not show an item twice.
LEFT JOIN LATERAL (
    SELECT
        i.retail_price,
        i.quantity_available,
        i.is_available
    FROM ocs_inventory i
    WHERE i.store_id = w.store_id
        AND lower(btrim(i.sku)) = lower(btrim(p.ocs_variant_number))
    ORDER BY i.sku = p.ocs_variant_number DESC, i.id
    LIMIT 1
) stock ON true;

COMMENT ON VIEW wishlist_details IS
    'Each wishlist item once, with the catalogue''s data and the stock of the item''s store. retail_price '
    'and unit_price are Canadian dollars, the store''s regular and the catalogue''s price. A store that '
    'does not carry the product shows 0 available and is_available false; a product that left the catalogue '
    'shows NULLs.';
