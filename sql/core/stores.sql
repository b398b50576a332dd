CREATE TABLE stores (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    store_code varchar(50) NOT NULL,
    name varchar(255) NOT NULL,
    status varchar(50) DEFAULT 'active',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    province_territory_id uuid,
    address jsonb DEFAULT '{}',
    phone varchar(50),
    email varchar(255),
    hours jsonb DEFAULT '{}',
    timezone varchar(50) DEFAULT 'America/Toronto',
    license_number varchar(100),
    license_expiry date,
    tax_rate numeric(5,2),
    delivery_radius_km integer DEFAULT 10,
    delivery_enabled boolean DEFAULT true,
    pickup_enabled boolean DEFAULT true,
    kiosk_enabled boolean DEFAULT false,
    pos_enabled boolean DEFAULT true,
    ecommerce_enabled boolean DEFAULT true,
    settings jsonb DEFAULT '{}',
    pos_integration jsonb DEFAULT '{}',
    seo_config jsonb DEFAULT '{}',
    latitude numeric(10,8),
    longitude numeric(11,8),
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    pos_payment_terminal_settings jsonb DEFAULT '{}',
    CONSTRAINT stores_pkey PRIMARY KEY (id),
    CONSTRAINT stores_store_code_key UNIQUE (store_code),
    CONSTRAINT stores_status_check CHECK (status IN ('active', 'inactive', 'suspended'))
);

ALTER TABLE stores
    ADD CONSTRAINT stores_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE stores
    ADD CONSTRAINT stores_province_territory_id_fkey
    FOREIGN KEY (province_territory_id) REFERENCES provinces_territories (id);

CREATE INDEX idx_stores_province_territory ON stores (province_territory_id);
CREATE INDEX idx_stores_tenant ON stores (tenant_id);

CREATE TRIGGER update_stores_updated_at
    BEFORE UPDATE ON stores
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE stores IS 'Shops of the tenants, one row a licensed location.';
COMMENT ON COLUMN stores.store_code IS 'Short code used in URLs and on receipts, unique over all tenants.';
COMMENT ON COLUMN stores.address IS
    'Object with street, city, province and postal_code; latitude and longitude are columns of their own.';
COMMENT ON COLUMN stores.hours IS
    'Opening hours as older clients read them; get_store_hours() reads the setting hours in store_settings.';
COMMENT ON COLUMN stores.timezone IS
    'IANA name of the store''s zone, for opening hours and for the day whose tax rates apply.';
COMMENT ON COLUMN stores.license_number IS
    'Retail licence from the province''s regulator (provinces_territories.regulatory_body).';
COMMENT ON COLUMN stores.license_expiry IS 'Last day on which the licence is valid.';
COMMENT ON COLUMN stores.tax_rate IS
    'Sales tax in percent (13.00) as shown by the store''s clients; a checkout is taxed from tax_rates.';
COMMENT ON COLUMN stores.delivery_radius_km IS
    'Straight-line distance in kilometres within which the store delivers; delivery_zones refines it.';
COMMENT ON COLUMN stores.settings IS
    'Switches of the store kept as one object; settings with a key of their own are in store_settings.';
COMMENT ON COLUMN stores.pos_integration IS
    'Connection to an external point-of-sale system; its keys depend on the system, secrets do not belong '
    'here.';
COMMENT ON COLUMN stores.seo_config IS 'Titles, descriptions and keywords for the store''s web pages.';
COMMENT ON COLUMN stores.latitude IS 'WGS 84 degrees, north positive.';
COMMENT ON COLUMN stores.longitude IS 'WGS 84 degrees, east positive: negative in all of Canada.';
COMMENT ON COLUMN stores.pos_payment_terminal_settings IS
    'Payment terminals of the store and how to reach them; tenants.payment_provider_settings is the '
    'tenant''s.';
