CREATE TABLE user_sessions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    session_token varchar(255) NOT NULL,
    ip_address varchar(45),
    user_agent text,
    device_info jsonb,
    last_activity timestamp DEFAULT CURRENT_TIMESTAMP,
    expires_at timestamp NOT NULL,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT user_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT user_sessions_session_token_key UNIQUE (session_token)
);

ALTER TABLE user_sessions
    ADD CONSTRAINT user_sessions_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_user_sessions_expires_at ON user_sessions (expires_at);
CREATE INDEX idx_user_sessions_user_id ON user_sessions (user_id);

COMMENT ON TABLE user_sessions IS
    'Sessions of signed-in users, one row a sign-in; the sessions of shoppers are in cart_sessions.';
COMMENT ON COLUMN user_sessions.session_token IS
    'Secret by which the client proves its session: keep it out of logs.';
COMMENT ON COLUMN user_sessions.ip_address IS 'IPv4 or IPv6 address at sign-in, as text.';
COMMENT ON COLUMN user_sessions.device_info IS
    'Device, system and application version, as the client describes itself; no fixed keys.';
COMMENT ON COLUMN user_sessions.last_activity IS 'Last request of the session, in UTC.';
COMMENT ON COLUMN user_sessions.expires_at IS 'Refused from then on, in UTC.';
