CREATE OR REPLACE FUNCTION cleanup_expired_tokens()
RETURNS integer
LANGUAGE sql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    WITH deleted AS (
        DELETE FROM auth_tokens
        WHERE expires_at <= LOCALTIMESTAMP
        RETURNING 1
    )
    SELECT count(*)::integer FROM deleted;
$$;

COMMENT ON FUNCTION cleanup_expired_tokens() IS
    'Deletes auth tokens whose expires_at has come, used or not, and returns how many: 0 when there are
none. A used token that has not expired stays. Times are in the session''s time zone, as the columns''
defaults are.';
