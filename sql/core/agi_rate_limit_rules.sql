CREATE TABLE agi_rate_limit_rules (
    name text NOT NULL,
    scope text NOT NULL,
    strategy text NOT NULL,
    limit_value integer NOT NULL,
    window_seconds integer NOT NULL,
    burst_size integer,
    priority integer DEFAULT 0,
    enabled boolean DEFAULT true,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT agi_rate_limit_rules_pkey PRIMARY KEY (name)
);

CREATE INDEX idx_rate_limit_rules_scope ON agi_rate_limit_rules (scope);

CREATE TRIGGER update_agi_rate_limit_rules_updated_at
    BEFORE UPDATE ON agi_rate_limit_rules
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE agi_rate_limit_rules IS
    'Limits on requests to the AI engine; read by its rate limiter, edited by administrators.';
COMMENT ON COLUMN agi_rate_limit_rules.scope IS
    'What one bucket counts, such as global, tenant, user, ip or endpoint.';
COMMENT ON COLUMN agi_rate_limit_rules.strategy IS
    'Algorithm of the limiter, such as token_bucket, sliding_window or fixed_window.';
COMMENT ON COLUMN agi_rate_limit_rules.limit_value IS 'Requests allowed in window_seconds.';
COMMENT ON COLUMN agi_rate_limit_rules.burst_size IS
    'Size of the bucket in requests; NULL means limit_value.';
COMMENT ON COLUMN agi_rate_limit_rules.priority IS
    'Order among the rules that match a request: the highest is tried first.';
COMMENT ON COLUMN agi_rate_limit_rules.metadata IS
    'Extra conditions of the rule as a flat object; no fixed keys.';
