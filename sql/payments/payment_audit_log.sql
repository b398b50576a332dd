CREATE TABLE payment_audit_log (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid,
    user_id uuid,
    action varchar(100) NOT NULL,
    entity_type varchar(50),
    entity_id varchar(255),
    details jsonb DEFAULT '{}',
    ip_address inet,
    user_agent text,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT payment_audit_log_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_audit_log
    ADD CONSTRAINT payment_audit_log_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE SET NULL;
ALTER TABLE payment_audit_log
    ADD CONSTRAINT payment_audit_log_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX idx_payment_audit_action ON payment_audit_log (action, created_at DESC);
CREATE INDEX idx_payment_audit_created ON payment_audit_log (created_at DESC);
CREATE INDEX idx_payment_audit_entity ON payment_audit_log (entity_type, entity_id);
CREATE INDEX idx_payment_audit_tenant ON payment_audit_log (tenant_id, created_at DESC);
CREATE INDEX idx_payment_audit_log_user ON payment_audit_log (user_id);

COMMENT ON TABLE payment_audit_log IS
    'Who did what to payment data; cleanup_old_audit_logs() deletes rows past their retention.';
COMMENT ON COLUMN payment_audit_log.tenant_id IS
    'NULL when no tenant is concerned, or the tenant was deleted.';
COMMENT ON COLUMN payment_audit_log.user_id IS 'NULL when no user acted, or the user was deleted.';
COMMENT ON COLUMN payment_audit_log.action IS 'Free varchar without a CHECK.';
COMMENT ON COLUMN payment_audit_log.entity_type IS
    'Kind of record that entity_id names; free varchar without a CHECK.';
COMMENT ON COLUMN payment_audit_log.entity_id IS
    'Id as text: payment_credentials and payment_idempotency_keys have no uuid key.';
COMMENT ON COLUMN payment_audit_log.details IS
    'JSON object of the action; the schema fixes no keys; no secrets or card numbers belong here.';
