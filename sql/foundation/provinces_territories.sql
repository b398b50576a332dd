CREATE TABLE provinces_territories (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    code varchar(2) NOT NULL,
    name varchar(100) NOT NULL,
    type varchar(20) NOT NULL,
    tax_rate numeric(5,2) DEFAULT 13.00,
    cannabis_tax_rate numeric(5,2),
    min_age integer DEFAULT 19,
    regulatory_body varchar(255),
    license_prefix varchar(10),
    delivery_allowed boolean DEFAULT true,
    pickup_allowed boolean DEFAULT true,
    settings jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT provinces_territories_pkey PRIMARY KEY (id),
    CONSTRAINT provinces_territories_code_key UNIQUE (code),
    CONSTRAINT provinces_territories_type_check CHECK (type IN ('province', 'territory'))
);

CREATE TRIGGER update_provinces_territories_updated_at
    BEFORE UPDATE ON provinces_territories
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE provinces_territories IS
    'The thirteen provinces and territories with their cannabis rules; reference data, filled from '
    'sql/reference.';
COMMENT ON COLUMN provinces_territories.code IS 'Two-letter postal code of the province, such as ON.';
COMMENT ON COLUMN provinces_territories.tax_rate IS
    'GST, HST and PST together in percent (13.00), for display; tax_rates holds fractions by kind of tax.';
COMMENT ON COLUMN provinces_territories.cannabis_tax_rate IS
    'Tax of the province on cannabis alone, in percent, on top of tax_rate; NULL for none.';
COMMENT ON COLUMN provinces_territories.min_age IS 'Legal age for buying cannabis, in years.';
COMMENT ON COLUMN provinces_territories.regulatory_body IS
    'Authority that licenses cannabis retail, such as AGCO in Ontario.';
COMMENT ON COLUMN provinces_territories.license_prefix IS
    'What retail licence numbers of the province begin with, as in stores.license_number.';
COMMENT ON COLUMN provinces_territories.delivery_allowed IS
    'Whether the law of the province lets private stores deliver; stores.delivery_enabled is the store''s '
    'choice.';
COMMENT ON COLUMN provinces_territories.pickup_allowed IS
    'Whether the law of the province lets stores hand over online orders.';
COMMENT ON COLUMN provinces_territories.settings IS
    'Other rules of the province as an object; no fixed keys.';
