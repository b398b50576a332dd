CREATE TABLE unsubscribe_list (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    customer_id text,
    email varchar(255),
    phone_number varchar(20),
    channel_type varchar(50) NOT NULL,
    reason varchar(255),
    additional_comments text,
    unsubscribe_source varchar(50),
    broadcast_id uuid,
    is_permanent boolean DEFAULT false,
    resubscribe_allowed_after timestamp,
    created_at timestamp DEFAULT now(),
    CONSTRAINT unsubscribe_list_pkey PRIMARY KEY (id),
    CONSTRAINT unsubscribe_list_channel_type_check CHECK (channel_type IN ('email', 'sms', 'push', 'all')),
    CONSTRAINT unsubscribe_list_unsubscribe_source_check CHECK (
        unsubscribe_source IN ('link', 'reply', 'admin', 'api', 'customer_request')
    )
);

ALTER TABLE unsubscribe_list
    ADD CONSTRAINT unsubscribe_list_broadcast_id_fkey
    FOREIGN KEY (broadcast_id) REFERENCES broadcasts (id);

CREATE INDEX idx_unsubscribe_list_channel_type ON unsubscribe_list (channel_type);
CREATE INDEX idx_unsubscribe_list_customer_id ON unsubscribe_list (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX idx_unsubscribe_list_phone ON unsubscribe_list (phone_number) WHERE phone_number IS NOT NULL;
CREATE INDEX idx_unsubscribe_list_broadcast_id ON unsubscribe_list (broadcast_id);

COMMENT ON TABLE unsubscribe_list IS
    'Requests to get no more messages on a channel; ask it before every send.';
COMMENT ON COLUMN unsubscribe_list.customer_id IS
    'Customer as text, without a foreign key; a row names the person by this, email or phone_number.';
COMMENT ON COLUMN unsubscribe_list.email IS 'Address that gets no more; it counts without customer_id too.';
COMMENT ON COLUMN unsubscribe_list.phone_number IS
    'Number that gets no more; it counts without customer_id too.';
COMMENT ON COLUMN unsubscribe_list.channel_type IS
    'Channel the request is for; all stands for every channel.';
COMMENT ON COLUMN unsubscribe_list.unsubscribe_source IS
    'How the request came in; link and reply are the customer''s own doing.';
COMMENT ON COLUMN unsubscribe_list.broadcast_id IS 'Broadcast that led to the request; null where none did.';
COMMENT ON COLUMN unsubscribe_list.is_permanent IS
    'Whether the customer may never be subscribed again, whatever resubscribe_allowed_after says.';
COMMENT ON COLUMN unsubscribe_list.resubscribe_allowed_after IS
    'Earliest moment to ask again, in UTC; null for no waiting time.';
