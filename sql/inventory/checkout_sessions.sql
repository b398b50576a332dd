CREATE TABLE checkout_sessions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255) NOT NULL,
    cart_session_id uuid,
    user_id uuid,
    tenant_id uuid,
    store_id uuid,
    customer_email varchar(255),
    customer_phone varchar(50),
    customer_first_name varchar(100),
    customer_last_name varchar(100),
    fulfillment_type varchar(50) NOT NULL DEFAULT 'delivery',
    delivery_address jsonb,
    pickup_store_id uuid,
    pickup_datetime timestamptz,
    delivery_datetime timestamptz,
    delivery_instructions text,
    subtotal numeric(10,2) NOT NULL DEFAULT 0,
    tax_amount numeric(10,2) NOT NULL DEFAULT 0,
    delivery_fee numeric(10,2) NOT NULL DEFAULT 0,
    service_fee numeric(10,2) NOT NULL DEFAULT 0,
    tip_amount numeric(10,2) NOT NULL DEFAULT 0,
    discount_amount numeric(10,2) NOT NULL DEFAULT 0,
    total_amount numeric(10,2) NOT NULL DEFAULT 0,
    coupon_code varchar(50),
    discount_id uuid,
    payment_method varchar(50),
    payment_status varchar(50) DEFAULT 'pending',
    payment_intent_id varchar(255),
    age_verified boolean DEFAULT false,
    age_verification_method varchar(50),
    id_verification_token varchar(255),
    medical_card_verified boolean DEFAULT false,
    medical_card_number varchar(100),
    status varchar(50) DEFAULT 'draft',
    expires_at timestamptz DEFAULT CURRENT_TIMESTAMP + interval '00:30:00',
    completed_at timestamptz,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT checkout_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT checkout_sessions_session_id_key UNIQUE (session_id),
    CONSTRAINT checkout_sessions_fulfillment_type_check CHECK (
        fulfillment_type IN ('delivery', 'pickup', 'shipping')
    ),
    CONSTRAINT checkout_sessions_status_check CHECK (
        status IN ('draft', 'pending', 'processing', 'completed', 'failed', 'abandoned', 'expired')
    )
);

ALTER TABLE checkout_sessions
    ADD CONSTRAINT checkout_sessions_cart_session_id_fkey
    FOREIGN KEY (cart_session_id) REFERENCES cart_sessions (id);
ALTER TABLE checkout_sessions
    ADD CONSTRAINT checkout_sessions_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE checkout_sessions
    ADD CONSTRAINT checkout_sessions_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE checkout_sessions
    ADD CONSTRAINT checkout_sessions_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id);
ALTER TABLE checkout_sessions
    ADD CONSTRAINT checkout_sessions_pickup_store_id_fkey
    FOREIGN KEY (pickup_store_id) REFERENCES stores (id);

CREATE INDEX idx_checkout_sessions_user_id ON checkout_sessions (user_id);
CREATE INDEX idx_checkout_sessions_tenant_store ON checkout_sessions (tenant_id, store_id);
CREATE INDEX idx_checkout_sessions_cart_session_id ON checkout_sessions (cart_session_id);
CREATE INDEX idx_checkout_sessions_pickup_store_id ON checkout_sessions (pickup_store_id);
CREATE INDEX idx_checkout_sessions_store_id ON checkout_sessions (store_id);

CREATE TRIGGER update_checkout_sessions_updated_at
    BEFORE UPDATE ON checkout_sessions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE checkout_sessions IS
    'A checkout in progress, from the cart to payment, with the customer''s data as entered; all its times '
    'are timestamptz.';
COMMENT ON COLUMN checkout_sessions.session_id IS
    'Session of the visitor''s client; unique, so a client session has one checkout.';
COMMENT ON COLUMN checkout_sessions.user_id IS 'NULL for a guest, whose data is in the customer_ columns.';
COMMENT ON COLUMN checkout_sessions.store_id IS
    'Store that sells; pickup_store_id is where a pickup order is handed over.';
COMMENT ON COLUMN checkout_sessions.fulfillment_type IS
    'delivery, pickup or shipping; orders.delivery_type has no shipping.';
COMMENT ON COLUMN checkout_sessions.delivery_address IS
    'JSON object, the counterpart of orders.delivery_address; the schema fixes no keys.';
COMMENT ON COLUMN checkout_sessions.pickup_store_id IS
    'Store of the handover for pickup; store_id is the store that sells.';
COMMENT ON COLUMN checkout_sessions.pickup_datetime IS
    'Time chosen for pickup; orders.pickup_time is free text instead.';
COMMENT ON COLUMN checkout_sessions.delivery_datetime IS 'Time chosen for delivery.';
COMMENT ON COLUMN checkout_sessions.subtotal IS
    'Canadian dollars before discount, tax, fees and tip; the p_subtotal of calculate_checkout_taxes().';
COMMENT ON COLUMN checkout_sessions.tax_amount IS
    'Canadian dollars; calculate_checkout_taxes() works out federal and provincial tax and excise duty.';
COMMENT ON COLUMN checkout_sessions.delivery_fee IS 'Canadian dollars.';
COMMENT ON COLUMN checkout_sessions.service_fee IS 'Canadian dollars.';
COMMENT ON COLUMN checkout_sessions.tip_amount IS 'Canadian dollars.';
COMMENT ON COLUMN checkout_sessions.discount_amount IS 'Canadian dollars taken off; the sign is not checked.';
COMMENT ON COLUMN checkout_sessions.total_amount IS
    'Canadian dollars to pay; stored by the application, not computed here.';
COMMENT ON COLUMN checkout_sessions.coupon_code IS 'discount_codes.code as entered; no foreign key.';
COMMENT ON COLUMN checkout_sessions.discount_id IS 'Discount behind coupon_code; no foreign key.';
COMMENT ON COLUMN checkout_sessions.payment_method IS 'Free varchar without a CHECK, not payment_methods.id.';
COMMENT ON COLUMN checkout_sessions.payment_status IS
    'Free varchar without a CHECK; new rows get ''pending''.';
COMMENT ON COLUMN checkout_sessions.payment_intent_id IS
    'The payment provider''s id of the payment being made, not payment_transactions.id.';
COMMENT ON COLUMN checkout_sessions.age_verified IS
    'Whether the customer''s age was verified; the minimum age depends on the province.';
COMMENT ON COLUMN checkout_sessions.age_verification_method IS
    'How age_verified came about; free varchar without a CHECK.';
COMMENT ON COLUMN checkout_sessions.id_verification_token IS
    'Token of the identity check; treat as a secret.';
COMMENT ON COLUMN checkout_sessions.medical_card_number IS
    'Personal health information: keep it out of logs.';
COMMENT ON COLUMN checkout_sessions.status IS
    'expire_checkout_sessions() moves rows from draft to expired; the application sets the other values.';
COMMENT ON COLUMN checkout_sessions.expires_at IS
    '30 minutes after creation by default; only rows in draft expire.';
COMMENT ON COLUMN checkout_sessions.metadata IS 'JSON object for the application; the schema fixes no keys.';
