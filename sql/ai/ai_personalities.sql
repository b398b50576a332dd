CREATE TABLE ai_personalities (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    store_id uuid,
    name varchar(100) NOT NULL,
    personality_type varchar(50),
    avatar_url varchar(500),
    voice_config jsonb DEFAULT '{}',
    traits jsonb DEFAULT '{}',
    greeting_message text,
    is_active boolean DEFAULT true,
    is_default boolean DEFAULT false,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ai_personalities_pkey PRIMARY KEY (id)
);

ALTER TABLE ai_personalities
    ADD CONSTRAINT ai_personalities_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE ai_personalities
    ADD CONSTRAINT ai_personalities_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_ai_personalities_tenant ON ai_personalities (tenant_id);
CREATE INDEX idx_ai_personalities_store ON ai_personalities (store_id);

CREATE TRIGGER update_ai_personalities_updated_at
    BEFORE UPDATE ON ai_personalities
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE ai_personalities IS
    'A character of the assistant: name, voice, traits and greeting, for a tenant or one of its stores.';
COMMENT ON COLUMN ai_personalities.store_id IS
    'Store the personality is for; null for all stores of the tenant.';
COMMENT ON COLUMN ai_personalities.personality_type IS 'Kind of character, free text without a check.';
COMMENT ON COLUMN ai_personalities.voice_config IS
    'JSON object of settings for speech, keys set by the application.';
COMMENT ON COLUMN ai_personalities.traits IS 'JSON object of character traits, keys set by the application.';
COMMENT ON COLUMN ai_personalities.greeting_message IS 'First words of the assistant in a new conversation.';
COMMENT ON COLUMN ai_personalities.is_default IS
    'Used where none is chosen; no key holds it to one a tenant or store.';
