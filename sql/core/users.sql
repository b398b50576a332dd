CREATE TABLE users (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    email varchar(255) NOT NULL,
    password_hash varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    phone varchar(50),
    role user_role_simple NOT NULL DEFAULT 'customer',
    tenant_id uuid,
    store_id uuid,
    permissions jsonb DEFAULT '{}',
    active boolean DEFAULT true,
    email_verified boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    date_of_birth date,
    age_verified boolean DEFAULT false,
    phone_verified boolean DEFAULT false,
    marketing_consent boolean DEFAULT false,
    terms_accepted boolean DEFAULT false,
    profile_id uuid,
    session_id varchar(255),
    last_login timestamp,
    default_store_id uuid,
    cannsell_certified boolean DEFAULT false,
    cannsell_number varchar(100),
    permissions_override jsonb DEFAULT '{}',
    tenant_role varchar(50),
    store_role varchar(50),
    last_login_ip inet,
    last_login_at timestamptz,
    last_login_location jsonb,
    login_count integer DEFAULT 0,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_tenant_required CHECK (
        (role = 'super_admin' AND tenant_id IS NULL)
        OR role = 'customer'
        OR (role IN ('staff', 'store_manager', 'tenant_admin') AND tenant_id IS NOT NULL)
    )
);

ALTER TABLE users
    ADD CONSTRAINT users_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE SET NULL;
ALTER TABLE users
    ADD CONSTRAINT users_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE SET NULL;

CREATE INDEX idx_users_role_customer ON users (role) WHERE role = 'customer';
CREATE INDEX idx_users_store_id ON users (store_id);
CREATE INDEX idx_users_store_role ON users (store_id, role) WHERE store_id IS NOT NULL;
CREATE INDEX idx_users_tenant_id ON users (tenant_id);
CREATE INDEX idx_users_tenant_role ON users (tenant_id, role) WHERE tenant_id IS NOT NULL;

CREATE TRIGGER update_users_updated_at
    BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE users IS
    'Accounts that sign in: customers, staff and administrators. What a shop knows of a customer is in '
    'profiles.';
COMMENT ON COLUMN users.password_hash IS
    'Hash of the password, never the password; NULL for accounts that sign in by code, voice or link alone.';
COMMENT ON COLUMN users.role IS
    'What the account may do, by role_permissions; the one of the three role columns that permission checks '
    'read.';
COMMENT ON COLUMN users.tenant_id IS
    'Tenant the user works for: required for staff and administrators of a tenant, never set for '
    'super_admin.';
COMMENT ON COLUMN users.store_id IS
    'Store the user works at; default_store_id is the store a customer shops at.';
COMMENT ON COLUMN users.permissions IS
    'As the legacy application wrote it (an array in old rows); permission checks read permissions_override '
    'instead.';
COMMENT ON COLUMN users.active IS 'False takes away every permission without deleting the account.';
COMMENT ON COLUMN users.age_verified IS
    'Whether the legal age (provinces_territories.min_age) has been proved, not just date_of_birth entered.';
COMMENT ON COLUMN users.marketing_consent IS
    'Consent given at sign-up; per channel, communication_preferences decides.';
COMMENT ON COLUMN users.profile_id IS
    'profiles.id, without a foreign key; profiles.user_id is the checked link between the two.';
COMMENT ON COLUMN users.session_id IS
    'Client session of the shopper before signing in (cart_sessions.session_id); sign-ins are in '
    'user_sessions.';
COMMENT ON COLUMN users.last_login IS
    'last_login_at without its zone (UTC), for the legacy application; the trigger sets both.';
COMMENT ON COLUMN users.default_store_id IS 'stores.id preselected for the customer, without a foreign key.';
COMMENT ON COLUMN users.cannsell_certified IS
    'Whether the member of staff passed CannSell, the training that Ontario demands of cannabis retailers.';
COMMENT ON COLUMN users.cannsell_number IS 'Number of the CannSell certificate.';
COMMENT ON COLUMN users.permissions_override IS
    'What this user may do beyond or short of the role, {"order:refund": true, "report:*": false}; goes '
    'before role_permissions in user_has_permission().';
COMMENT ON COLUMN users.tenant_role IS
    'Position in the tenant in the tenant''s own words; shown by get_user_context(), grants nothing: role '
    'does.';
COMMENT ON COLUMN users.store_role IS
    'Position in the store in the tenant''s own words; shown by get_user_context(), grants nothing: role '
    'does.';
COMMENT ON COLUMN users.last_login_ip IS
    'Address of the last successful sign-in, set by update_user_last_login().';
COMMENT ON COLUMN users.last_login_at IS
    'Last successful sign-in, set by update_user_last_login() from user_login_logs.';
COMMENT ON COLUMN users.last_login_location IS
    'Place of the last successful sign-in: country, region, city, postal_code, latitude, longitude, '
    'timezone, as far as known; set by update_user_last_login().';
COMMENT ON COLUMN users.login_count IS 'Successful sign-ins so far, counted by update_user_last_login().';
