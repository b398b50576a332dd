CREATE TABLE customer_reviews (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    sku varchar(255) NOT NULL,
    user_id uuid NOT NULL,
    order_id uuid,
    rating integer NOT NULL,
    title varchar(200),
    review_text text,
    is_recommended boolean DEFAULT true,
    is_verified_purchase boolean DEFAULT false,
    helpful_count integer DEFAULT 0,
    not_helpful_count integer DEFAULT 0,
    status varchar(20) DEFAULT 'pending',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT customer_reviews_pkey PRIMARY KEY (id),
    CONSTRAINT customer_reviews_helpful_count_check CHECK (helpful_count >= 0),
    CONSTRAINT customer_reviews_not_helpful_count_check CHECK (not_helpful_count >= 0),
    CONSTRAINT customer_reviews_status_check CHECK (
        status IN ('pending', 'approved', 'rejected', 'flagged')
    ),
    CONSTRAINT customer_reviews_rating_check CHECK (rating BETWEEN 1 AND 5)
);

ALTER TABLE customer_reviews
    ADD CONSTRAINT fk_reviews_orders
    FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL;
ALTER TABLE customer_reviews
    ADD CONSTRAINT fk_reviews_product_ratings
    FOREIGN KEY (sku) REFERENCES product_ratings (sku) ON DELETE CASCADE;
ALTER TABLE customer_reviews
    ADD CONSTRAINT fk_reviews_users
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_reviews_helpful ON customer_reviews (helpful_count DESC);
CREATE INDEX idx_reviews_order ON customer_reviews (order_id);
CREATE INDEX idx_reviews_status_created ON customer_reviews (status, created_at DESC);
CREATE INDEX idx_reviews_user ON customer_reviews (user_id);
CREATE INDEX idx_reviews_variant_rating ON customer_reviews (sku, rating);

CREATE TRIGGER trigger_update_product_rating
    AFTER INSERT OR UPDATE OR DELETE ON customer_reviews
    FOR EACH ROW EXECUTE FUNCTION update_product_rating();
CREATE TRIGGER trigger_validate_verified_purchase
    BEFORE INSERT OR UPDATE ON customer_reviews
    FOR EACH ROW EXECUTE FUNCTION validate_verified_purchase();
CREATE TRIGGER update_customer_reviews_updated_at
    BEFORE UPDATE ON customer_reviews
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE customer_reviews IS
    'A customer''s review of a product; triggers keep the flags, the counts and product_ratings.';
COMMENT ON COLUMN customer_reviews.sku IS
    'References product_ratings, so the product needs a row there before its first review.';
COMMENT ON COLUMN customer_reviews.order_id IS
    'Order the product was bought in; becomes null when the order is deleted.';
COMMENT ON COLUMN customer_reviews.rating IS 'Stars, 1 to 5.';
COMMENT ON COLUMN customer_reviews.is_verified_purchase IS
    'Set by validate_verified_purchase() from the reviewer''s completed orders; what an INSERT gives is '
    'overwritten.';
COMMENT ON COLUMN customer_reviews.helpful_count IS
    'Kept by update_review_vote_counts() from review_votes; do not write it.';
COMMENT ON COLUMN customer_reviews.not_helpful_count IS
    'Kept by update_review_vote_counts() from review_votes; do not write it.';
COMMENT ON COLUMN customer_reviews.status IS 'State of moderation; a new review is pending.';
