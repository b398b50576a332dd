CREATE TABLE broadcasts (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    description text,
    store_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    created_by uuid NOT NULL,
    status varchar(50) DEFAULT 'draft',
    scheduled_at timestamp,
    started_at timestamp,
    completed_at timestamp,
    cancelled_at timestamp,
    total_recipients integer DEFAULT 0,
    successful_sends integer DEFAULT 0,
    failed_sends integer DEFAULT 0,
    send_immediately boolean DEFAULT false,
    respect_quiet_hours boolean DEFAULT true,
    retry_failed boolean DEFAULT true,
    max_retries integer DEFAULT 3,
    tags text[],
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT now(),
    updated_at timestamp DEFAULT now(),
    CONSTRAINT broadcasts_pkey PRIMARY KEY (id),
    CONSTRAINT broadcasts_status_check CHECK (
        status IN ('draft', 'scheduled', 'sending', 'sent', 'paused', 'cancelled', 'failed')
    )
);

ALTER TABLE broadcasts
    ADD CONSTRAINT broadcasts_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE broadcasts
    ADD CONSTRAINT broadcasts_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_broadcasts_created_by ON broadcasts (created_by);
CREATE INDEX idx_broadcasts_scheduled_at ON broadcasts (scheduled_at) WHERE scheduled_at IS NOT NULL;
CREATE INDEX idx_broadcasts_store_id ON broadcasts (store_id);
CREATE INDEX idx_broadcasts_tenant_id ON broadcasts (tenant_id);

CREATE TRIGGER update_broadcasts_updated_at
    BEFORE UPDATE ON broadcasts
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE broadcasts IS
    'A message that a store sends to many customers; its texts are in broadcast_messages.';
COMMENT ON COLUMN broadcasts.created_by IS 'users.id, without a foreign key.';
COMMENT ON COLUMN broadcasts.scheduled_at IS
    'When sending is to start, in UTC; null for a draft or where send_immediately is true.';
COMMENT ON COLUMN broadcasts.started_at IS 'When sending started, in UTC.';
COMMENT ON COLUMN broadcasts.completed_at IS 'When the last recipient was done, in UTC.';
COMMENT ON COLUMN broadcasts.cancelled_at IS
    'When the broadcast was called off, in UTC; null unless cancelled.';
COMMENT ON COLUMN broadcasts.total_recipients IS
    'Number of recipients; kept by the application, the rows are in broadcast_recipients.';
COMMENT ON COLUMN broadcasts.successful_sends IS
    'Sends that succeeded; kept by the application, not by a trigger.';
COMMENT ON COLUMN broadcasts.failed_sends IS 'Sends that failed; kept by the application, not by a trigger.';
COMMENT ON COLUMN broadcasts.send_immediately IS 'Whether sending starts on release, without scheduled_at.';
COMMENT ON COLUMN broadcasts.respect_quiet_hours IS
    'Whether recipients are left alone in the quiet hours of their communication_preferences.';
COMMENT ON COLUMN broadcasts.retry_failed IS 'Whether a failed send is tried again, up to max_retries.';
COMMENT ON COLUMN broadcasts.max_retries IS 'Attempts after the first, for each recipient and channel.';
COMMENT ON COLUMN broadcasts.tags IS 'Labels to find broadcasts by.';
COMMENT ON COLUMN broadcasts.metadata IS 'JSON object of the application''s own extras, keys not checked.';
