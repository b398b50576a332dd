CREATE TABLE ocs_inventory_movements (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    inventory_id uuid,
    movement_type varchar(50) NOT NULL,
    quantity integer NOT NULL,
    reference_type varchar(50),
    reference_id varchar(100),
    reason text,
    performed_by uuid,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    metadata jsonb DEFAULT '{}',
    notes text,
    CONSTRAINT ocs_inventory_movements_pkey PRIMARY KEY (id)
);

ALTER TABLE ocs_inventory_movements
    ADD CONSTRAINT ocs_inventory_movements_inventory_id_fkey
    FOREIGN KEY (inventory_id) REFERENCES ocs_inventory (id) ON DELETE CASCADE;

CREATE INDEX idx_inventory_movements_created_at ON ocs_inventory_movements (created_at DESC);
CREATE INDEX idx_inventory_movements_inventory_id ON ocs_inventory_movements (inventory_id);

COMMENT ON TABLE ocs_inventory_movements IS
    'Movements of the stock of an ocs_inventory row, each with the record that caused it; '
    'ocs_inventory_snapshots.last_movement_id refers to it.';
COMMENT ON COLUMN ocs_inventory_movements.inventory_id IS
    'The movements of an ocs_inventory row are deleted with it.';
COMMENT ON COLUMN ocs_inventory_movements.movement_type IS
    'Free varchar without a CHECK, unlike ocs_inventory_transactions.transaction_type.';
COMMENT ON COLUMN ocs_inventory_movements.quantity IS 'Units moved; the sign is not checked.';
COMMENT ON COLUMN ocs_inventory_movements.reference_type IS
    'Kind of record that reference_id names; free varchar without a CHECK.';
COMMENT ON COLUMN ocs_inventory_movements.reference_id IS
    'Id, as text, of the record that caused the movement (ocs_inventory_transactions has a uuid here).';
COMMENT ON COLUMN ocs_inventory_movements.reason IS 'Why stock moved; notes has remarks beyond that.';
COMMENT ON COLUMN ocs_inventory_movements.performed_by IS 'users.id; no foreign key.';
COMMENT ON COLUMN ocs_inventory_movements.metadata IS
    'JSON object for the application; the schema fixes no keys.';
