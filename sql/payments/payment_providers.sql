CREATE TABLE payment_providers (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    provider_name varchar(100) NOT NULL,
    provider_type varchar(50) NOT NULL,
    name varchar(50) NOT NULL,
    is_active boolean DEFAULT true,
    is_sandbox boolean DEFAULT false,
    is_default boolean DEFAULT false,
    priority integer DEFAULT 100,
    supported_currencies text[] DEFAULT '{CAD}',
    supported_payment_methods text[] DEFAULT '{}',
    supported_card_types text[] DEFAULT ARRAY['visa'::text, 'mastercard'::text, 'amex'::text],
    configuration jsonb DEFAULT '{}',
    capabilities jsonb DEFAULT '{}',
    webhook_url text,
    rate_limits jsonb,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    fee_structure jsonb DEFAULT '{}',
    settlement_schedule varchar(50) DEFAULT 'daily',
    CONSTRAINT payment_providers_pkey PRIMARY KEY (id),
    CONSTRAINT payment_providers_name_key UNIQUE (name),
    CONSTRAINT payment_providers_provider_name_key UNIQUE (provider_name),
    CONSTRAINT payment_providers_provider_type_check CHECK (
        provider_type IN ('clover', 'moneris', 'interac')
    )
);

CREATE TRIGGER update_payment_providers_updated_at
    BEFORE UPDATE ON payment_providers
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE payment_providers IS
    'Payment providers of the platform, a tenant''s own set-up being in tenant_payment_providers; its times '
    'are UTC without a zone, those of most payment tables are timestamptz.';
COMMENT ON COLUMN payment_providers.provider_name IS
    'Unique and required, and so is name: both from the legacy schema, nothing keeps them equal.';
COMMENT ON COLUMN payment_providers.name IS
    'Unique and required, and so is provider_name: both from the legacy schema, nothing keeps them equal.';
COMMENT ON COLUMN payment_providers.is_sandbox IS
    'Whether the provider row is for testing; a tenant''s own is tenant_payment_providers.environment.';
COMMENT ON COLUMN payment_providers.is_default IS 'Nothing limits it to one row.';
COMMENT ON COLUMN payment_providers.priority IS
    'Order among providers, 100 by default; which end is first is the application''s choice.';
COMMENT ON COLUMN payment_providers.supported_currencies IS 'ISO 4217 codes.';
COMMENT ON COLUMN payment_providers.supported_payment_methods IS 'Free texts, empty by default.';
COMMENT ON COLUMN payment_providers.supported_card_types IS
    'Card networks; visa, mastercard and amex by default.';
COMMENT ON COLUMN payment_providers.configuration IS
    'JSON object of settings for all tenants; a tenant''s own are tenant_payment_providers.settings.';
COMMENT ON COLUMN payment_providers.capabilities IS
    'JSON object of what the provider can do; the schema fixes no keys.';
COMMENT ON COLUMN payment_providers.webhook_url IS
    'Address the provider calls; payment_webhook_routes has the path of a tenant.';
COMMENT ON COLUMN payment_providers.rate_limits IS
    'JSON of the provider''s request limits; the schema fixes no keys.';
COMMENT ON COLUMN payment_providers.fee_structure IS
    'JSON object of the provider''s fees; the schema fixes no keys.';
COMMENT ON COLUMN payment_providers.settlement_schedule IS
    'How often the provider pays out; free varchar without a CHECK, new rows get ''daily''.';
