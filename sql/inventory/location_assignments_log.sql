CREATE TABLE location_assignments_log (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    inventory_id uuid,
    location_id uuid,
    quantity integer NOT NULL,
    assigned_by uuid,
    assignment_type varchar(50),
    notes text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    store_id uuid,
    CONSTRAINT location_assignments_log_pkey PRIMARY KEY (id)
);

ALTER TABLE location_assignments_log
    ADD CONSTRAINT location_assignments_log_inventory_id_fkey
    FOREIGN KEY (inventory_id) REFERENCES ocs_inventory (id) ON DELETE CASCADE;
ALTER TABLE location_assignments_log
    ADD CONSTRAINT location_assignments_log_location_id_fkey
    FOREIGN KEY (location_id) REFERENCES inventory_locations (id) ON DELETE SET NULL;

CREATE INDEX idx_location_assignments_inventory_id ON location_assignments_log (inventory_id);
CREATE INDEX idx_location_assignments_log_location_id ON location_assignments_log (location_id);

COMMENT ON TABLE location_assignments_log IS 'Record of stock put to, or moved between, storage places.';
COMMENT ON COLUMN location_assignments_log.inventory_id IS
    'The log of an ocs_inventory row is deleted with it.';
COMMENT ON COLUMN location_assignments_log.location_id IS
    'Place in inventory_locations, not shelf_locations; NULL after the place was deleted.';
COMMENT ON COLUMN location_assignments_log.quantity IS 'Units concerned by the assignment.';
COMMENT ON COLUMN location_assignments_log.assigned_by IS 'users.id; no foreign key.';
COMMENT ON COLUMN location_assignments_log.assignment_type IS 'Free varchar without a CHECK.';
COMMENT ON COLUMN location_assignments_log.store_id IS 'stores.id; no foreign key.';
