CREATE OR REPLACE FUNCTION create_auth_token(
    p_user_id uuid,
    p_token_type varchar,
    p_token_hash varchar,
    p_expires_in_hours integer DEFAULT 24,
    p_metadata jsonb DEFAULT '{}'
)
RETURNS uuid
LANGUAGE sql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    INSERT INTO auth_tokens (user_id, token_type, token_hash, expires_at, metadata)
    VALUES (
        p_user_id,
        p_token_type,
        p_token_hash,
        LOCALTIMESTAMP + make_interval(hours => p_expires_in_hours),
        COALESCE(p_metadata, '{}')
    )
    RETURNING id;
$$;

COMMENT ON FUNCTION create_auth_token(uuid, varchar, varchar, integer, jsonb) IS
    'Stores the hash of a token that expires in p_expires_in_hours and returns the row''s id. With 0
hours or fewer it is born expired. NULL metadata is stored as {}. Fails when the hash is known already, the
type is not one of auth_tokens_token_type_check, the user does not exist, or another argument is NULL. Times
are in the session''s time zone, as the columns'' defaults are.';
