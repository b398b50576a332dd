CREATE TABLE push_subscriptions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_id text NOT NULL,
    device_token varchar(500) NOT NULL,
    device_type varchar(50) NOT NULL,
    device_name varchar(100),
    device_model varchar(100),
    app_version varchar(20),
    os_version varchar(20),
    endpoint varchar(500),
    auth_key varchar(500),
    p256dh_key varchar(500),
    is_active boolean DEFAULT true,
    is_sandbox boolean DEFAULT false,
    last_active_at timestamp,
    notification_count integer DEFAULT 0,
    failed_count integer DEFAULT 0,
    created_at timestamp DEFAULT now(),
    updated_at timestamp DEFAULT now(),
    CONSTRAINT push_subscriptions_pkey PRIMARY KEY (id),
    CONSTRAINT push_subscriptions_device_token_key UNIQUE (device_token),
    CONSTRAINT push_subscriptions_device_type_check CHECK (device_type IN ('ios', 'android', 'web'))
);

CREATE INDEX idx_push_subscriptions_customer_id ON push_subscriptions (customer_id);
CREATE INDEX idx_push_subscriptions_device_type ON push_subscriptions (device_type);
CREATE INDEX idx_push_subscriptions_is_active ON push_subscriptions (is_active);

CREATE TRIGGER update_push_subscriptions_updated_at
    BEFORE UPDATE ON push_subscriptions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE push_subscriptions IS 'A device or browser that takes push notifications for a customer.';
COMMENT ON COLUMN push_subscriptions.customer_id IS
    'Customer as text, without a foreign key; a customer may have several devices.';
COMMENT ON COLUMN push_subscriptions.device_token IS
    'Token from the push service, unique, so a device belongs to one customer at a time.';
COMMENT ON COLUMN push_subscriptions.endpoint IS
    'URL of the browser''s push service (Web Push); only for device_type web.';
COMMENT ON COLUMN push_subscriptions.auth_key IS
    'The subscription''s authentication secret (Web Push); only for device_type web.';
COMMENT ON COLUMN push_subscriptions.p256dh_key IS
    'The subscription''s public key (Web Push); only for device_type web.';
COMMENT ON COLUMN push_subscriptions.is_sandbox IS
    'Whether device_token belongs to the push service''s test environment, not the live one.';
COMMENT ON COLUMN push_subscriptions.last_active_at IS 'When the device was last seen, in UTC.';
COMMENT ON COLUMN push_subscriptions.notification_count IS
    'Notifications sent to the device; kept by the application.';
COMMENT ON COLUMN push_subscriptions.failed_count IS
    'Notifications that failed; kept by the application, nothing here turns is_active off.';
