CREATE TABLE broadcast_segments (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    broadcast_id uuid NOT NULL,
    criteria jsonb NOT NULL,
    recipient_count integer DEFAULT 0,
    last_calculated_at timestamp,
    created_at timestamp DEFAULT now(),
    CONSTRAINT broadcast_segments_pkey PRIMARY KEY (id)
);

ALTER TABLE broadcast_segments
    ADD CONSTRAINT broadcast_segments_broadcast_id_fkey
    FOREIGN KEY (broadcast_id) REFERENCES broadcasts (id) ON DELETE CASCADE;

CREATE INDEX idx_broadcast_segments_broadcast_id ON broadcast_segments (broadcast_id);

COMMENT ON TABLE broadcast_segments IS 'Criteria that choose the recipients of a broadcast.';
COMMENT ON COLUMN broadcast_segments.criteria IS
    'JSON of the conditions a customer must meet, keys set by the application.';
COMMENT ON COLUMN broadcast_segments.recipient_count IS
    'Customers who met the criteria at last_calculated_at; it can be out of date.';
COMMENT ON COLUMN broadcast_segments.last_calculated_at IS
    'When recipient_count was computed, in UTC; null if never.';
