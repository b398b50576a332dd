CREATE OR REPLACE FUNCTION generate_order_number()
RETURNS varchar
LANGUAGE sql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    -- lpad() cuts what is longer, which would repeat numbers from the millionth on.
    SELECT 'ORD-' || to_char(CURRENT_DATE, 'YYYYMMDD') || lpad(n::text, greatest(6, length(n::text)), '0')
    FROM nextval('order_number_seq') AS n;
$$;

COMMENT ON FUNCTION generate_order_number() IS
    'The next order number, such as ORD-20250131000042: ORD-, the date in the session''s time zone, and
order_number_seq padded to six digits (from 1000000 on, all its digits). The sequence does not start again
each day, and a number taken by a transaction that is rolled back is not given again: unique, with gaps.';
