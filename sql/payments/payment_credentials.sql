CREATE TABLE payment_credentials (
    id varchar(64) NOT NULL,
    tenant_id uuid NOT NULL,
    provider varchar(50) NOT NULL,
    credential_type varchar(50) NOT NULL,
    encrypted_data text NOT NULL,
    encryption_metadata jsonb NOT NULL,
    description text,
    expires_at timestamptz,
    is_active boolean DEFAULT true,
    revoked_at timestamptz,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    created_by uuid,
    updated_by uuid,
    CONSTRAINT payment_credentials_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_credentials
    ADD CONSTRAINT payment_credentials_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE payment_credentials
    ADD CONSTRAINT payment_credentials_updated_by_fkey
    FOREIGN KEY (updated_by) REFERENCES users (id);

CREATE INDEX idx_payment_credentials_active ON payment_credentials (is_active, tenant_id);
CREATE INDEX idx_payment_credentials_expires ON payment_credentials (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX idx_payment_credentials_tenant ON payment_credentials (tenant_id, provider, is_active);
CREATE INDEX idx_payment_credentials_type ON payment_credentials (credential_type, is_active);

CREATE TRIGGER update_payment_credentials_updated_at
    BEFORE UPDATE ON payment_credentials
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE payment_credentials IS
    'A tenant''s encrypted secrets for a payment provider; tenant_payment_providers.credential_id refers to '
    'it.';
COMMENT ON COLUMN payment_credentials.id IS
    'Made by the application: a varchar without a default, not a uuid.';
COMMENT ON COLUMN payment_credentials.provider IS 'Provider as text, not payment_providers.id.';
COMMENT ON COLUMN payment_credentials.credential_type IS 'Free varchar without a CHECK.';
COMMENT ON COLUMN payment_credentials.encrypted_data IS
    'Ciphertext; encryption_metadata has what decryption needs to know of it.';
COMMENT ON COLUMN payment_credentials.encryption_metadata IS
    'JSON that decryption of encrypted_data needs; the schema fixes no keys.';
COMMENT ON COLUMN payment_credentials.revoked_at IS
    'When the credential was withdrawn; is_active is a flag of its own.';
COMMENT ON COLUMN payment_credentials.created_by IS 'users.id; no foreign key, unlike updated_by.';
