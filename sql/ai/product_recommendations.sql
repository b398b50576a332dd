CREATE TABLE product_recommendations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    product_id varchar(100) NOT NULL,
    recommended_product_id varchar(100) NOT NULL,
    recommendation_type varchar(50) NOT NULL,
    score numeric(3,2) DEFAULT 0.5,
    reason text,
    based_on varchar(50),
    click_through_rate numeric(5,4) DEFAULT 0,
    conversion_rate numeric(5,4) DEFAULT 0,
    revenue_impact numeric(10,2) DEFAULT 0,
    active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT product_recommendations_pkey PRIMARY KEY (id),
    CONSTRAINT product_recommendations_product_id_recommended_product_id_r_key
    UNIQUE (product_id, recommended_product_id, recommendation_type)
);

CREATE INDEX idx_recommendations_product ON product_recommendations (product_id);
CREATE INDEX idx_recommendations_type ON product_recommendations (recommendation_type);

CREATE TRIGGER update_product_recommendations_updated_at
    BEFORE UPDATE ON product_recommendations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE product_recommendations IS
    'A product to suggest beside another one, with how well the suggestion does.';
COMMENT ON COLUMN product_recommendations.product_id IS
    'Product being looked at, as text without a foreign key.';
COMMENT ON COLUMN product_recommendations.recommended_product_id IS
    'Product to suggest, as text without a foreign key.';
COMMENT ON COLUMN product_recommendations.recommendation_type IS
    'Kind of suggestion, free text without a check; a pair of products may have one row of each.';
COMMENT ON COLUMN product_recommendations.score IS 'Strength of the suggestion, 0 to 1.';
COMMENT ON COLUMN product_recommendations.reason IS 'Explanation for people, such as the assistant may say.';
COMMENT ON COLUMN product_recommendations.based_on IS
    'What the suggestion was computed from, free text without a check.';
COMMENT ON COLUMN product_recommendations.click_through_rate IS
    'Share of showings that were clicked, a fraction: 0.0500 is 5 percent.';
COMMENT ON COLUMN product_recommendations.conversion_rate IS
    'Share that ended in a purchase, a fraction: 0.0500 is 5 percent.';
COMMENT ON COLUMN product_recommendations.revenue_impact IS
    'Canadian dollars of sales that the suggestion brought.';
