CREATE TABLE staff_delivery_status (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    is_available boolean DEFAULT false,
    available_from timestamp,
    available_until timestamp,
    current_status varchar(50) DEFAULT 'offline',
    current_latitude numeric(10,8),
    current_longitude numeric(11,8),
    last_location_update timestamp,
    current_deliveries integer DEFAULT 0,
    max_deliveries integer DEFAULT 5,
    deliveries_today integer DEFAULT 0,
    deliveries_completed integer DEFAULT 0,
    average_delivery_time_minutes integer,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    current_location geography(Point,4326),
    CONSTRAINT staff_delivery_status_pkey PRIMARY KEY (id),
    CONSTRAINT staff_delivery_status_user_id_key UNIQUE (user_id)
);

ALTER TABLE staff_delivery_status
    ADD CONSTRAINT staff_delivery_status_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_staff_delivery_status_location ON staff_delivery_status USING gist (current_location);

CREATE TRIGGER update_staff_delivery_status_updated_at
    BEFORE UPDATE ON staff_delivery_status
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE staff_delivery_status IS
    'The present state of a member of staff who delivers, one row a user; history is in delivery_tracking.';
COMMENT ON COLUMN staff_delivery_status.is_available IS
    'Whether new deliveries may be given to this person; current_status says what the person is doing.';
COMMENT ON COLUMN staff_delivery_status.available_from IS 'Start of the present shift, in UTC.';
COMMENT ON COLUMN staff_delivery_status.available_until IS 'End of the present shift, in UTC.';
COMMENT ON COLUMN staff_delivery_status.current_status IS 'Free text without a check; starts as offline.';
COMMENT ON COLUMN staff_delivery_status.current_latitude IS
    'Degrees north, WGS 84; the numeric twin of current_location.';
COMMENT ON COLUMN staff_delivery_status.current_longitude IS
    'Degrees east, WGS 84, so negative in Canada; the numeric twin of current_location.';
COMMENT ON COLUMN staff_delivery_status.last_location_update IS
    'When the position was last reported, in UTC.';
COMMENT ON COLUMN staff_delivery_status.current_deliveries IS
    'How many deliveries the person has in hand; kept by the application, not by a trigger.';
COMMENT ON COLUMN staff_delivery_status.max_deliveries IS
    'Upper bound of current_deliveries, which the application enforces.';
COMMENT ON COLUMN staff_delivery_status.deliveries_today IS
    'Deliveries of the current day; nothing in the database resets it.';
COMMENT ON COLUMN staff_delivery_status.deliveries_completed IS
    'Completed deliveries over all days; kept by the application, not by a trigger.';
COMMENT ON COLUMN staff_delivery_status.average_delivery_time_minutes IS
    'Mean minutes of a delivery, rounded to whole minutes.';
COMMENT ON COLUMN staff_delivery_status.current_location IS
    'The last position as a point, SRID 4326, longitude before latitude; no trigger keeps it equal to '
    'current_latitude and current_longitude.';
