CREATE OR REPLACE FUNCTION is_promotion_active_now(
    p_id uuid,
    p_current_time timestamp DEFAULT CURRENT_TIMESTAMP
)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    promotion promotions%ROWTYPE;
    -- The default is read off the session's clock, so every value is.
    moment timestamptz := p_current_time;
    local_time timestamp;
BEGIN
    SELECT p.* INTO promotion FROM promotions p WHERE p.id = p_id;

    BEGIN
        local_time := moment AT TIME ZONE COALESCE(promotion.timezone, 'America/Toronto');
    EXCEPTION WHEN invalid_parameter_value THEN
        -- One mistyped zone must not make every list of promotions fail.
        RETURN false;
    END;

    RETURN COALESCE(
        promotion.active
        AND moment >= promotion.start_date AT TIME ZONE 'UTC'
        AND (
            promotion.is_continuous
            OR promotion.end_date IS NULL
            OR moment <= promotion.end_date AT TIME ZONE 'UTC'
        )
        AND (
            EXTRACT(dow FROM local_time)::integer = ANY (promotion.day_of_week)
            -- The table's check lets a weekly promotion with an empty list of days pass: it never runs.
            OR (
                COALESCE(cardinality(promotion.day_of_week), 0) = 0
                AND promotion.recurrence_type IS DISTINCT FROM 'weekly'
            )
        )
        AND (
            EXTRACT(hour FROM local_time)::integer = ANY (promotion.hour_of_day)
            OR COALESCE(cardinality(promotion.hour_of_day), 0) = 0
        )
        AND (
            promotion.time_start IS NULL
            OR (local_time::time >= promotion.time_start AND local_time::time < promotion.time_end)
        ),
        false
    );
END;
$$;

COMMENT ON FUNCTION is_promotion_active_now(uuid, timestamp) IS
    'Whether a promotion runs at a time. p_current_time is a reading of the session''s clock (its TimeZone), '
    'as the default is; that is UTC unless a session changes it. start_date and end_date are UTC, both '
    'included; a continuous promotion has no end. Weekday (0 = Sunday), hour, and time_start to time_end '
    '(the end excluded; 24:00 is midnight) are read in the promotion''s time zone. Each that is set must '
    'hold, whatever the recurrence; after midnight the next weekday counts. Usage limits are not looked at. '
    'False for an unknown or inactive promotion, an unknown time zone and NULL.';
