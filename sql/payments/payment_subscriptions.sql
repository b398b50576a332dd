CREATE TABLE payment_subscriptions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid,
    payment_method_id uuid,
    provider_id uuid,
    subscription_id varchar(255),
    plan_name varchar(100),
    amount numeric(10,2) NOT NULL,
    currency varchar(3) DEFAULT 'CAD',
    interval varchar(20) NOT NULL,
    interval_count integer DEFAULT 1,
    status varchar(50) NOT NULL,
    trial_end_date date,
    current_period_start date,
    current_period_end date,
    cancelled_at timestamptz,
    next_billing_date date,
    billing_cycles_completed integer DEFAULT 0,
    failed_payment_count integer DEFAULT 0,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT payment_subscriptions_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_subscriptions
    ADD CONSTRAINT payment_subscriptions_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);
ALTER TABLE payment_subscriptions
    ADD CONSTRAINT payment_subscriptions_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE payment_subscriptions
    ADD CONSTRAINT payment_subscriptions_payment_method_id_fkey
    FOREIGN KEY (payment_method_id) REFERENCES payment_methods (id);

CREATE INDEX idx_subscriptions_next_billing ON payment_subscriptions (next_billing_date);
CREATE INDEX idx_subscriptions_status ON payment_subscriptions (status);
CREATE INDEX idx_subscriptions_tenant ON payment_subscriptions (tenant_id);
CREATE INDEX idx_payment_subscriptions_payment_method_id ON payment_subscriptions (payment_method_id);
CREATE INDEX idx_payment_subscriptions_provider_id ON payment_subscriptions (provider_id);

CREATE TRIGGER update_payment_subscriptions_updated_at
    BEFORE UPDATE ON payment_subscriptions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE payment_subscriptions IS 'Recurring charges of a tenant.';
COMMENT ON COLUMN payment_subscriptions.subscription_id IS 'The provider''s id; not unique here.';
COMMENT ON COLUMN payment_subscriptions.amount IS 'Charge of one billing period, in currency.';
COMMENT ON COLUMN payment_subscriptions.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN payment_subscriptions.interval IS
    'Unit of the billing period; interval_count is how many of it, free varchar without a CHECK.';
COMMENT ON COLUMN payment_subscriptions.interval_count IS 'Number of interval units in a billing period.';
COMMENT ON COLUMN payment_subscriptions.status IS 'Free varchar without a CHECK or default.';
COMMENT ON COLUMN payment_subscriptions.metadata IS
    'JSON object for the application; the schema fixes no keys.';
