CREATE TABLE dynamic_pricing_rules (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(200) NOT NULL,
    description text,
    trigger_type varchar(50),
    trigger_condition jsonb,
    action_type varchar(50),
    action_value numeric(10,2),
    category_ids text[],
    product_ids text[],
    priority integer DEFAULT 0,
    active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT dynamic_pricing_rules_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_dynamic_pricing_active ON dynamic_pricing_rules (active);

CREATE TRIGGER update_dynamic_pricing_rules_updated_at
    BEFORE UPDATE ON dynamic_pricing_rules
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE dynamic_pricing_rules IS
    'Rules that move prices by themselves when a condition holds; for the whole platform.';
COMMENT ON COLUMN dynamic_pricing_rules.trigger_type IS
    'What is watched, free text without a check; says how to read trigger_condition.';
COMMENT ON COLUMN dynamic_pricing_rules.trigger_condition IS
    'JSON of thresholds, its keys set by the application for each trigger_type.';
COMMENT ON COLUMN dynamic_pricing_rules.action_type IS
    'What is done to the price, free text without a check; says how to read action_value.';
COMMENT ON COLUMN dynamic_pricing_rules.action_value IS 'Percent or Canadian dollars, as action_type says.';
COMMENT ON COLUMN dynamic_pricing_rules.category_ids IS
    'Categories the rule covers, as text without a foreign key.';
COMMENT ON COLUMN dynamic_pricing_rules.product_ids IS
    'Products the rule covers, as text without a foreign key.';
COMMENT ON COLUMN dynamic_pricing_rules.priority IS 'Order among rules that apply at once; 0 by default.';
