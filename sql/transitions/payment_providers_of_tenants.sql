-- The baseline's tenants refer to payment providers that it has no table for: each gets an inactive row to refer to.
-- has: table tenant_payment_providers
-- lacks: constraint tenant_payment_providers.tenant_payment_providers_provider_id_fkey
-- step: foreign keys
-- check: SELECT count(*) FROM tenant_payment_providers AS t
--     WHERE NOT EXISTS (SELECT FROM payment_providers AS p WHERE p.id = t.provider_id)
INSERT INTO payment_providers (id, provider_name, provider_type, name, is_active, configuration)
SELECT DISTINCT
    t.provider_id, 'unknown ' || t.provider_id, 'interac', 'unknown ' || t.provider_id, false,
    jsonb_build_object('made_by', 'ai-engine-db', 'why', 'provider of a tenant from before payment_providers')
FROM tenant_payment_providers AS t
WHERE NOT EXISTS (SELECT FROM payment_providers AS p WHERE p.id = t.provider_id);
