CREATE OR REPLACE FUNCTION update_user_last_login()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, postgis, extensions, pg_temp
AS $$
BEGIN
    IF NEW.user_id IS NULL OR NEW.login_successful IS NOT TRUE THEN
        RETURN NULL;
    END IF;

    UPDATE users AS u
    SET login_count = COALESCE(u.login_count, 0) + 1
    WHERE u.id = NEW.user_id;

    -- Log rows may arrive late or be imported: an older sign-in is counted, and is not the last one.
    UPDATE users AS u
    SET last_login = NEW.login_timestamp,
        last_login_at = NEW.login_timestamp,
        last_login_ip = NEW.ip_address,
        last_login_location = NULLIF(
            jsonb_strip_nulls(
                jsonb_build_object(
                    'country', NEW.country,
                    'region', NEW.region,
                    'city', NEW.city,
                    'postal_code', NEW.postal_code,
                    'latitude', NEW.latitude,
                    'longitude', NEW.longitude,
                    'timezone', NEW.timezone
                )
            ),
            '{}'
        )
    WHERE u.id = NEW.user_id
        AND (u.last_login_at IS NULL OR u.last_login_at <= NEW.login_timestamp);

    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION update_user_last_login() IS
    'AFTER INSERT of user_login_logs. A successful row with a user adds 1 to users.login_count and,
unless a later sign-in is known already, sets last_login (in the session''s time zone), last_login_at,
last_login_ip and last_login_location: {"country", "region", "city", "postal_code", "latitude", "longitude",
"timezone"}, unknown keys left out, NULL when none is known. A failed sign-in, or one without a user,
changes nothing.';
