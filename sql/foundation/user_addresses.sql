CREATE TABLE user_addresses (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    address_type varchar(50) DEFAULT 'delivery',
    is_default boolean DEFAULT false,
    label varchar(100),
    street_address varchar(255) NOT NULL,
    unit_number varchar(50),
    city varchar(100) NOT NULL,
    province_state varchar(100) NOT NULL,
    postal_code varchar(20) NOT NULL,
    country varchar(2) DEFAULT 'CA',
    delivery_instructions text,
    phone_number varchar(50),
    is_validated boolean DEFAULT false,
    validation_data jsonb,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT user_addresses_pkey PRIMARY KEY (id),
    CONSTRAINT user_addresses_address_type_check CHECK (address_type IN ('delivery', 'billing'))
);

ALTER TABLE user_addresses
    ADD CONSTRAINT user_addresses_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id);

CREATE INDEX idx_user_addresses_user ON user_addresses (user_id);
CREATE INDEX unique_default_billing_per_user
    ON user_addresses (user_id) WHERE is_default = true AND address_type = 'billing';
CREATE INDEX unique_default_delivery_per_user
    ON user_addresses (user_id) WHERE is_default = true AND address_type = 'delivery';
CREATE INDEX idx_user_addresses_default ON user_addresses (user_id, is_default);

CREATE TRIGGER update_user_addresses_updated_at
    BEFORE UPDATE ON user_addresses
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE user_addresses IS
    'Delivery and billing addresses that a user has saved; an order copies the one it uses.';
COMMENT ON COLUMN user_addresses.is_default IS
    'Preselected among the user''s addresses of this address_type; the application keeps it to one.';
COMMENT ON COLUMN user_addresses.label IS 'Name the user gave it, such as Home or Work.';
COMMENT ON COLUMN user_addresses.unit_number IS 'Apartment, suite or unit, without the street number.';
COMMENT ON COLUMN user_addresses.province_state IS
    'Province or territory, name or code as the client sent it; no foreign key.';
COMMENT ON COLUMN user_addresses.country IS 'ISO 3166-1 alpha-2 code; profiles.country is a name.';
COMMENT ON COLUMN user_addresses.delivery_instructions IS
    'Hints for the driver that hold for every delivery here, such as an entry code.';
COMMENT ON COLUMN user_addresses.phone_number IS
    'Number for the driver at this address; NULL means users.phone.';
COMMENT ON COLUMN user_addresses.is_validated IS
    'Whether an address service confirmed the address as it stands.';
COMMENT ON COLUMN user_addresses.validation_data IS
    'Answer of the address service, as received; NULL until it was asked.';
COMMENT ON INDEX unique_default_billing_per_user IS
    'Not unique, despite its legacy name: the application keeps the default to one.';
COMMENT ON INDEX unique_default_delivery_per_user IS
    'Not unique, despite its legacy name: the application keeps the default to one.';
