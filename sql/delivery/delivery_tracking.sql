CREATE TABLE delivery_tracking (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    delivery_id uuid NOT NULL,
    latitude numeric(10,8) NOT NULL,
    longitude numeric(11,8) NOT NULL,
    altitude_meters numeric(10,2),
    accuracy_meters numeric(10,2),
    speed_kmh numeric(5,2),
    heading integer,
    provider varchar(50),
    battery_level integer,
    is_mock_location boolean DEFAULT false,
    recorded_at timestamp DEFAULT CURRENT_TIMESTAMP,
    received_at timestamp DEFAULT CURRENT_TIMESTAMP,
    activity_type varchar(50),
    metadata jsonb DEFAULT '{}',
    location geography(Point,4326),
    CONSTRAINT delivery_tracking_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_tracking_battery_level_check CHECK (battery_level BETWEEN 0 AND 100),
    CONSTRAINT delivery_tracking_heading_check CHECK (heading BETWEEN 0 AND 360)
);

ALTER TABLE delivery_tracking
    ADD CONSTRAINT delivery_tracking_delivery_id_fkey
    FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE;

CREATE INDEX idx_delivery_tracking_delivery_id ON delivery_tracking (delivery_id);
CREATE INDEX idx_delivery_tracking_recorded_at ON delivery_tracking (recorded_at DESC);
CREATE INDEX idx_delivery_tracking_location ON delivery_tracking USING gist (location);

COMMENT ON TABLE delivery_tracking IS
    'One position report from a driver''s device during a delivery; append-only.';
COMMENT ON COLUMN delivery_tracking.latitude IS 'Degrees north, WGS 84; the numeric twin of location.';
COMMENT ON COLUMN delivery_tracking.longitude IS
    'Degrees east, WGS 84, so negative in Canada; the numeric twin of location.';
COMMENT ON COLUMN delivery_tracking.altitude_meters IS
    'Altitude in metres as the device reports it; null where it does not.';
COMMENT ON COLUMN delivery_tracking.accuracy_meters IS
    'Radius in metres within which the device believes the position to be.';
COMMENT ON COLUMN delivery_tracking.speed_kmh IS
    'Kilometres an hour; devices report metres a second, so convert first.';
COMMENT ON COLUMN delivery_tracking.heading IS
    'Direction of travel in degrees clockwise from north, 0 to 360.';
COMMENT ON COLUMN delivery_tracking.provider IS
    'Source of the position as the device names it, such as gps or network; free text without a check.';
COMMENT ON COLUMN delivery_tracking.battery_level IS 'Charge of the device in percent, 0 to 100.';
COMMENT ON COLUMN delivery_tracking.is_mock_location IS
    'True where the device says that the position is simulated; do not trust such a report.';
COMMENT ON COLUMN delivery_tracking.recorded_at IS
    'When the device took the position, in UTC; the clock is the device''s.';
COMMENT ON COLUMN delivery_tracking.received_at IS
    'When the server got the report, in UTC; later than recorded_at where the device was offline.';
COMMENT ON COLUMN delivery_tracking.activity_type IS
    'Movement that the device recognised, such as walking or driving; free text without a check.';
COMMENT ON COLUMN delivery_tracking.metadata IS
    'JSON object of further device data, keys set by the application.';
COMMENT ON COLUMN delivery_tracking.location IS
    'The position as a point, SRID 4326, longitude before latitude; no trigger keeps it equal to latitude '
    'and longitude.';
