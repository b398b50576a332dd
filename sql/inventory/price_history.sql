CREATE TABLE price_history (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    product_id varchar(100) NOT NULL,
    old_price numeric(10,2),
    new_price numeric(10,2),
    change_reason varchar(100),
    changed_by uuid,
    changed_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT price_history_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_price_history_product ON price_history (product_id, changed_at);

COMMENT ON TABLE price_history IS 'Price changes of products, the old price and the new.';
COMMENT ON COLUMN price_history.product_id IS
    'Product id as text, the type calculate_final_price() takes; no foreign key.';
COMMENT ON COLUMN price_history.old_price IS 'Canadian dollars.';
COMMENT ON COLUMN price_history.new_price IS 'Canadian dollars.';
COMMENT ON COLUMN price_history.change_reason IS 'Free text without a CHECK.';
COMMENT ON COLUMN price_history.changed_by IS 'users.id; no foreign key.';
COMMENT ON COLUMN price_history.changed_at IS 'UTC.';
