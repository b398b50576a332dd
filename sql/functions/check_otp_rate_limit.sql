CREATE OR REPLACE FUNCTION check_otp_rate_limit(
    p_identifier varchar,
    p_identifier_type varchar,
    p_max_requests integer DEFAULT 5,
    p_window_minutes integer DEFAULT 60
)
RETURNS boolean
LANGUAGE plpgsql
VOLATILE
STRICT
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    v_window interval := make_interval(mins => p_window_minutes);
    v_allowed boolean;
BEGIN
    INSERT INTO otp_rate_limits AS l (
        identifier, identifier_type, request_count, first_request_at, last_request_at, blocked_until
    )
    VALUES (
        p_identifier, p_identifier_type, 1, LOCALTIMESTAMP, LOCALTIMESTAMP,
        CASE WHEN p_max_requests < 1 THEN LOCALTIMESTAMP + v_window END
    )
    ON CONFLICT (identifier, identifier_type) DO UPDATE
    SET (request_count, first_request_at, last_request_at, blocked_until) = (
        SELECT
            counted.requests,
            counted.since,
            LOCALTIMESTAMP,
            CASE
                WHEN l.blocked_until > LOCALTIMESTAMP THEN l.blocked_until
                WHEN counted.requests > p_max_requests THEN counted.since + v_window
            END
        FROM (
            SELECT
                CASE WHEN over.window_over THEN 1 ELSE COALESCE(l.request_count, 0) + 1 END AS requests,
                CASE WHEN over.window_over THEN LOCALTIMESTAMP ELSE l.first_request_at END AS since
            FROM (
                -- A block that was served starts a new window; one still running keeps the old.
                SELECT CASE
                    WHEN l.blocked_until IS NOT NULL THEN l.blocked_until <= LOCALTIMESTAMP
                    ELSE COALESCE(l.first_request_at + v_window <= LOCALTIMESTAMP, TRUE)
                END AS window_over
            ) AS over
        ) AS counted
    )
    RETURNING l.request_count <= p_max_requests AND COALESCE(l.blocked_until <= LOCALTIMESTAMP, TRUE)
    INTO v_allowed;

    RETURN v_allowed;
END;
$$;

COMMENT ON FUNCTION check_otp_rate_limit(varchar, varchar, integer, integer) IS
    'Counts a request for a one-time password and says whether it is allowed: at most p_max_requests
within p_window_minutes of the first. The first request over the limit sets blocked_until to the end of that
window; until blocked_until every request is counted and refused. Once it has passed, or the window is over,
counting starts again at 1. A block set by hand is honoured whatever the count. With p_max_requests below 1
none is allowed. NULL, which is not a yes, when an argument is NULL. identifier is compared as it is: give
e-mail addresses in one letter case. Times are in the session''s time zone, as the columns'' defaults are.';
