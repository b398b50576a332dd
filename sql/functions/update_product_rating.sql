CREATE OR REPLACE FUNCTION update_product_rating()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    changed_skus varchar[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed_skus := ARRAY[NEW.sku];
    ELSIF TG_OP = 'DELETE' THEN
        changed_skus := ARRAY[OLD.sku];
    ELSIF (OLD.sku, OLD.rating, OLD.status, OLD.is_recommended, OLD.is_verified_purchase)
        IS NOT DISTINCT FROM
        (NEW.sku, NEW.rating, NEW.status, NEW.is_recommended, NEW.is_verified_purchase)
    THEN
        -- A vote or a corrected title must not queue for the lock below.
        RETURN NULL;
    ELSE
        changed_skus := ARRAY[OLD.sku, NEW.sku];
    END IF;

    -- Reviews of one sku are counted one transaction after the other, or each would miss the other's.
    -- FOR UPDATE would deadlock with the key share lock that the review's foreign key already holds.
    PERFORM
    FROM product_ratings AS p
    WHERE p.sku = ANY (changed_skus)
    ORDER BY p.sku
    FOR NO KEY UPDATE;

    UPDATE product_ratings AS p
    SET average_rating = s.average_rating,
        total_reviews = s.total_reviews,
        rating_distribution = s.rating_distribution,
        verified_purchase_count = s.verified_purchase_count,
        recommended_percentage = s.recommended_percentage,
        last_updated = CURRENT_TIMESTAMP
    FROM (
        SELECT
            k.sku,
            COALESCE(round(avg(r.rating), 1), 0) AS average_rating,
            count(r.id) AS total_reviews,
            jsonb_build_object(
                '1', count(*) FILTER (WHERE r.rating = 1),
                '2', count(*) FILTER (WHERE r.rating = 2),
                '3', count(*) FILTER (WHERE r.rating = 3),
                '4', count(*) FILTER (WHERE r.rating = 4),
                '5', count(*) FILTER (WHERE r.rating = 5)
            ) AS rating_distribution,
            count(*) FILTER (WHERE r.is_verified_purchase) AS verified_purchase_count,
            COALESCE(round(100 * avg(r.is_recommended::integer), 2), 0) AS recommended_percentage
        FROM (SELECT DISTINCT u.sku FROM unnest(changed_skus) AS u (sku)) AS k
        LEFT JOIN customer_reviews AS r ON r.sku = k.sku AND r.status = 'approved'
        GROUP BY k.sku
    ) AS s
    WHERE p.sku = s.sku;

    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION update_product_rating() IS
    'AFTER INSERT, UPDATE or DELETE of customer_reviews. Recomputes the product_ratings row of the
review''s sku, and of the sku it had before, from the approved reviews only: average (1 to 5, one decimal),
count, count by stars, count of verified purchases, and the percentage that recommends of those who say. All
are 0 when no approved review is left. It never creates the row: validate_verified_purchase() does, before
the foreign key is checked.';
