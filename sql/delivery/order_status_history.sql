CREATE TABLE order_status_history (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    order_id uuid NOT NULL,
    status varchar(50) NOT NULL,
    notes text,
    changed_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT order_status_history_pkey PRIMARY KEY (id)
);

ALTER TABLE order_status_history
    ADD CONSTRAINT order_status_history_order_id_fkey
    FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;

CREATE INDEX idx_order_status_history_order_id ON order_status_history (order_id);

COMMENT ON TABLE order_status_history IS
    'Statuses an order has had, one row a change; the application writes it, no trigger does.';
COMMENT ON COLUMN order_status_history.status IS
    'Status after the change; free text, where orders.order_status has a check.';
COMMENT ON COLUMN order_status_history.changed_at IS 'When the change happened, in UTC.';
