CREATE TABLE ocs_inventory (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid NOT NULL,
    sku varchar(100) NOT NULL,
    quantity_on_hand integer DEFAULT 0,
    quantity_available integer DEFAULT 0,
    quantity_reserved integer DEFAULT 0,
    unit_cost numeric(10,2) DEFAULT 0,
    retail_price numeric(10,2),
    reorder_point integer DEFAULT 10,
    reorder_quantity integer DEFAULT 100,
    last_restock_date timestamp,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    min_stock_level integer DEFAULT 10,
    max_stock_level integer DEFAULT 100,
    is_available boolean DEFAULT true,
    override_price numeric(10,2),
    retail_price_dynamic numeric(10,2),
    case_gtin varchar(50),
    each_gtin varchar(50),
    gtin_barcode varchar(50),
    product_name varchar(255),
    brand varchar(100),
    category varchar(100),
    subcategory varchar(100),
    packaged_on_date date,
    batch_lot varchar(100),
    supplier varchar(100),
    vendor varchar(100),
    thc_content numeric(5,2),
    cbd_content numeric(5,2),
    strain_type varchar(50),
    plant_type varchar(50),
    image_url text,
    container_id varchar(50),
    shipment_id varchar(50),
    CONSTRAINT ocs_inventory_pkey PRIMARY KEY (id),
    CONSTRAINT ocs_inventory_store_id_sku_key UNIQUE (store_id, sku),
    CONSTRAINT ocs_inventory_quantity_available_check CHECK (quantity_available >= 0),
    CONSTRAINT ocs_inventory_quantity_on_hand_check CHECK (quantity_on_hand >= 0),
    CONSTRAINT ocs_inventory_quantity_reserved_check CHECK (quantity_reserved >= 0)
);

ALTER TABLE ocs_inventory
    ADD CONSTRAINT ocs_inventory_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_ocs_inventory_available ON ocs_inventory (is_available);
CREATE INDEX idx_ocs_inventory_batch_lot ON ocs_inventory (batch_lot);
CREATE INDEX idx_ocs_inventory_case_gtin ON ocs_inventory (case_gtin);
CREATE INDEX idx_ocs_inventory_each_gtin ON ocs_inventory (each_gtin);
CREATE INDEX idx_ocs_inventory_gtin_barcode ON ocs_inventory (gtin_barcode);
CREATE INDEX idx_ocs_inventory_quantity ON ocs_inventory (quantity_available);
CREATE INDEX idx_ocs_inventory_sku_lower ON ocs_inventory ((lower(btrim(sku))));
CREATE INDEX idx_ocs_inventory_store ON ocs_inventory (store_id);
CREATE INDEX idx_ocs_inventory_supplier ON ocs_inventory (supplier);

CREATE TRIGGER update_ocs_inventory_timestamp_trigger
    BEFORE UPDATE ON ocs_inventory
    FOR EACH ROW EXECUTE FUNCTION update_inventory_timestamp();

COMMENT ON TABLE ocs_inventory IS
    'Stock and prices of a cannabis product in a store, one row for each store and sku; OCS is the Ontario '
    'Cannabis Store.';
COMMENT ON COLUMN ocs_inventory.sku IS
    'OCS variant number; joined to ocs_product_catalog.ocs_variant_number by lower(btrim()), no foreign key.';
COMMENT ON COLUMN ocs_inventory.quantity_on_hand IS
    'Units in the store, those of quantity_reserved included.';
COMMENT ON COLUMN ocs_inventory.quantity_available IS
    'quantity_on_hand less quantity_reserved; stored by the application, only >= 0 is checked.';
COMMENT ON COLUMN ocs_inventory.quantity_reserved IS
    'Units promised to carts and orders; the single claims are in ocs_inventory_reservations.';
