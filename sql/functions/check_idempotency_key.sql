CREATE OR REPLACE FUNCTION check_idempotency_key(
    p_key varchar,
    p_tenant_id uuid,
    p_request_hash varchar
)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    known payment_idempotency_keys;
BEGIN
    SELECT k.*
    INTO known
    FROM payment_idempotency_keys AS k
    WHERE k.idempotency_key = p_key
        AND (k.expires_at IS NULL OR k.expires_at > CURRENT_TIMESTAMP);

    IF NOT FOUND THEN
        RETURN jsonb_build_object('exists', FALSE, 'conflict', FALSE);
    END IF;

    -- Keys are unique over all tenants: another tenant's key is taken, and nothing else may be told of it.
    IF known.tenant_id IS DISTINCT FROM p_tenant_id OR known.request_hash IS DISTINCT FROM p_request_hash THEN
        RETURN jsonb_build_object('exists', TRUE, 'conflict', TRUE);
    END IF;

    RETURN jsonb_build_object(
    'exists', TRUE,
    'conflict', FALSE,
    'status', known.status,
    'response', known.response
    );
END;
$$;

COMMENT ON FUNCTION check_idempotency_key(varchar, uuid, varchar) IS
    'Whether a payment request with this key was seen before. {"exists": false, "conflict": false}: no,
or its key has expired. {"exists": true, "conflict": false, "status": processing|completed|failed,
"response": stored JSON or null}: yes, the same request. {"exists": true, "conflict": true}: the key belongs
to a request with another hash, or to another tenant. It only reads. To claim a key: INSERT ... ON CONFLICT
(idempotency_key) DO UPDATE ... WHERE payment_idempotency_keys.expires_at <= CURRENT_TIMESTAMP; of two
requests at once, one gets a row.';
