CREATE TABLE ai_conversations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    conversation_id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255),
    customer_id varchar(255),
    messages jsonb,
    context jsonb,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    personality_id uuid,
    agent_id uuid,
    store_id uuid,
    CONSTRAINT ai_conversations_pkey PRIMARY KEY (id)
);

ALTER TABLE ai_conversations
    ADD CONSTRAINT ai_conversations_personality_id_fkey
    FOREIGN KEY (personality_id) REFERENCES ai_personalities (id);

CREATE INDEX idx_ai_conversations_context_gin ON ai_conversations USING gin (context);
CREATE INDEX idx_ai_conversations_created_at ON ai_conversations (created_at DESC);
CREATE INDEX idx_ai_conversations_customer_id ON ai_conversations (customer_id);
CREATE INDEX idx_ai_conversations_messages_gin ON ai_conversations USING gin (messages);
CREATE INDEX idx_ai_conversations_session_customer ON ai_conversations (session_id, customer_id);
CREATE INDEX idx_ai_conversations_session_id ON ai_conversations (session_id);
CREATE INDEX idx_ai_conversations_personality_id ON ai_conversations (personality_id);

CREATE TRIGGER update_ai_conversations_updated_at
    BEFORE UPDATE ON ai_conversations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE ai_conversations IS
    'A conversation of a shopper with the assistant; chat_interactions has its single turns.';
COMMENT ON COLUMN ai_conversations.id IS
    'The key that chat_interactions.conversation_id references; conversation_id is another value.';
COMMENT ON COLUMN ai_conversations.conversation_id IS
    'Public identifier, generated apart from id and not unique by any key; do not join on it.';
COMMENT ON COLUMN ai_conversations.session_id IS
    'Chat session; matches chat_interactions.session_id and conversation_states.session_id by value.';
COMMENT ON COLUMN ai_conversations.customer_id IS
    'Customer as text, without a foreign key, so a uuid or any other identifier; null for a guest.';
COMMENT ON COLUMN ai_conversations.messages IS
    'JSON of the messages of the conversation, layout set by the application.';
COMMENT ON COLUMN ai_conversations.context IS
    'JSON of what the assistant remembers between turns, keys set by the application.';
COMMENT ON COLUMN ai_conversations.tenant_id IS 'tenants.id, without a foreign key.';
COMMENT ON COLUMN ai_conversations.personality_id IS 'Personality that speaks in the conversation.';
COMMENT ON COLUMN ai_conversations.agent_id IS
    'Agent as the legacy application identifies it; no table of agents exists, personality_id is the '
    'checked reference.';
COMMENT ON COLUMN ai_conversations.store_id IS 'stores.id, without a foreign key.';
