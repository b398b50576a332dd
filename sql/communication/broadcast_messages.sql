CREATE TABLE broadcast_messages (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    broadcast_id uuid NOT NULL,
    channel_type varchar(50) NOT NULL,
    subject varchar(500),
    content text NOT NULL,
    preview_text varchar(160),
    template_id uuid,
    template_variables jsonb DEFAULT '{}',
    sender_name varchar(100),
    sender_email varchar(255),
    sender_phone varchar(20),
    push_title varchar(100),
    push_image_url varchar(500),
    push_action_url varchar(500),
    push_badge_count integer,
    is_active boolean DEFAULT true,
    priority varchar(20) DEFAULT 'normal',
    created_at timestamp DEFAULT now(),
    updated_at timestamp DEFAULT now(),
    CONSTRAINT broadcast_messages_pkey PRIMARY KEY (id),
    CONSTRAINT broadcast_messages_broadcast_id_channel_type_key UNIQUE (broadcast_id, channel_type),
    CONSTRAINT broadcast_messages_channel_type_check CHECK (channel_type IN ('email', 'sms', 'push')),
    CONSTRAINT broadcast_messages_priority_check CHECK (priority IN ('low', 'normal', 'high', 'urgent'))
);

ALTER TABLE broadcast_messages
    ADD CONSTRAINT broadcast_messages_template_id_fkey
    FOREIGN KEY (template_id) REFERENCES message_templates (id);
ALTER TABLE broadcast_messages
    ADD CONSTRAINT broadcast_messages_broadcast_id_fkey
    FOREIGN KEY (broadcast_id) REFERENCES broadcasts (id) ON DELETE CASCADE;

CREATE INDEX idx_broadcast_messages_broadcast_id ON broadcast_messages (broadcast_id);
CREATE INDEX idx_broadcast_messages_channel_type ON broadcast_messages (channel_type);
CREATE INDEX idx_broadcast_messages_template_id ON broadcast_messages (template_id);

CREATE TRIGGER update_broadcast_messages_updated_at
    BEFORE UPDATE ON broadcast_messages
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE broadcast_messages IS
    'Text of a broadcast for one channel; a broadcast has at most one a channel.';
COMMENT ON COLUMN broadcast_messages.subject IS 'Subject line; only for email.';
COMMENT ON COLUMN broadcast_messages.preview_text IS
    'Line that mail programs show after the subject; only for email.';
COMMENT ON COLUMN broadcast_messages.template_id IS
    'Template the text came from; content is a copy, so later changes of the template do not reach it.';
COMMENT ON COLUMN broadcast_messages.template_variables IS
    'JSON object of values for the placeholders of the template, by the names in '
    'message_templates.variables.';
COMMENT ON COLUMN broadcast_messages.sender_name IS 'Name shown as the sender.';
COMMENT ON COLUMN broadcast_messages.sender_email IS 'Sender address; only for email.';
COMMENT ON COLUMN broadcast_messages.sender_phone IS 'Sender number; only for sms.';
COMMENT ON COLUMN broadcast_messages.push_title IS 'Headline; only for push, as are all push_ columns.';
COMMENT ON COLUMN broadcast_messages.push_action_url IS 'Opened when the notification is tapped.';
COMMENT ON COLUMN broadcast_messages.push_badge_count IS 'Number shown on the app''s icon.';
