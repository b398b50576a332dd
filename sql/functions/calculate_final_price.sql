CREATE OR REPLACE FUNCTION calculate_final_price(
    p_product_id varchar,
    p_quantity integer,
    p_customer_id uuid,
    p_tenant_id uuid
)
RETURNS TABLE (
    base_price numeric,
    tier_discount numeric,
    promo_discount numeric,
    volume_discount numeric,
    final_price numeric
)
LANGUAGE plpgsql
STABLE
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    quantity integer := GREATEST(COALESCE(p_quantity, 0), 0);
    product_uuid uuid;
    product ocs_product_catalog%ROWTYPE;
    customer profiles%ROWTYPE;
    customer_keys uuid[];
    product_keys text[];
    terms customer_pricing_rules%ROWTYPE;
    tier price_tiers%ROWTYPE;
    unit_price numeric;
    month_volume numeric;
    tier_percentage numeric;
    volume_percentage numeric;
BEGIN
    IF pg_input_is_valid(p_product_id, 'uuid') THEN
        product_uuid := p_product_id;
    END IF;
    SELECT c.* INTO product
    FROM ocs_product_catalog c
    WHERE lower(btrim(c.ocs_variant_number)) = lower(btrim(p_product_id))
        OR c.id = product_uuid
    ORDER BY c.ocs_variant_number = p_product_id DESC, c.id
    LIMIT 1;

    SELECT min(COALESCE(i.override_price, i.retail_price)) INTO unit_price
    FROM ocs_inventory i
    JOIN stores s ON s.id = i.store_id
    WHERE lower(btrim(i.sku)) = lower(btrim(product.ocs_variant_number))
        AND s.tenant_id = p_tenant_id
        AND s.status = 'active'
        AND i.is_available;
    product_keys := ARRAY[product.id::text, product.ocs_variant_number];
    unit_price := COALESCE(unit_price, product.unit_price);
    IF unit_price IS NULL THEN
        RETURN;
    END IF;
    base_price := unit_price * quantity;

    SELECT p.* INTO customer
    FROM profiles p
    WHERE p.id = p_customer_id OR p.user_id = p_customer_id
    ORDER BY p.id = p_customer_id DESC
    LIMIT 1;
    customer_keys := ARRAY[p_customer_id, customer.id, customer.user_id];
    SELECT r.* INTO terms
    FROM customer_pricing_rules r
    WHERE r.tenant_id = p_tenant_id
        AND r.active
        AND (r.valid_from IS NULL OR r.valid_from <= CURRENT_DATE)
        AND (r.valid_until IS NULL OR r.valid_until >= CURRENT_DATE)
    ORDER BY r.valid_from DESC NULLS LAST, r.created_at DESC, r.id
    LIMIT 1;

    SELECT COALESCE(sum(o.total_amount), 0) INTO month_volume
    FROM orders o
    WHERE (o.user_id = ANY (customer_keys) OR o.user_profile_id = ANY (customer_keys))
        AND o.tenant_id = p_tenant_id
        AND o.order_status = 'completed'
        AND o.created_at > CURRENT_TIMESTAMP AT TIME ZONE 'UTC' - interval '1 month';
    -- The tenant's terms name a tier without a condition; a kind of customer has to earn it.
    SELECT t.* INTO tier
    FROM price_tiers t
    WHERE t.active
        AND base_price >= COALESCE(t.min_order_value, 0)
        AND (
            t.id = terms.price_tier_id
            OR (
                t.customer_type = customer.customer_type
                AND month_volume >= COALESCE(t.min_monthly_volume, 0)
            )
        )
    ORDER BY t.priority DESC NULLS LAST, t.discount_percentage DESC NULLS LAST, t.id
    LIMIT 1;
    tier_percentage := LEAST(GREATEST(COALESCE(tier.discount_percentage, 0), 0), 100);
    tier_discount := round(base_price * tier_percentage / 100, 2);
    final_price := base_price - tier_discount;

    WITH offers AS (
        SELECT p.id, p.priority, p.stackable, LEAST(amounts.off, p.max_discount_amount) AS off
        FROM promotions p
        CROSS JOIN LATERAL (
            SELECT round(CASE
                WHEN p.discount_type LIKE 'percent%' THEN final_price * p.discount_value / 100
                WHEN p.discount_type LIKE 'fixed%' THEN p.discount_value
            END, 2) AS off
        ) amounts
        WHERE p.active
            AND p.code IS NULL
            AND p.store_id IS NULL
            AND (p.tenant_id IS NULL OR p.tenant_id = p_tenant_id)
            AND amounts.off > 0
            AND base_price >= COALESCE(p.min_purchase_amount, 0)
            AND (p.total_usage_limit IS NULL OR COALESCE(p.times_used, 0) < p.total_usage_limit)
            AND (
                COALESCE(cardinality(p.customer_tier_ids), 0) = 0
                OR tier.id = ANY (p.customer_tier_ids)
            )
            AND (p.exclude_product_ids && product_keys) IS NOT TRUE
            AND CASE
                WHEN COALESCE(p.applies_to, 'all') = 'all' THEN true
                WHEN p.applies_to LIKE '%categor%' THEN
                    COALESCE(cardinality(p.category_ids), 0) = 0 OR product.category = ANY (p.category_ids)
                WHEN p.applies_to LIKE '%brand%' THEN
                    COALESCE(cardinality(p.brand_ids), 0) = 0 OR product.brand = ANY (p.brand_ids)
                WHEN p.applies_to LIKE '%product%' THEN
                    COALESCE(cardinality(p.product_ids), 0) = 0 OR p.product_ids && product_keys
            END
            -- What is counted a customer is not for guests, who could count from one each time.
            AND (p.usage_limit_per_customer IS NULL OR p_customer_id IS NOT NULL)
            AND (p.first_time_customer_only IS NOT TRUE OR p_customer_id IS NOT NULL)
            AND (p.usage_limit_per_customer IS NULL OR p.usage_limit_per_customer > (
                SELECT count(*)
                FROM promotion_usage u
                WHERE u.promotion_id = p.id
                    AND u.customer_id = ANY (customer_keys)
            ))
            AND (p.first_time_customer_only IS NOT TRUE OR NOT EXISTS (
                SELECT
                FROM orders o
                WHERE (o.user_id = ANY (customer_keys) OR o.user_profile_id = ANY (customer_keys))
                    AND (o.tenant_id = p_tenant_id OR o.tenant_id IS NULL)
                    AND o.order_status NOT IN ('cancelled', 'void', 'parked')
            ))
            AND is_promotion_active_now(p.id)
    ),
    best AS (
        SELECT o.stackable, o.off
        FROM offers o
        ORDER BY o.priority DESC NULLS LAST, o.off DESC, o.id
        LIMIT 1
    )
    SELECT CASE
        WHEN b.stackable THEN (SELECT sum(o.off) FROM offers o WHERE o.stackable)
        ELSE b.off
    END INTO promo_discount
    FROM best b;
    promo_discount := LEAST(COALESCE(promo_discount, 0.00), final_price);
    final_price := final_price - promo_discount;

    SELECT LEAST((step ->> 'discount_percentage')::numeric, 100) INTO volume_percentage
    FROM jsonb_path_query(
        terms.volume_discounts,
        '$[*] ? (@.min_quantity.type() == "number" && @.discount_percentage.type() == "number"
            && @.min_quantity <= $quantity && @.discount_percentage > 0)',
        jsonb_build_object('quantity', quantity)
    ) AS step
    ORDER BY (step ->> 'min_quantity')::numeric DESC
    LIMIT 1;
    volume_discount := round(final_price * COALESCE(volume_percentage, 0) / 100, 2);
    final_price := final_price - volume_discount;

    RETURN NEXT;
END;
$$;

COMMENT ON FUNCTION calculate_final_price(varchar, integer, uuid, uuid) IS
    'Price of a quantity of a catalogue product (its variant number or id) for a customer (profiles.id or '
    'users.id; NULL for a guest) of a tenant. All five amounts are Canadian dollars for the whole quantity, '
    'rounded to the cent; final_price = base_price - the three discounts, never below zero. base_price is '
    'the lowest override_price, else retail_price, in the tenant''s active stores that offer the product, '
    'else the catalogue''s unit_price. The discounts follow in this order, each on what the last one left. '
    'Tier: the first by priority that the tenant''s terms (customer_pricing_rules) name, or that is for '
    'profiles.customer_type and its month''s volume is reached. Promotion: of those that run now, need no '
    'code, belong to no single store and cover product, customer and minimum, the one of highest priority; '
    'if it is stackable, all stackable ones together. Volume: terms.volume_discounts, an array of '
    '{"min_quantity", "discount_percentage"}, the largest quantity that is reached. The terms'' markup, '
    'category discounts and negotiated products are not used. Zeros for a quantity that is NULL or below 1; '
    'no row for an unknown product or one without a price.';
