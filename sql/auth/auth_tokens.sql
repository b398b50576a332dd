CREATE TABLE auth_tokens (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    token_type varchar(50) NOT NULL,
    token_hash varchar(255) NOT NULL,
    expires_at timestamp NOT NULL,
    is_used boolean DEFAULT false,
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    used_at timestamp,
    CONSTRAINT auth_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT auth_tokens_token_hash_key UNIQUE (token_hash),
    CONSTRAINT auth_tokens_token_type_check CHECK (
        token_type IN ('email_verification', 'password_reset', 'refresh', 'api_key')
    )
);

ALTER TABLE auth_tokens
    ADD CONSTRAINT auth_tokens_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_auth_tokens_expires_at ON auth_tokens (expires_at);
CREATE INDEX idx_auth_tokens_token_type ON auth_tokens (token_type);
CREATE INDEX idx_auth_tokens_type_user ON auth_tokens (token_type, user_id);
CREATE INDEX idx_auth_tokens_user_id ON auth_tokens (user_id);

COMMENT ON TABLE auth_tokens IS
    'Tokens for e-mail verification, password reset, refresh and API use; made by create_auth_token(), '
    'checked by validate_auth_token(), deleted when expired by cleanup_expired_tokens().';
COMMENT ON COLUMN auth_tokens.token_type IS
    'What it is good for; keys that owners name and revoke are in api_keys, not here.';
COMMENT ON COLUMN auth_tokens.token_hash IS
    'Hash of the token; the token itself goes to the user and is stored nowhere.';
COMMENT ON COLUMN auth_tokens.expires_at IS 'Refused from then on, in UTC.';
COMMENT ON COLUMN auth_tokens.is_used IS
    'True once validate_auth_token() was told to mark it as used; it is refused from then on.';
COMMENT ON COLUMN auth_tokens.metadata IS
    'Whatever its maker wants back from validate_auth_token(), such as the address to verify; no fixed keys.';
COMMENT ON COLUMN auth_tokens.used_at IS 'When it was redeemed, in UTC.';
