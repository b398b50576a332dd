CREATE TABLE tax_rates (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    province_territory_id uuid,
    tenant_id uuid,
    federal_tax_rate numeric(5,4) DEFAULT 0,
    provincial_tax_rate numeric(5,4) DEFAULT 0,
    cannabis_excise_duty numeric(10,2) DEFAULT 0,
    excise_calculation_method varchar(50) DEFAULT 'percentage',
    environmental_fee numeric(10,2) DEFAULT 0,
    recycling_fee numeric(10,2) DEFAULT 0,
    effective_from date NOT NULL DEFAULT CURRENT_DATE,
    effective_to date,
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT tax_rates_pkey PRIMARY KEY (id)
);

ALTER TABLE tax_rates
    ADD CONSTRAINT tax_rates_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE tax_rates
    ADD CONSTRAINT tax_rates_province_territory_id_fkey
    FOREIGN KEY (province_territory_id) REFERENCES provinces_territories (id);

CREATE INDEX idx_tax_rates_effective ON tax_rates (effective_from, effective_to);
CREATE INDEX idx_tax_rates_tenant ON tax_rates (tenant_id, is_active);
CREATE INDEX idx_tax_rates_province ON tax_rates (province_territory_id);

CREATE TRIGGER update_tax_rates_updated_at
    BEFORE UPDATE ON tax_rates
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE tax_rates IS
    'Taxes and duties on cannabis by province and period, read by calculate_checkout_taxes().';
COMMENT ON COLUMN tax_rates.province_territory_id IS 'Province or territory where the sale is taxed.';
COMMENT ON COLUMN tax_rates.tenant_id IS 'Tenant the row is for; null for the rates of every tenant.';
COMMENT ON COLUMN tax_rates.federal_tax_rate IS
    'Federal part (GST) as a fraction: 0.0500 is 5 percent, unlike the percent in '
    'provinces_territories.tax_rate.';
COMMENT ON COLUMN tax_rates.provincial_tax_rate IS
    'Provincial part (PST, QST or the rest of the HST) as a fraction: 0.0800 is 8 percent.';
COMMENT ON COLUMN tax_rates.cannabis_excise_duty IS
    'Percent where excise_calculation_method is percentage, else Canadian dollars.';
COMMENT ON COLUMN tax_rates.excise_calculation_method IS
    'Says how to read cannabis_excise_duty, free text without a check; percentage by default.';
COMMENT ON COLUMN tax_rates.environmental_fee IS 'Canadian dollars.';
COMMENT ON COLUMN tax_rates.recycling_fee IS 'Canadian dollars.';
COMMENT ON COLUMN tax_rates.effective_from IS 'First day on which the rates hold.';
COMMENT ON COLUMN tax_rates.effective_to IS
    'Last day on which the rates hold; null for rates without an end.';
