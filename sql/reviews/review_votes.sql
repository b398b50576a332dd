CREATE TABLE review_votes (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    review_id uuid NOT NULL,
    user_id uuid NOT NULL,
    vote_type varchar(20) NOT NULL,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT review_votes_pkey PRIMARY KEY (id),
    CONSTRAINT unique_user_review_vote UNIQUE (review_id, user_id),
    CONSTRAINT review_votes_vote_type_check CHECK (vote_type IN ('helpful', 'not_helpful'))
);

ALTER TABLE review_votes
    ADD CONSTRAINT fk_votes_reviews
    FOREIGN KEY (review_id) REFERENCES customer_reviews (id) ON DELETE CASCADE;
ALTER TABLE review_votes
    ADD CONSTRAINT fk_votes_users
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_votes_review ON review_votes (review_id);
CREATE INDEX idx_votes_user ON review_votes (user_id);

CREATE TRIGGER trigger_update_review_vote_counts
    AFTER INSERT OR UPDATE OR DELETE ON review_votes
    FOR EACH ROW EXECUTE FUNCTION update_review_vote_counts();

COMMENT ON TABLE review_votes IS 'A user''s vote on whether a review helps, one a user and review.';
COMMENT ON COLUMN review_votes.vote_type IS
    'A changed mind is an UPDATE of this row, after which update_review_vote_counts() recounts.';
