CREATE OR REPLACE FUNCTION update_review_vote_counts()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    changed_reviews uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed_reviews := ARRAY[NEW.review_id];
    ELSIF TG_OP = 'DELETE' THEN
        changed_reviews := ARRAY[OLD.review_id];
    ELSE
        changed_reviews := ARRAY[OLD.review_id, NEW.review_id];
    END IF;

    -- Votes on one review are counted one transaction after the other, or each would miss the other's.
    -- FOR UPDATE would deadlock with the key share lock that the vote's foreign key already holds.
    PERFORM
    FROM customer_reviews AS r
    WHERE r.id = ANY (changed_reviews)
    ORDER BY r.id
    FOR NO KEY UPDATE;

    UPDATE customer_reviews AS r
    SET helpful_count = s.helpful_count,
        not_helpful_count = s.not_helpful_count
    FROM (
        SELECT
            k.review_id,
            count(*) FILTER (WHERE v.vote_type = 'helpful') AS helpful_count,
            count(*) FILTER (WHERE v.vote_type = 'not_helpful') AS not_helpful_count
        FROM (SELECT DISTINCT u.review_id FROM unnest(changed_reviews) AS u (review_id)) AS k
        LEFT JOIN review_votes AS v ON v.review_id = k.review_id
        GROUP BY k.review_id
    ) AS s
    WHERE r.id = s.review_id
        AND (r.helpful_count, r.not_helpful_count) IS DISTINCT FROM (s.helpful_count, s.not_helpful_count);

    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION update_review_vote_counts() IS
    'AFTER INSERT, UPDATE or DELETE of review_votes. Recounts helpful_count and not_helpful_count of the
review, and of the review the vote was on before. Both are 0 when the last vote goes. Nothing happens when
the review itself is being deleted.';
