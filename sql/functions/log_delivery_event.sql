CREATE OR REPLACE FUNCTION log_delivery_event(
    p_delivery_id uuid,
    p_event_type varchar,
    p_event_data jsonb DEFAULT '{}',
    p_user_id uuid DEFAULT NULL
)
RETURNS uuid
LANGUAGE sql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    INSERT INTO delivery_events (delivery_id, event_type, event_data, performed_by)
    VALUES (p_delivery_id, p_event_type, COALESCE(p_event_data, '{}'), p_user_id)
    RETURNING id;
$$;

COMMENT ON FUNCTION log_delivery_event(uuid, varchar, jsonb, uuid) IS
    'Appends a row to delivery_events and returns its id. NULL event data is stored as an empty object. An '
    'unknown delivery is refused by the foreign key, a NULL delivery or event type by NOT NULL.';
