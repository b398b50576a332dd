CREATE TABLE purchase_order_items (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    purchase_order_id uuid NOT NULL,
    sku varchar(100) NOT NULL,
    batch_lot varchar(100),
    quantity_ordered integer NOT NULL,
    quantity_received integer DEFAULT 0,
    unit_cost numeric(10,2) NOT NULL,
    line_total numeric(12,2),
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    item_name varchar(255),
    vendor varchar(255),
    brand varchar(255),
    case_gtin varchar(100),
    packaged_on_date date,
    gtin_barcode varchar(100),
    each_gtin varchar(100),
    shipped_qty integer,
    uom varchar(50),
    uom_conversion numeric(10,4),
    uom_conversion_qty integer,
    exists_in_inventory boolean DEFAULT false,
    CONSTRAINT purchase_order_items_pkey PRIMARY KEY (id),
    CONSTRAINT purchase_order_items_quantity_ordered_check CHECK (quantity_ordered > 0),
    CONSTRAINT purchase_order_items_quantity_received_check CHECK (quantity_received >= 0),
    CONSTRAINT purchase_order_items_unit_cost_check CHECK (unit_cost >= 0)
);

ALTER TABLE purchase_order_items
    ADD CONSTRAINT purchase_order_items_purchase_order_id_fkey
    FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders (id) ON DELETE CASCADE;

CREATE INDEX idx_po_items_po_id ON purchase_order_items (purchase_order_id);
CREATE INDEX idx_po_items_sku ON purchase_order_items (sku);
CREATE INDEX idx_poi_case_gtin ON purchase_order_items (case_gtin);
CREATE INDEX idx_poi_gtin_barcode ON purchase_order_items (gtin_barcode);
CREATE INDEX idx_poi_sku_batch ON purchase_order_items (sku, batch_lot);

CREATE TRIGGER update_purchase_order_items_updated_at
    BEFORE UPDATE ON purchase_order_items
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE purchase_order_items IS
    'Lines of a purchase order, with what the supplier''s shipping notice says of them.';
COMMENT ON COLUMN purchase_order_items.sku IS 'OCS variant number, as in ocs_inventory.sku; no foreign key.';
COMMENT ON COLUMN purchase_order_items.batch_lot IS
    'Lot number of the licensed producer, as in batch_tracking.batch_lot; no foreign key.';
COMMENT ON COLUMN purchase_order_items.quantity_ordered IS
    'Units ordered; shipped_qty is what the supplier sent, quantity_received what arrived.';
COMMENT ON COLUMN purchase_order_items.quantity_received IS
    'Units counted on arrival; may differ from shipped_qty.';
COMMENT ON COLUMN purchase_order_items.unit_cost IS 'Canadian dollars for one unit.';
COMMENT ON COLUMN purchase_order_items.line_total IS
    'Canadian dollars; stored by the application, not computed here.';
COMMENT ON COLUMN purchase_order_items.item_name IS
    'Product name as the supplier writes it; ocs_product_catalog.product_name may differ.';
COMMENT ON COLUMN purchase_order_items.vendor IS 'Name as text, as in purchase_orders.vendor.';
COMMENT ON COLUMN purchase_order_items.case_gtin IS
    'GTIN (Global Trade Item Number, GS1) of the shipping case; each_gtin is that of one retail unit in it.';
COMMENT ON COLUMN purchase_order_items.packaged_on_date IS 'Packaging date on the label.';
COMMENT ON COLUMN purchase_order_items.gtin_barcode IS
    'Barcode text of the package; the bare GTINs are case_gtin and each_gtin.';
COMMENT ON COLUMN purchase_order_items.each_gtin IS 'GTIN of one retail unit (an each, in OCS terms).';
COMMENT ON COLUMN purchase_order_items.shipped_qty IS
    'Quantity on the supplier''s shipping notice, counted in uom.';
COMMENT ON COLUMN purchase_order_items.uom IS
    'Unit of measure that shipped_qty is counted in, such as a case; free varchar without a CHECK.';
COMMENT ON COLUMN purchase_order_items.uom_conversion IS 'Retail units (eaches) in one uom.';
COMMENT ON COLUMN purchase_order_items.uom_conversion_qty IS
    'shipped_qty in retail units (eaches), after uom_conversion; not computed here.';
COMMENT ON COLUMN purchase_order_items.exists_in_inventory IS
    'Stored by the application; check_inventory_exists(sku, batch_lot) tells the present state.';
