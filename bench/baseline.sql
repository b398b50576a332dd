-- The 24-table baseline: an ai-engine-db-postgis from before the migration (../shared/schema/README.md).
-- PostGIS sits in public here, as it may there; run by the owner of the database.

CREATE TABLE users (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    email varchar(255) NOT NULL,
    password_hash varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    phone varchar(20),
    role varchar(50) NOT NULL DEFAULT 'customer',
    tenant_id uuid,
    store_id uuid,
    permissions jsonb DEFAULT '[]',
    active boolean DEFAULT true,
    email_verified boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email)
);

CREATE TABLE stores (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    store_code varchar(50) NOT NULL,
    name varchar(255) NOT NULL,
    status varchar(50) DEFAULT 'active',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT stores_pkey PRIMARY KEY (id),
    CONSTRAINT stores_store_code_key UNIQUE (store_code)
);

CREATE TABLE tenants (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    code varchar(50) NOT NULL,
    company_name varchar(255),
    business_number varchar(100),
    gst_hst_number varchar(15),
    address jsonb DEFAULT '{}',
    contact_email varchar(255),
    contact_phone varchar(50),
    website varchar(255),
    logo_url varchar(500),
    status varchar(20) DEFAULT 'active',
    subscription_tier varchar(100) DEFAULT 'community_and_new_business',
    max_stores integer DEFAULT 1,
    billing_info jsonb DEFAULT '{}',
    payment_provider_settings jsonb DEFAULT '{}',
    currency varchar(3) DEFAULT 'CAD',
    settings jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT tenants_pkey PRIMARY KEY (id),
    CONSTRAINT tenants_name_key UNIQUE (name),
    CONSTRAINT tenants_code_key UNIQUE (code)
);

CREATE TABLE orders (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    order_number varchar(50) NOT NULL,
    store_id uuid,
    customer_id uuid,
    user_id uuid,
    subtotal numeric(10,2) NOT NULL DEFAULT 0,
    tax_amount numeric(10,2) DEFAULT 0,
    discount_amount numeric(10,2) DEFAULT 0,
    delivery_fee numeric(10,2) DEFAULT 0,
    total_amount numeric(10,2) NOT NULL DEFAULT 0,
    payment_method varchar(50),
    payment_status varchar(50) DEFAULT 'pending',
    delivery_address jsonb,
    notes text,
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    cart_session_id uuid,
    status varchar(50) DEFAULT 'pending',
    delivery_method varchar(20) DEFAULT 'delivery',
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_order_number_key UNIQUE (order_number)
);

CREATE TABLE promotions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    code varchar(50),
    name varchar(200) NOT NULL,
    description text,
    type varchar(50) NOT NULL,
    discount_type varchar(20) NOT NULL,
    discount_value numeric(10,2) NOT NULL,
    min_purchase_amount numeric(10,2),
    max_discount_amount numeric(10,2),
    usage_limit_per_customer integer,
    total_usage_limit integer,
    times_used integer DEFAULT 0,
    applies_to varchar(50) DEFAULT 'all',
    category_ids text[],
    brand_ids text[],
    product_ids text[],
    exclude_product_ids text[],
    stackable boolean DEFAULT false,
    priority integer DEFAULT 0,
    start_date timestamp NOT NULL,
    end_date timestamp,
    active boolean DEFAULT true,
    day_of_week integer[],
    hour_of_day integer[],
    customer_tier_ids uuid[],
    first_time_customer_only boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    created_by_user_id uuid,
    is_continuous boolean DEFAULT false,
    recurrence_type varchar(20) DEFAULT 'none',
    time_start time,
    time_end time,
    timezone varchar(50) DEFAULT 'America/Toronto',
    store_id uuid,
    CONSTRAINT promotions_pkey PRIMARY KEY (id),
    CONSTRAINT promotions_code_key UNIQUE (code)
);

CREATE TABLE audit_log (
    id serial NOT NULL,
    user_id uuid,
    action varchar(100) NOT NULL,
    resource_type varchar(100),
    resource_id varchar(255),
    details jsonb,
    ip_address varchar(45),
    user_agent text,
    success boolean DEFAULT true,
    error_message text,
    timestamp timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    store_id uuid,
    CONSTRAINT audit_log_pkey PRIMARY KEY (id)
);

