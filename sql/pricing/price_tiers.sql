CREATE TABLE price_tiers (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(100) NOT NULL,
    description text,
    discount_percentage numeric(5,2) DEFAULT 0,
    min_order_value numeric(10,2),
    min_monthly_volume numeric(10,2),
    customer_type varchar(50),
    priority integer DEFAULT 0,
    active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT price_tiers_pkey PRIMARY KEY (id),
    CONSTRAINT price_tiers_name_key UNIQUE (name)
);

CREATE TRIGGER update_price_tiers_updated_at
    BEFORE UPDATE ON price_tiers
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE price_tiers IS
    'Customer levels with a general discount; customer_pricing_rules puts a tenant in one.';
COMMENT ON COLUMN price_tiers.name IS 'Unique over the whole platform.';
COMMENT ON COLUMN price_tiers.discount_percentage IS 'Percent (0 to 100) off the base price.';
COMMENT ON COLUMN price_tiers.min_order_value IS
    'Canadian dollars an order must reach for the tier to apply.';
COMMENT ON COLUMN price_tiers.min_monthly_volume IS
    'Canadian dollars of purchases a month that earn the tier.';
COMMENT ON COLUMN price_tiers.customer_type IS 'Kind of customer the tier is for, free text without a check.';
COMMENT ON COLUMN price_tiers.priority IS 'Order among tiers that apply at once; 0 by default.';
