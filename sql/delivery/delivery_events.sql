CREATE TABLE delivery_events (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    delivery_id uuid NOT NULL,
    event_type varchar(50) NOT NULL,
    event_data jsonb DEFAULT '{}',
    performed_by uuid,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    event_location geography(Point,4326),
    CONSTRAINT delivery_events_pkey PRIMARY KEY (id)
);

ALTER TABLE delivery_events
    ADD CONSTRAINT delivery_events_delivery_id_fkey
    FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE;

CREATE INDEX idx_delivery_events_created_at ON delivery_events (created_at DESC);
CREATE INDEX idx_delivery_events_delivery_id ON delivery_events (delivery_id);
CREATE INDEX idx_delivery_events_event_type ON delivery_events (event_type);
CREATE INDEX idx_delivery_events_event_location_gist ON delivery_events USING gist (event_location);

COMMENT ON TABLE delivery_events IS
    'Append-only journal of what happened to a delivery; log_delivery_event() writes it.';
COMMENT ON COLUMN delivery_events.event_type IS
    'What happened, free text without a check, set by the caller of log_delivery_event().';
COMMENT ON COLUMN delivery_events.event_data IS
    'JSON object of details, its keys set by the caller of log_delivery_event() for each event_type.';
COMMENT ON COLUMN delivery_events.performed_by IS
    'users.id, without a foreign key; log_delivery_event() leaves it null when no user is given.';
COMMENT ON COLUMN delivery_events.created_at IS 'When the event was logged, in UTC.';
COMMENT ON COLUMN delivery_events.event_location IS
    'Where it happened, a point, SRID 4326, longitude before latitude; it has no numeric twin and '
    'log_delivery_event() has no argument for it.';
