CREATE TABLE otp_rate_limits (
    id serial NOT NULL,
    identifier varchar(255) NOT NULL,
    identifier_type varchar(20) NOT NULL,
    request_count integer DEFAULT 1,
    first_request_at timestamp DEFAULT CURRENT_TIMESTAMP,
    last_request_at timestamp DEFAULT CURRENT_TIMESTAMP,
    blocked_until timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT otp_rate_limits_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_otp_rate_limits_blocked_until ON otp_rate_limits (blocked_until);
CREATE UNIQUE INDEX idx_otp_rate_limits_identifier ON otp_rate_limits (identifier, identifier_type);

COMMENT ON TABLE otp_rate_limits IS
    'Requests for one-time passwords by address or number; kept by check_otp_rate_limit().';
COMMENT ON COLUMN otp_rate_limits.identifier IS
    'E-mail address or phone number, compared letter by letter: write e-mail addresses in lower case.';
COMMENT ON COLUMN otp_rate_limits.identifier_type IS 'email or phone, as in otp_codes.';
COMMENT ON COLUMN otp_rate_limits.request_count IS
    'Requests since first_request_at; starts again at 1 with a new window.';
COMMENT ON COLUMN otp_rate_limits.first_request_at IS
    'Start of the window in which request_count counts, in UTC.';
COMMENT ON COLUMN otp_rate_limits.last_request_at IS 'Last request, allowed or not, in UTC.';
COMMENT ON COLUMN otp_rate_limits.blocked_until IS
    'No code is sent before then, in UTC; NULL when not blocked.';