COMMENT ON COLUMN ocs_inventory.unit_cost IS 'Canadian dollars for one unit, what the store pays.';
COMMENT ON COLUMN ocs_inventory.retail_price IS 'Canadian dollars for one unit, the regular price.';
COMMENT ON COLUMN ocs_inventory.reorder_point IS 'Units; at or below this the product is due for reorder.';
COMMENT ON COLUMN ocs_inventory.reorder_quantity IS 'Units to order when reorder_point is reached.';
COMMENT ON COLUMN ocs_inventory.last_restock_date IS
    'UTC time without a zone, unlike created_at and updated_at (timestamptz).';
COMMENT ON COLUMN ocs_inventory.min_stock_level IS
    'Units; the least the store wants to hold, while reorder_point is where it orders again.';
COMMENT ON COLUMN ocs_inventory.max_stock_level IS 'Units; the most the store wants to hold.';
COMMENT ON COLUMN ocs_inventory.is_available IS
    'Whether the store offers the product; a flag of its own, not derived from quantity_available.';
COMMENT ON COLUMN ocs_inventory.override_price IS
    'Canadian dollars; price that replaces retail_price while it is set.';
COMMENT ON COLUMN ocs_inventory.retail_price_dynamic IS
    'Canadian dollars; price found by dynamic pricing, kept apart from retail_price.';
COMMENT ON COLUMN ocs_inventory.case_gtin IS
    'GTIN (Global Trade Item Number, GS1) of the shipping case; each_gtin is that of one retail unit in it.';
COMMENT ON COLUMN ocs_inventory.each_gtin IS 'GTIN of one retail unit (an each, in OCS terms).';
COMMENT ON COLUMN ocs_inventory.gtin_barcode IS
    'Barcode text of the package; the bare GTINs are case_gtin and each_gtin.';
COMMENT ON COLUMN ocs_inventory.product_name IS
    'Copy of ocs_product_catalog.product_name; nothing keeps it in step.';
COMMENT ON COLUMN ocs_inventory.brand IS 'Copy of ocs_product_catalog.brand; nothing keeps it in step.';
COMMENT ON COLUMN ocs_inventory.category IS 'Copy of ocs_product_catalog.category; nothing keeps it in step.';
COMMENT ON COLUMN ocs_inventory.subcategory IS
    'Copy of ocs_product_catalog.sub_category; nothing keeps it in step.';
COMMENT ON COLUMN ocs_inventory.packaged_on_date IS
    'Packaging date of one batch, that of batch_lot; batch_tracking has every batch.';
COMMENT ON COLUMN ocs_inventory.batch_lot IS 'One batch of the sku; batch_tracking has every batch.';
COMMENT ON COLUMN ocs_inventory.supplier IS
    'Name as text, not provincial_suppliers.id; a column of its own beside vendor.';
COMMENT ON COLUMN ocs_inventory.vendor IS
    'Name as text; a column of its own beside supplier, as in purchase_orders.vendor.';
COMMENT ON COLUMN ocs_inventory.thc_content IS
    'THC of the product; the row stores no unit, ocs_product_catalog has content per unit and percentages.';
COMMENT ON COLUMN ocs_inventory.cbd_content IS
    'CBD of the product; the row stores no unit, ocs_product_catalog has content per unit and percentages.';
COMMENT ON COLUMN ocs_inventory.strain_type IS
    'Copy of ocs_product_catalog.strain_type; nothing keeps it in step.';
COMMENT ON COLUMN ocs_inventory.plant_type IS
    'Copy of ocs_product_catalog.plant_type; nothing keeps it in step.';
COMMENT ON COLUMN ocs_inventory.image_url IS
    'Copy of ocs_product_catalog.image_url; nothing keeps it in step.';
COMMENT ON COLUMN ocs_inventory.container_id IS
    'Container of the shipment, as in purchase_orders.container_id; no foreign key.';
COMMENT ON COLUMN ocs_inventory.shipment_id IS
    'Supplier''s shipment, as in purchase_orders.shipment_id; no foreign key.';
