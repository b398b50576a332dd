CREATE TABLE payment_fee_splits (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    transaction_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    gross_amount numeric(10,2) NOT NULL,
    provider_fee numeric(10,2) DEFAULT 0.00,
    platform_fee numeric(10,2) DEFAULT 0.00,
    tenant_net_amount numeric(10,2) NOT NULL,
    platform_percentage_fee numeric(10,2) DEFAULT 0.00,
    platform_fixed_fee numeric(10,2) DEFAULT 0.00,
    platform_fee_collected boolean DEFAULT false,
    platform_fee_collected_at timestamptz,
    tenant_settled boolean DEFAULT false,
    tenant_settled_at timestamptz,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT payment_fee_splits_pkey PRIMARY KEY (id),
    CONSTRAINT payment_fee_splits_transaction_id_key UNIQUE (transaction_id)
);

ALTER TABLE payment_fee_splits
    ADD CONSTRAINT payment_fee_splits_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE payment_fee_splits
    ADD CONSTRAINT payment_fee_splits_transaction_id_fkey
    FOREIGN KEY (transaction_id) REFERENCES payment_transactions (id) ON DELETE CASCADE;

CREATE INDEX idx_fee_splits_settlement ON payment_fee_splits (tenant_settled, platform_fee_collected);
CREATE INDEX idx_fee_splits_tenant ON payment_fee_splits (tenant_id, created_at DESC);

COMMENT ON TABLE payment_fee_splits IS
    'How a payment is shared between provider, platform and tenant, one row a transaction.';
COMMENT ON COLUMN payment_fee_splits.gross_amount IS 'Canadian dollars the customer paid.';
COMMENT ON COLUMN payment_fee_splits.provider_fee IS 'Canadian dollars the payment provider keeps.';
COMMENT ON COLUMN payment_fee_splits.platform_fee IS
    'Canadian dollars WeedGo keeps: platform_percentage_fee plus platform_fixed_fee; not computed here.';
COMMENT ON COLUMN payment_fee_splits.tenant_net_amount IS
    'Canadian dollars left for the tenant; calculate_platform_fee() splits off the platform fee.';
COMMENT ON COLUMN payment_fee_splits.platform_percentage_fee IS
    'Canadian dollars of the percentage part of platform_fee, not the percentage.';
COMMENT ON COLUMN payment_fee_splits.platform_fixed_fee IS
    'Canadian dollars of the fixed part of platform_fee.';
COMMENT ON COLUMN payment_fee_splits.platform_fee_collected IS 'Whether WeedGo has received platform_fee.';
COMMENT ON COLUMN payment_fee_splits.tenant_settled IS 'Whether the tenant has received tenant_net_amount.';
