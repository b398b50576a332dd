CREATE OR REPLACE FUNCTION calculate_platform_fee(
    p_amount numeric,
    p_percentage_fee numeric,
    p_fixed_fee numeric
)
RETURNS TABLE (platform_fee numeric, tenant_net numeric)
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
ROWS 1
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT split.fee, p_amount - split.fee
    FROM (
        SELECT CASE
            WHEN p_amount > 0 THEN LEAST(GREATEST(round(charge.amount, 2), 0), p_amount)
            WHEN p_amount <= 0 THEN 0
        END AS fee
        FROM (
            SELECT p_amount * COALESCE(p_percentage_fee, 0) + COALESCE(p_fixed_fee, 0) AS amount
        ) AS charge
    ) AS split;
$$;

COMMENT ON FUNCTION calculate_platform_fee(numeric, numeric, numeric) IS
    'Splits an amount in dollars into the platform''s fee and the tenant''s net; the two always add up
to the amount. p_percentage_fee is a fraction, as tenant_payment_providers.platform_fee_percentage is: 0.02
is 2 %. p_fixed_fee is in dollars. The fee is rounded to cents and is between 0 and the amount. No fee on an
amount of 0 or less. A fee that is NULL counts as 0. Always one row; both columns are NULL when the amount
is.';
