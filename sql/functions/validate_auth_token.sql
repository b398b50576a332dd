CREATE OR REPLACE FUNCTION validate_auth_token(
    p_token_hash varchar,
    p_token_type varchar,
    p_mark_as_used boolean DEFAULT false
)
RETURNS TABLE (is_valid boolean, user_id uuid, metadata jsonb)
LANGUAGE plpgsql
VOLATILE
ROWS 1
SET search_path = public, postgis, extensions, pg_temp
AS $$
BEGIN
    IF p_mark_as_used THEN
        -- One statement checks and marks: of two calls at once the second waits, and finds the token used.
        RETURN QUERY
        UPDATE auth_tokens AS t
        SET is_used = TRUE,
            used_at = LOCALTIMESTAMP
        WHERE t.token_hash = p_token_hash
            AND t.token_type = p_token_type
            AND t.expires_at > LOCALTIMESTAMP
            AND t.is_used IS NOT TRUE
        RETURNING TRUE, t.user_id, t.metadata;
    ELSE
        RETURN QUERY
        SELECT TRUE, t.user_id, t.metadata
        FROM auth_tokens AS t
        WHERE t.token_hash = p_token_hash
            AND t.token_type = p_token_type
            AND t.expires_at > LOCALTIMESTAMP
            AND t.is_used IS NOT TRUE;
    END IF;

    IF NOT FOUND THEN
        RETURN QUERY SELECT FALSE, NULL::uuid, NULL::jsonb;
    END IF;
END;
$$;

COMMENT ON FUNCTION validate_auth_token(varchar, varchar, boolean) IS
    'Whether a token of this hash and type is known, unexpired and unused. Always one row: (true, its
user, its metadata), or (false, NULL, NULL), which does not tell why. With p_mark_as_used a valid token is
marked used in the same step, so it is valid for one of two calls at once; without it (or with NULL) nothing
is written. Times are in the session''s time zone, as the columns'' defaults are.';
