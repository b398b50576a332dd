CREATE TABLE promotions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    code varchar(50),
    name varchar(200) NOT NULL,
    description text,
    type varchar(50) NOT NULL,
    discount_type varchar(20) NOT NULL,
    discount_value numeric(10,2) NOT NULL,
    min_purchase_amount numeric(10,2),
    max_discount_amount numeric(10,2),
    usage_limit_per_customer integer,
    total_usage_limit integer,
    times_used integer DEFAULT 0,
    applies_to varchar(50) DEFAULT 'all',
    category_ids text[],
    brand_ids text[],
    product_ids text[],
    exclude_product_ids text[],
    stackable boolean DEFAULT false,
    priority integer DEFAULT 0,
    start_date timestamp NOT NULL,
    end_date timestamp,
    active boolean DEFAULT true,
    day_of_week integer[],
    hour_of_day integer[],
    customer_tier_ids uuid[],
    first_time_customer_only boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    created_by_user_id uuid,
    is_continuous boolean DEFAULT false,
    recurrence_type varchar(20) DEFAULT 'none',
    time_start time,
    time_end time,
    timezone varchar(50) DEFAULT 'America/Toronto',
    store_id uuid,
    CONSTRAINT promotions_pkey PRIMARY KEY (id),
    CONSTRAINT promotions_code_key UNIQUE (code),
    CONSTRAINT check_continuous_end_date CHECK ((is_continuous = true AND end_date IS NULL) OR is_continuous = false),
    CONSTRAINT check_recurrence_logic CHECK (
        recurrence_type = 'none'
        OR recurrence_type = 'daily'
        OR (recurrence_type = 'weekly' AND day_of_week IS NOT NULL AND array_length(day_of_week, 1) > 0)
    ),
    CONSTRAINT check_time_window_complete CHECK (
        (time_start IS NULL AND time_end IS NULL) OR (time_start IS NOT NULL AND time_end IS NOT NULL)
    ),
    CONSTRAINT check_time_window_valid CHECK (time_start IS NULL OR time_end IS NULL OR time_start < time_end)
);

ALTER TABLE promotions
    ADD CONSTRAINT promotions_created_by_user_id_fkey
    FOREIGN KEY (created_by_user_id) REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE promotions
    ADD CONSTRAINT promotions_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;

CREATE INDEX idx_promotions_active ON promotions (active, start_date, end_date);
CREATE INDEX idx_promotions_active_dates ON promotions (active, start_date, end_date) WHERE active = true;
CREATE INDEX idx_promotions_code ON promotions (code) WHERE code IS NOT NULL;
CREATE INDEX idx_promotions_continuous
    ON promotions (is_continuous, active) WHERE is_continuous = true AND active = true;
CREATE INDEX idx_promotions_recurring
    ON promotions (recurrence_type, active) WHERE recurrence_type <> 'none' AND active = true;
CREATE INDEX idx_promotions_tenant ON promotions (tenant_id) WHERE tenant_id IS NOT NULL;
CREATE INDEX idx_promotions_type ON promotions (type);
CREATE INDEX idx_promotions_store ON promotions (store_id) WHERE store_id IS NOT NULL;
CREATE INDEX idx_promotions_created_by_user_id ON promotions (created_by_user_id);

CREATE TRIGGER update_promotions_updated_at
    BEFORE UPDATE ON promotions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE promotions IS
    'Offers that lower prices by rule or by code; is_promotion_active_now() says whether one runs, '
    'promotion_usage records its uses.';
COMMENT ON COLUMN promotions.code IS
    'Code the customer must enter, unique over all tenants; NULL for an offer that applies by itself.';
COMMENT ON COLUMN promotions.type IS
    'Campaign kind for reporting and display, such as seasonal or clearance; discount_type is what '
    'calculates.';
COMMENT ON COLUMN promotions.discount_type IS
    'How discount_value is read, percentage or fixed; another word takes no amount off.';
COMMENT ON COLUMN promotions.discount_value IS 'Percent (0 to 100) or Canadian dollars, by discount_type.';
COMMENT ON COLUMN promotions.min_purchase_amount IS
    'Subtotal in Canadian dollars from which the offer applies; NULL means any.';
COMMENT ON COLUMN promotions.max_discount_amount IS
    'Most that one use may take off, in Canadian dollars; NULL means no cap.';
COMMENT ON COLUMN promotions.usage_limit_per_customer IS
    'Uses allowed a customer, counted in promotion_usage and discount_usage; NULL means no limit.';
COMMENT ON COLUMN promotions.total_usage_limit IS
    'Uses allowed in all, compared with times_used; NULL means no limit.';
COMMENT ON COLUMN promotions.times_used IS
    'Uses so far, incremented by the application when an order is placed.';
COMMENT ON COLUMN promotions.applies_to IS
    'Which of the lists restricts the offer: all (none), category, brand or product.';
COMMENT ON COLUMN promotions.category_ids IS
    'Values of ocs_product_catalog.category, names and not ids; read when applies_to is category, empty '
    'means any.';
COMMENT ON COLUMN promotions.brand_ids IS
    'Values of ocs_product_catalog.brand, names and not ids; read when applies_to is brand, empty means any.';
COMMENT ON COLUMN promotions.product_ids IS
    'ocs_product_catalog.id or ocs_variant_number as text; read when applies_to is product, empty means any.';
COMMENT ON COLUMN promotions.exclude_product_ids IS
    'Products the offer never covers, whatever applies_to says; written like product_ids.';
COMMENT ON COLUMN promotions.stackable IS
    'Whether it adds up with the other stackable offers; one that is not stackable counts alone.';
COMMENT ON COLUMN promotions.priority IS
    'The offer of the highest priority wins; calculate_final_price() adds others only when it is stackable.';
COMMENT ON COLUMN promotions.start_date IS 'First moment of the offer, in UTC.';
COMMENT ON COLUMN promotions.end_date IS
    'Last moment of the offer, in UTC; NULL means open-ended, and must be NULL when is_continuous.';
COMMENT ON COLUMN promotions.day_of_week IS
    'Weekdays on which it runs, 0 = Sunday to 6 = Saturday, local to timezone; NULL or empty means every '
    'day.';
COMMENT ON COLUMN promotions.hour_of_day IS
    'Hours (0-23, local to timezone) in which it runs; NULL or empty means all; time_start and time_end, '
    'when set, must hold as well.';
COMMENT ON COLUMN promotions.customer_tier_ids IS
    'price_tiers.id whose customers may use it, without a foreign key; NULL or empty means all.';
COMMENT ON COLUMN promotions.tenant_id IS
    'Tenant that runs the offer; NULL for an offer of the platform to all tenants.';
COMMENT ON COLUMN promotions.is_continuous IS
    'True for an offer without an end; check_continuous_end_date keeps end_date NULL then.';
COMMENT ON COLUMN promotions.recurrence_type IS
    'none, daily or weekly; weekly demands day_of_week, which is obeyed whatever the recurrence.';
COMMENT ON COLUMN promotions.time_start IS
    'Time of day from which it runs, local to timezone; set together with time_end, never past midnight.';
COMMENT ON COLUMN promotions.time_end IS
    'Time of day at which it stops, local to timezone; 24:00 is midnight.';
COMMENT ON COLUMN promotions.timezone IS
    'IANA name of the zone in which weekdays, hours, time_start and time_end are meant.';
COMMENT ON COLUMN promotions.store_id IS
    'stores.id of the only store that has the offer, without a foreign key; NULL means all stores. '
    'calculate_final_price() leaves offers of one store out.';
