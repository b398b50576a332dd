CREATE TABLE batch_tracking (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    batch_lot varchar(100) NOT NULL,
    sku varchar(100) NOT NULL,
    purchase_order_id uuid,
    quantity_received integer NOT NULL,
    quantity_remaining integer NOT NULL,
    unit_cost numeric(10,2),
    received_date timestamp DEFAULT CURRENT_TIMESTAMP,
    expiry_date date,
    is_active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    case_gtin varchar(100),
    packaged_on_date date,
    gtin_barcode varchar(100),
    each_gtin varchar(100),
    location_id uuid,
    store_id uuid NOT NULL,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT batch_tracking_pkey PRIMARY KEY (id),
    CONSTRAINT batch_tracking_batch_lot_key UNIQUE (batch_lot)
);

ALTER TABLE batch_tracking
    ADD CONSTRAINT batch_tracking_location_id_fkey
    FOREIGN KEY (location_id) REFERENCES shelf_locations (id);
ALTER TABLE batch_tracking
    ADD CONSTRAINT batch_tracking_purchase_order_id_fkey
    FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders (id);

CREATE INDEX idx_batch_sku ON batch_tracking (sku);
CREATE INDEX idx_batch_tracking_case_gtin ON batch_tracking (case_gtin);
CREATE INDEX idx_batch_tracking_each_gtin ON batch_tracking (each_gtin);
CREATE INDEX idx_batch_tracking_gtin_barcode ON batch_tracking (gtin_barcode);
CREATE INDEX idx_batch_tracking_location ON batch_tracking (location_id);
CREATE INDEX idx_batch_tracking_purchase_order_id ON batch_tracking (purchase_order_id);

CREATE TRIGGER update_batch_tracking_updated_at
    BEFORE UPDATE ON batch_tracking
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE batch_tracking IS
    'A received batch (lot) of a cannabis sku and what is left of it; ocs_inventory holds the total of a '
    'store and sku.';
COMMENT ON COLUMN batch_tracking.batch_lot IS
    'Lot number of the licensed producer, unique over all stores: two stores cannot both record the same '
    'lot.';
COMMENT ON COLUMN batch_tracking.sku IS 'OCS variant number, as in ocs_inventory.sku; no foreign key.';
COMMENT ON COLUMN batch_tracking.quantity_received IS
    'Units received; quantity_remaining counts down from it.';
COMMENT ON COLUMN batch_tracking.quantity_remaining IS
    'Units left; written by the application, no CHECK stops it going below zero.';
COMMENT ON COLUMN batch_tracking.unit_cost IS 'Canadian dollars for one unit.';
COMMENT ON COLUMN batch_tracking.received_date IS 'UTC time, in spite of the name not a date.';
COMMENT ON COLUMN batch_tracking.case_gtin IS
    'GTIN (Global Trade Item Number, GS1) of the shipping case; each_gtin is that of one retail unit in it.';
COMMENT ON COLUMN batch_tracking.packaged_on_date IS 'Packaging date on the label.';
COMMENT ON COLUMN batch_tracking.gtin_barcode IS
    'Barcode text of the received package; the bare GTINs are case_gtin and each_gtin.';
COMMENT ON COLUMN batch_tracking.each_gtin IS 'GTIN of one retail unit (an each, in OCS terms).';
COMMENT ON COLUMN batch_tracking.location_id IS
    'Shelf of the batch in shelf_locations; location_assignments_log uses inventory_locations instead.';
COMMENT ON COLUMN batch_tracking.store_id IS 'stores.id; no foreign key.';
