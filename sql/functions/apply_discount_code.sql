CREATE OR REPLACE FUNCTION apply_discount_code(
    p_code varchar,
    p_user_id uuid,
    p_subtotal numeric,
    p_tenant_id uuid
)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    spellings varchar[] := ARRAY[btrim(p_code), upper(btrim(p_code))];
    discount discount_codes%ROWTYPE;
    promotion promotions%ROWTYPE;
    customer profiles%ROWTYPE;
    minimum numeric;
    amount numeric;
    reason text;
BEGIN
    SELECT d.* INTO discount
    FROM discount_codes d
    WHERE d.code = ANY (spellings)
    ORDER BY d.code = spellings[1] DESC
    LIMIT 1;
    IF FOUND THEN
        SELECT p.* INTO promotion FROM promotions p WHERE p.id = discount.promotion_id;
    ELSE
        SELECT p.* INTO promotion
        FROM promotions p
        WHERE p.code = ANY (spellings)
        ORDER BY p.code = spellings[1] DESC
        LIMIT 1;
        discount.code := promotion.code;
        discount.tenant_id := promotion.tenant_id;
        discount.store_id := promotion.store_id;
        discount.promotion_id := promotion.id;
        discount.discount_type := promotion.discount_type;
        discount.discount_value := promotion.discount_value;
        discount.is_active := promotion.active;
        discount.valid_from := promotion.start_date AT TIME ZONE 'UTC';
        discount.valid_until := promotion.end_date AT TIME ZONE 'UTC';
    END IF;
    SELECT p.* INTO customer FROM profiles p WHERE p.user_id = p_user_id;
    minimum := GREATEST(discount.minimum_purchase, promotion.min_purchase_amount);

    reason := CASE
        -- Another tenant's code is answered like one that does not exist: nobody can fish for it.
        WHEN discount.code IS NULL
            OR discount.tenant_id <> p_tenant_id
            OR promotion.tenant_id <> p_tenant_id
            OR (p_tenant_id IS NULL AND (discount.tenant_id IS NOT NULL OR promotion.tenant_id IS NOT NULL))
            OR (discount.store_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM stores s WHERE s.id = discount.store_id AND s.tenant_id = p_tenant_id
            ))
            THEN 'unknown_code'
        WHEN p_subtotal IS NULL OR p_subtotal < 0 THEN 'invalid_subtotal'
        WHEN discount.is_active IS NOT TRUE THEN 'inactive'
        WHEN discount.valid_from > CURRENT_TIMESTAMP THEN 'not_yet_valid'
        WHEN discount.valid_until < CURRENT_TIMESTAMP THEN 'expired'
        WHEN discount.used THEN 'already_used'
        WHEN COALESCE(discount.usage_count, 0) >= discount.usage_limit
            OR COALESCE(promotion.times_used, 0) >= promotion.total_usage_limit
            THEN 'used_up'
        WHEN promotion.id IS NOT NULL AND NOT is_promotion_active_now(promotion.id)
            THEN 'promotion_not_running'
        WHEN p_user_id IS NULL AND (
            discount.customer_id IS NOT NULL
            OR promotion.usage_limit_per_customer IS NOT NULL
            OR promotion.first_time_customer_only
            OR cardinality(promotion.customer_tier_ids) > 0
        ) THEN 'sign_in_required'
        WHEN discount.customer_id NOT IN (p_user_id, COALESCE(customer.id, p_user_id))
            THEN 'other_customer'
        WHEN promotion.usage_limit_per_customer <= (
            SELECT count(*)
            FROM discount_usage u
            JOIN discount_codes d ON d.id = u.discount_code_id
            WHERE d.promotion_id = promotion.id
                AND u.user_id = p_user_id
        ) + (
            SELECT count(*)
            FROM promotion_usage u
            WHERE u.promotion_id = promotion.id
                AND u.customer_id IN (p_user_id, customer.id)
        ) THEN 'customer_limit_reached'
        WHEN promotion.first_time_customer_only AND EXISTS (
            SELECT
            FROM orders o
            WHERE (o.user_id = p_user_id OR o.user_profile_id = customer.id)
                AND (o.tenant_id = p_tenant_id OR o.tenant_id IS NULL)
                AND o.order_status NOT IN ('cancelled', 'void', 'parked')
        ) THEN 'not_first_purchase'
        WHEN cardinality(promotion.customer_tier_ids) > 0 AND NOT EXISTS (
            SELECT
            FROM price_tiers t
            LEFT JOIN customer_pricing_rules r
                ON r.price_tier_id = t.id
                AND r.tenant_id = p_tenant_id
                AND r.active
                AND (r.valid_from IS NULL OR r.valid_from <= CURRENT_DATE)
                AND (r.valid_until IS NULL OR r.valid_until >= CURRENT_DATE)
            WHERE t.id = ANY (promotion.customer_tier_ids)
                AND t.active
                AND (t.customer_type = customer.customer_type OR r.id IS NOT NULL)
        ) THEN 'not_in_tier'
        WHEN p_subtotal < minimum THEN 'below_minimum'
    END;
    IF reason IS NOT NULL THEN
        RETURN jsonb_build_object(
            'valid', false,
            'reason', reason,
            'discount_amount', 0,
            'minimum_purchase', CASE WHEN reason = 'below_minimum' THEN minimum END
        );
    END IF;

    -- The free item of a bogo code and a delivery fee are not in the subtotal.
    amount := CASE
        WHEN discount.discount_type LIKE 'percent%' THEN p_subtotal * discount.discount_value / 100
        WHEN discount.discount_type LIKE 'fixed%' THEN discount.discount_value
        ELSE 0
    END;
    amount := round(GREATEST(LEAST(amount, promotion.max_discount_amount, p_subtotal), 0), 2);

    RETURN jsonb_build_object(
        'valid', true,
        'code', discount.code,
        'discount_code_id', discount.id,
        'promotion_id', promotion.id,
        'store_id', discount.store_id,
        'discount_type', discount.discount_type,
        'discount_value', discount.discount_value,
        'discount_amount', amount,
        'new_subtotal', p_subtotal - amount
    );
END;
$$;

COMMENT ON FUNCTION apply_discount_code(varchar, uuid, numeric, uuid) IS
    'Checks a code of discount_codes, or else of promotions, for a user (users.id; NULL for a guest), a '
    'subtotal in Canadian dollars and a tenant. It records nothing: the use is written with the order. '
    'Spaces around the code do not matter, and its upper-case spelling is tried too. Valid: {"valid": true, '
    'code, discount_code_id, promotion_id, store_id, discount_type, discount_value, discount_amount, '
    'new_subtotal}; the amount is never more than the subtotal or the promotion''s maximum, and 0 for bogo '
    'and free_delivery, which the caller grants. A store_id that is not null is for the caller to compare, '
    'and p_subtotal should count only the goods that the promotion covers. Refused: {"valid": false, '
    '"discount_amount": 0, "reason": unknown_code (also that of another tenant), invalid_subtotal, inactive, '
    'not_yet_valid, expired, already_used, used_up, promotion_not_running, sign_in_required, other_customer, '
    'customer_limit_reached, not_first_purchase, not_in_tier or below_minimum (with minimum_purchase)}.';
