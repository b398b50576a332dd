CREATE OR REPLACE FUNCTION get_store_hours(
    p_store_id uuid,
    p_day_of_week text DEFAULT NULL
)
RETURNS jsonb
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT CASE
        WHEN p_day_of_week IS NULL THEN s.value
        ELSE s.value -> lower(btrim(p_day_of_week))
    END
    FROM store_settings AS s
    WHERE s.store_id = p_store_id AND s.key = 'hours';
$$;

COMMENT ON FUNCTION get_store_hours(uuid, text) IS
    'Opening hours of a store: its store_settings row of key hours, such as {"monday": {"open": "09:00",
"close": "21:00"}, ...}, in the store''s own time zone (stores.timezone). With p_day_of_week, an English day
name in any letter case, that day''s value. NULL when the store has no such row, or the row no such day.';
