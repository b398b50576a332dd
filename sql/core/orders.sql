CREATE TABLE orders (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    order_number varchar(50) NOT NULL,
    store_id uuid,
    customer_id uuid,
    user_id uuid,
    subtotal numeric(10,2) NOT NULL DEFAULT 0,
    tax_amount numeric(10,2) DEFAULT 0,
    discount_amount numeric(10,2) DEFAULT 0,
    delivery_fee numeric(10,2) DEFAULT 0,
    total_amount numeric(10,2) NOT NULL DEFAULT 0,
    payment_method varchar(50),
    payment_status varchar(50) DEFAULT 'pending',
    delivery_address jsonb,
    notes text,
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    cart_session_id uuid,
    user_profile_id uuid,
    items jsonb NOT NULL DEFAULT '[]',
    payment_details jsonb,
    delivery_status varchar(50) DEFAULT 'pending',
    delivery_time timestamp,
    special_instructions text,
    tenant_id uuid,
    ai_agent_id uuid,
    tax_breakdown jsonb,
    order_source varchar(20) DEFAULT 'web',
    pos_metadata jsonb,
    channel_reference_id varchar(100),
    cashier_id uuid,
    receipt_number varchar(100),
    order_status varchar(50) DEFAULT 'pending',
    is_pos_transaction boolean DEFAULT false,
    tip_amount numeric(10,2) DEFAULT 0.00,
    delivery_type varchar(20) DEFAULT 'delivery',
    pickup_time varchar(50),
    promo_code varchar(50),
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_order_number_key UNIQUE (order_number),
    CONSTRAINT orders_delivery_type_check CHECK (delivery_type IN ('delivery', 'pickup')),
    CONSTRAINT orders_order_source_check CHECK (
        order_source IN ('web', 'pos', 'mobile', 'kiosk', 'phone', 'marketplace')
    ),
    CONSTRAINT orders_order_status_check CHECK (
        order_status IN ('pending', 'processing', 'completed', 'cancelled', 'refunded', 'parked', 'void')
    )
);

ALTER TABLE orders
    ADD CONSTRAINT orders_cart_session_id_fkey
    FOREIGN KEY (cart_session_id) REFERENCES cart_sessions (id) ON DELETE SET NULL;
ALTER TABLE orders
    ADD CONSTRAINT orders_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE orders
    ADD CONSTRAINT orders_user_profile_id_fkey
    FOREIGN KEY (user_profile_id) REFERENCES profiles (id) ON DELETE SET NULL;
ALTER TABLE orders
    ADD CONSTRAINT orders_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id);

CREATE UNIQUE INDEX idx_orders_unique_receipt ON orders (receipt_number) WHERE receipt_number IS NOT NULL;
CREATE INDEX idx_orders_store_created ON orders (store_id, created_at DESC);
CREATE INDEX idx_orders_user_created ON orders (user_id, created_at DESC);
CREATE INDEX idx_orders_cart_session_id ON orders (cart_session_id);
CREATE INDEX idx_orders_user_profile_id ON orders (user_profile_id);

CREATE TRIGGER update_orders_updated_at
    BEFORE UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE orders IS
    'Orders of all channels, point-of-sale transactions included; amounts are in Canadian dollars, unless '
    'tenants.currency says otherwise.';
COMMENT ON COLUMN orders.order_number IS
    'Number shown to the customer, from generate_order_number(): ORD-YYYYMMDD-nnnnnn.';
COMMENT ON COLUMN orders.customer_id IS
    'Customer as the legacy application knew it, without a foreign key; user_id and user_profile_id are '
    'checked.';
COMMENT ON COLUMN orders.user_id IS
    'Account that ordered; NULL for a guest, and after the account is deleted.';
COMMENT ON COLUMN orders.subtotal IS 'Sum of the items before discount, tax and fees.';
COMMENT ON COLUMN orders.discount_amount IS 'Total of all discounts, as a positive amount.';
COMMENT ON COLUMN orders.total_amount IS 'Amount charged, after discount and with tax and fees.';
COMMENT ON COLUMN orders.payment_method IS
    'How it is paid, such as cash, card or interac; free text that names no row of payment_methods.';
COMMENT ON COLUMN orders.payment_status IS
    'State of the payment, such as pending, paid, failed or refunded; independent of order_status.';
COMMENT ON COLUMN orders.delivery_address IS
    'Object with street, city and postal_code, as deliveries.delivery_address demands; NULL for pickup.';
COMMENT ON COLUMN orders.notes IS 'Notes of the staff; special_instructions holds the customer''s.';
COMMENT ON COLUMN orders.metadata IS
    'Whatever a channel adds to the order; no fixed keys. POS data goes into pos_metadata.';
COMMENT ON COLUMN orders.user_profile_id IS
    'Profile of the customer who ordered; it belongs to the same account as user_id.';
COMMENT ON COLUMN orders.items IS
    'The lines as sold, [{"sku": text, "quantity": number, ...}, ...]; validate_verified_purchase() looks '
    'skus up here.';
COMMENT ON COLUMN orders.payment_details IS
    'What the client and the provider sent about the payment; payment_transactions is the record to trust.';
COMMENT ON COLUMN orders.delivery_status IS
    'Progress of the hand-over, such as pending, assigned, in_transit or delivered; see deliveries.status.';
COMMENT ON COLUMN orders.delivery_time IS
    'Delivery time the customer asked for, in UTC; NULL means as soon as possible.';
COMMENT ON COLUMN orders.special_instructions IS
    'Customer''s wishes for this order; notes holds the staff''s.';
COMMENT ON COLUMN orders.tenant_id IS
    'Tenant of the store, without a foreign key; the pricing functions find a customer''s orders by it.';
COMMENT ON COLUMN orders.ai_agent_id IS
    'ai_personalities.id of the assistant that took the order, without a foreign key; NULL for none.';
COMMENT ON COLUMN orders.tax_breakdown IS
    'The parts of tax_amount by kind of tax, such as calculate_checkout_taxes() returns them.';
COMMENT ON COLUMN orders.order_source IS
    'Channel in which the order was placed; ''pos'' goes with is_pos_transaction.';
COMMENT ON COLUMN orders.pos_metadata IS
    'Register, terminal and tender data of a point-of-sale transaction; NULL for other orders.';
COMMENT ON COLUMN orders.channel_reference_id IS
    'Id of the order in the channel it came from, such as a marketplace; NULL for our own web shop.';
COMMENT ON COLUMN orders.cashier_id IS
    'users.id of the member of staff at the register, without a foreign key; NULL for online orders.';
COMMENT ON COLUMN orders.receipt_number IS
    'Number printed on the till receipt, unique over all stores; NULL when no receipt was printed.';
COMMENT ON COLUMN orders.order_status IS
    'State of the order as a whole, called status before the migration; parked is a POS sale put on hold, '
    'void one cancelled at the till. Changes are logged in order_status_history.';
COMMENT ON COLUMN orders.is_pos_transaction IS 'True when a cashier rang it up in a store.';
COMMENT ON COLUMN orders.tip_amount IS 'Tip for the staff or the driver, in the order''s currency.';
COMMENT ON COLUMN orders.delivery_type IS
    'How the customer gets it; in databases from before the migration this was delivery_method.';
COMMENT ON COLUMN orders.pickup_time IS
    'Pickup slot as the client sent it, as text in the store''s local time; delivery_time is a real '
    'timestamp.';
COMMENT ON COLUMN orders.promo_code IS
    'Code the customer typed, of promotions or discount_codes, without a foreign key.';
