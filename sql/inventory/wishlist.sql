CREATE TABLE wishlist (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_id uuid NOT NULL,
    product_id uuid NOT NULL,
    store_id uuid NOT NULL,
    added_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    notes text,
    priority integer DEFAULT 0,
    notify_on_sale boolean DEFAULT false,
    notify_on_restock boolean DEFAULT false,
    CONSTRAINT wishlist_pkey PRIMARY KEY (id),
    CONSTRAINT unique_wishlist_item UNIQUE (customer_id, product_id, store_id)
);

CREATE INDEX idx_wishlist_added_at ON wishlist (added_at DESC);
CREATE INDEX idx_wishlist_customer ON wishlist (customer_id);
CREATE INDEX idx_wishlist_priority ON wishlist (priority DESC);
CREATE INDEX idx_wishlist_store ON wishlist (store_id);

COMMENT ON TABLE wishlist IS
    'Products a customer keeps for later in one store; no foreign keys, so deleted products and stores '
    'leave rows behind.';
COMMENT ON COLUMN wishlist.customer_id IS
    'The customer, the id that get_wishlist_stats() takes; no foreign key.';
COMMENT ON COLUMN wishlist.product_id IS 'ocs_product_catalog.id; no foreign key.';
COMMENT ON COLUMN wishlist.store_id IS 'stores.id; no foreign key.';
COMMENT ON COLUMN wishlist.added_at IS 'UTC.';
COMMENT ON COLUMN wishlist.priority IS 'Higher is more wanted.';
