CREATE TABLE payment_methods (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid,
    provider_id uuid,
    type varchar(50) NOT NULL,
    payment_token text,
    display_name varchar(100),
    card_brand varchar(20),
    card_last_four varchar(4),
    card_exp_month integer,
    card_exp_year integer,
    billing_address jsonb DEFAULT '{}',
    is_default boolean DEFAULT false,
    is_active boolean DEFAULT true,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    last_used_at timestamptz,
    user_id uuid NOT NULL,
    card_last4 varchar(4),
    is_verified boolean DEFAULT false,
    CONSTRAINT payment_methods_pkey PRIMARY KEY (id),
    CONSTRAINT payment_methods_tenant_id_payment_token_provider_id_key
    UNIQUE (tenant_id, payment_token, provider_id)
);

ALTER TABLE payment_methods
    ADD CONSTRAINT payment_methods_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE payment_methods
    ADD CONSTRAINT payment_methods_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);
ALTER TABLE payment_methods
    ADD CONSTRAINT payment_methods_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_payment_methods_default ON payment_methods (user_id, is_default);
CREATE INDEX idx_payment_methods_provider_id ON payment_methods (provider_id);

CREATE TRIGGER update_payment_methods_updated_at
    BEFORE UPDATE ON payment_methods
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE payment_methods IS 'Payment methods that a user saved with a provider, as tokens.';
COMMENT ON COLUMN payment_methods.type IS 'Free varchar without a CHECK or default.';
COMMENT ON COLUMN payment_methods.payment_token IS 'Token of the provider in place of the card number.';
COMMENT ON COLUMN payment_methods.display_name IS 'Label shown to the user.';
COMMENT ON COLUMN payment_methods.card_last_four IS
    'Last four digits; twin of card_last4, both from the legacy schema and nothing keeps them equal.';
COMMENT ON COLUMN payment_methods.card_exp_month IS '1 to 12; not checked.';
COMMENT ON COLUMN payment_methods.card_exp_year IS
    'Year as the application stores it; neither two nor four digits are enforced.';
COMMENT ON COLUMN payment_methods.billing_address IS 'JSON object; the schema fixes no keys.';
COMMENT ON COLUMN payment_methods.is_default IS 'The user''s default; nothing limits it to one row a user.';
COMMENT ON COLUMN payment_methods.metadata IS 'JSON object for the application; the schema fixes no keys.';
COMMENT ON COLUMN payment_methods.card_last4 IS
    'Last four digits; twin of card_last_four, both from the legacy schema and nothing keeps them equal.';
