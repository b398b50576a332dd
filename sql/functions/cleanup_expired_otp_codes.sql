CREATE OR REPLACE FUNCTION cleanup_expired_otp_codes()
RETURNS void
LANGUAGE sql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    DELETE FROM otp_codes
    WHERE expires_at <= LOCALTIMESTAMP;
$$;

COMMENT ON FUNCTION cleanup_expired_otp_codes() IS
    'Deletes one-time passwords whose expires_at has come, verified or not. Returns nothing. Times are
in the session''s time zone, as the columns'' defaults are.';
