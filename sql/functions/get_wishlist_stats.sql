CREATE OR REPLACE FUNCTION get_wishlist_stats(p_customer_id uuid)
RETURNS TABLE (
    total_items integer,
    high_priority_items integer,
    on_sale_items integer,
    out_of_stock_items integer,
    total_value numeric
)
LANGUAGE sql
STABLE PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT
        count(*)::integer,
        (count(*) FILTER (WHERE w.priority > 0))::integer,
        (count(*) FILTER (WHERE stock.override_price < COALESCE(stock.retail_price, p.unit_price)))::integer,
        -- A product that the store does not carry, or does not offer, cannot be bought there either.
        (count(*) FILTER (WHERE stock.is_in_stock IS NOT TRUE))::integer,
        COALESCE(sum(COALESCE(stock.override_price, stock.retail_price, p.unit_price)), 0)
    FROM wishlist w
    LEFT JOIN ocs_product_catalog p ON p.id = w.product_id
    -- Two spellings of a sku in one store must not count an item twice.
    LEFT JOIN LATERAL (
        SELECT
            i.override_price,
            i.retail_price,
            i.is_available AND i.quantity_available > 0 AS is_in_stock
        FROM ocs_inventory i
        WHERE i.store_id = w.store_id
            AND lower(btrim(i.sku)) = lower(btrim(p.ocs_variant_number))
        ORDER BY i.sku = p.ocs_variant_number DESC, i.id
        LIMIT 1
    ) stock ON true
    WHERE w.customer_id = p_customer_id;
$$;

COMMENT ON FUNCTION get_wishlist_stats(uuid) IS
    'Totals of a customer''s wishlist (wishlist.customer_id), always one row, of zeros for an empty list. '
    'High priority is a priority above 0. On sale: the store''s override_price is below its regular price. '
    'Out of stock: nothing available in the store of the item, or not offered there. total_value is the sum '
    'of what one of each costs in its store, in Canadian dollars; an item without a price adds nothing.';
