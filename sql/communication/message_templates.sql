CREATE TABLE message_templates (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    description text,
    channel_type varchar(50) NOT NULL,
    category varchar(100) DEFAULT 'general',
    subject varchar(500),
    content text NOT NULL,
    preview_text varchar(160),
    variables jsonb DEFAULT '{}',
    store_id uuid,
    tenant_id uuid,
    is_global boolean DEFAULT false,
    is_active boolean DEFAULT true,
    is_approved boolean DEFAULT true,
    approved_by uuid,
    approved_at timestamp,
    tags text[],
    usage_count integer DEFAULT 0,
    last_used_at timestamp,
    created_by uuid,
    created_at timestamp DEFAULT now(),
    updated_at timestamp DEFAULT now(),
    CONSTRAINT message_templates_pkey PRIMARY KEY (id),
    CONSTRAINT message_templates_category_check CHECK (
        category IN ('promotional', 'transactional', 'alert', 'general')
    ),
    CONSTRAINT message_templates_channel_type_check CHECK (channel_type IN ('email', 'sms', 'push'))
);

ALTER TABLE message_templates
    ADD CONSTRAINT message_templates_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE message_templates
    ADD CONSTRAINT message_templates_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_message_templates_category ON message_templates (category);
CREATE INDEX idx_message_templates_channel_type ON message_templates (channel_type);
CREATE INDEX idx_message_templates_is_active ON message_templates (is_active);
CREATE INDEX idx_message_templates_store_id ON message_templates (store_id);
CREATE INDEX idx_message_templates_tenant_id ON message_templates (tenant_id);

CREATE TRIGGER update_message_templates_updated_at
    BEFORE UPDATE ON message_templates
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE message_templates IS
    'Text with placeholders to make broadcasts from, for a store, a tenant or all.';
COMMENT ON COLUMN message_templates.subject IS 'Subject line; only for email.';
COMMENT ON COLUMN message_templates.preview_text IS
    'Line that mail programs show after the subject; only for email.';
COMMENT ON COLUMN message_templates.variables IS
    'JSON object of the placeholders in subject and content, by their names.';
COMMENT ON COLUMN message_templates.store_id IS
    'Store the template belongs to; null for all stores of the tenant.';
COMMENT ON COLUMN message_templates.tenant_id IS
    'Tenant the template belongs to; null for a template of the platform, see is_global.';
COMMENT ON COLUMN message_templates.is_global IS
    'Whether every tenant may use the template, whatever tenant_id and store_id say.';
COMMENT ON COLUMN message_templates.is_approved IS
    'True by default: a new template needs no approval unless the application asks for it.';
COMMENT ON COLUMN message_templates.approved_by IS 'users.id, without a foreign key.';
COMMENT ON COLUMN message_templates.approved_at IS 'When approved_by approved, in UTC.';
COMMENT ON COLUMN message_templates.tags IS 'Labels to find templates by.';
COMMENT ON COLUMN message_templates.usage_count IS
    'Broadcasts made from it; kept by the application, not by a trigger.';
COMMENT ON COLUMN message_templates.last_used_at IS 'When a broadcast was last made from it, in UTC.';
COMMENT ON COLUMN message_templates.created_by IS 'users.id, without a foreign key.';
