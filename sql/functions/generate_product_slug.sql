CREATE OR REPLACE FUNCTION generate_product_slug(
    p_brand text,
    p_product_name text,
    p_sub_category text,
    p_size text,
    p_colour text
)
RETURNS text
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    -- The C collation: a slug must not depend on the language of the server (Turkish I).
    SELECT NULLIF(btrim(regexp_replace(lower(plain.name COLLATE "C"), '[^a-z0-9]+', '-', 'g'), '-'), '')
    FROM unaccent(concat_ws('-', p_brand, p_product_name, p_sub_category, p_size, p_colour)) AS plain (name);
$$;

COMMENT ON FUNCTION generate_product_slug(text, text, text, text, text) IS
    'URL slug of a product from its parts in this order: lower case, without accents, every run of other
characters than a to z and 0 to 9 as one hyphen, none at the ends. Parts that are NULL or hold no letter or
digit are left out. NULL when nothing is left. It is not unique by itself.';
