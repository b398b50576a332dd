CREATE TABLE audit_log (
    id serial NOT NULL,
    user_id uuid,
    action varchar(100) NOT NULL,
    resource_type varchar(100),
    resource_id varchar(255),
    details jsonb,
    ip_address varchar(45),
    user_agent text,
    success boolean DEFAULT true,
    error_message text,
    timestamp timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    store_id uuid,
    CONSTRAINT audit_log_pkey PRIMARY KEY (id)
);

ALTER TABLE audit_log
    ADD CONSTRAINT audit_log_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id);
ALTER TABLE audit_log
    ADD CONSTRAINT audit_log_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);

CREATE INDEX idx_audit_log_timestamp ON audit_log (timestamp);
CREATE INDEX idx_audit_log_user_id ON audit_log (user_id);
CREATE INDEX idx_audit_log_store_id ON audit_log (store_id);
CREATE INDEX idx_audit_log_tenant_id ON audit_log (tenant_id);

COMMENT ON TABLE audit_log IS
    'Trail of what users and jobs did through the API; appended by the application, never updated. Payments '
    'have their own trail in payment_audit_log.';
COMMENT ON COLUMN audit_log.user_id IS
    'users.id, without a foreign key: the trail outlives the user; NULL for a job or an anonymous caller.';
COMMENT ON COLUMN audit_log.action IS
    'Verb as the application logs it, such as create, update, delete or login.';
COMMENT ON COLUMN audit_log.resource_type IS
    'Kind of object that was acted on, such as order, product or user.';
COMMENT ON COLUMN audit_log.resource_id IS
    'Key of the object as text, because not every key is a uuid; no foreign key.';
COMMENT ON COLUMN audit_log.details IS
    'Arguments and changed values of the action, as an object whose keys depend on the action.';
COMMENT ON COLUMN audit_log.ip_address IS 'IPv4 or IPv6 address as text, without a mask.';
COMMENT ON COLUMN audit_log.error_message IS 'Why the action failed; NULL when success is true.';
COMMENT ON COLUMN audit_log.timestamp IS 'When it happened, in UTC.';
COMMENT ON COLUMN audit_log.tenant_id IS
    'Tenant in whose context the user acted; NULL for the platform''s own actions.';
COMMENT ON COLUMN audit_log.store_id IS
    'Store in whose context the user acted; NULL when the action concerns no single store.';
