CREATE TABLE payment_refunds (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    transaction_id uuid,
    refund_transaction_id uuid,
    amount numeric(10,2) NOT NULL,
    reason varchar(255),
    status varchar(50) NOT NULL,
    provider_refund_id varchar(255),
    initiated_by uuid,
    approved_by uuid,
    notes text,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    processed_at timestamptz,
    completed_at timestamptz,
    provider_response jsonb,
    CONSTRAINT payment_refunds_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_refunds
    ADD CONSTRAINT payment_refunds_initiated_by_fkey
    FOREIGN KEY (initiated_by) REFERENCES users (id);
ALTER TABLE payment_refunds
    ADD CONSTRAINT payment_refunds_refund_transaction_id_fkey
    FOREIGN KEY (refund_transaction_id) REFERENCES payment_transactions (id);
ALTER TABLE payment_refunds
    ADD CONSTRAINT payment_refunds_transaction_id_fkey
    FOREIGN KEY (transaction_id) REFERENCES payment_transactions (id) ON DELETE CASCADE;

CREATE INDEX idx_payment_refunds_transaction ON payment_refunds (transaction_id);
CREATE INDEX idx_payment_refunds_refund_transaction_id ON payment_refunds (refund_transaction_id);

COMMENT ON TABLE payment_refunds IS
    'Refunds of a payment, whole or in part; several may belong to one transaction.';
COMMENT ON COLUMN payment_refunds.transaction_id IS
    'The payment that is refunded; refund_transaction_id is the transaction that carries the refund.';
COMMENT ON COLUMN payment_refunds.refund_transaction_id IS
    'The transaction that carries the refund; transaction_id is the payment refunded.';
COMMENT ON COLUMN payment_refunds.amount IS
    'Amount refunded, in the currency of the payment (payment_transactions.currency).';
COMMENT ON COLUMN payment_refunds.status IS 'Free varchar without a CHECK or default.';
COMMENT ON COLUMN payment_refunds.provider_refund_id IS 'The provider''s id of the refund.';
COMMENT ON COLUMN payment_refunds.approved_by IS 'users.id; no foreign key, unlike initiated_by.';
COMMENT ON COLUMN payment_refunds.provider_response IS
    'JSON as the provider answered; its keys are the provider''s.';
