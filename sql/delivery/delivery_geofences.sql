CREATE TABLE delivery_geofences (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    delivery_id uuid NOT NULL,
    center_latitude numeric(10,8) NOT NULL,
    center_longitude numeric(11,8) NOT NULL,
    radius_meters integer NOT NULL DEFAULT 100,
    fence_type varchar(50) DEFAULT 'arrival',
    entered_at timestamp,
    exited_at timestamp,
    dwell_time_seconds integer,
    notify_on_enter boolean DEFAULT true,
    notify_on_exit boolean DEFAULT false,
    auto_complete_on_enter boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    geometry geography(Polygon,4326),
    CONSTRAINT delivery_geofences_pkey PRIMARY KEY (id)
);

ALTER TABLE delivery_geofences
    ADD CONSTRAINT delivery_geofences_delivery_id_fkey
    FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE;

CREATE INDEX idx_delivery_geofences_delivery_id ON delivery_geofences (delivery_id);
CREATE INDEX idx_delivery_geofences_location ON delivery_geofences (center_latitude, center_longitude);
CREATE INDEX idx_delivery_geofences_geometry ON delivery_geofences USING gist (geometry);

COMMENT ON TABLE delivery_geofences IS
    'A circle around a place of a delivery, by default its destination, that notices the driver coming and '
    'going.';
COMMENT ON COLUMN delivery_geofences.center_latitude IS 'Degrees north, WGS 84, of the circle''s centre.';
COMMENT ON COLUMN delivery_geofences.center_longitude IS
    'Degrees east, WGS 84, of the circle''s centre; negative in Canada.';
COMMENT ON COLUMN delivery_geofences.radius_meters IS
    'Radius of the circle in metres, as check_geofence_entry() takes it.';
COMMENT ON COLUMN delivery_geofences.fence_type IS
    'Purpose of the fence, free text without a check; arrival by default.';
COMMENT ON COLUMN delivery_geofences.entered_at IS 'When the driver entered, in UTC; null until then.';
COMMENT ON COLUMN delivery_geofences.exited_at IS 'When the driver left, in UTC; null until then.';
COMMENT ON COLUMN delivery_geofences.dwell_time_seconds IS
    'Seconds between entered_at and exited_at, stored by the application.';
COMMENT ON COLUMN delivery_geofences.notify_on_enter IS 'Whether entering sends a notice.';
COMMENT ON COLUMN delivery_geofences.notify_on_exit IS 'Whether leaving sends a notice.';
COMMENT ON COLUMN delivery_geofences.auto_complete_on_enter IS
    'Whether entering closes the delivery without the driver''s confirmation.';
COMMENT ON COLUMN delivery_geofences.geometry IS
    'The fence as a polygon, SRID 4326, longitude before latitude; no trigger keeps it equal to the centre '
    'and radius_meters.';