CREATE TABLE agi_rate_limit_rules (
    name text NOT NULL,
    scope text NOT NULL,
    strategy text NOT NULL,
    limit_value integer NOT NULL,
    window_seconds integer NOT NULL,
    burst_size integer,
    priority integer DEFAULT 0,
    enabled boolean DEFAULT true,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT agi_rate_limit_rules_pkey PRIMARY KEY (name)
);

CREATE TABLE agi_rate_limit_buckets (
    key text NOT NULL,
    tokens double precision NOT NULL,
    last_update timestamptz NOT NULL,
    metadata jsonb DEFAULT '{}',
    CONSTRAINT agi_rate_limit_buckets_pkey PRIMARY KEY (key)
);

CREATE TABLE agi_rate_limit_violations (
    id serial NOT NULL,
    rule_name text NOT NULL,
    identifier text NOT NULL,
    resource text,
    attempts integer NOT NULL,
    window_start timestamptz NOT NULL,
    window_end timestamptz NOT NULL,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT agi_rate_limit_violations_pkey PRIMARY KEY (id)
);

CREATE TABLE store_settings (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid NOT NULL,
    category varchar(100) NOT NULL,
    key varchar(255) NOT NULL,
    value jsonb NOT NULL,
    description text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT store_settings_pkey PRIMARY KEY (id),
    CONSTRAINT store_settings_store_id_category_key_key UNIQUE (store_id, category, key),
    CONSTRAINT store_settings_store_id_key_key UNIQUE (store_id, key)
);

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
    CONSTRAINT checkout_sessions_session_id_key UNIQUE (session_id)
);

CREATE TABLE tenant_payment_providers (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    credential_id varchar(64),
    merchant_id varchar(255),
    store_id varchar(255),
    location_id varchar(255),
    terminal_id varchar(255),
    environment varchar(20) DEFAULT 'sandbox',
    is_active boolean DEFAULT true,
    is_primary boolean DEFAULT false,
    oauth_access_token text,
    oauth_refresh_token text,
    oauth_expires_at timestamptz,
    oauth_scope text,
    webhook_endpoint_id varchar(255),
    webhook_signing_secret text,
    webhook_events text[],
    platform_fee_percentage numeric(5,4) DEFAULT 0.0200,
    platform_fee_fixed numeric(10,2) DEFAULT 0.00,
    capabilities jsonb DEFAULT '{}',
    daily_limit numeric(12,2),
    transaction_limit numeric(10,2),
    settings jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    last_health_check timestamptz,
    health_status varchar(20) DEFAULT 'unknown',
    CONSTRAINT tenant_payment_providers_pkey PRIMARY KEY (id),
    CONSTRAINT tenant_payment_providers_tenant_id_provider_id_environment_key UNIQUE (tenant_id, provider_id, environment)
);

CREATE TABLE order_status_history (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    order_id uuid NOT NULL,
    status varchar(50) NOT NULL,
    notes text,
    changed_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT order_status_history_pkey PRIMARY KEY (id)
);

CREATE TABLE ai_personalities (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    store_id uuid,
    name varchar(100) NOT NULL,
    personality_type varchar(50),
    avatar_url varchar(500),
    voice_config jsonb DEFAULT '{}',
    traits jsonb DEFAULT '{}',
    greeting_message text,
    is_active boolean DEFAULT true,
    is_default boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ai_personalities_pkey PRIMARY KEY (id)
);

CREATE TABLE conversation_states (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255) NOT NULL,
    user_id uuid,
    current_stage varchar(50) NOT NULL,
    previous_stage varchar(50),
    stage_history jsonb DEFAULT '[]',
    context_data jsonb DEFAULT '{}',
    intent_history jsonb DEFAULT '[]',
    resistance_level double precision DEFAULT 0.0,
    engagement_score double precision DEFAULT 0.5,
    stage_start_time timestamp DEFAULT CURRENT_TIMESTAMP,
    total_duration_seconds integer DEFAULT 0,
    message_count integer DEFAULT 0,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT conversation_states_pkey PRIMARY KEY (id),
    CONSTRAINT conversation_states_session_id_key UNIQUE (session_id)
);

CREATE TABLE conversion_metrics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255) NOT NULL,
    user_id uuid,
    stage_transitions jsonb DEFAULT '[]',
    conversion_events jsonb DEFAULT '[]',
    cart_additions integer DEFAULT 0,
    cart_removals integer DEFAULT 0,
    products_viewed integer DEFAULT 0,
    total_session_duration_seconds integer DEFAULT 0,
    engagement_score double precision DEFAULT 0.0,
    conversion_score double precision DEFAULT 0.0,
    converted boolean DEFAULT false,
    conversion_value numeric(10,2),
    abandonment_stage varchar(50),
    abandonment_reason text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT conversion_metrics_pkey PRIMARY KEY (id)
);

