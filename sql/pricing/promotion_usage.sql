CREATE TABLE promotion_usage (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    promotion_id uuid,
    customer_id uuid,
    tenant_id uuid,
    order_id uuid,
    discount_amount numeric(10,2),
    order_total numeric(10,2),
    used_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT promotion_usage_pkey PRIMARY KEY (id)
);

ALTER TABLE promotion_usage
    ADD CONSTRAINT promotion_usage_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);
ALTER TABLE promotion_usage
    ADD CONSTRAINT promotion_usage_promotion_id_fkey
    FOREIGN KEY (promotion_id) REFERENCES promotions (id);

CREATE INDEX idx_promotion_usage_promotion ON promotion_usage (promotion_id);
CREATE INDEX idx_promotion_usage_tenant_id ON promotion_usage (tenant_id);

COMMENT ON TABLE promotion_usage IS
    'One row a use of a promotion in an order; uses of typed codes are in discount_usage.';
COMMENT ON COLUMN promotion_usage.customer_id IS 'Customer who used it, without a foreign key.';
COMMENT ON COLUMN promotion_usage.order_id IS 'orders.id, without a foreign key.';
COMMENT ON COLUMN promotion_usage.discount_amount IS 'Canadian dollars taken off.';
COMMENT ON COLUMN promotion_usage.order_total IS
    'Total of the order at the time of use, in Canadian dollars.';
COMMENT ON COLUMN promotion_usage.used_at IS
    'When the promotion was used, in UTC; discount_usage.used_at has a time zone, this has none.';
