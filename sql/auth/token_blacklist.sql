CREATE TABLE token_blacklist (
    id serial NOT NULL,
    token_id varchar(255) NOT NULL,
    user_id uuid,
    expires_at timestamp NOT NULL,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT token_blacklist_pkey PRIMARY KEY (id),
    CONSTRAINT token_blacklist_token_id_key UNIQUE (token_id)
);

ALTER TABLE token_blacklist
    ADD CONSTRAINT token_blacklist_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_token_blacklist_expires_at ON token_blacklist (expires_at);
CREATE INDEX idx_token_blacklist_user_id ON token_blacklist (user_id);

COMMENT ON TABLE token_blacklist IS
    'Access tokens (JWT) revoked before they expire, by sign-out or by an administrator.';
COMMENT ON COLUMN token_blacklist.token_id IS 'Claim jti of the token, not the token itself.';
COMMENT ON COLUMN token_blacklist.user_id IS 'Whose token it was.';
COMMENT ON COLUMN token_blacklist.expires_at IS
    'When the token expires by itself, in UTC; the row is useless afterwards.';
