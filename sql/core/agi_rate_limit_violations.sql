CREATE TABLE agi_rate_limit_violations (
    id serial NOT NULL,
    rule_name text NOT NULL,
    identifier text NOT NULL,
    resource text,
    attempts integer NOT NULL,
    window_start timestamptz NOT NULL,
    window_end timestamptz NOT NULL,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT agi_rate_limit_violations_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_rate_limit_violations_identifier ON agi_rate_limit_violations (identifier);
CREATE INDEX idx_rate_limit_violations_rule ON agi_rate_limit_violations (rule_name);

COMMENT ON TABLE agi_rate_limit_violations IS
    'One row a window in which a caller of the AI engine went over a limit; written by its rate limiter.';
COMMENT ON COLUMN agi_rate_limit_violations.rule_name IS
    'agi_rate_limit_rules.name, without a foreign key: the record outlives the rule.';
COMMENT ON COLUMN agi_rate_limit_violations.identifier IS
    'Who was limited, in the terms of the rule''s scope: user id, API key id or IP address.';
COMMENT ON COLUMN agi_rate_limit_violations.resource IS
    'Endpoint or tool that was called; NULL when the rule counts all of them.';
COMMENT ON COLUMN agi_rate_limit_violations.attempts IS
    'Requests counted from window_start to window_end, the refused ones included.';
COMMENT ON COLUMN agi_rate_limit_violations.metadata IS
    'Facts about the refused request as a flat object; no fixed keys.';
