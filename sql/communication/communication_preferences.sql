CREATE TABLE communication_preferences (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_id text NOT NULL,
    channel_email boolean DEFAULT true,
    channel_sms boolean DEFAULT true,
    channel_push boolean DEFAULT true,
    promotional boolean DEFAULT true,
    transactional boolean DEFAULT true,
    alerts boolean DEFAULT true,
    frequency varchar(50) DEFAULT 'normal',
    max_emails_per_day integer DEFAULT 5,
    max_sms_per_day integer DEFAULT 3,
    max_push_per_day integer DEFAULT 10,
    quiet_hours_enabled boolean DEFAULT false,
    quiet_hours_start time,
    quiet_hours_end time,
    timezone varchar(50) DEFAULT 'America/Toronto',
    preferred_language varchar(10) DEFAULT 'en',
    email_unsubscribe_token varchar(100),
    sms_unsubscribe_token varchar(100),
    last_email_at timestamp,
    last_sms_at timestamp,
    last_push_at timestamp,
    updated_at timestamp DEFAULT now(),
    created_at timestamp DEFAULT now(),
    CONSTRAINT communication_preferences_pkey PRIMARY KEY (id),
    CONSTRAINT communication_preferences_customer_id_key UNIQUE (customer_id),
    CONSTRAINT communication_preferences_email_unsubscribe_token_key UNIQUE (email_unsubscribe_token),
    CONSTRAINT communication_preferences_sms_unsubscribe_token_key UNIQUE (sms_unsubscribe_token),
    CONSTRAINT communication_preferences_frequency_check CHECK (
        frequency IN ('immediate', 'daily', 'weekly', 'monthly', 'normal')
    )
);

CREATE TRIGGER update_communication_preferences_updated_at
    BEFORE UPDATE ON communication_preferences
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE communication_preferences IS
    'Which messages a customer wants, one row a customer; unsubscribe_list is a separate list.';
COMMENT ON COLUMN communication_preferences.customer_id IS 'Customer as text, without a foreign key.';
COMMENT ON COLUMN communication_preferences.channel_email IS
    'Whether email may be used at all; unsubscribe_list is to be asked as well.';
COMMENT ON COLUMN communication_preferences.channel_sms IS
    'Whether text messages may be used at all; unsubscribe_list is to be asked as well.';
COMMENT ON COLUMN communication_preferences.channel_push IS 'Whether push notifications may be used at all.';
COMMENT ON COLUMN communication_preferences.promotional IS
    'Consent to message_templates.category promotional; true by default.';
COMMENT ON COLUMN communication_preferences.transactional IS
    'Consent to message_templates.category transactional.';
COMMENT ON COLUMN communication_preferences.alerts IS 'Consent to message_templates.category alert.';
COMMENT ON COLUMN communication_preferences.frequency IS
    'How often promotional messages may come; normal sets no rhythm beyond the daily limits.';
COMMENT ON COLUMN communication_preferences.max_emails_per_day IS
    'Daily limit, which the application enforces.';
COMMENT ON COLUMN communication_preferences.max_sms_per_day IS 'Daily limit, which the application enforces.';
COMMENT ON COLUMN communication_preferences.max_push_per_day IS
    'Daily limit, which the application enforces.';
COMMENT ON COLUMN communication_preferences.quiet_hours_start IS
    'Local time in the time zone of timezone; later than quiet_hours_end where the night is quiet.';
COMMENT ON COLUMN communication_preferences.quiet_hours_end IS 'Local time in the time zone of timezone.';
COMMENT ON COLUMN communication_preferences.timezone IS
    'IANA name of the customer''s time zone, for the quiet hours.';
COMMENT ON COLUMN communication_preferences.preferred_language IS
    'Language code as in supported_languages.code, without a foreign key.';
COMMENT ON COLUMN communication_preferences.email_unsubscribe_token IS
    'Secret in the unsubscribe link, which identifies the customer without a sign-in.';
COMMENT ON COLUMN communication_preferences.sms_unsubscribe_token IS
    'Secret in the unsubscribe link of text messages.';
COMMENT ON COLUMN communication_preferences.last_email_at IS 'Last message on this channel, in UTC.';
COMMENT ON COLUMN communication_preferences.last_sms_at IS 'Last message on this channel, in UTC.';
COMMENT ON COLUMN communication_preferences.last_push_at IS 'Last message on this channel, in UTC.';
