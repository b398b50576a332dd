CREATE OR REPLACE FUNCTION cleanup_expired_idempotency_keys()
RETURNS integer
LANGUAGE sql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    WITH deleted AS (
        DELETE FROM payment_idempotency_keys
        WHERE expires_at <= CURRENT_TIMESTAMP
        RETURNING 1
    )
    SELECT count(*)::integer FROM deleted;
$$;

COMMENT ON FUNCTION cleanup_expired_idempotency_keys() IS
    'Deletes payment idempotency keys whose expires_at has come, whatever their status, and returns how
many: 0 when there are none. A key without expires_at never expires.';
