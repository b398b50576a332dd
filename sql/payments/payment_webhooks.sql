CREATE TABLE payment_webhooks (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    provider_id uuid NOT NULL,
    event_type varchar(100) NOT NULL,
    event_id varchar(255),
    webhook_id varchar(255),
    payload jsonb NOT NULL,
    signature varchar(500),
    is_verified boolean DEFAULT false,
    is_processed boolean DEFAULT false,
    processing_attempts integer DEFAULT 0,
    processing_error text,
    received_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    processed_at timestamp,
    signature_verified boolean DEFAULT false,
    processed boolean DEFAULT false,
    CONSTRAINT payment_webhooks_pkey PRIMARY KEY (id)
);

ALTER TABLE payment_webhooks
    ADD CONSTRAINT payment_webhooks_provider_id_fkey
    FOREIGN KEY (provider_id) REFERENCES payment_providers (id);

CREATE INDEX idx_webhooks_processed ON payment_webhooks (processed, received_at);
CREATE INDEX idx_webhooks_provider ON payment_webhooks (provider_id, received_at DESC);

COMMENT ON TABLE payment_webhooks IS 'Webhook calls received from providers.';
COMMENT ON COLUMN payment_webhooks.event_type IS 'The provider''s own word.';
COMMENT ON COLUMN payment_webhooks.event_id IS
    'The provider''s id of the event; not unique, so the receiver must detect repeats.';
COMMENT ON COLUMN payment_webhooks.webhook_id IS
    'A second id beside event_id; not unique, and no foreign key.';
COMMENT ON COLUMN payment_webhooks.payload IS 'JSON body as received; its keys are the provider''s.';
COMMENT ON COLUMN payment_webhooks.signature IS
    'Signature header as received; signature_verified tells whether it matched.';
COMMENT ON COLUMN payment_webhooks.is_verified IS
    'Twin of signature_verified; both from the legacy schema, nothing keeps them equal.';
COMMENT ON COLUMN payment_webhooks.is_processed IS
    'Twin of processed; only processed is indexed (idx_webhooks_processed).';
COMMENT ON COLUMN payment_webhooks.processed_at IS
    'UTC time without a zone, unlike received_at (timestamptz).';
COMMENT ON COLUMN payment_webhooks.signature_verified IS
    'Twin of is_verified; both from the legacy schema, nothing keeps them equal.';
COMMENT ON COLUMN payment_webhooks.processed IS
    'Twin of is_processed; the indexed one (idx_webhooks_processed).';
