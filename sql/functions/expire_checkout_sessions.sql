CREATE OR REPLACE FUNCTION expire_checkout_sessions()
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    expired_carts uuid[];
    released record;
BEGIN
    WITH expired AS (
        UPDATE checkout_sessions
        SET status = 'expired'
        WHERE id IN (
            SELECT c.id
            FROM checkout_sessions c
            WHERE c.status = 'draft'
                AND c.expires_at < CURRENT_TIMESTAMP
            -- A locked checkout may be on its way to payment: wait, then look at its status again. The
            -- order keeps two runs from waiting for each other.
            ORDER BY c.id
            FOR UPDATE
        )
        RETURNING cart_session_id
    )
    SELECT array_agg(DISTINCT e.cart_session_id) INTO expired_carts FROM expired e;

    FOR released IN
        WITH freed AS (
            UPDATE ocs_inventory_reservations r
            SET status = 'released'
            WHERE r.cart_session_id = ANY (expired_carts)
                AND r.status = 'active'
                AND r.order_id IS NULL
                -- Another checkout of the same cart may still need the goods, or have sold them.
                AND NOT EXISTS (
                    SELECT
                    FROM checkout_sessions c
                    WHERE c.cart_session_id = r.cart_session_id
                        AND c.status IN ('draft', 'pending', 'processing', 'completed')
                )
            RETURNING r.inventory_id, r.quantity
        )
        SELECT f.inventory_id, sum(f.quantity)::integer AS quantity
        FROM freed f
        GROUP BY f.inventory_id
        ORDER BY f.inventory_id
    LOOP
        UPDATE ocs_inventory
        SET quantity_reserved = quantity_reserved - LEAST(COALESCE(quantity_reserved, 0), released.quantity),
            quantity_available = quantity_available + LEAST(COALESCE(quantity_reserved, 0), released.quantity)
        WHERE id = released.inventory_id;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION expire_checkout_sessions() IS
    'Marks draft checkouts past expires_at as expired and releases the active reservations of their carts: '
    'the reservation becomes released, its units go from quantity_reserved back to quantity_available, never '
    'more than are reserved. Each reservation is released once, however often or by how many sessions this '
    'runs. Kept are reservations of an order, and those of a cart with another checkout that is not over. A '
    'checkout without expires_at never expires.';
