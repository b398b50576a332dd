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
    CONSTRAINT tenants_code_key UNIQUE (code),
    CONSTRAINT tenants_status_check CHECK (status IN ('active', 'suspended', 'cancelled', 'trial')),
    CONSTRAINT tenants_subscription_tier_check CHECK (
        subscription_tier IN (
            'community_and_new_business', 'small_business', 'professional_and_growing_business',
            'enterprise'
        )
    )
);

CREATE TRIGGER update_tenants_updated_at
    BEFORE UPDATE ON tenants
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE tenants IS
    'Companies that run their stores on the platform; almost every row of the database belongs to one.';
COMMENT ON COLUMN tenants.name IS 'Display name; company_name is the registered one.';
COMMENT ON COLUMN tenants.code IS 'Short code used in URLs and subdomains.';
COMMENT ON COLUMN tenants.company_name IS 'Registered legal name, for invoices.';
COMMENT ON COLUMN tenants.business_number IS 'Business number (BN) of the Canada Revenue Agency.';
COMMENT ON COLUMN tenants.gst_hst_number IS
    'GST/HST account of the Canada Revenue Agency, 123456789RT0001: nine digits, RT, four digits.';
COMMENT ON COLUMN tenants.address IS 'Head office as an object with street, city, province and postal_code.';
COMMENT ON COLUMN tenants.status IS
    'State of the subscription; stores.status is set for each store on its own.';
COMMENT ON COLUMN tenants.subscription_tier IS
    'Plan the tenant pays for; it decides max_stores and the features.';
COMMENT ON COLUMN tenants.max_stores IS 'Stores the plan allows; enforced by the application, not here.';
COMMENT ON COLUMN tenants.billing_info IS 'How the platform bills the tenant; no card numbers.';
COMMENT ON COLUMN tenants.payment_provider_settings IS
    'Payment options of the tenant as one object; credentials and providers are in tenant_payment_providers.';
COMMENT ON COLUMN tenants.currency IS 'ISO 4217 code of the amounts of this tenant''s stores.';
COMMENT ON COLUMN tenants.settings IS 'Features and branding chosen by the tenant.';
COMMENT ON COLUMN tenants.metadata IS
    'Notes of the platform about the tenant, such as where it was imported from; no fixed keys.';
