CREATE TABLE payment_idempotency_keys (
    idempotency_key varchar(255) NOT NULL,
    tenant_id uuid NOT NULL,
    request_hash varchar(64) NOT NULL,
    response jsonb,
    status varchar(20) DEFAULT 'processing',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    expires_at timestamptz DEFAULT CURRENT_TIMESTAMP + interval '24:00:00',
    CONSTRAINT payment_idempotency_keys_pkey PRIMARY KEY (idempotency_key),
    CONSTRAINT payment_idempotency_keys_status_check CHECK (
        status IN ('processing', 'completed', 'failed')
    )
);

ALTER TABLE payment_idempotency_keys
    ADD CONSTRAINT payment_idempotency_keys_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;

CREATE INDEX idx_idempotency_expires ON payment_idempotency_keys (expires_at);
CREATE INDEX idx_idempotency_status ON payment_idempotency_keys (status, created_at DESC);
CREATE INDEX idx_idempotency_tenant ON payment_idempotency_keys (tenant_id, created_at DESC);

COMMENT ON TABLE payment_idempotency_keys IS
    'Payment requests already seen, so that a retry is not charged twice; check_idempotency_key() reads it, '
    'cleanup_expired_idempotency_keys() deletes expired rows.';
COMMENT ON COLUMN payment_idempotency_keys.idempotency_key IS
    'Unique over all tenants, not only within tenant_id.';
COMMENT ON COLUMN payment_idempotency_keys.request_hash IS
    'Hash of the request; 64 characters fit SHA-256 in hex, and another hash for the same key is a conflict.';
COMMENT ON COLUMN payment_idempotency_keys.response IS
    'JSON answer of the first request, returned to a retry; NULL until it is known.';
COMMENT ON COLUMN payment_idempotency_keys.expires_at IS '24 hours after creation by default.';
