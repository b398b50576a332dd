CREATE OR REPLACE FUNCTION get_staff_active_deliveries(staff_id uuid)
RETURNS TABLE (
    delivery_id uuid,
    order_id uuid,
    customer_name varchar,
    delivery_address jsonb,
    status varchar,
    estimated_time timestamp
)
LANGUAGE sql
STABLE PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT
        d.id,
        d.order_id,
        d.customer_name,
        d.delivery_address,
        d.status,
        d.estimated_delivery_time
    FROM deliveries d
    WHERE d.assigned_to = staff_id
        AND d.completed_at IS NULL
        AND d.cancelled_at IS NULL
        -- The status is free text: one that nobody thought of here stays on the driver's list.
        AND lower(d.status) NOT IN ('completed', 'delivered', 'cancelled', 'canceled', 'failed', 'returned')
    ORDER BY
        d.batch_sequence NULLS LAST,
        COALESCE(d.estimated_delivery_time, d.scheduled_at) NULLS LAST,
        d.created_at,
        d.id;
$$;

COMMENT ON FUNCTION get_staff_active_deliveries(uuid) IS
    'Deliveries assigned to a member of staff (users.id) that are not finished: neither completed_at nor '
    'cancelled_at is set, and the status is none of completed, delivered, cancelled, failed, returned. In '
    'the order of the route, then of time. estimated_time is UTC, NULL without an estimate. No rows for an '
    'unknown or NULL id.';
