CREATE TABLE location_access_log (
    id serial NOT NULL,
    user_id uuid,
    store_id uuid,
    latitude numeric(10,8),
    longitude numeric(11,8),
    accuracy numeric(10,2),
    ip_address varchar(45),
    user_agent text,
    access_type varchar(50),
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    metadata jsonb,
    location_data geography(Point,4326),
    CONSTRAINT location_access_log_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_location_access_log_access_type ON location_access_log (access_type);
CREATE INDEX idx_location_access_log_created_at ON location_access_log (created_at);
CREATE INDEX idx_location_access_log_store_id ON location_access_log (store_id);
CREATE INDEX idx_location_access_log_user_id ON location_access_log (user_id);
CREATE INDEX idx_location_access_log_location_gist ON location_access_log USING gist (location_data);

COMMENT ON TABLE location_access_log IS
    'Each time a client shared its position, for choosing a store or checking delivery; kept for privacy '
    'audits.';
COMMENT ON COLUMN location_access_log.user_id IS
    'users.id, without a foreign key; NULL for a visitor who is not signed in.';
COMMENT ON COLUMN location_access_log.store_id IS
    'stores.id that was shown or chosen, without a foreign key.';
COMMENT ON COLUMN location_access_log.latitude IS
    'WGS 84 degrees as the client sent them; location_data is the same point.';
COMMENT ON COLUMN location_access_log.longitude IS
    'WGS 84 degrees as the client sent them; location_data is the same point.';
COMMENT ON COLUMN location_access_log.accuracy IS
    'Radius of uncertainty in metres, as the device reports it.';
COMMENT ON COLUMN location_access_log.access_type IS
    'How the position was found or why it was asked for, such as gps, ip or store_selection.';
COMMENT ON COLUMN location_access_log.metadata IS 'What the client added to the position; no fixed keys.';
COMMENT ON COLUMN location_access_log.location_data IS
    'Point of longitude and latitude (SRID 4326) for spatial queries; no trigger fills it.';
