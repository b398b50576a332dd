CREATE TABLE review_media (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    review_id uuid NOT NULL,
    media_type varchar(10) NOT NULL,
    media_url varchar(500) NOT NULL,
    thumbnail_url varchar(500),
    caption varchar(500),
    display_order integer DEFAULT 0,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT review_media_pkey PRIMARY KEY (id),
    CONSTRAINT review_media_media_type_check CHECK (media_type IN ('image', 'video'))
);

ALTER TABLE review_media
    ADD CONSTRAINT fk_media_reviews
    FOREIGN KEY (review_id) REFERENCES customer_reviews (id) ON DELETE CASCADE;

CREATE INDEX idx_media_order ON review_media (review_id, display_order);
CREATE INDEX idx_media_review ON review_media (review_id);

COMMENT ON TABLE review_media IS
    'Images and videos of a review; the files are stored elsewhere, this has their URLs.';
COMMENT ON COLUMN review_media.thumbnail_url IS 'Small preview of media_url; null where none was made.';
COMMENT ON COLUMN review_media.display_order IS 'Place among the media of the review, smallest first.';
