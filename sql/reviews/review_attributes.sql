CREATE TABLE review_attributes (
    review_id uuid NOT NULL,
    attribute_name varchar(50) NOT NULL,
    attribute_value varchar(100),
    rating integer,
    CONSTRAINT review_attributes_pkey PRIMARY KEY (review_id, attribute_name),
    CONSTRAINT chk_attribute_name CHECK (
        attribute_name IN ('effects', 'flavor', 'potency', 'aroma', 'value', 'quality')
    ),
    CONSTRAINT review_attributes_rating_check CHECK (rating BETWEEN 1 AND 5)
);

ALTER TABLE review_attributes
    ADD CONSTRAINT fk_attributes_reviews
    FOREIGN KEY (review_id) REFERENCES customer_reviews (id) ON DELETE CASCADE;

CREATE INDEX idx_attributes_review ON review_attributes (review_id);

COMMENT ON TABLE review_attributes IS
    'Scores of single aspects that a review gives beside its overall rating.';
COMMENT ON COLUMN review_attributes.attribute_name IS 'The aspect; a review has each at most once.';
COMMENT ON COLUMN review_attributes.attribute_value IS
    'The reviewer''s word for the aspect; free text, may be null where only rating is given.';
COMMENT ON COLUMN review_attributes.rating IS
    'Stars for this aspect, 1 to 5; null where only attribute_value is given.';
