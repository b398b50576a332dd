CREATE TABLE ocs_inventory_snapshots (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    inventory_id uuid,
    quantity_on_hand integer NOT NULL,
    available_quantity integer NOT NULL,
    reserved_quantity integer DEFAULT 0,
    snapshot_date date NOT NULL,
    last_movement_id uuid,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    store_id uuid NOT NULL,
    CONSTRAINT ocs_inventory_snapshots_pkey PRIMARY KEY (id),
    CONSTRAINT ocs_inventory_snapshots_store_id_snapshot_date_key UNIQUE (store_id, snapshot_date)
);

ALTER TABLE ocs_inventory_snapshots
    ADD CONSTRAINT ocs_inventory_snapshots_inventory_id_fkey
    FOREIGN KEY (inventory_id) REFERENCES ocs_inventory (id) ON DELETE CASCADE;

CREATE INDEX idx_inventory_snapshots_date ON ocs_inventory_snapshots (snapshot_date DESC);
CREATE INDEX idx_inventory_snapshots_inventory_id ON ocs_inventory_snapshots (inventory_id);

COMMENT ON TABLE ocs_inventory_snapshots IS
    'Stock on a day; the unique key is (store_id, snapshot_date), so one row a store and day in spite of '
    'inventory_id.';
COMMENT ON COLUMN ocs_inventory_snapshots.inventory_id IS 'Row of ocs_inventory; not part of the unique key.';
COMMENT ON COLUMN ocs_inventory_snapshots.available_quantity IS
    'ocs_inventory.quantity_available at the time.';
COMMENT ON COLUMN ocs_inventory_snapshots.reserved_quantity IS 'ocs_inventory.quantity_reserved at the time.';
COMMENT ON COLUMN ocs_inventory_snapshots.last_movement_id IS
    'Last ocs_inventory_movements.id counted in; no foreign key.';
COMMENT ON COLUMN ocs_inventory_snapshots.store_id IS 'stores.id; no foreign key.';
