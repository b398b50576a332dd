CREATE TABLE voice_auth_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid,
    success boolean NOT NULL,
    confidence_score numeric(5,3),
    age_info jsonb DEFAULT '{}',
    timestamp timestamp DEFAULT CURRENT_TIMESTAMP,
    ip_address inet,
    user_agent text,
    CONSTRAINT voice_auth_logs_pkey PRIMARY KEY (id)
);

ALTER TABLE voice_auth_logs
    ADD CONSTRAINT fk_voice_auth_logs_user_id
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX idx_voice_auth_logs_timestamp ON voice_auth_logs (timestamp);
CREATE INDEX idx_voice_auth_logs_user_id ON voice_auth_logs (user_id);

COMMENT ON TABLE voice_auth_logs IS
    'Each attempt to sign in by voice, successful or not; appended by the application.';
COMMENT ON COLUMN voice_auth_logs.user_id IS 'User whose voice was recognised; NULL when none was.';
COMMENT ON COLUMN voice_auth_logs.confidence_score IS
    'Similarity of the sample and voice_profiles.voice_embedding, 0 to 1.';
COMMENT ON COLUMN voice_auth_logs.age_info IS
    'Age that the voice service estimated from the sample, with its confidence; no proof of age.';
COMMENT ON COLUMN voice_auth_logs.timestamp IS 'When the attempt was made, in UTC.';
