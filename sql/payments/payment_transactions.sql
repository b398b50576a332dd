CREATE TABLE payment_transactions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    transaction_reference varchar(100) NOT NULL,
    provider_transaction_id varchar(255),
    order_id uuid,
    tenant_id uuid,
    payment_method_id uuid,
    provider_id uuid,
    type varchar(50) NOT NULL,
    status varchar(50) NOT NULL,
    amount numeric(10,2) NOT NULL,
    currency varchar(3) DEFAULT 'CAD',
    tax_amount numeric(10,2) DEFAULT 0,
    provider_fee numeric(10,2) DEFAULT 0,
    platform_fee numeric(10,2) DEFAULT 0,
    net_amount numeric(10,2),
    provider_response jsonb DEFAULT '{}',
    error_code varchar(50),
    error_message text,
    authentication_status varchar(50),
    authentication_data jsonb DEFAULT '{}',
    risk_score integer,
    risk_factors jsonb DEFAULT '{}',
    fraud_status varchar(50),
    ip_address inet,
    user_agent text,
    device_fingerprint text,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    processed_at timestamptz,
    completed_at timestamptz,
    failed_at timestamptz,
    tenant_provider_id uuid,
    idempotency_key varchar(255),
    tenant_net_amount numeric(10,2),
    user_id uuid,
    store_id uuid,
    transaction_type varchar(50) NOT NULL,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT payment_transactions_pkey PRIMARY KEY (id),
    CONSTRAINT payment_transactions_transaction_reference_key UNIQUE (transaction_reference)
);

ALTER TABLE payment_transactions
    ADD CONSTRAINT payment_transactions_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE payment_transactions
    ADD CONSTRAINT payment_transactions_order_id_fkey
    FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL;
ALTER TABLE payment_transactions
    ADD CONSTRAINT payment_transactions_payment_method_id_fkey
    FOREIGN KEY (payment_method_id) REFERENCES payment_methods (id);
ALTER TABLE payment_transactions
    ADD CONSTRAINT payment_transactions_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);
ALTER TABLE payment_transactions
    ADD CONSTRAINT payment_transactions_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE payment_transactions
    ADD CONSTRAINT payment_transactions_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id);

CREATE INDEX idx_payment_transactions_idempotency
    ON payment_transactions (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX idx_payment_transactions_tenant_provider
    ON payment_transactions (tenant_provider_id, created_at DESC);
CREATE INDEX idx_transactions_created ON payment_transactions (created_at DESC);
CREATE INDEX idx_transactions_order ON payment_transactions (order_id);
CREATE INDEX idx_transactions_provider_ref ON payment_transactions (provider_transaction_id, provider_id);
CREATE INDEX idx_transactions_status ON payment_transactions (status);
CREATE INDEX idx_transactions_tenant ON payment_transactions (tenant_id);
CREATE INDEX idx_payment_transactions_user ON payment_transactions (user_id);
CREATE INDEX idx_payment_transactions_provider ON payment_transactions (provider_id);
CREATE INDEX idx_payment_transactions_store_created ON payment_transactions (store_id, created_at DESC);
CREATE INDEX idx_payment_transactions_payment_method_id ON payment_transactions (payment_method_id);

CREATE TRIGGER update_payment_transactions_updated_at
    BEFORE UPDATE ON payment_transactions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE payment_transactions IS
    'Payments, refunds and other transactions with a provider; updated_at is UTC without a zone, the other '
    'times are timestamptz.';
COMMENT ON COLUMN payment_transactions.transaction_reference IS
    'Our reference, unique; provider_transaction_id is the provider''s.';
COMMENT ON COLUMN payment_transactions.provider_transaction_id IS 'The provider''s id; not unique here.';
COMMENT ON COLUMN payment_transactions.provider_id IS
    'payment_providers.id; tenant_provider_id is the tenant''s set-up with that provider.';
COMMENT ON COLUMN payment_transactions.type IS
    'Required, and so is its twin transaction_type: both from the legacy schema, nothing keeps them equal.';
COMMENT ON COLUMN payment_transactions.status IS 'Free varchar without a CHECK or default.';
COMMENT ON COLUMN payment_transactions.amount IS 'In currency.';
COMMENT ON COLUMN payment_transactions.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN payment_transactions.tax_amount IS 'Tax of the sale, in currency.';
COMMENT ON COLUMN payment_transactions.provider_fee IS 'Fee of the payment provider, in currency.';
COMMENT ON COLUMN payment_transactions.platform_fee IS
    'WeedGo''s fee, in currency; payment_fee_splits has its parts.';
COMMENT ON COLUMN payment_transactions.net_amount IS
    'Amount after fees, in currency; the tenant''s own share is tenant_net_amount.';
COMMENT ON COLUMN payment_transactions.provider_response IS
    'JSON object as the provider answered; its keys are the provider''s.';
COMMENT ON COLUMN payment_transactions.error_code IS 'The provider''s code.';
COMMENT ON COLUMN payment_transactions.authentication_status IS
    'Outcome of the cardholder check, such as 3-D Secure; free varchar without a CHECK.';
COMMENT ON COLUMN payment_transactions.authentication_data IS
    'JSON object of the cardholder check; the schema fixes no keys.';
COMMENT ON COLUMN payment_transactions.risk_score IS 'Risk of fraud; scale not fixed here.';
COMMENT ON COLUMN payment_transactions.risk_factors IS
    'JSON object of what made risk_score; the schema fixes no keys.';
COMMENT ON COLUMN payment_transactions.fraud_status IS 'Free varchar without a CHECK.';
COMMENT ON COLUMN payment_transactions.device_fingerprint IS
    'Identifies the customer''s device; personal data.';
COMMENT ON COLUMN payment_transactions.metadata IS
    'JSON object for the application; the schema fixes no keys.';
COMMENT ON COLUMN payment_transactions.tenant_provider_id IS 'tenant_payment_providers.id; no foreign key.';
COMMENT ON COLUMN payment_transactions.idempotency_key IS
    'payment_idempotency_keys.idempotency_key; no foreign key, and not unique.';
COMMENT ON COLUMN payment_transactions.tenant_net_amount IS
    'The tenant''s share, in currency, as in payment_fee_splits; not computed here.';
COMMENT ON COLUMN payment_transactions.user_id IS 'NULL after the user was deleted; the transaction stays.';
COMMENT ON COLUMN payment_transactions.transaction_type IS
    'Required, and so is its twin type: both from the legacy schema, nothing keeps them equal.';
COMMENT ON COLUMN payment_transactions.updated_at IS
    'UTC time without a zone, unlike the other times of the row (timestamptz).';
