CREATE TABLE payment_webhook_routes (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_provider_id uuid,
    webhook_url_path varchar(255) NOT NULL,
    provider varchar(50) NOT NULL,
    tenant_id uuid NOT NULL,
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT payment_webhook_routes_pkey PRIMARY KEY (id),
    CONSTRAINT payment_webhook_routes_webhook_url_path_key UNIQUE (webhook_url_path)
);

ALTER TABLE payment_webhook_routes
    ADD CONSTRAINT payment_webhook_routes_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE payment_webhook_routes
    ADD CONSTRAINT payment_webhook_routes_tenant_provider_id_fkey
    FOREIGN KEY (tenant_provider_id) REFERENCES tenant_payment_providers (id) ON DELETE CASCADE;

CREATE INDEX idx_webhook_routes_path ON payment_webhook_routes (webhook_url_path) WHERE is_active = true;
CREATE INDEX idx_webhook_routes_tenant ON payment_webhook_routes (tenant_id, provider);
CREATE INDEX idx_payment_webhook_routes_tenant_provider_id ON payment_webhook_routes (tenant_provider_id);

CREATE TRIGGER update_payment_webhook_routes_updated_at
    BEFORE UPDATE ON payment_webhook_routes
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE payment_webhook_routes IS
    'Which tenant a provider''s webhook call belongs to, by the path it was sent to.';
COMMENT ON COLUMN payment_webhook_routes.webhook_url_path IS
    'Path that the provider calls, unique over inactive rows too.';
COMMENT ON COLUMN payment_webhook_routes.provider IS 'Provider as text, not payment_providers.id.';
COMMENT ON COLUMN payment_webhook_routes.tenant_id IS
    'Tenant of tenant_provider_id, repeated here; nothing checks that they agree.';
