CREATE TABLE shelf_locations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid NOT NULL,
    zone varchar(50),
    aisle varchar(50),
    shelf varchar(50),
    bin varchar(50),
    location_code varchar(200),
    location_type varchar(50) DEFAULT 'standard',
    max_weight_kg numeric(10,2),
    max_volume_m3 numeric(10,4),
    temperature_range varchar(100),
    is_active boolean DEFAULT true,
    is_available boolean DEFAULT true,
    notes text,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT shelf_locations_pkey PRIMARY KEY (id),
    CONSTRAINT unique_location_per_store UNIQUE (store_id, zone, aisle, shelf, bin)
);

ALTER TABLE shelf_locations
    ADD CONSTRAINT shelf_locations_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_shelf_locations_active ON shelf_locations (is_active, is_available);
CREATE INDEX idx_shelf_locations_code ON shelf_locations (location_code);
CREATE INDEX idx_shelf_locations_store ON shelf_locations (store_id);
CREATE INDEX idx_shelf_locations_type ON shelf_locations (location_type);

CREATE TRIGGER update_shelf_locations_updated_at
    BEFORE UPDATE ON shelf_locations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE shelf_locations IS
    'Places on the shelves of a store, for batch_tracking; location_assignments_log uses '
    'inventory_locations instead.';
COMMENT ON COLUMN shelf_locations.zone IS
    'The unique key of store, zone, aisle, shelf and bin does not catch rows that leave one of them NULL.';
COMMENT ON COLUMN shelf_locations.location_code IS
    'Code of the place, not unique (inventory_locations.code is); written by the application.';
COMMENT ON COLUMN shelf_locations.location_type IS 'Free varchar without a CHECK; new rows get ''standard''.';
COMMENT ON COLUMN shelf_locations.max_weight_kg IS 'Kilograms; not enforced.';
COMMENT ON COLUMN shelf_locations.max_volume_m3 IS 'Cubic metres; not enforced.';
COMMENT ON COLUMN shelf_locations.temperature_range IS 'Free text, not numbers.';
COMMENT ON COLUMN shelf_locations.is_active IS
    'Whether the place is in use at all; is_available is whether stock can be put there now.';
COMMENT ON COLUMN shelf_locations.is_available IS
    'Whether stock can be put there now; is_active is whether the place is in use at all.';
