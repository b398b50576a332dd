CREATE TABLE accessories_inventory (
    id serial NOT NULL,
    store_id uuid NOT NULL,
    accessory_id integer NOT NULL,
    quantity integer NOT NULL DEFAULT 0,
    reserved_quantity integer DEFAULT 0,
    available_quantity integer DEFAULT 0,
    cost_price numeric(10,2) NOT NULL,
    retail_price numeric(10,2) NOT NULL,
    sale_price numeric(10,2),
    discount_percentage numeric(5,2),
    min_stock_level integer DEFAULT 5,
    max_stock_level integer DEFAULT 100,
    reorder_point integer DEFAULT 10,
    reorder_quantity integer DEFAULT 20,
    location varchar(50),
    bin_number varchar(20),
    status varchar(20) DEFAULT 'active',
    last_restocked timestamp,
    last_sold timestamp,
    stock_check_date timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT accessories_inventory_pkey PRIMARY KEY (id),
    CONSTRAINT accessories_inventory_store_id_accessory_id_key UNIQUE (store_id, accessory_id)
);

ALTER TABLE accessories_inventory
    ADD CONSTRAINT accessories_inventory_accessory_id_fkey
    FOREIGN KEY (accessory_id) REFERENCES accessories_catalog (id);
ALTER TABLE accessories_inventory
    ADD CONSTRAINT accessories_inventory_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_accessories_inventory_accessory ON accessories_inventory (accessory_id);

CREATE TRIGGER update_accessories_inventory_updated_at
    BEFORE UPDATE ON accessories_inventory
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE accessories_inventory IS
    'Stock and prices of an accessory in a store, one row for each store and accessory; ocs_inventory is '
    'its counterpart for cannabis.';
COMMENT ON COLUMN accessories_inventory.quantity IS
    'Units in the store, those of reserved_quantity included.';
COMMENT ON COLUMN accessories_inventory.reserved_quantity IS 'Units of quantity promised to carts or orders.';
COMMENT ON COLUMN accessories_inventory.available_quantity IS
    'quantity less reserved_quantity; stored by the application, no trigger or CHECK keeps it so.';
COMMENT ON COLUMN accessories_inventory.cost_price IS 'Canadian dollars for one unit, what the store pays.';
COMMENT ON COLUMN accessories_inventory.retail_price IS 'Canadian dollars for one unit, the regular price.';
COMMENT ON COLUMN accessories_inventory.sale_price IS 'Canadian dollars for one unit while on sale.';
COMMENT ON COLUMN accessories_inventory.discount_percentage IS
    'Percent; nothing keeps it in step with sale_price.';
COMMENT ON COLUMN accessories_inventory.min_stock_level IS
    'Units; the least the store wants to hold, while reorder_point is where it orders again.';
COMMENT ON COLUMN accessories_inventory.max_stock_level IS 'Units; the most the store wants to hold.';
COMMENT ON COLUMN accessories_inventory.reorder_point IS
    'Units; at or below this the accessory is due for reorder.';
COMMENT ON COLUMN accessories_inventory.reorder_quantity IS 'Units to order when reorder_point is reached.';
COMMENT ON COLUMN accessories_inventory.location IS
    'Free text; refers to neither inventory_locations nor shelf_locations.';
COMMENT ON COLUMN accessories_inventory.bin_number IS 'Free text within location.';
COMMENT ON COLUMN accessories_inventory.status IS 'Free varchar without a CHECK; new rows get ''active''.';
COMMENT ON COLUMN accessories_inventory.last_restocked IS 'UTC.';
COMMENT ON COLUMN accessories_inventory.last_sold IS 'UTC.';
COMMENT ON COLUMN accessories_inventory.stock_check_date IS 'UTC time, in spite of the name not a date.';
