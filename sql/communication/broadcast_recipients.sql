CREATE TABLE broadcast_recipients (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    broadcast_id uuid NOT NULL,
    customer_id text NOT NULL,
    email varchar(255),
    phone_number varchar(20),
    push_token varchar(500),
    channels jsonb DEFAULT '{}',
    email_status varchar(50) DEFAULT 'pending',
    sms_status varchar(50) DEFAULT 'pending',
    push_status varchar(50) DEFAULT 'pending',
    email_sent_at timestamp,
    email_delivered_at timestamp,
    email_opened_at timestamp,
    email_clicked_at timestamp,
    email_bounced_at timestamp,
    email_unsubscribed_at timestamp,
    sms_sent_at timestamp,
    sms_delivered_at timestamp,
    sms_replied_at timestamp,
    push_sent_at timestamp,
    push_delivered_at timestamp,
    push_opened_at timestamp,
    email_error text,
    sms_error text,
    push_error text,
    email_retry_count integer DEFAULT 0,
    sms_retry_count integer DEFAULT 0,
    push_retry_count integer DEFAULT 0,
    created_at timestamp DEFAULT now(),
    updated_at timestamp DEFAULT now(),
    CONSTRAINT broadcast_recipients_pkey PRIMARY KEY (id)
);

ALTER TABLE broadcast_recipients
    ADD CONSTRAINT broadcast_recipients_broadcast_id_fkey
    FOREIGN KEY (broadcast_id) REFERENCES broadcasts (id) ON DELETE CASCADE;

CREATE INDEX idx_broadcast_recipients_broadcast_id ON broadcast_recipients (broadcast_id);
CREATE INDEX idx_broadcast_recipients_customer_id ON broadcast_recipients (customer_id);
CREATE INDEX idx_broadcast_recipients_email_status ON broadcast_recipients (email_status);
CREATE INDEX idx_broadcast_recipients_push_status ON broadcast_recipients (push_status);
CREATE INDEX idx_broadcast_recipients_sms_status ON broadcast_recipients (sms_status);

CREATE TRIGGER update_broadcast_recipients_updated_at
    BEFORE UPDATE ON broadcast_recipients
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE broadcast_recipients IS
    'One recipient of a broadcast, with the address and the fate of the message on each channel.';
COMMENT ON COLUMN broadcast_recipients.customer_id IS
    'Customer as text, without a foreign key; nothing holds it to one row a broadcast.';
COMMENT ON COLUMN broadcast_recipients.email IS
    'Address at the time of sending, a copy; null where email is not used.';
COMMENT ON COLUMN broadcast_recipients.phone_number IS
    'Number at the time of sending, a copy; null where sms is not used.';
COMMENT ON COLUMN broadcast_recipients.push_token IS
    'push_subscriptions.device_token at the time of sending, a copy; null where push is not used.';
COMMENT ON COLUMN broadcast_recipients.channels IS
    'JSON object of the channels (email, sms, push) this recipient is reached on, layout set by the '
    'application.';
COMMENT ON COLUMN broadcast_recipients.email_status IS
    'Free text without a check; starts as pending, also where the channel is not used.';
COMMENT ON COLUMN broadcast_recipients.sms_status IS
    'Free text without a check; starts as pending, also where the channel is not used.';
COMMENT ON COLUMN broadcast_recipients.push_status IS
    'Free text without a check; starts as pending, also where the channel is not used.';
COMMENT ON COLUMN broadcast_recipients.email_sent_at IS 'When the provider took the message, in UTC.';
COMMENT ON COLUMN broadcast_recipients.email_delivered_at IS 'When the provider reported delivery, in UTC.';
COMMENT ON COLUMN broadcast_recipients.email_opened_at IS
    'First opening, in UTC; some mail programs open by themselves, so it proves little.';
COMMENT ON COLUMN broadcast_recipients.email_clicked_at IS 'First click on a link, in UTC.';
COMMENT ON COLUMN broadcast_recipients.email_bounced_at IS 'When the address refused the message, in UTC.';
COMMENT ON COLUMN broadcast_recipients.email_unsubscribed_at IS
    'When the recipient unsubscribed through this message, in UTC; unsubscribe_list has the entry.';
COMMENT ON COLUMN broadcast_recipients.sms_sent_at IS 'When the provider took the message, in UTC.';
COMMENT ON COLUMN broadcast_recipients.sms_delivered_at IS 'When the provider reported delivery, in UTC.';
COMMENT ON COLUMN broadcast_recipients.sms_replied_at IS 'When the recipient answered, in UTC.';
COMMENT ON COLUMN broadcast_recipients.push_sent_at IS 'When the push service took the notification, in UTC.';
COMMENT ON COLUMN broadcast_recipients.push_delivered_at IS 'When the device reported delivery, in UTC.';
COMMENT ON COLUMN broadcast_recipients.push_opened_at IS
    'When the recipient tapped the notification, in UTC.';
COMMENT ON COLUMN broadcast_recipients.email_error IS 'Last error as the provider gave it; null without one.';
COMMENT ON COLUMN broadcast_recipients.sms_error IS 'Last error as the provider gave it; null without one.';
COMMENT ON COLUMN broadcast_recipients.push_error IS
    'Last error as the push service gave it; null without one.';
COMMENT ON COLUMN broadcast_recipients.email_retry_count IS
    'Attempts after the first, bounded by broadcasts.max_retries.';
COMMENT ON COLUMN broadcast_recipients.sms_retry_count IS
    'Attempts after the first, bounded by broadcasts.max_retries.';
COMMENT ON COLUMN broadcast_recipients.push_retry_count IS
    'Attempts after the first, bounded by broadcasts.max_retries.';
