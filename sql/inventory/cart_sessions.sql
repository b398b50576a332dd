CREATE TABLE cart_sessions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255) NOT NULL,
    user_id uuid,
    user_profile_id uuid,
    items jsonb DEFAULT '[]',
    subtotal numeric(10,2) DEFAULT 0.00,
    tax_amount numeric(10,2) DEFAULT 0.00,
    discount_amount numeric(10,2) DEFAULT 0.00,
    delivery_fee numeric(10,2) DEFAULT 0.00,
    total_amount numeric(10,2) DEFAULT 0.00,
    discount_codes jsonb DEFAULT '[]',
    status varchar(50) DEFAULT 'active',
    expires_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    ai_personality_id uuid,
    tax_calculation jsonb,
    store_id uuid NOT NULL,
    CONSTRAINT cart_sessions_pkey PRIMARY KEY (id)
);

ALTER TABLE cart_sessions
    ADD CONSTRAINT cart_sessions_ai_personality_id_fkey
    FOREIGN KEY (ai_personality_id) REFERENCES ai_personalities (id);
ALTER TABLE cart_sessions
    ADD CONSTRAINT cart_sessions_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE cart_sessions
    ADD CONSTRAINT cart_sessions_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE cart_sessions
    ADD CONSTRAINT cart_sessions_user_profile_id_fkey
    FOREIGN KEY (user_profile_id) REFERENCES profiles (id) ON DELETE SET NULL;

CREATE INDEX idx_cart_sessions_status ON cart_sessions (status);
CREATE INDEX idx_cart_sessions_user_id ON cart_sessions (user_id);
CREATE INDEX idx_cart_sessions_tenant_id ON cart_sessions (tenant_id);
CREATE INDEX idx_cart_sessions_user_profile_id ON cart_sessions (user_profile_id);

CREATE TRIGGER update_cart_sessions_updated_at
    BEFORE UPDATE ON cart_sessions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE cart_sessions IS
    'A shopping cart of a visitor, signed in or not, in one store; checkout_sessions takes over when the '
    'visitor pays.';
COMMENT ON COLUMN cart_sessions.session_id IS
    'Session of the visitor''s client; not unique here, unlike checkout_sessions.session_id.';
COMMENT ON COLUMN cart_sessions.user_id IS
    'NULL for a visitor who is not signed in, or whose account was deleted.';
COMMENT ON COLUMN cart_sessions.user_profile_id IS
    'profiles.id of the same person as user_id; nothing checks that the two agree.';
COMMENT ON COLUMN cart_sessions.items IS 'JSON array of the cart''s lines; the schema fixes no keys.';
COMMENT ON COLUMN cart_sessions.subtotal IS 'Canadian dollars before discount, tax and delivery.';
COMMENT ON COLUMN cart_sessions.tax_amount IS 'Canadian dollars; the parts are in tax_calculation.';
COMMENT ON COLUMN cart_sessions.discount_amount IS 'Canadian dollars taken off; the sign is not checked.';
COMMENT ON COLUMN cart_sessions.delivery_fee IS 'Canadian dollars.';
COMMENT ON COLUMN cart_sessions.total_amount IS
    'Canadian dollars to pay; stored by the application, not computed here.';
COMMENT ON COLUMN cart_sessions.discount_codes IS
    'JSON array of the codes entered; the code''s rules are in the table discount_codes.';
COMMENT ON COLUMN cart_sessions.status IS 'Free varchar without a CHECK; new rows get ''active''.';
COMMENT ON COLUMN cart_sessions.expires_at IS 'UTC; no default, so NULL unless the application sets it.';
COMMENT ON COLUMN cart_sessions.ai_personality_id IS 'AI personality that served the visitor.';
COMMENT ON COLUMN cart_sessions.tax_calculation IS 'JSON breakdown of tax_amount; the schema fixes no keys.';
COMMENT ON COLUMN cart_sessions.store_id IS 'stores.id; no foreign key.';
