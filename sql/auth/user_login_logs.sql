CREATE TABLE user_login_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid,
    tenant_id uuid,
    login_timestamp timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    login_successful boolean NOT NULL DEFAULT true,
    login_method varchar(50) DEFAULT 'password',
    ip_address inet,
    user_agent text,
    country varchar(100),
    region varchar(100),
    city varchar(100),
    postal_code varchar(20),
    latitude numeric(10,8),
    longitude numeric(11,8),
    timezone varchar(50),
    isp varchar(200),
    device_fingerprint varchar(255),
    session_id varchar(255),
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT user_login_logs_pkey PRIMARY KEY (id)
);

ALTER TABLE user_login_logs
    ADD CONSTRAINT user_login_logs_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE user_login_logs
    ADD CONSTRAINT user_login_logs_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_user_login_logs_ip_address ON user_login_logs (ip_address);
CREATE INDEX idx_user_login_logs_session_id ON user_login_logs (session_id);
CREATE INDEX idx_user_login_logs_tenant_id ON user_login_logs (tenant_id);
CREATE INDEX idx_user_login_logs_timestamp ON user_login_logs (login_timestamp DESC);
CREATE INDEX idx_user_login_logs_user_id ON user_login_logs (user_id);

CREATE TRIGGER trigger_update_user_last_login
    AFTER INSERT ON user_login_logs
    FOR EACH ROW EXECUTE FUNCTION update_user_last_login();

COMMENT ON TABLE user_login_logs IS
    'Every attempt to sign in; a successful one updates users through update_user_last_login().';
COMMENT ON COLUMN user_login_logs.user_id IS 'Account that was tried; NULL when the name matched none.';
COMMENT ON COLUMN user_login_logs.tenant_id IS
    'Tenant the sign-in was for; NULL for customers and the platform''s administrators.';
COMMENT ON COLUMN user_login_logs.login_timestamp IS
    'When the attempt was made; created_at is when the row was written.';
COMMENT ON COLUMN user_login_logs.login_method IS
    'How the user proved who they are, such as password, otp or voice.';
COMMENT ON COLUMN user_login_logs.country IS
    'Country found from ip_address; so are region, city, postal_code, the coordinates, timezone and isp.';
COMMENT ON COLUMN user_login_logs.latitude IS
    'WGS 84 degrees of the place found from ip_address: kilometres off at times.';
COMMENT ON COLUMN user_login_logs.longitude IS
    'WGS 84 degrees of the place found from ip_address: kilometres off at times.';
COMMENT ON COLUMN user_login_logs.timezone IS 'IANA name of the zone found from ip_address.';
COMMENT ON COLUMN user_login_logs.isp IS 'Internet provider that owns ip_address.';
COMMENT ON COLUMN user_login_logs.device_fingerprint IS
    'Hash by which the client recognises a device; not unique and not proof.';
COMMENT ON COLUMN user_login_logs.session_id IS
    'Session that the sign-in opened, as the application names it, without a foreign key; NULL for a failed '
    'attempt.';
COMMENT ON COLUMN user_login_logs.metadata IS
    'What else is known of the attempt, such as the reason it failed; no fixed keys.';
