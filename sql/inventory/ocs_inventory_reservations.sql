CREATE TABLE ocs_inventory_reservations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    inventory_id uuid,
    order_id uuid,
    cart_session_id uuid,
    quantity integer NOT NULL,
    expires_at timestamp,
    status varchar(50) DEFAULT 'active',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ocs_inventory_reservations_pkey PRIMARY KEY (id)
);

ALTER TABLE ocs_inventory_reservations
    ADD CONSTRAINT ocs_inventory_reservations_inventory_id_fkey
    FOREIGN KEY (inventory_id) REFERENCES ocs_inventory (id) ON DELETE CASCADE;

CREATE INDEX idx_inventory_reservations_inventory_id ON ocs_inventory_reservations (inventory_id);
CREATE INDEX idx_inventory_reservations_status ON ocs_inventory_reservations (status);

CREATE TRIGGER update_ocs_inventory_reservations_updated_at
    BEFORE UPDATE ON ocs_inventory_reservations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE ocs_inventory_reservations IS
    'Units of an ocs_inventory row held for a cart or an order; no trigger adds them up in '
    'ocs_inventory.quantity_reserved.';
COMMENT ON COLUMN ocs_inventory_reservations.order_id IS
    'orders.id once the cart became an order; no foreign key.';
COMMENT ON COLUMN ocs_inventory_reservations.cart_session_id IS 'cart_sessions.id; no foreign key.';
COMMENT ON COLUMN ocs_inventory_reservations.quantity IS 'Units held.';
COMMENT ON COLUMN ocs_inventory_reservations.expires_at IS
    'UTC; no default, so NULL unless the application sets it.';
COMMENT ON COLUMN ocs_inventory_reservations.status IS
    'Free varchar without a CHECK; new rows get ''active'', expire_checkout_sessions() releases those of '
    'expired checkouts.';
