CREATE OR REPLACE FUNCTION calculate_checkout_taxes(p_checkout_id uuid, p_subtotal numeric)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    checkout checkout_sessions%ROWTYPE;
    store stores%ROWTYPE;
    province provinces_territories%ROWTYPE;
    rate tax_rates%ROWTYPE;
    address_province text;
    sale_day date;
    taxable numeric;
    federal numeric;
    provincial numeric;
    excise numeric;
    tax_name text;
    reason text;
BEGIN
    SELECT c.* INTO checkout FROM checkout_sessions c WHERE c.id = p_checkout_id;
    taxable := COALESCE(p_subtotal, checkout.subtotal);

    -- What is handed over in a store is taxed there; what is sent is taxed where it goes.
    SELECT s.* INTO store
    FROM stores s
    WHERE s.id = CASE
        WHEN checkout.fulfillment_type = 'pickup' THEN COALESCE(checkout.pickup_store_id, checkout.store_id)
        ELSE checkout.store_id
    END;
    IF checkout.fulfillment_type <> 'pickup' THEN
        address_province := lower(btrim(COALESCE(
            checkout.delivery_address ->> 'province',
            checkout.delivery_address ->> 'province_state',
            checkout.delivery_address ->> 'state'
        )));
    END IF;
    SELECT p.* INTO province
    FROM provinces_territories p
    WHERE p.id = store.province_territory_id
        OR lower(p.code) = address_province
        OR lower(p.name) = address_province
    ORDER BY (address_province IN (lower(p.code), lower(p.name))) IS TRUE DESC
    LIMIT 1;

    sale_day := (COALESCE(checkout.completed_at, CURRENT_TIMESTAMP)
        AT TIME ZONE COALESCE(store.timezone, 'America/Toronto'))::date;
    SELECT t.* INTO rate
    FROM tax_rates t
    WHERE t.province_territory_id = province.id
        AND (t.tenant_id IS NULL OR t.tenant_id = COALESCE(checkout.tenant_id, store.tenant_id))
        AND t.is_active
        AND t.effective_from <= sale_day
        AND (t.effective_to IS NULL OR t.effective_to >= sale_day)
    ORDER BY t.tenant_id IS NULL, t.effective_from DESC, t.created_at DESC, t.id
    LIMIT 1;

    reason := CASE
        WHEN checkout.id IS NULL THEN 'unknown_checkout'
        WHEN taxable < 0 THEN 'negative_subtotal'
        WHEN province.id IS NULL THEN 'unknown_province'
        WHEN rate.id IS NULL THEN 'no_tax_rate'
        WHEN rate.cannabis_excise_duty > 0
            AND COALESCE(rate.excise_calculation_method, '') NOT IN ('percentage', 'fixed', 'flat')
            THEN 'unknown_excise_method'
    END;
    -- A total of zero would be charged, so there is none.
    IF reason IS NOT NULL THEN
        RETURN jsonb_build_object('reason', reason, 'province', province.code, 'total_tax', NULL);
    END IF;

    taxable := round(taxable, 2);
    federal := round(taxable * COALESCE(rate.federal_tax_rate, 0), 2);
    provincial := round(taxable * COALESCE(rate.provincial_tax_rate, 0), 2);
    tax_name := CASE
        WHEN province.code IN ('ON', 'NB', 'NL', 'NS', 'PE') THEN 'HST'
        WHEN COALESCE(rate.provincial_tax_rate, 0) = 0 THEN 'GST'
        WHEN province.code = 'QC' THEN 'GST+QST'
        WHEN province.code = 'MB' THEN 'GST+RST'
        ELSE 'GST+PST'
    END;
    IF tax_name = 'HST' THEN
        -- HST is one tax, so it is rounded once and the federal part is a share of it.
        provincial := round(
            taxable * (COALESCE(rate.federal_tax_rate, 0) + COALESCE(rate.provincial_tax_rate, 0)), 2
        ) - federal;
    END IF;
    excise := CASE
        WHEN taxable = 0 THEN 0.00
        WHEN rate.excise_calculation_method = 'percentage'
            THEN round(taxable * COALESCE(rate.cannabis_excise_duty, 0) / 100, 2)
        ELSE COALESCE(rate.cannabis_excise_duty, 0)
    END;

    RETURN jsonb_build_object(
        'province', province.code,
        'tax_name', tax_name,
        'subtotal', taxable,
        'federal_rate', COALESCE(rate.federal_tax_rate, 0),
        'federal_tax', federal,
        'provincial_rate', COALESCE(rate.provincial_tax_rate, 0),
        'provincial_tax', provincial,
        'excise_duty', excise,
        'total_tax', federal + provincial + excise,
        'environmental_fee', COALESCE(rate.environmental_fee, 0),
        'recycling_fee', COALESCE(rate.recycling_fee, 0),
        'effective_from', rate.effective_from
    );
END;
$$;

COMMENT ON FUNCTION calculate_checkout_taxes(uuid, numeric) IS
    'Taxes of a checkout in Canadian dollars: province, tax_name (HST, GST, GST+PST, GST+QST, GST+RST), '
    'subtotal, federal_tax, provincial_tax, excise_duty, total_tax (their sum), the rates as fractions, and '
    'environmental_fee and recycling_fee, which are no tax and not in the total. Each is reckoned on the '
    'subtotal alone and rounded to the cent; HST is rounded as one. The province is that of the delivery '
    'address (province, province_state or state, code or name), else of the store; of the pickup store for a '
    'pickup. The rates are those of the day in the store''s time zone, the tenant''s own before general '
    'ones, the newest first. Excise is a percentage of the subtotal, or an amount a checkout for the methods '
    'fixed and flat. A NULL subtotal means that of the checkout. When it cannot tell, total_tax is null and '
    'reason says why: unknown_checkout, negative_subtotal, unknown_province, no_tax_rate, '
    'unknown_excise_method.';
