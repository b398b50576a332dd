CREATE TABLE product_ratings (
    sku varchar(255) NOT NULL,
    average_rating numeric(2,1) DEFAULT 0.0,
    total_reviews integer DEFAULT 0,
    rating_distribution jsonb DEFAULT '{"1": 0, "2": 0, "3": 0, "4": 0, "5": 0}',
    verified_purchase_count integer DEFAULT 0,
    recommended_percentage numeric(5,2) DEFAULT 0.00,
    last_updated timestamptz DEFAULT CURRENT_TIMESTAMP,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT product_ratings_pkey PRIMARY KEY (sku),
    CONSTRAINT product_ratings_average_rating_check CHECK (average_rating BETWEEN 0 AND 5),
    CONSTRAINT product_ratings_recommended_percentage_check CHECK (recommended_percentage BETWEEN 0 AND 100),
    CONSTRAINT product_ratings_total_reviews_check CHECK (total_reviews >= 0),
    CONSTRAINT product_ratings_verified_purchase_count_check CHECK (verified_purchase_count >= 0)
);

CREATE INDEX idx_product_ratings_avg_rating ON product_ratings (average_rating DESC);

COMMENT ON TABLE product_ratings IS
    'Summary of the reviews of a product, one row a sku; update_product_rating() keeps it.';
COMMENT ON COLUMN product_ratings.sku IS
    'Product as its sku, without a foreign key to the catalogue or the inventory.';
COMMENT ON COLUMN product_ratings.average_rating IS
    'Mean stars, 0 without reviews; ocs_product_catalog.rating is the catalogue''s own figure.';
COMMENT ON COLUMN product_ratings.rating_distribution IS
    'JSON object with the keys "1" to "5" (stars), each with its number of reviews.';
COMMENT ON COLUMN product_ratings.verified_purchase_count IS
    'How many of the reviews have is_verified_purchase.';
COMMENT ON COLUMN product_ratings.recommended_percentage IS
    'Percent (0 to 100) of the reviews with is_recommended.';
COMMENT ON COLUMN product_ratings.last_updated IS 'When the summary was last computed.';
