CREATE TABLE discount_codes (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid,
    store_id uuid,
    code varchar(50) NOT NULL,
    description text,
    discount_type varchar(50) NOT NULL,
    discount_value numeric(10,2) NOT NULL,
    minimum_purchase numeric(10,2) DEFAULT 0,
    usage_limit integer,
    usage_count integer DEFAULT 0,
    valid_from timestamptz DEFAULT CURRENT_TIMESTAMP,
    valid_until timestamptz,
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    promotion_id uuid,
    customer_id uuid,
    used boolean DEFAULT false,
    used_at timestamp,
    order_id uuid,
    CONSTRAINT discount_codes_pkey PRIMARY KEY (id),
    CONSTRAINT discount_codes_code_key UNIQUE (code),
    CONSTRAINT discount_codes_discount_type_check CHECK (
        discount_type IN ('percentage', 'fixed', 'bogo', 'free_delivery')
    )
);

ALTER TABLE discount_codes
    ADD CONSTRAINT discount_codes_promotion_id_fkey
    FOREIGN KEY (promotion_id) REFERENCES promotions (id);
ALTER TABLE discount_codes
    ADD CONSTRAINT discount_codes_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);

CREATE INDEX idx_discount_codes_unused ON discount_codes (used, valid_until) WHERE used = false;
CREATE INDEX idx_discount_codes_validity ON discount_codes (valid_from, valid_until);
CREATE INDEX idx_discount_codes_tenant ON discount_codes (tenant_id, is_active);
CREATE INDEX idx_discount_codes_promotion_id ON discount_codes (promotion_id);

COMMENT ON TABLE discount_codes IS
    'Codes that a customer types at checkout; apply_discount_code() validates them.';
COMMENT ON COLUMN discount_codes.tenant_id IS
    'Tenant whose stores take the code; null for a code of no one tenant.';
COMMENT ON COLUMN discount_codes.store_id IS
    'stores.id, without a foreign key; null for a code of no one store.';
COMMENT ON COLUMN discount_codes.code IS
    'What the customer types; unique over all tenants, by a key that tells upper case from lower case.';
COMMENT ON COLUMN discount_codes.discount_type IS
    'Says how to read discount_value: percentage, fixed, bogo (buy one, get one) or free_delivery.';
COMMENT ON COLUMN discount_codes.discount_value IS
    'Percent (0 to 100) for percentage, Canadian dollars for fixed; required, so bogo and free_delivery '
    'hold a number too.';
COMMENT ON COLUMN discount_codes.minimum_purchase IS
    'Subtotal in Canadian dollars from which the code applies.';
COMMENT ON COLUMN discount_codes.usage_limit IS 'Uses over all customers; null for no limit.';
COMMENT ON COLUMN discount_codes.usage_count IS
    'Uses so far, over all customers; kept by the application, each use is a discount_usage row.';
COMMENT ON COLUMN discount_codes.promotion_id IS
    'Promotion that issued the code; null for a code that stands alone.';
COMMENT ON COLUMN discount_codes.customer_id IS
    'Customer the code is reserved for, without a foreign key; null for anyone.';
COMMENT ON COLUMN discount_codes.used IS
    'Spent mark of a single-use code issued to a customer; codes for many uses go by usage_count.';
COMMENT ON COLUMN discount_codes.used_at IS
    'When used was set, in UTC; a plain timestamp, unlike valid_from and valid_until.';
COMMENT ON COLUMN discount_codes.order_id IS
    'orders.id of the order that spent a single-use code, without a foreign key.';
