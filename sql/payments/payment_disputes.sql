CREATE TABLE payment_disputes (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    transaction_id uuid,
    provider_id uuid,
    dispute_id varchar(255),
    type varchar(50) NOT NULL,
    status varchar(50) NOT NULL,
    amount numeric(10,2) NOT NULL,
    currency varchar(3) DEFAULT 'CAD',
    reason varchar(255),
    reason_code varchar(50),
    evidence_due_date date,
    merchant_response text,
    evidence_submitted jsonb DEFAULT '{}',
    provider_response jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    resolved_at timestamptz,
    CONSTRAINT payment_disputes_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_disputes
    ADD CONSTRAINT payment_disputes_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);
ALTER TABLE payment_disputes
    ADD CONSTRAINT payment_disputes_transaction_id_fkey
    FOREIGN KEY (transaction_id) REFERENCES payment_transactions (id);

CREATE INDEX idx_disputes_status ON payment_disputes (status);
CREATE INDEX idx_disputes_transaction ON payment_disputes (transaction_id);

CREATE TRIGGER update_payment_disputes_updated_at
    BEFORE UPDATE ON payment_disputes
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE payment_disputes IS
    'Chargebacks and other disputes of a payment, as the provider reports them.';
COMMENT ON COLUMN payment_disputes.dispute_id IS 'The provider''s id; not unique here.';
COMMENT ON COLUMN payment_disputes.type IS 'Free varchar without a CHECK or default.';
COMMENT ON COLUMN payment_disputes.status IS 'Free varchar without a CHECK or default.';
COMMENT ON COLUMN payment_disputes.amount IS 'Disputed amount in currency.';
COMMENT ON COLUMN payment_disputes.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN payment_disputes.reason IS 'Text; reason_code is the code for it.';
COMMENT ON COLUMN payment_disputes.reason_code IS 'Code of the card network or provider.';
COMMENT ON COLUMN payment_disputes.evidence_due_date IS 'Last day that the provider accepts evidence.';
COMMENT ON COLUMN payment_disputes.evidence_submitted IS
    'JSON object of what was sent to the provider; the schema fixes no keys.';
COMMENT ON COLUMN payment_disputes.provider_response IS
    'JSON object as the provider answered; its keys are the provider''s.';
