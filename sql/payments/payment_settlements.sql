CREATE TABLE payment_settlements (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    provider_id uuid,
    settlement_id varchar(255),
    settlement_date date NOT NULL,
    gross_amount numeric(12,2) NOT NULL,
    fee_amount numeric(10,2) DEFAULT 0,
    refund_amount numeric(10,2) DEFAULT 0,
    chargeback_amount numeric(10,2) DEFAULT 0,
    adjustment_amount numeric(10,2) DEFAULT 0,
    net_amount numeric(12,2) NOT NULL,
    currency varchar(3) DEFAULT 'CAD',
    transaction_count integer DEFAULT 0,
    refund_count integer DEFAULT 0,
    chargeback_count integer DEFAULT 0,
    bank_account_last_four varchar(4),
    deposit_date date,
    status varchar(50) DEFAULT 'pending',
    settlement_report_url text,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    reconciled_at timestamptz,
    CONSTRAINT payment_settlements_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_settlements
    ADD CONSTRAINT payment_settlements_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);

CREATE INDEX idx_settlements_date ON payment_settlements (settlement_date DESC);
CREATE INDEX idx_settlements_provider ON payment_settlements (provider_id, settlement_date DESC);

COMMENT ON TABLE payment_settlements IS
    'Payouts of a provider, one row a settlement; the application stores the amounts, nothing computes them '
    'here.';
COMMENT ON COLUMN payment_settlements.settlement_id IS 'The provider''s id; not unique here.';
COMMENT ON COLUMN payment_settlements.settlement_date IS
    'Day of the settlement at the provider; deposit_date is the day of the deposit at the bank.';
COMMENT ON COLUMN payment_settlements.gross_amount IS 'Total of the payments settled, in currency.';
COMMENT ON COLUMN payment_settlements.fee_amount IS 'Fees the provider kept, in currency.';
COMMENT ON COLUMN payment_settlements.refund_amount IS 'Refunds in the settlement, in currency.';
COMMENT ON COLUMN payment_settlements.chargeback_amount IS 'Chargebacks in the settlement, in currency.';
COMMENT ON COLUMN payment_settlements.adjustment_amount IS
    'Other corrections by the provider, in currency; the sign is not checked.';
COMMENT ON COLUMN payment_settlements.net_amount IS 'Amount paid out, in currency.';
COMMENT ON COLUMN payment_settlements.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN payment_settlements.status IS 'Free varchar without a CHECK; new rows get ''pending''.';
COMMENT ON COLUMN payment_settlements.reconciled_at IS 'NULL until the settlement is reconciled.';
