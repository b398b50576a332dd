CREATE TABLE pricing_rules (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid NOT NULL,
    category varchar(100),
    sub_category varchar(100),
    sub_sub_category varchar(100),
    markup_percentage numeric(5,2) NOT NULL,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pricing_rules_pkey PRIMARY KEY (id),
    CONSTRAINT unique_store_category_rule UNIQUE (store_id, category, sub_category, sub_sub_category)
);

CREATE INDEX idx_pricing_rules_category ON pricing_rules (store_id, category);
CREATE INDEX idx_pricing_rules_subcategory ON pricing_rules (store_id, category, sub_category);

CREATE TRIGGER update_pricing_rules_updated_at
    BEFORE UPDATE ON pricing_rules
    FOR EACH ROW EXECUTE FUNCTION update_pricing_rules_updated_at();

COMMENT ON TABLE pricing_rules IS
    'Markup of a store on the cost of a category of products, down to three levels.';
COMMENT ON COLUMN pricing_rules.store_id IS 'stores.id, without a foreign key.';
COMMENT ON COLUMN pricing_rules.category IS
    'ocs_product_catalog.category; unique_store_category_rule takes nulls as distinct, so it lets '
    'duplicates through where a level is null.';
COMMENT ON COLUMN pricing_rules.sub_category IS
    'ocs_product_catalog.sub_category; null for a rule of the whole category.';
COMMENT ON COLUMN pricing_rules.sub_sub_category IS
    'ocs_product_catalog.sub_sub_category; null for a rule of the whole sub_category.';
COMMENT ON COLUMN pricing_rules.markup_percentage IS
    'Percent added to the cost: 25.00 makes 10 dollars 12.50.';
