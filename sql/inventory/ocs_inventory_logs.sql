CREATE TABLE ocs_inventory_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    inventory_id uuid,
    action varchar(50) NOT NULL,
    previous_quantity integer,
    new_quantity integer,
    change_quantity integer,
    reason text,
    performed_by uuid,
    order_id uuid,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    metadata jsonb DEFAULT '{}',
    CONSTRAINT ocs_inventory_logs_pkey PRIMARY KEY (id)
);

ALTER TABLE ocs_inventory_logs
    ADD CONSTRAINT ocs_inventory_logs_inventory_id_fkey
    FOREIGN KEY (inventory_id) REFERENCES ocs_inventory (id) ON DELETE CASCADE;

CREATE INDEX idx_inventory_logs_created_at ON ocs_inventory_logs (created_at DESC);
CREATE INDEX idx_inventory_logs_inventory_id ON ocs_inventory_logs (inventory_id);

COMMENT ON TABLE ocs_inventory_logs IS
    'Changes of the quantity of an ocs_inventory row, with the value before and after; '
    'ocs_inventory_movements has no such values and ocs_inventory_transactions goes by store and sku.';
COMMENT ON COLUMN ocs_inventory_logs.inventory_id IS 'The log of an ocs_inventory row is deleted with it.';
COMMENT ON COLUMN ocs_inventory_logs.action IS 'Free varchar without a CHECK.';
COMMENT ON COLUMN ocs_inventory_logs.change_quantity IS
    'new_quantity less previous_quantity, negative when stock went down; not computed here.';
COMMENT ON COLUMN ocs_inventory_logs.performed_by IS 'users.id; no foreign key.';
COMMENT ON COLUMN ocs_inventory_logs.order_id IS 'orders.id when an order caused the change; no foreign key.';
COMMENT ON COLUMN ocs_inventory_logs.metadata IS 'JSON object for the application; the schema fixes no keys.';
