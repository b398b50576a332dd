CREATE OR REPLACE FUNCTION check_inventory_exists(p_sku varchar, p_batch_lot varchar)
RETURNS boolean
LANGUAGE sql
STABLE PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT EXISTS (
        SELECT
        FROM batch_tracking b
        WHERE b.batch_lot = p_batch_lot
            AND lower(btrim(b.sku)) = lower(btrim(p_sku))
    );
$$;

COMMENT ON FUNCTION check_inventory_exists(varchar, varchar) IS
    'Whether batch_tracking has this batch of this sku, whatever is left of it and active or not. The sku is '
    'compared without regard to case and surrounding spaces, the lot exactly. False for a NULL argument.';
