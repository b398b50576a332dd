CREATE TABLE payment_provider_health_metrics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_provider_id uuid,
    response_time_ms integer,
    status_code integer,
    is_successful boolean,
    error_type varchar(100),
    error_message text,
    endpoint varchar(255),
    method varchar(10),
    checked_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT payment_provider_health_metrics_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_provider_health_metrics
    ADD CONSTRAINT payment_provider_health_metrics_tenant_provider_id_fkey
    FOREIGN KEY (tenant_provider_id) REFERENCES tenant_payment_providers (id) ON DELETE CASCADE;

CREATE INDEX idx_health_metrics_provider
    ON payment_provider_health_metrics (tenant_provider_id, checked_at DESC);
CREATE INDEX idx_health_metrics_success ON payment_provider_health_metrics (is_successful, checked_at DESC);

COMMENT ON TABLE payment_provider_health_metrics IS
    'One request to a tenant''s payment provider and how it went; tenant_payment_providers.health_status is '
    'the verdict.';
COMMENT ON COLUMN payment_provider_health_metrics.response_time_ms IS 'Milliseconds.';
COMMENT ON COLUMN payment_provider_health_metrics.status_code IS 'HTTP status of the answer.';
COMMENT ON COLUMN payment_provider_health_metrics.error_type IS 'Free varchar without a CHECK.';
COMMENT ON COLUMN payment_provider_health_metrics.endpoint IS 'URL or path that was called.';
COMMENT ON COLUMN payment_provider_health_metrics.method IS 'HTTP method.';
