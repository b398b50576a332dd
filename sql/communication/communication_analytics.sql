CREATE TABLE communication_analytics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    broadcast_id uuid,
    email_sent integer DEFAULT 0,
    email_delivered integer DEFAULT 0,
    email_opened integer DEFAULT 0,
    email_clicked integer DEFAULT 0,
    email_bounced integer DEFAULT 0,
    email_unsubscribed integer DEFAULT 0,
    sms_sent integer DEFAULT 0,
    sms_delivered integer DEFAULT 0,
    sms_failed integer DEFAULT 0,
    sms_replied integer DEFAULT 0,
    push_sent integer DEFAULT 0,
    push_delivered integer DEFAULT 0,
    push_opened integer DEFAULT 0,
    push_failed integer DEFAULT 0,
    email_open_rate numeric(5,2),
    email_click_rate numeric(5,2),
    push_open_rate numeric(5,2),
    email_cost numeric(10,2) DEFAULT 0,
    sms_cost numeric(10,2) DEFAULT 0,
    push_cost numeric(10,2) DEFAULT 0,
    total_cost numeric(10,2) DEFAULT 0,
    avg_delivery_time_seconds integer,
    calculated_at timestamp DEFAULT now(),
    CONSTRAINT communication_analytics_pkey PRIMARY KEY (id),
    CONSTRAINT communication_analytics_broadcast_id_key UNIQUE (broadcast_id)
);

ALTER TABLE communication_analytics
    ADD CONSTRAINT communication_analytics_broadcast_id_fkey
    FOREIGN KEY (broadcast_id) REFERENCES broadcasts (id) ON DELETE CASCADE;

COMMENT ON TABLE communication_analytics IS
    'Figures of a broadcast, one row each, computed by the application from broadcast_recipients.';
COMMENT ON COLUMN communication_analytics.email_open_rate IS 'Percent (0 to 100).';
COMMENT ON COLUMN communication_analytics.email_click_rate IS 'Percent (0 to 100).';
COMMENT ON COLUMN communication_analytics.push_open_rate IS 'Percent (0 to 100).';
COMMENT ON COLUMN communication_analytics.email_cost IS 'Canadian dollars.';
COMMENT ON COLUMN communication_analytics.sms_cost IS 'Canadian dollars.';
COMMENT ON COLUMN communication_analytics.push_cost IS 'Canadian dollars.';
COMMENT ON COLUMN communication_analytics.total_cost IS
    'Canadian dollars; not derived by the database from the three costs.';
COMMENT ON COLUMN communication_analytics.avg_delivery_time_seconds IS
    'Mean seconds from sending to delivery, over all channels.';
COMMENT ON COLUMN communication_analytics.calculated_at IS 'When the figures were computed, in UTC.';
