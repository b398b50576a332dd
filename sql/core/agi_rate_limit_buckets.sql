CREATE TABLE agi_rate_limit_buckets (
    key text NOT NULL,
    tokens double precision NOT NULL,
    last_update timestamptz NOT NULL,
    metadata jsonb DEFAULT '{}',
    CONSTRAINT agi_rate_limit_buckets_pkey PRIMARY KEY (key)
);

CREATE INDEX idx_rate_limit_buckets_last_update ON agi_rate_limit_buckets (last_update);

COMMENT ON TABLE agi_rate_limit_buckets IS
    'State of the rate limiter of the AI engine: one row a token bucket that has been used.';
COMMENT ON COLUMN agi_rate_limit_buckets.key IS
    'Names the bucket: the rule and whom it counts (user, API key, address); no foreign key to the rules.';
COMMENT ON COLUMN agi_rate_limit_buckets.tokens IS
    'Requests left at last_update; fractional, because the limiter refills by elapsed time when it reads '
    'the row.';
COMMENT ON COLUMN agi_rate_limit_buckets.last_update IS
    'When tokens was last computed; a bucket untouched for longer than its window is full again and may go.';
COMMENT ON COLUMN agi_rate_limit_buckets.metadata IS
    'What the limiter notes about the bucket, as a flat object; no fixed keys.';