CREATE TABLE skip_words (
    id serial NOT NULL,
    word varchar(50) NOT NULL,
    category varchar(50) DEFAULT 'general',
    description text,
    active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    created_by varchar(100) DEFAULT 'system',
    CONSTRAINT skip_words_pkey PRIMARY KEY (id),
    CONSTRAINT skip_words_word_key UNIQUE (word)
);

CREATE TABLE push_subscriptions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_id text NOT NULL,
    device_token varchar(500) NOT NULL,
    device_type varchar(50) NOT NULL,
    device_name varchar(100),
    device_model varchar(100),
    app_version varchar(20),
    os_version varchar(20),
    endpoint varchar(500),
    auth_key varchar(500),
    p256dh_key varchar(500),
    is_active boolean DEFAULT true,
    is_sandbox boolean DEFAULT false,
    last_active_at timestamp,
    notification_count integer DEFAULT 0,
    failed_count integer DEFAULT 0,
    created_at timestamp DEFAULT now(),
    updated_at timestamp DEFAULT now(),
    CONSTRAINT push_subscriptions_pkey PRIMARY KEY (id),
    CONSTRAINT push_subscriptions_device_token_key UNIQUE (device_token)
);

CREATE TABLE unsubscribe_list (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_id text,
    email varchar(255),
    phone_number varchar(20),
    channel_type varchar(50) NOT NULL,
    reason varchar(255),
    additional_comments text,
    unsubscribe_source varchar(50),
    broadcast_id uuid,
    is_permanent boolean DEFAULT false,
    resubscribe_allowed_after timestamp,
    created_at timestamp DEFAULT now(),
    CONSTRAINT unsubscribe_list_pkey PRIMARY KEY (id)
);

CREATE TABLE supported_languages (
    code varchar(10) NOT NULL,
    name varchar(100) NOT NULL,
    native_name varchar(100) NOT NULL,
    is_rtl boolean DEFAULT false,
    is_active boolean DEFAULT true,
    coverage_percentage numeric(5,2) DEFAULT 0.00,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT supported_languages_pkey PRIMARY KEY (code)
);

CREATE TABLE translation_cache (
    id serial NOT NULL,
    source_text text NOT NULL,
    source_language varchar(10) NOT NULL,
    target_language varchar(10) NOT NULL,
    translated_text text NOT NULL,
    translation_provider varchar(50),
    quality_score double precision,
    usage_count integer DEFAULT 0,
    last_used_at timestamp DEFAULT CURRENT_TIMESTAMP,
    expires_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT translation_cache_pkey PRIMARY KEY (id),
    CONSTRAINT translation_cache_source_text_source_language_target_language_k UNIQUE (source_text, source_language, target_language)
);

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

CREATE TABLE user_sessions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    session_token varchar(255) NOT NULL,
    ip_address varchar(45),
    user_agent text,
    device_info jsonb,
    last_activity timestamp DEFAULT CURRENT_TIMESTAMP,
    expires_at timestamp NOT NULL,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT user_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT user_sessions_session_token_key UNIQUE (session_token)
);

CREATE TABLE voice_profiles (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    voice_embedding text NOT NULL,
    age_verification jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT voice_profiles_pkey PRIMARY KEY (id),
    CONSTRAINT voice_profiles_user_id_key UNIQUE (user_id)
);

ALTER TABLE users ADD CONSTRAINT users_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE SET NULL;

ALTER TABLE users ADD CONSTRAINT users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE SET NULL;

ALTER TABLE stores ADD CONSTRAINT stores_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;

ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE orders ADD CONSTRAINT orders_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id);

ALTER TABLE promotions ADD CONSTRAINT promotions_created_by_user_id_fkey FOREIGN KEY (created_by_user_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE promotions ADD CONSTRAINT promotions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;

ALTER TABLE audit_log ADD CONSTRAINT audit_log_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id);

ALTER TABLE audit_log ADD CONSTRAINT audit_log_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id);

ALTER TABLE store_settings ADD CONSTRAINT store_settings_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

ALTER TABLE checkout_sessions ADD CONSTRAINT checkout_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);

