CREATE TABLE purchase_orders (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    po_number varchar(100) NOT NULL,
    supplier_id uuid,
    order_date timestamp DEFAULT CURRENT_TIMESTAMP,
    expected_date date,
    received_date timestamp,
    status varchar(50) DEFAULT 'pending',
    total_amount numeric(12,2),
    notes text,
    created_by uuid,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    shipment_id varchar(100),
    container_id varchar(100),
    vendor varchar(255),
    tenant_id uuid,
    ocs_order_number varchar(100),
    store_id uuid NOT NULL,
    CONSTRAINT purchase_orders_pkey PRIMARY KEY (id),
    CONSTRAINT purchase_orders_po_number_key UNIQUE (po_number),
    CONSTRAINT purchase_orders_status_check CHECK (
        status IN ('pending', 'partial', 'received', 'cancelled')
    )
);

ALTER TABLE purchase_orders
    ADD CONSTRAINT purchase_orders_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE purchase_orders
    ADD CONSTRAINT purchase_orders_supplier_id_fkey
    FOREIGN KEY (supplier_id) REFERENCES provincial_suppliers (id);
ALTER TABLE purchase_orders
    ADD CONSTRAINT purchase_orders_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id);

CREATE INDEX idx_po_container_id ON purchase_orders (container_id);
CREATE INDEX idx_po_shipment_id ON purchase_orders (shipment_id);
CREATE INDEX idx_po_status ON purchase_orders (status);
CREATE INDEX idx_po_supplier ON purchase_orders (supplier_id);
CREATE INDEX idx_po_vendor ON purchase_orders (vendor);
CREATE INDEX idx_purchase_orders_store ON purchase_orders (store_id);
CREATE INDEX idx_purchase_orders_tenant_id ON purchase_orders (tenant_id);

CREATE TRIGGER update_purchase_orders_timestamp_trigger
    BEFORE UPDATE ON purchase_orders
    FOR EACH ROW EXECUTE FUNCTION update_inventory_timestamp();

COMMENT ON TABLE purchase_orders IS
    'Orders of a store to its wholesale supplier, in Ontario the OCS; what they hold is in '
    'purchase_order_items.';
COMMENT ON COLUMN purchase_orders.po_number IS
    'Our number, unique over all tenants; ocs_order_number is the supplier''s.';
COMMENT ON COLUMN purchase_orders.supplier_id IS
    'provincial_suppliers.id; vendor is a name as text beside it.';
COMMENT ON COLUMN purchase_orders.order_date IS 'UTC time, in spite of the name not a date.';
COMMENT ON COLUMN purchase_orders.received_date IS
    'UTC time, in spite of the name not a date; expected_date is a date.';
COMMENT ON COLUMN purchase_orders.status IS 'partial: some items arrived; a CHECK fixes the values.';
COMMENT ON COLUMN purchase_orders.total_amount IS
    'Canadian dollars; stored by the application, not computed from the items.';
COMMENT ON COLUMN purchase_orders.created_by IS 'users.id; no foreign key.';
COMMENT ON COLUMN purchase_orders.shipment_id IS
    'Supplier''s shipment number from the shipping notice; not unique.';
COMMENT ON COLUMN purchase_orders.container_id IS
    'Supplier''s container number from the shipping notice; not unique.';
COMMENT ON COLUMN purchase_orders.vendor IS 'Name as text; nothing keeps it in step with supplier_id.';
COMMENT ON COLUMN purchase_orders.ocs_order_number IS 'Order number that OCS gave; po_number is ours.';
