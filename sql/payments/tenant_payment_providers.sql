CREATE TABLE tenant_payment_providers (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    credential_id varchar(64),
    merchant_id varchar(255),
    store_id varchar(255),
    location_id varchar(255),
    terminal_id varchar(255),
    environment varchar(20) DEFAULT 'sandbox',
    is_active boolean DEFAULT true,
    is_primary boolean DEFAULT false,
    oauth_access_token text,
    oauth_refresh_token text,
    oauth_expires_at timestamptz,
    oauth_scope text,
    webhook_endpoint_id varchar(255),
    webhook_signing_secret text,
    webhook_events text[],
    platform_fee_percentage numeric(5,4) DEFAULT 0.0200,
    platform_fee_fixed numeric(10,2) DEFAULT 0.00,
    capabilities jsonb DEFAULT '{}',
    daily_limit numeric(12,2),
    transaction_limit numeric(10,2),
    settings jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    last_health_check timestamptz,
    health_status varchar(20) DEFAULT 'unknown',
    CONSTRAINT tenant_payment_providers_pkey PRIMARY KEY (id),
    CONSTRAINT tenant_payment_providers_tenant_id_provider_id_environment_key
    UNIQUE (tenant_id, provider_id, environment),
    CONSTRAINT tenant_payment_providers_environment_check CHECK (environment IN ('sandbox', 'production')),
    CONSTRAINT tenant_payment_providers_health_status_check CHECK (
        health_status IN ('healthy', 'degraded', 'unavailable', 'unknown')
    )
);

ALTER TABLE tenant_payment_providers
    ADD CONSTRAINT tenant_payment_providers_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE tenant_payment_providers
    ADD CONSTRAINT tenant_payment_providers_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);
ALTER TABLE tenant_payment_providers
    ADD CONSTRAINT tenant_payment_providers_credential_id_fkey
    FOREIGN KEY (credential_id) REFERENCES payment_credentials (id);

CREATE INDEX idx_tenant_payment_providers_tenant ON tenant_payment_providers (tenant_id, is_active);
CREATE INDEX idx_tenant_payment_providers_provider ON tenant_payment_providers (provider_id, is_active);
CREATE INDEX idx_tenant_payment_providers_primary
    ON tenant_payment_providers (tenant_id, is_primary) WHERE is_primary = true;
CREATE INDEX idx_tenant_payment_providers_credential_id ON tenant_payment_providers (credential_id);

CREATE TRIGGER update_tenant_payment_providers_updated_at
    BEFORE UPDATE ON tenant_payment_providers
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE tenant_payment_providers IS
    'A tenant''s set-up with a payment provider, one row for each tenant, provider and environment.';
COMMENT ON COLUMN tenant_payment_providers.credential_id IS 'payment_credentials.id.';
COMMENT ON COLUMN tenant_payment_providers.merchant_id IS 'The provider''s id of the merchant.';
COMMENT ON COLUMN tenant_payment_providers.store_id IS 'The provider''s store id, not stores.id.';
COMMENT ON COLUMN tenant_payment_providers.location_id IS
    'The provider''s location id, not a location of ours.';
COMMENT ON COLUMN tenant_payment_providers.terminal_id IS 'The provider''s id of the payment terminal.';
COMMENT ON COLUMN tenant_payment_providers.environment IS 'sandbox moves no money; new rows are sandbox.';
COMMENT ON COLUMN tenant_payment_providers.is_primary IS
    'Read by get_tenant_primary_provider(); nothing limits it to one row a tenant.';
COMMENT ON COLUMN tenant_payment_providers.oauth_access_token IS
    'Secret that nothing in the database encrypts; keep it out of logs.';
COMMENT ON COLUMN tenant_payment_providers.oauth_refresh_token IS
    'Secret that nothing in the database encrypts; keep it out of logs.';
COMMENT ON COLUMN tenant_payment_providers.oauth_expires_at IS 'When oauth_access_token expires.';
COMMENT ON COLUMN tenant_payment_providers.oauth_scope IS
    'Scopes that the provider granted, as it wrote them.';
COMMENT ON COLUMN tenant_payment_providers.webhook_endpoint_id IS
    'The provider''s id of the webhook registration.';
COMMENT ON COLUMN tenant_payment_providers.webhook_signing_secret IS
    'Secret for checking webhook signatures; nothing in the database encrypts it.';
COMMENT ON COLUMN tenant_payment_providers.webhook_events IS
    'Event types that the webhook is registered for, in the provider''s words.';
COMMENT ON COLUMN tenant_payment_providers.platform_fee_percentage IS
    'Fraction, not percent: the default 0.0200 is 2 %.';
COMMENT ON COLUMN tenant_payment_providers.platform_fee_fixed IS 'Canadian dollars a transaction.';
COMMENT ON COLUMN tenant_payment_providers.capabilities IS
    'JSON object of what the tenant''s account can do; the schema fixes no keys.';
COMMENT ON COLUMN tenant_payment_providers.daily_limit IS 'Canadian dollars a day; not enforced here.';
COMMENT ON COLUMN tenant_payment_providers.transaction_limit IS
    'Canadian dollars a transaction; not enforced here.';
COMMENT ON COLUMN tenant_payment_providers.settings IS
    'JSON object of the tenant''s settings; those for all tenants are payment_providers.configuration.';
COMMENT ON COLUMN tenant_payment_providers.metadata IS
    'JSON object for the application; the schema fixes no keys.';
COMMENT ON COLUMN tenant_payment_providers.health_status IS
    'Verdict on the last checks, which are in payment_provider_health_metrics.';
