CREATE TABLE api_keys (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid,
    key_hash varchar(255) NOT NULL,
    name varchar(255),
    description text,
    permissions jsonb DEFAULT '[]',
    rate_limit integer DEFAULT 1000,
    last_used timestamp,
    expires_at timestamp,
    active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    allowed_stores uuid[],
    key_name varchar(255) NOT NULL,
    is_active boolean DEFAULT true,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash)
);

ALTER TABLE api_keys
    ADD CONSTRAINT api_keys_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE api_keys
    ADD CONSTRAINT api_keys_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_api_keys_user_id ON api_keys (user_id);
CREATE INDEX idx_api_keys_tenant_id ON api_keys (tenant_id);

CREATE TRIGGER update_api_keys_updated_at
    BEFORE UPDATE ON api_keys
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE api_keys IS 'Keys with which programs call the API on behalf of a user or a tenant.';
COMMENT ON COLUMN api_keys.key_hash IS
    'Hash of the key; the key itself is shown once, when it is made, and stored nowhere.';
COMMENT ON COLUMN api_keys.name IS 'Legacy label; key_name, which is required, is the one in use.';
COMMENT ON COLUMN api_keys.permissions IS 'Array of what the key may do, within what its user may do.';
COMMENT ON COLUMN api_keys.rate_limit IS
    'Requests allowed in a window of the API''s limiter; the length of the window is the application''s.';
COMMENT ON COLUMN api_keys.last_used IS 'Last accepted request, in UTC.';
COMMENT ON COLUMN api_keys.expires_at IS 'Refused from then on, in UTC; NULL means it does not expire.';
COMMENT ON COLUMN api_keys.active IS 'Older twin of is_active, kept for the legacy application: write both.';
COMMENT ON COLUMN api_keys.allowed_stores IS
    'stores.id that the key may act for, without foreign keys; NULL means all stores of the tenant.';
COMMENT ON COLUMN api_keys.key_name IS 'Label that its owner gave the key.';
COMMENT ON COLUMN api_keys.is_active IS 'False revokes the key; active is its older twin.';
