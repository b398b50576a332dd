CREATE TABLE ocs_inventory_transactions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    sku varchar(100) NOT NULL,
    transaction_type varchar(50) NOT NULL,
    reference_id uuid,
    reference_type varchar(50),
    batch_lot varchar(100),
    quantity integer NOT NULL,
    unit_cost numeric(10,2),
    running_balance integer,
    notes text,
    created_by uuid,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    store_id uuid NOT NULL,
    CONSTRAINT ocs_inventory_transactions_pkey PRIMARY KEY (id),
    CONSTRAINT inventory_transactions_transaction_type_check CHECK (
        transaction_type IN ('purchase', 'sale', 'adjustment', 'return', 'transfer')
    )
);

ALTER TABLE ocs_inventory_transactions
    ADD CONSTRAINT inventory_transactions_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id);

CREATE INDEX idx_transactions_date ON ocs_inventory_transactions (created_at DESC);
CREATE INDEX idx_transactions_sku ON ocs_inventory_transactions (sku);
CREATE INDEX idx_ocs_inventory_transactions_store ON ocs_inventory_transactions (store_id);

COMMENT ON TABLE ocs_inventory_transactions IS
    'Stock ledger of a store and sku, with unit costs; ocs_inventory_movements and ocs_inventory_logs go by '
    'the ocs_inventory row.';
COMMENT ON COLUMN ocs_inventory_transactions.sku IS
    'OCS variant number, as in ocs_inventory.sku; no foreign key.';
COMMENT ON COLUMN ocs_inventory_transactions.reference_id IS
    'Id of the record of kind reference_type that caused the transaction; no foreign key.';
COMMENT ON COLUMN ocs_inventory_transactions.reference_type IS
    'Kind of record that reference_id names; free varchar without a CHECK.';
COMMENT ON COLUMN ocs_inventory_transactions.batch_lot IS
    'Lot, as in batch_tracking.batch_lot; no foreign key.';
COMMENT ON COLUMN ocs_inventory_transactions.quantity IS 'Units; the sign is not checked.';
COMMENT ON COLUMN ocs_inventory_transactions.unit_cost IS 'Canadian dollars for one unit.';
COMMENT ON COLUMN ocs_inventory_transactions.running_balance IS
    'Balance in units after this transaction; stored by the application, not computed here.';
COMMENT ON COLUMN ocs_inventory_transactions.created_by IS 'users.id; no foreign key.';
