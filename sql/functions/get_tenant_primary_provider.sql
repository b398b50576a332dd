CREATE OR REPLACE FUNCTION get_tenant_primary_provider(
    p_tenant_id uuid,
    p_provider_type varchar DEFAULT NULL
)
RETURNS uuid
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT tp.id
    FROM tenant_payment_providers AS tp
    INNER JOIN payment_providers AS p ON p.id = tp.provider_id
    WHERE tp.tenant_id = p_tenant_id
        AND tp.is_primary
        AND tp.is_active
        AND p.is_active
        AND (p_provider_type IS NULL OR p.provider_type = p_provider_type)
    -- No key keeps a tenant from two primaries: the answer must be the same each time.
    ORDER BY (tp.environment = 'production') DESC NULLS LAST, p.priority, tp.created_at, tp.id
    LIMIT 1;
$$;

COMMENT ON FUNCTION get_tenant_primary_provider(uuid, varchar) IS
    'The id in tenant_payment_providers of the tenant''s primary provider, of one type (clover, moneris,
interac) when given. Both the tenant''s row and the provider must be active. Of several primaries:
production before sandbox, then the lowest priority number, then the oldest. NULL when there is none; no
other provider stands in.';
