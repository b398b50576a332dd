-- Product search: finds `café` for `cafe` and survives a slip of the finger (pg_trgm, unaccent).
-- Outside public, whose objects are exactly those of the legacy database. Made anew whenever this file changes.
CREATE MATERIALIZED VIEW search.products AS
SELECT
    c.id AS product_id,
    lower(extensions.unaccent(concat_ws(
        ' ', c.product_name, c.brand, c.street_name, c.category, c.sub_category, c.sub_sub_category, c.strain_type
    ))) AS document
FROM public.ocs_product_catalog AS c;

-- REFRESH ... CONCURRENTLY wants a unique index.
CREATE UNIQUE INDEX products_product_id ON search.products (product_id);
CREATE INDEX products_document_trgm ON search.products USING gin (document extensions.gin_trgm_ops);

COMMENT ON COLUMN search.products.document IS
    'Name, brand, street name, categories and strain of the product, in lower case without accents.';

CREATE OR REPLACE FUNCTION search.find_products(p_text text, p_limit integer DEFAULT 20)
RETURNS TABLE (product_id uuid, similarity real)
LANGUAGE sql
STABLE
SET search_path = public, extensions, pg_temp
SET pg_trgm.word_similarity_threshold = 0.5
AS $function$
    SELECT p.product_id, word_similarity(wanted.text, p.document)
    FROM (SELECT lower(unaccent(btrim(p_text))) AS text) AS wanted
    JOIN search.products AS p ON wanted.text <% p.document
    WHERE wanted.text <> ''
    ORDER BY 2 DESC, length(p.document), p.product_id
    LIMIT greatest(p_limit, 0);
$function$;

COMMENT ON FUNCTION search.find_products(text, integer) IS
    'Products whose words are like the text, best first, with the likeness from 0.5 to 1; accents, case and small '
    'slips do not matter. Knows the catalogue as of the last REFRESH MATERIALIZED VIEW CONCURRENTLY search.products, '
    'which belongs after each import of the catalogue. None for an empty text.';
