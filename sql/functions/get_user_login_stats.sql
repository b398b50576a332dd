CREATE OR REPLACE FUNCTION get_user_login_stats(p_user_id uuid)
RETURNS TABLE (
    total_logins integer,
    successful_logins integer,
    failed_logins integer,
    unique_ips integer,
    unique_countries integer,
    last_login timestamptz
)
LANGUAGE sql
STABLE
PARALLEL SAFE
ROWS 1
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT
        count(*)::integer,
        (count(*) FILTER (WHERE l.login_successful))::integer,
        (count(*) FILTER (WHERE NOT l.login_successful))::integer,
        count(DISTINCT l.ip_address)::integer,
        count(DISTINCT l.country)::integer,
        max(l.login_timestamp) FILTER (WHERE l.login_successful)
    FROM user_login_logs AS l
    WHERE l.user_id = p_user_id;
$$;

COMMENT ON FUNCTION get_user_login_stats(uuid) IS
    'Sign-in statistics of a user from user_login_logs. Always one row. Total, addresses and countries
count failed attempts too; unknown addresses and countries do not count. last_login is the latest successful
one. Zeros and NULL when the user has no log or is unknown.';
