CREATE TABLE delivery_zones (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    zone_name varchar(100) NOT NULL,
    zone_type varchar(50) NOT NULL,
    radius_km numeric(5,2),
    polygon_coordinates jsonb,
    postal_codes text[],
    base_delivery_fee numeric(10,2) NOT NULL DEFAULT 0,
    free_delivery_minimum numeric(10,2),
    delivery_time_minutes integer DEFAULT 60,
    is_active boolean DEFAULT true,
    available_days integer[] DEFAULT ARRAY[0, 1, 2, 3, 4, 5, 6],
    delivery_hours jsonb,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    delivery_fee numeric(10,2) DEFAULT 0.00,
    geometry geography(Polygon,4326),
    CONSTRAINT delivery_zones_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_zones_zone_type_check CHECK (zone_type IN ('radius', 'polygon', 'postal_codes'))
);

ALTER TABLE delivery_zones
    ADD CONSTRAINT delivery_zones_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE delivery_zones
    ADD CONSTRAINT delivery_zones_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id);

CREATE INDEX idx_delivery_zones_tenant ON delivery_zones (tenant_id, is_active);
CREATE INDEX idx_delivery_zones_store ON delivery_zones (store_id);
CREATE INDEX idx_delivery_zones_geometry ON delivery_zones USING gist (geometry);

CREATE TRIGGER update_delivery_zones_updated_at
    BEFORE UPDATE ON delivery_zones
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE delivery_zones IS 'An area that a store delivers to, with its fee, minimum and hours.';
COMMENT ON COLUMN delivery_zones.zone_type IS
    'Which columns define the area: radius (radius_km), polygon (polygon_coordinates) or postal_codes.';
COMMENT ON COLUMN delivery_zones.radius_km IS 'Kilometres around the store; only for zone_type radius.';
COMMENT ON COLUMN delivery_zones.polygon_coordinates IS
    'JSON array of the polygon''s corners as the application draws them; only for zone_type polygon, see '
    'geometry.';
COMMENT ON COLUMN delivery_zones.postal_codes IS
    'Canadian postal codes or their beginnings; only for zone_type postal_codes.';
COMMENT ON COLUMN delivery_zones.base_delivery_fee IS
    'Canadian dollars; the required fee, see delivery_fee for the later twin.';
COMMENT ON COLUMN delivery_zones.free_delivery_minimum IS
    'Order value in Canadian dollars from which delivery is free; null for never.';
COMMENT ON COLUMN delivery_zones.delivery_time_minutes IS 'Usual minutes from order to door.';
COMMENT ON COLUMN delivery_zones.available_days IS
    'Weekday numbers 0 to 6 on which the zone is served; every day by default.';
COMMENT ON COLUMN delivery_zones.delivery_hours IS
    'JSON of the hours of delivery, layout set by the application, in the time zone of the store '
    '(stores.timezone).';
COMMENT ON COLUMN delivery_zones.delivery_fee IS
    'Canadian dollars; a later column of the legacy application beside base_delivery_fee, and nothing keeps '
    'the two equal.';
COMMENT ON COLUMN delivery_zones.geometry IS
    'The area as a polygon, SRID 4326, longitude before latitude; no trigger keeps it equal to radius_km or '
    'polygon_coordinates.';
