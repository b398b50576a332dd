CREATE OR REPLACE FUNCTION validate_verified_purchase()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, postgis, extensions, pg_temp
AS $$
BEGIN
    NEW.is_verified_purchase := EXISTS (
        SELECT
        FROM (
            -- Two branches, not an OR: each has its own index.
            SELECT o.items
            FROM orders AS o
            WHERE o.user_id = NEW.user_id AND o.order_status = 'completed'
            UNION ALL
            SELECT o.items
            FROM orders AS o
            INNER JOIN profiles AS p ON p.id = o.user_profile_id
            WHERE p.user_id = NEW.user_id AND o.order_status = 'completed'
        ) AS bought
        -- A lax path finds nothing, rather than failing, in items that are no array of objects.
        CROSS JOIN LATERAL jsonb_path_query(
            bought.items, '$[*] ? (!exists(@.quantity ? (@ <= 0))).sku'
        ) AS item (sku)
        WHERE lower(btrim(item.sku #>> '{}')) = lower(btrim(NEW.sku))
    );

    -- customer_reviews.sku references product_ratings, and the key is checked before AFTER triggers by name
    -- ("RI_..." sorts before "trigger_..."), so the row must be there now.
    IF NEW.sku IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.sku IS DISTINCT FROM OLD.sku) THEN
        INSERT INTO product_ratings (sku)
        VALUES (NEW.sku)
        ON CONFLICT (sku) DO NOTHING;
    END IF;

    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION validate_verified_purchase() IS
    'BEFORE INSERT or UPDATE of customer_reviews. Sets is_verified_purchase, whatever the statement
gave: true when a completed order of the reviewer (orders.user_id, or orders.user_profile_id of a profile of
the user) has an item with the sku; letter case and outer blanks do not count, an item with a quantity of 0
or less is not bought. orders.items is [{"sku": text, "quantity": number, ...}, ...]; any other shape
matches nothing. Also makes the product_ratings row of a new sku, with zeros, for the foreign key.';
