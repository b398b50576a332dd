CREATE TABLE customer_pricing_rules (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid,
    price_tier_id uuid,
    custom_markup_percentage numeric(5,2),
    volume_discounts jsonb,
    category_discounts jsonb,
    negotiated_products jsonb,
    payment_terms varchar(50),
    early_payment_discount numeric(5,2),
    active boolean DEFAULT true,
    valid_from date,
    valid_until date,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT customer_pricing_rules_pkey PRIMARY KEY (id)
);

ALTER TABLE customer_pricing_rules
    ADD CONSTRAINT customer_pricing_rules_price_tier_id_fkey
    FOREIGN KEY (price_tier_id) REFERENCES price_tiers (id);
ALTER TABLE customer_pricing_rules
    ADD CONSTRAINT customer_pricing_rules_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);

CREATE INDEX idx_customer_pricing_rules_price_tier_id ON customer_pricing_rules (price_tier_id);
CREATE INDEX idx_customer_pricing_rules_tenant_id ON customer_pricing_rules (tenant_id);

CREATE TRIGGER update_customer_pricing_rules_updated_at
    BEFORE UPDATE ON customer_pricing_rules
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE customer_pricing_rules IS
    'Terms a business customer has negotiated; the customer is a tenant, not a shopper.';
COMMENT ON COLUMN customer_pricing_rules.tenant_id IS 'The tenant that buys on these terms.';
COMMENT ON COLUMN customer_pricing_rules.price_tier_id IS
    'Tier that the terms start from; the columns below come on top.';
COMMENT ON COLUMN customer_pricing_rules.custom_markup_percentage IS
    'Percent added to the cost, in place of the usual markup (pricing_rules.markup_percentage).';
COMMENT ON COLUMN customer_pricing_rules.volume_discounts IS
    'JSON of discounts by quantity, layout set by the application.';
COMMENT ON COLUMN customer_pricing_rules.category_discounts IS
    'JSON of discounts by product category, layout set by the application.';
COMMENT ON COLUMN customer_pricing_rules.negotiated_products IS
    'JSON of prices agreed for single products, layout set by the application.';
COMMENT ON COLUMN customer_pricing_rules.payment_terms IS
    'When invoices fall due, free text without a check, such as net 30.';
COMMENT ON COLUMN customer_pricing_rules.early_payment_discount IS
    'Percent off an invoice that is paid early.';
COMMENT ON COLUMN customer_pricing_rules.valid_from IS 'First day of validity; null for no lower bound.';
COMMENT ON COLUMN customer_pricing_rules.valid_until IS 'Last day of validity; null for no end.';
