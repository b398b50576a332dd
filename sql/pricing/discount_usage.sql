CREATE TABLE discount_usage (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    discount_code_id uuid NOT NULL,
    user_id uuid,
    order_id uuid,
    checkout_session_id uuid,
    discount_amount numeric(10,2) NOT NULL,
    used_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT discount_usage_pkey PRIMARY KEY (id)
);

ALTER TABLE discount_usage
    ADD CONSTRAINT discount_usage_discount_code_id_fkey
    FOREIGN KEY (discount_code_id) REFERENCES discount_codes (id);
ALTER TABLE discount_usage
    ADD CONSTRAINT discount_usage_order_id_fkey
    FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER TABLE discount_usage
    ADD CONSTRAINT discount_usage_checkout_session_id_fkey
    FOREIGN KEY (checkout_session_id) REFERENCES checkout_sessions (id);

CREATE INDEX idx_discount_usage_discount ON discount_usage (discount_code_id);
CREATE INDEX idx_discount_usage_order ON discount_usage (order_id);
CREATE INDEX idx_discount_usage_checkout_session_id ON discount_usage (checkout_session_id);

COMMENT ON TABLE discount_usage IS
    'One row a use of a discount code; uses of promotions are in promotion_usage.';
COMMENT ON COLUMN discount_usage.user_id IS 'users.id, without a foreign key; null for a guest.';
COMMENT ON COLUMN discount_usage.order_id IS
    'The order that got the discount; null while the checkout has not become an order.';
COMMENT ON COLUMN discount_usage.checkout_session_id IS 'The checkout in which the code was entered.';
COMMENT ON COLUMN discount_usage.discount_amount IS 'Canadian dollars taken off.';
