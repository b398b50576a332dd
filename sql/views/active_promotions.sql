CREATE VIEW active_promotions AS
SELECT
    p.id,
    p.code,
    p.name,
    p.description,
    p.type,
    p.discount_type,
    p.discount_value,
    p.min_purchase_amount,
    p.max_discount_amount,
    p.usage_limit_per_customer,
    p.total_usage_limit,
    p.times_used,
    p.applies_to,
    p.category_ids,
    p.brand_ids,
    p.product_ids,
    p.exclude_product_ids,
    p.stackable,
    p.priority,
    p.start_date,
    p.end_date,
    p.active,
    p.day_of_week,
    p.hour_of_day,
    p.customer_tier_ids,
    p.first_time_customer_only,
    p.created_at,
    p.updated_at,
    p.tenant_id,
    p.created_by_user_id,
    p.is_continuous,
    p.recurrence_type,
    p.time_start,
    p.time_end,
    p.timezone,
    p.store_id,
    s.name AS store_name,
    s.store_code,
    t.name AS tenant_name,
    u.email AS created_by_email,
    CASE
        WHEN p.store_id IS NOT NULL THEN 'store'
        WHEN p.tenant_id IS NOT NULL THEN 'tenant'
        ELSE 'platform'
    END AS scope_type,
    CASE
        WHEN p.is_continuous THEN 'Continuous since ' || run.first_day
        WHEN p.end_date IS NULL THEN 'Since ' || run.first_day
        ELSE run.first_day || ' to ' || run.last_day
    END AS duration_display,
    concat_ws(
        ', ',
        COALESCE(run.days, 'Every day'),
        'hours ' || run.hours,
        COALESCE(
            to_char(p.time_start, 'HH24:MI') || '-' || to_char(p.time_end, 'HH24:MI'),
            CASE WHEN run.hours IS NULL THEN 'all day' END
        )
    ) || ' (' || run.zone || ')' AS time_window_display
FROM promotions p
LEFT JOIN stores s ON s.id = p.store_id
LEFT JOIN tenants t ON t.id = p.tenant_id
LEFT JOIN users u ON u.id = p.created_by_user_id
CROSS JOIN LATERAL (
    SELECT
        clock.zone,
        to_char(p.start_date AT TIME ZONE 'UTC' AT TIME ZONE clock.zone, 'YYYY-MM-DD') AS first_day,
        to_char(p.end_date AT TIME ZONE 'UTC' AT TIME ZONE clock.zone, 'YYYY-MM-DD') AS last_day,
        (
            SELECT string_agg(week.day, ' ' ORDER BY week.number)
            FROM unnest(ARRAY['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'])
                WITH ORDINALITY AS week (day, number)
            WHERE week.number - 1 = ANY (p.day_of_week)
        ) AS days,
        (
            SELECT string_agg(DISTINCT lpad(hour::text, 2, '0'), ' ')
            FROM unnest(p.hour_of_day) AS hour
        ) AS hours
    FROM (SELECT COALESCE(p.timezone, 'America/Toronto') AS zone) clock
) run
WHERE p.active
    AND (p.total_usage_limit IS NULL OR COALESCE(p.times_used, 0) < p.total_usage_limit)
    AND is_promotion_active_now(p.id);

COMMENT ON VIEW active_promotions IS
    'Promotions that run at this moment (is_promotion_active_now) and are not used up, with the names around '
    'them. Three columns are texts to show: scope_type is store, tenant or platform; duration_display is '
    'like ''Continuous since 2025-06-01'' or ''2025-06-01 to 2025-06-30''; time_window_display is like '
    '''Every day, all day (America/Toronto)'' or ''Mon Fri, 09:00-17:00 (America/Toronto)'', in the '
    'promotion''s own time zone.';
