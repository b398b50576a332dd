CREATE TABLE communication_logs (
    id serial NOT NULL,
    user_id uuid,
    recipient varchar(255) NOT NULL,
    communication_type varchar(20) NOT NULL,
    provider varchar(50),
    subject varchar(255),
    content text,
    status varchar(50) NOT NULL,
    provider_message_id varchar(255),
    provider_response jsonb,
    error_message text,
    retry_count integer DEFAULT 0,
    sent_at timestamp,
    delivered_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT communication_logs_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_communication_logs_created_at ON communication_logs (created_at);
CREATE INDEX idx_communication_logs_recipient ON communication_logs (recipient);
CREATE INDEX idx_communication_logs_status ON communication_logs (status);
CREATE INDEX idx_communication_logs_user_id ON communication_logs (user_id);

COMMENT ON TABLE communication_logs IS
    'A message sent to one recipient, with the provider''s answer; no column ties it to a broadcast.';
COMMENT ON COLUMN communication_logs.user_id IS
    'users.id, without a foreign key; null for a recipient without an account.';
COMMENT ON COLUMN communication_logs.recipient IS
    'Where the message went: an email address, a phone number or a device, as communication_type says.';
COMMENT ON COLUMN communication_logs.communication_type IS
    'Channel, free text without a check here; broadcasts name theirs email, sms and push.';
COMMENT ON COLUMN communication_logs.provider IS 'Service that sent the message, free text without a check.';
COMMENT ON COLUMN communication_logs.content IS 'The message as sent; may hold personal data.';
COMMENT ON COLUMN communication_logs.status IS 'Free text without a check, set by the application.';
COMMENT ON COLUMN communication_logs.provider_message_id IS
    'The provider''s identifier, to match its delivery reports.';
COMMENT ON COLUMN communication_logs.provider_response IS
    'JSON answer of the provider as received, keys set by the provider.';
COMMENT ON COLUMN communication_logs.sent_at IS 'When the provider took the message, in UTC.';
COMMENT ON COLUMN communication_logs.delivered_at IS 'When the provider reported delivery, in UTC.';
