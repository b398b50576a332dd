CREATE TABLE otp_codes (
    id serial NOT NULL,
    user_id uuid,
    identifier varchar(255) NOT NULL,
    identifier_type varchar(20) NOT NULL,
    code varchar(10) NOT NULL,
    purpose varchar(50) NOT NULL,
    attempts integer DEFAULT 0,
    max_attempts integer DEFAULT 3,
    expires_at timestamp NOT NULL,
    verified boolean DEFAULT false,
    verified_at timestamp,
    ip_address varchar(45),
    user_agent text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT otp_codes_pkey PRIMARY KEY (id)
);

ALTER TABLE otp_codes
    ADD CONSTRAINT otp_codes_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX idx_otp_codes_code ON otp_codes (code);
CREATE INDEX idx_otp_codes_expires_at ON otp_codes (expires_at);
CREATE INDEX idx_otp_codes_identifier ON otp_codes (identifier);
CREATE INDEX idx_otp_codes_user_id ON otp_codes (user_id);

COMMENT ON TABLE otp_codes IS
    'One-time passwords sent by e-mail or text message; cleanup_expired_otp_codes() deletes them.';
COMMENT ON COLUMN otp_codes.user_id IS 'Account that asked; NULL when the code is for signing up.';
COMMENT ON COLUMN otp_codes.identifier IS
    'Where the code was sent: e-mail address or phone number, as identifier_type says.';
COMMENT ON COLUMN otp_codes.identifier_type IS 'email or phone.';
COMMENT ON COLUMN otp_codes.code IS
    'The code in clear text; it lives for minutes only, so keep it out of logs.';
COMMENT ON COLUMN otp_codes.purpose IS
    'What it unlocks, such as login, registration or password_reset; a code is good for that alone.';
COMMENT ON COLUMN otp_codes.attempts IS 'Wrong entries so far; at max_attempts the code is dead.';
COMMENT ON COLUMN otp_codes.expires_at IS 'Refused from then on, in UTC.';
COMMENT ON COLUMN otp_codes.verified IS 'True once it was entered correctly: a code works once.';
COMMENT ON COLUMN otp_codes.verified_at IS 'When it was entered correctly, in UTC.';
