CREATE TABLE profiles (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    first_name varchar(100),
    last_name varchar(100),
    phone varchar(50),
    date_of_birth date,
    address text,
    city varchar(100),
    state varchar(50),
    postal_code varchar(20),
    country varchar(100) DEFAULT 'USA',
    loyalty_points integer DEFAULT 0,
    customer_type varchar(50) DEFAULT 'regular',
    preferred_payment_method varchar(50),
    total_spent numeric(12,2) DEFAULT 0,
    order_count integer DEFAULT 0,
    last_order_date timestamp,
    preferences jsonb DEFAULT '{}',
    needs jsonb DEFAULT '[]',
    experience_level varchar(50),
    medical_conditions jsonb DEFAULT '[]',
    preferred_categories jsonb DEFAULT '[]',
    preferred_effects jsonb DEFAULT '[]',
    price_range jsonb,
    purchase_history jsonb DEFAULT '[]',
    interaction_count integer DEFAULT 0,
    language varchar(10) DEFAULT 'en',
    timezone varchar(50),
    marketing_consent boolean DEFAULT false,
    sms_consent boolean DEFAULT false,
    tags jsonb DEFAULT '[]',
    notes text,
    is_verified boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    last_interaction timestamp,
    payment_methods jsonb DEFAULT '[]',
    CONSTRAINT profiles_pkey PRIMARY KEY (id),
    CONSTRAINT unique_user_profile UNIQUE (user_id)
);

ALTER TABLE profiles
    ADD CONSTRAINT profiles_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_profiles_customer_type ON profiles (customer_type);
CREATE INDEX idx_profiles_last_order_date ON profiles (last_order_date DESC);
CREATE INDEX idx_profiles_loyalty_points ON profiles (loyalty_points);
CREATE INDEX idx_profiles_payment_methods_gin ON profiles USING gin (payment_methods);
CREATE INDEX idx_profiles_preferences_gin ON profiles USING gin (preferences);
CREATE INDEX idx_profiles_purchase_history_gin ON profiles USING gin (purchase_history);

CREATE TRIGGER update_profiles_updated_at
    BEFORE UPDATE ON profiles
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE profiles IS
    'What the shops know of a customer: address, preferences, loyalty and totals; at most one a user.';
COMMENT ON COLUMN profiles.first_name IS 'Name for the shop, copied from users and editable on its own.';
COMMENT ON COLUMN profiles.phone IS 'Contact number for orders; users.phone is the one that is verified.';
COMMENT ON COLUMN profiles.date_of_birth IS
    'As the customer stated it; users.age_verified says whether it was proved.';
COMMENT ON COLUMN profiles.address IS
    'Street and number of one address, for older clients; user_addresses holds all of them.';
COMMENT ON COLUMN profiles.state IS 'Province or territory, name or code as the client sent it.';
COMMENT ON COLUMN profiles.country IS
    'Name of the country; the default ''USA'' is a leftover of the legacy application, so always set it.';
COMMENT ON COLUMN profiles.loyalty_points IS 'Points that can still be redeemed.';
COMMENT ON COLUMN profiles.customer_type IS
    'Segment such as regular or vip; price_tiers.customer_type is matched against it.';
COMMENT ON COLUMN profiles.preferred_payment_method IS 'Same words as orders.payment_method.';
COMMENT ON COLUMN profiles.total_spent IS
    'Total of completed orders in Canadian dollars, kept by the application, not by a trigger.';
COMMENT ON COLUMN profiles.order_count IS
    'Number of completed orders, kept by the application, not by a trigger.';
COMMENT ON COLUMN profiles.last_order_date IS
    'When the last order was placed, in UTC; kept by the application.';
COMMENT ON COLUMN profiles.preferences IS
    'Choices of the customer in the clients, as an object of setting and value.';
COMMENT ON COLUMN profiles.needs IS
    'Array of what the customer is looking for, such as sleep or relaxation, as told to the assistant.';
COMMENT ON COLUMN profiles.experience_level IS
    'Experience with cannabis, such as beginner, intermediate or expert; the assistant adapts to it.';
COMMENT ON COLUMN profiles.medical_conditions IS
    'Array of conditions the customer told the assistant; health data, keep it out of logs and exports.';
COMMENT ON COLUMN profiles.preferred_categories IS
    'Array of product categories, as in ocs_product_catalog.category.';
COMMENT ON COLUMN profiles.preferred_effects IS 'Array of wanted effects, such as relaxed or energetic.';
COMMENT ON COLUMN profiles.price_range IS
    'Lowest and highest price the customer wants to see, in Canadian dollars.';
COMMENT ON COLUMN profiles.purchase_history IS
    'Array of past purchases for the assistant''s context; orders is the record to trust.';
COMMENT ON COLUMN profiles.interaction_count IS 'Conversations with the assistant so far.';
COMMENT ON COLUMN profiles.language IS 'supported_languages.code, without a foreign key.';
COMMENT ON COLUMN profiles.timezone IS 'IANA name; NULL means that of the store.';
COMMENT ON COLUMN profiles.marketing_consent IS
    'Consent to marketing in general; communication_preferences decides by channel.';
COMMENT ON COLUMN profiles.sms_consent IS
    'Consent to text messages, which Canadian law (CASL) asks for expressly.';
COMMENT ON COLUMN profiles.tags IS 'Array of labels set by staff to group customers.';
COMMENT ON COLUMN profiles.notes IS 'Notes of the staff; the customer does not see them.';
COMMENT ON COLUMN profiles.is_verified IS
    'Whether staff have checked who the customer is; users.age_verified is about age alone.';
COMMENT ON COLUMN profiles.last_interaction IS 'Last conversation with the assistant, in UTC.';
COMMENT ON COLUMN profiles.payment_methods IS
    'Payment methods as older clients keep them; tokens that can be charged are in the table '
    'payment_methods.';
