CREATE TABLE bundle_deals (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(200) NOT NULL,
    description text,
    bundle_type varchar(50),
    required_products jsonb,
    optional_products jsonb,
    min_quantity integer DEFAULT 1,
    max_quantity integer,
    bundle_price numeric(10,2),
    discount_percentage numeric(5,2),
    savings_amount numeric(10,2),
    allow_substitutions boolean DEFAULT false,
    require_all_items boolean DEFAULT true,
    active boolean DEFAULT true,
    start_date timestamp,
    end_date timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT bundle_deals_pkey PRIMARY KEY (id)
);

CREATE TRIGGER update_bundle_deals_updated_at
    BEFORE UPDATE ON bundle_deals
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE bundle_deals IS
    'Products sold together at a lower price; for the whole platform, since it names no tenant or store.';
COMMENT ON COLUMN bundle_deals.bundle_type IS 'Kind of bundle, free text without a check.';
COMMENT ON COLUMN bundle_deals.required_products IS
    'JSON of the products that must be in the cart, layout set by the application.';
COMMENT ON COLUMN bundle_deals.optional_products IS
    'JSON of the products that may join the bundle, layout set by the application.';
COMMENT ON COLUMN bundle_deals.min_quantity IS 'Fewest items that make the bundle.';
COMMENT ON COLUMN bundle_deals.max_quantity IS 'Most items the bundle covers; null for no limit.';
COMMENT ON COLUMN bundle_deals.bundle_price IS
    'Price of the whole bundle in Canadian dollars; null where discount_percentage sets the price.';
COMMENT ON COLUMN bundle_deals.discount_percentage IS
    'Percent (0 to 100) off the sum of the items, instead of bundle_price.';
COMMENT ON COLUMN bundle_deals.savings_amount IS
    'What the customer saves, in Canadian dollars, for display; not derived by the database.';
COMMENT ON COLUMN bundle_deals.allow_substitutions IS
    'Whether another product may take the place of a required one.';
COMMENT ON COLUMN bundle_deals.require_all_items IS
    'Whether every one of required_products is needed, rather than min_quantity of them.';
COMMENT ON COLUMN bundle_deals.start_date IS
    'First moment of validity, in UTC, a timestamp in spite of its name; null for no lower bound.';
COMMENT ON COLUMN bundle_deals.end_date IS
    'Last moment of validity, in UTC, a timestamp in spite of its name; null for no end.';
