CREATE TABLE payment_metrics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    date date NOT NULL,
    provider_id uuid,
    total_transactions integer DEFAULT 0,
    successful_transactions integer DEFAULT 0,
    failed_transactions integer DEFAULT 0,
    total_amount numeric(12,2) DEFAULT 0,
    total_fees numeric(10,2) DEFAULT 0,
    total_refunds numeric(10,2) DEFAULT 0,
    net_amount numeric(12,2) DEFAULT 0,
    avg_transaction_time_ms integer,
    success_rate numeric(5,2),
    metrics_by_type jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT payment_metrics_pkey PRIMARY KEY (id),
    CONSTRAINT payment_metrics_date_provider_id_key UNIQUE (date, provider_id)
);

ALTER TABLE payment_metrics
    ADD CONSTRAINT payment_metrics_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);

CREATE INDEX idx_metrics_date ON payment_metrics (date DESC);

COMMENT ON TABLE payment_metrics IS
    'Payment totals of a day and provider over all tenants; written by the application, no trigger fills it.';
COMMENT ON COLUMN payment_metrics.total_amount IS 'Canadian dollars.';
COMMENT ON COLUMN payment_metrics.total_fees IS 'Canadian dollars.';
COMMENT ON COLUMN payment_metrics.total_refunds IS 'Canadian dollars refunded, not a count.';
COMMENT ON COLUMN payment_metrics.net_amount IS
    'Canadian dollars left after fees and refunds; not computed here.';
COMMENT ON COLUMN payment_metrics.avg_transaction_time_ms IS 'Milliseconds.';
COMMENT ON COLUMN payment_metrics.success_rate IS 'Percent of total_transactions that succeeded.';
COMMENT ON COLUMN payment_metrics.metrics_by_type IS
    'JSON object of the totals by type of payment; the schema fixes no keys.';
