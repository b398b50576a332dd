CREATE TABLE inventory_locations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid,
    name varchar(100) NOT NULL,
    code varchar(50),
    type varchar(50),
    zone varchar(50),
    aisle varchar(20),
    shelf varchar(20),
    bin varchar(20),
    capacity integer,
    is_active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT inventory_locations_pkey PRIMARY KEY (id),
    CONSTRAINT inventory_locations_code_key UNIQUE (code)
);

ALTER TABLE inventory_locations
    ADD CONSTRAINT inventory_locations_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_inventory_locations_store_id ON inventory_locations (store_id);

CREATE TRIGGER update_inventory_locations_updated_at
    BEFORE UPDATE ON inventory_locations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE inventory_locations IS
    'Storage places that location_assignments_log refers to; batch_tracking refers to shelf_locations '
    'instead.';
COMMENT ON COLUMN inventory_locations.store_id IS 'NULL is allowed, unlike in shelf_locations.';
COMMENT ON COLUMN inventory_locations.code IS 'Unique over all stores, unlike shelf_locations.location_code.';
COMMENT ON COLUMN inventory_locations.type IS 'Kind of place; free varchar without a CHECK.';
COMMENT ON COLUMN inventory_locations.capacity IS 'A number without a unit; not enforced.';
