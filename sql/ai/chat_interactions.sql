CREATE TABLE chat_interactions (
    session_id varchar(255),
    customer_id varchar(255),
    user_message text,
    ai_response text,
    intent varchar(100),
    response_time double precision,
    metadata jsonb,
    message_id serial NOT NULL,
    conversation_id uuid,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT chat_interactions_pkey PRIMARY KEY (message_id)
);

ALTER TABLE chat_interactions
    ADD CONSTRAINT chat_interactions_conversation_id_fkey
    FOREIGN KEY (conversation_id) REFERENCES ai_conversations (id) ON DELETE CASCADE;

CREATE INDEX idx_chat_interactions_created_at ON chat_interactions (created_at DESC);
CREATE INDEX idx_chat_interactions_customer_id ON chat_interactions (customer_id);
CREATE INDEX idx_chat_interactions_metadata_gin ON chat_interactions USING gin (metadata);
CREATE INDEX idx_chat_interactions_session_customer ON chat_interactions (session_id, customer_id);
CREATE INDEX idx_chat_interactions_session_id ON chat_interactions (session_id);
CREATE INDEX idx_chat_interactions_conversation ON chat_interactions (conversation_id);
CREATE INDEX idx_chat_interactions_intent ON chat_interactions (intent);

COMMENT ON TABLE chat_interactions IS
    'One turn of a conversation: what the user said and what the assistant answered.';
COMMENT ON COLUMN chat_interactions.session_id IS
    'Chat session; matches ai_conversations.session_id by value.';
COMMENT ON COLUMN chat_interactions.customer_id IS
    'Customer as text, without a foreign key, as in ai_conversations; null for a guest.';
COMMENT ON COLUMN chat_interactions.user_message IS 'The customer''s words; may hold personal data.';
COMMENT ON COLUMN chat_interactions.intent IS 'Purpose the model recognised, free text without a check.';
COMMENT ON COLUMN chat_interactions.response_time IS
    'Time the answer took, in seconds; ai_training_data.response_time_ms has milliseconds.';
COMMENT ON COLUMN chat_interactions.metadata IS
    'JSON object of details of the turn, keys set by the application.';
COMMENT ON COLUMN chat_interactions.message_id IS 'The primary key, a serial; the table has no id column.';
COMMENT ON COLUMN chat_interactions.conversation_id IS
    'ai_conversations.id, not ai_conversations.conversation_id.';
