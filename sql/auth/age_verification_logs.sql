CREATE TABLE age_verification_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    age_info jsonb NOT NULL,
    verified boolean NOT NULL,
    timestamp timestamp DEFAULT CURRENT_TIMESTAMP,
    ip_address inet,
    session_id varchar(255),
    CONSTRAINT age_verification_logs_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_age_verification_logs_timestamp ON age_verification_logs (timestamp);

COMMENT ON TABLE age_verification_logs IS
    'Each check of a visitor''s age, passed or not; appended by the application and kept as evidence.';
COMMENT ON COLUMN age_verification_logs.age_info IS
    'What was checked and found, such as the method and the estimated or stated age.';
COMMENT ON COLUMN age_verification_logs.verified IS 'Whether the visitor was found to be of legal age.';
COMMENT ON COLUMN age_verification_logs.timestamp IS 'When the check took place, in UTC.';
COMMENT ON COLUMN age_verification_logs.session_id IS
    'Client session of the visitor, the only link to a person: checks happen before sign-in.';