ALTER TABLE checkout_sessions ADD CONSTRAINT checkout_sessions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id);

ALTER TABLE checkout_sessions ADD CONSTRAINT checkout_sessions_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id);

ALTER TABLE checkout_sessions ADD CONSTRAINT checkout_sessions_pickup_store_id_fkey FOREIGN KEY (pickup_store_id) REFERENCES stores (id);

ALTER TABLE tenant_payment_providers ADD CONSTRAINT tenant_payment_providers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;

ALTER TABLE order_status_history ADD CONSTRAINT order_status_history_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;

ALTER TABLE ai_personalities ADD CONSTRAINT ai_personalities_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;

ALTER TABLE ai_personalities ADD CONSTRAINT ai_personalities_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

ALTER TABLE user_login_logs ADD CONSTRAINT user_login_logs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;

ALTER TABLE user_login_logs ADD CONSTRAINT user_login_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

ALTER TABLE user_sessions ADD CONSTRAINT user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

ALTER TABLE voice_profiles ADD CONSTRAINT fk_voice_profiles_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_users_store_id ON users (store_id);

CREATE INDEX idx_users_tenant_id ON users (tenant_id);

CREATE INDEX idx_stores_tenant ON stores (tenant_id);

CREATE INDEX idx_orders_store_created ON orders (store_id, created_at DESC);

CREATE INDEX idx_orders_user_created ON orders (user_id, created_at DESC);

CREATE INDEX idx_promotions_tenant ON promotions (tenant_id) WHERE tenant_id IS NOT NULL;

CREATE INDEX idx_promotions_created_by_user_id ON promotions (created_by_user_id);

CREATE INDEX idx_audit_log_timestamp ON audit_log (timestamp);

CREATE INDEX idx_audit_log_store_id ON audit_log (store_id);

CREATE INDEX idx_audit_log_tenant_id ON audit_log (tenant_id);

CREATE INDEX idx_rate_limit_rules_scope ON agi_rate_limit_rules (scope);

CREATE INDEX idx_rate_limit_buckets_last_update ON agi_rate_limit_buckets (last_update);

CREATE INDEX idx_rate_limit_violations_identifier ON agi_rate_limit_violations (identifier);

CREATE INDEX idx_rate_limit_violations_rule ON agi_rate_limit_violations (rule_name);

CREATE INDEX idx_store_settings_store ON store_settings (store_id);

CREATE INDEX idx_checkout_sessions_user_id ON checkout_sessions (user_id);

CREATE INDEX idx_checkout_sessions_tenant_store ON checkout_sessions (tenant_id, store_id);

CREATE INDEX idx_checkout_sessions_pickup_store_id ON checkout_sessions (pickup_store_id);

CREATE INDEX idx_checkout_sessions_store_id ON checkout_sessions (store_id);

CREATE INDEX idx_tenant_payment_providers_tenant ON tenant_payment_providers (tenant_id, is_active);

CREATE INDEX idx_order_status_history_order_id ON order_status_history (order_id);

CREATE INDEX idx_ai_personalities_tenant ON ai_personalities (tenant_id);

CREATE INDEX idx_ai_personalities_store ON ai_personalities (store_id);

CREATE INDEX idx_user_login_logs_tenant_id ON user_login_logs (tenant_id);

CREATE INDEX idx_user_login_logs_user_id ON user_login_logs (user_id);

CREATE INDEX idx_user_sessions_user_id ON user_sessions (user_id);

CREATE VIEW recent_login_activity AS
SELECT
    l.id,
    l.user_id,
    u.email,
    NULLIF(btrim(concat_ws(' ', u.first_name, u.last_name)), '') AS full_name,
    l.tenant_id,
    t.name AS tenant_name,
    l.login_timestamp,
    l.login_successful,
    l.login_method,
    l.ip_address,
    l.country,
    l.city,
    l.user_agent
FROM user_login_logs l
LEFT JOIN users u ON u.id = l.user_id
LEFT JOIN tenants t ON t.id = l.tenant_id
WHERE l.login_timestamp > CURRENT_TIMESTAMP - interval '30 days'
ORDER BY l.login_timestamp DESC;

CREATE VIEW store_settings_view AS
SELECT
    s.id AS store_id,
    s.name AS store_name,
    s.store_code,
    s.status AS store_status,
    (SELECT json_object_agg(e.key, e.value ORDER BY e.key) FROM store_settings AS e WHERE e.store_id = s.id) AS settings
FROM stores AS s;
