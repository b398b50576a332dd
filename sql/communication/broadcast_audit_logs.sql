CREATE TABLE broadcast_audit_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    broadcast_id uuid,
    action varchar(100) NOT NULL,
    action_category varchar(50),
    performed_by uuid,
    user_role varchar(50),
    old_values jsonb,
    new_values jsonb,
    details jsonb DEFAULT '{}',
    ip_address inet,
    user_agent text,
    created_at timestamp DEFAULT now(),
    CONSTRAINT broadcast_audit_logs_pkey PRIMARY KEY (id),
    CONSTRAINT broadcast_audit_logs_action_category_check CHECK (
        action_category IN ('create', 'update', 'send', 'cancel', 'pause', 'resume', 'delete', 'approve')
    )
);

ALTER TABLE broadcast_audit_logs
    ADD CONSTRAINT broadcast_audit_logs_broadcast_id_fkey
    FOREIGN KEY (broadcast_id) REFERENCES broadcasts (id) ON DELETE CASCADE;

CREATE INDEX idx_broadcast_audit_logs_action ON broadcast_audit_logs (action);
CREATE INDEX idx_broadcast_audit_logs_broadcast_id ON broadcast_audit_logs (broadcast_id);
CREATE INDEX idx_broadcast_audit_logs_created_at ON broadcast_audit_logs (created_at);
CREATE INDEX idx_broadcast_audit_logs_performed_by ON broadcast_audit_logs (performed_by);

COMMENT ON TABLE broadcast_audit_logs IS
    'Who did what to a broadcast; rows go when their broadcast is deleted.';
COMMENT ON COLUMN broadcast_audit_logs.action IS
    'What was done, free text without a check; action_category is its group.';
COMMENT ON COLUMN broadcast_audit_logs.performed_by IS
    'users.id, without a foreign key; null for the system.';
COMMENT ON COLUMN broadcast_audit_logs.user_role IS
    'Role of the user at that time, as text; users.role may have changed since.';
COMMENT ON COLUMN broadcast_audit_logs.old_values IS
    'JSON object of the changed columns of the broadcast before the action; null for a new one.';
COMMENT ON COLUMN broadcast_audit_logs.new_values IS
    'JSON object of the changed columns of the broadcast after the action.';
COMMENT ON COLUMN broadcast_audit_logs.details IS
    'JSON object of anything else about the action, keys set by the application.';
